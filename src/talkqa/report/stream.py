"""`results.ndjson`: the one stream that every report is made from.

While a run lasts its lines stand in `results.ndjson.part`, one per check as it ends. Only a run that
came to its end gets the name `results.ndjson`, with a footer, its checks in the order of the feature
files. So nothing half-written poses as whole, and after a crash nothing that was decided is lost:
the `.part` file reads like any other and says that it is truncated. A damaged line takes nothing with it but itself.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from talkqa.report.check import Check
from talkqa.report.header import Footer, Header
from talkqa.report.results import COUNT_ORDER, Damage, Results
from talkqa.report.typed import make
from talkqa.verdict.verdicts import NOT_TESTED

FORMAT = 1
_STEP_VERDICTS = {*COUNT_ORDER, "not reached"} - {NOT_TESTED}


class StreamError(ValueError):
    """The file cannot be read as a stream at all; the message says where, what and what next."""


class Writer:
    """Writes one run. Removes an older stream of that name first, so that none can pose as this run's."""

    def __init__(self, path: Path, header: Mapping[str, object]) -> None:
        self.path = path
        self.part = part_of(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._header = {
            "kind": "header",
            "format": FORMAT,
            "talkqa": version("talkqa"),
            "python": platform.python_version(),
            "started": _now(),
            **header,
        }
        self._checks: list[tuple[tuple[object, ...], Mapping[str, object]]] = []
        self._file = self.part.open("wb")
        self._put(self._header)

    def check(self, data: Mapping[str, object], order: tuple[object, ...] = ()) -> Check:
        """Write one check now; order says where it stands in the finished stream."""
        line = {"kind": "check", **data}
        self._checks.append((order, line))
        self._put(line)
        return check_of(line)

    def finish(self) -> Results:
        """Put the checks in order, add the footer and give the stream its final name."""
        self._file.close()
        self._checks.sort(key=lambda entry: entry[0])
        lines = [self._header, *(line for _, line in self._checks)]
        checks = tuple(check_of(line) for line in lines[1:])
        ending: dict[str, object] = {"finished": _now(), "counts": {}, "checks": len(checks), "exit_code": 3}
        whole = Results(self.path, header_of(self._header), checks, make(Footer, ending))
        ending |= {"counts": whole.counts, "exit_code": whole.exit_code}
        new = self.path.with_name(self.path.name + ".new")
        with new.open("wb") as file:
            file.writelines(_line(line) for line in [*lines, {"kind": "footer", **ending}])
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
        self.part.unlink()
        return Results(self.path, whole.header, checks, make(Footer, ending))

    def abandon(self) -> Results:
        """Stop without a footer: what was written stays readable beside the final name, as truncated."""
        self._file.close()
        return read(self.part)

    def _put(self, line: Mapping[str, object]) -> None:
        self._file.write(_line(line))
        self._file.flush()


def part_of(path: Path) -> Path:
    """Where the lines of an unfinished run stand."""
    return path.with_name(path.name + ".part")


def read(path: Path) -> Results:
    """The stream in a file: all that is intact in it, and the lines that are not.

    Raises StreamError for a missing file, one without a readable header, and one with a second run in it. A line
    that cannot be read is left out and named in `damage`; so is a footer whose sums are not those of the lines.
    """
    if not path.exists():
        raise StreamError(_missing(path))
    lines = path.read_bytes().split(b"\n")
    lines = lines if lines[-1] else lines[:-1]
    header = _first(path, lines)
    checks: list[Check] = []
    damage: list[Damage] = []
    footer: Footer | None = None
    for number, line in enumerate(lines[1:], start=2):
        try:
            one = read_line(line)
        except ValueError as error:
            damage.append(Damage(number, str(error)))
            continue
        if footer or isinstance(one, Header):
            raise StreamError(f"{path}:{number}: another run begins here, expected one. Take it out.")
        if isinstance(one, Check):
            checks.append(one)
        else:
            footer = one
    found = Results(path, header, tuple(checks), footer, tuple(damage))
    return replace(found, damage=(*damage, *_sums(found, len(lines)))) if footer else found


def read_line(line: bytes) -> Header | Check | Footer:
    """What one line says. Raises ValueError for one that is damaged."""
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at character {error.pos + 1})") from None
    kind = data.get("kind") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in _KINDS:
        raise ValueError("neither a check nor the end of the run")
    return _KINDS[kind](data)


def header_of(line: Mapping[str, Any]) -> Header:
    """A header from its line. Raises ValueError for a missing key, a value that cannot be, and another format."""
    if line.get("format") != FORMAT:
        raise ValueError(f"format {line.get('format')!r}, expected {FORMAT}: written by another talkqa")
    return make(Header, line)


def check_of(line: Mapping[str, Any]) -> Check:
    """A check from its line. Raises ValueError for a missing key, and for a value that cannot be."""
    check = make(Check, line)
    if check.verdict == NOT_TESTED:
        raise ValueError(f"verdict {check.verdict!r}, expected pass, fail, inconclusive or error")
    for step in check.steps:
        if step.verdict not in _STEP_VERDICTS:
            raise ValueError(f"step verdict {step.verdict!r} of step {step.name!r} is none")
    return check


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], Header | Check | Footer]] = {
    "header": header_of,
    "check": check_of,
    "footer": lambda line: make(Footer, line),
}


def _first(path: Path, lines: Sequence[bytes]) -> Header:
    """The header. Without it nobody knows what the items were."""
    try:
        found = read_line(lines[0]) if lines else None
    except ValueError as error:
        raise StreamError(f"{path}:1: the header is damaged: {error}. {_AGAIN}") from None
    if not isinstance(found, Header):
        raise StreamError(f"{path}:1: no header line, so this is no results stream. {_AGAIN}")
    return found


_AGAIN = "Run the check again."


def _sums(found: Results, number: int) -> Iterator[Damage]:
    """What the footer counted and the lines above it do not hold; beyond lines that are known to be damaged."""
    footer = found.footer
    if footer is None:
        return
    there = len(found.checks) + len(found.damage)
    if footer.checks != there:
        yield Damage(number, f"the footer counts {footer.checks} checks, the file holds {len(found.checks)}")
    elif not found.damage and dict(footer.counts) != found.counts:
        told = f"the footer counts items {dict(footer.counts)}, the lines give {found.counts}"
        yield Damage(number, told)


def _missing(path: Path) -> str:
    part = part_of(path)
    if part.exists():
        return f"{path}: the run did not come to its end. What it decided until then is in {part}."
    return f"{path}: no such file. Run `talkqa check` first."


def _line(data: Mapping[str, object]) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
