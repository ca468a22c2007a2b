"""The list for people: what no check runs for, to be ticked by hand and fed back, so that one report holds both.

`manual.csv` opens in any spreadsheet. A person fills in verdict, name, date and note of a line; a line without
a verdict stays *not tested*. What does not fit is refused with the number of its line, never guessed.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from talkqa.report.header import Item
from talkqa.report.redact import redact
from talkqa.report.results import Results

NAME = "manual.csv"
COLUMNS = ("item", "what", "why not by talkqa", "verdict", "name", "date", "note")
FILLED_IN = ("verdict", "name", "date", "note")
VERDICTS = ("pass", "fail")
FEATURE = "by hand"


class ManualError(ValueError):
    """A line of the list cannot be used; the message says file, line, what stands there and what to do."""


@dataclass(frozen=True)
class Signed:
    """What a person found. date: YYYY-MM-DD. line: in the file, from 1."""

    item: str
    verdict: str
    name: str
    date: str
    note: str
    line: int


def read_manual(path: Path, items: Sequence[Mapping[str, Any]]) -> list[Signed]:
    """The lines with a verdict. items: the checklist's, as in the header of the results. Raises `ManualError`."""
    reasons = {str(item["id"]): item["not_tested_reason"] for item in items}
    found: dict[str, Signed] = {}
    for line, row in _rows(path):
        signed = _signed(f"{path}:{line}", line, row, reasons)
        if signed and signed.item in found:
            other = found[signed.item].line
            raise ManualError(
                f"{path}:{line}: item {signed.item} stands in line {other} too. Remove one of them."
            )
        if signed:
            found[signed.item] = signed
    return list(found.values())


def write_manual(results: Results, path: Path) -> int:
    """Write the list of all that no check ran for, with what people have found so far. Returns its length."""
    lines = [_line(result.item, result.checks) for result in results.items if result.item.not_tested_reason]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    draft.replace(path)
    return len(lines)


def is_filled_in(path: Path) -> bool:
    """Whether a list holds anything that a person wrote; also when it cannot be read as one."""
    try:
        return any(row.get(name, "").strip() for _, row in _rows(path) for name in FILLED_IN)
    except ManualError:
        return True


def check_lines(signed: Iterable[Signed], items: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each verdict as a check of the results stream, marked as made by hand, without secrets."""
    by_id = {item["id"]: item for item in items}
    for one in signed:
        item = by_id[one.item]
        observed = one.note or (
            "as the document says" if one.verdict == "pass" else "not as the document says"
        )
        line = {
            "id": f"{FEATURE}::{one.item}",
            "verdict": one.verdict,
            "items": [one.item],
            "flow": item["flow"],
            "feature": FEATURE,
            "feature_file": FEATURE,
            "scenario": item["title"],
            "by_hand": {"name": one.name, "date": one.date, "note": one.note},
            "evidence": [
                {
                    "did": f"{one.name} checked it by hand on {one.date}",
                    "expected": item["title"],
                    "observed": observed,
                    "origin": item["origin"],
                }
            ],
        }
        yield dict(redact.value(line))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column. Commas, semicolons and tabs all separate."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ManualError(f"{path}: cannot be read ({error.strerror}). Check the path.") from None
    except UnicodeDecodeError as error:
        raise ManualError(f"{path}: byte {error.start} is not UTF-8. Save it as CSV UTF-8.") from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if missing := [name for name in ("item", *FILLED_IN) if name not in header]:
            told = f"{path}:1: no column {', '.join(missing)}, expected {', '.join(COLUMNS)}."
            raise ManualError(f"{told} Take the {NAME} that `talkqa check` writes.")
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, dict(zip(header, row, strict=False))
    except csv.Error as error:
        raise ManualError(f"{path}:{reader.line_num}: {error}. Save it as CSV again.") from None


def _signed(
    where: str, line: int, row: Mapping[str, str], reasons: Mapping[str, str | None]
) -> Signed | None:
    cells = {name: row.get(name, "").strip() for name in ("item", *FILLED_IN)}
    if cells["item"] not in reasons:
        told = f"{where}: item {cells['item'] or '(empty)'} is not in the checklist of this document"
        raise ManualError(f"{told}. Run `talkqa check` for the present list, and carry the verdict over.")
    if not any(cells[name] for name in FILLED_IN):
        return None
    if reasons[cells["item"]] is None:
        raise ManualError(f"{where}: item {cells['item']} is checked by talkqa itself. Remove the line.")
    if cells["verdict"].casefold() not in VERDICTS:
        got = cells["verdict"] or "nothing"
        raise ManualError(
            f"{where}: verdict {got}, expected pass or fail. Correct it, or empty the line's cells."
        )
    if not cells["name"]:
        raise ManualError(f"{where}: a verdict without a name. Write who found it.")
    try:
        date.fromisoformat(cells["date"])
    except ValueError:
        got = cells["date"] or "nothing"
        raise ManualError(f"{where}: date {got}, expected YYYY-MM-DD. Write when it was found.") from None
    return Signed(**cells | {"verdict": cells["verdict"].casefold()}, line=line)


def _line(item: Item, checks: Sequence[Any]) -> list[str]:
    made = next((check for check in checks if check.by_hand), None)
    found = {**made.by_hand, "verdict": made.verdict} if made else {}
    told = [item.id, item.title, item.not_tested_reason or "", *(found.get(name, "") for name in FILLED_IN)]
    return [f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell for cell in told]
