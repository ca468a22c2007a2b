"""`results.ndjson`: the one stream that every report is made from.

While a run lasts its lines stand in `results.ndjson.part`, one per check as it ends. Only a run that
came to its end gets the name `results.ndjson`, with a footer, its checks in the order of the feature
files. So nothing half-written poses as whole, and after a crash nothing that was decided is lost:
the `.part` file reads like any other and says that it is truncated.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import orjson

from talkqa.report import header as shapes
from talkqa.report.baseline import Waiver
from talkqa.report.check import Check, Evidence, Moment, Rest, Step, Value
from talkqa.report.header import Fidelity, Footer, Header
from talkqa.report.results import COUNT_ORDER, Results
from talkqa.verdict.causes import CAUSES
from talkqa.verdict.verdicts import NOT_TESTED

FORMAT = 1
T = TypeVar("T")
_STEP_VERDICTS = {*COUNT_ORDER, "not reached"} - {NOT_TESTED}


class StreamError(ValueError):
    """The results file cannot be read as a stream; the message says where, what and what next."""


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
        whole = Results(self.path, header_of(self._header), checks, _make(Footer, ending))
        ending |= {"counts": whole.counts, "exit_code": whole.exit_code}
        new = self.path.with_name(self.path.name + ".new")
        with new.open("wb") as file:
            file.writelines(_line(line) for line in [*lines, {"kind": "footer", **ending}])
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)
        self.part.unlink()
        return Results(self.path, whole.header, checks, _make(Footer, ending))

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
    """The stream in a file, whole or truncated.

    Raises StreamError for a missing file, a damaged line (named as file:line), and for a footer whose
    sums are not those of the lines above it. A half-written *last* line is what a killed run leaves:
    it is dropped and its number kept in `cut_line`.
    """
    if not path.exists():
        raise StreamError(_missing(path))
    raw = path.read_bytes().split(b"\n")
    tail = raw.pop()
    lines = [_parsed(path, number, line) for number, line in enumerate(raw, start=1)]
    header, checks, footer = _sorted_out(path, lines)
    if tail and footer:
        raise StreamError(f"{path}:{len(raw) + 1}: text after the footer. Run the check again.")
    found = Results(path, header, checks, footer, len(raw) + 1 if tail else None)
    if footer:
        _agree(path, len(lines), found, footer)
    return found


def header_of(line: Mapping[str, Any]) -> Header:
    """A header from its line. Raises KeyError for a missing key, ValueError for another format."""
    if line.get("format") != FORMAT:
        raise ValueError(f"format {line.get('format')!r}, expected {FORMAT}: written by another talkqa")
    return _make(Header, line)


def check_of(line: Mapping[str, Any]) -> Check:
    """A check from its line. Raises KeyError for a missing key, ValueError for a verdict that is none."""
    check = _make(Check, line)
    if check.verdict not in COUNT_ORDER or check.verdict == NOT_TESTED:
        raise ValueError(f"verdict {check.verdict!r}, expected pass, fail, inconclusive or error")
    if check.cause is not None and check.cause not in CAUSES:
        raise ValueError(f"cause {check.cause!r}, expected one of {', '.join(CAUSES)}")
    for step in check.steps:
        if step.verdict not in _STEP_VERDICTS:
            raise ValueError(f"step verdict {step.verdict!r} of step {step.name!r} is none")
    return check


def _sorted_out(
    path: Path, lines: list[Mapping[str, Any]]
) -> tuple[Header, tuple[Check, ...], Footer | None]:
    if not lines or lines[0].get("kind") != "header":
        raise StreamError(f"{path}:1: no header line, so this is no results stream. Run the check again.")
    header = _typed(path, 1, header_of, lines[0])
    checks: list[Check] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.get("kind") == "footer" and number == len(lines):
            return header, tuple(checks), _typed(path, number, lambda data: _make(Footer, data), line)
        if line.get("kind") != "check":
            raise StreamError(
                f"{path}:{number}: a line of kind {line.get('kind')!r}, expected a check. {_AGAIN}"
            )
        checks.append(_typed(path, number, check_of, line))
    return header, tuple(checks), None


_AGAIN = "The file is damaged; run the check again."


def _parsed(path: Path, number: int, line: bytes) -> Mapping[str, Any]:
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise StreamError(f"{path}:{number}: not JSON ({error}). {_AGAIN}") from None
    if not isinstance(data, dict):
        raise StreamError(f"{path}:{number}: {type(data).__name__} instead of an object. {_AGAIN}")
    return data


def _typed(path: Path, number: int, shape: Any, data: Mapping[str, Any]) -> Any:
    try:
        return shape(data)
    except KeyError as error:
        raise StreamError(f"{path}:{number}: key {error} is missing. {_AGAIN}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise StreamError(f"{path}:{number}: {error}. {_AGAIN}") from None


def _agree(path: Path, number: int, found: Results, footer: Footer) -> None:
    if footer.checks != len(found.checks):
        told = f"the footer counts {footer.checks} checks, the file holds {len(found.checks)}"
        raise StreamError(f"{path}:{number}: {told}. {_AGAIN}")
    if dict(footer.counts) != dict(found.counts):
        told = f"the footer counts items {dict(footer.counts)}, the lines give {found.counts}"
        raise StreamError(f"{path}:{number}: {told}. {_AGAIN}")


def _missing(path: Path) -> str:
    part = part_of(path)
    if part.exists():
        return f"{path}: the run did not come to its end. What it decided until then is in {part}."
    return f"{path}: no such file. Run `talkqa check` first."


_NESTED: Mapping[tuple[type, str], type] = {
    (Header, "flows"): shapes.Flow,
    (Header, "items"): shapes.Item,
    (Header, "findings"): shapes.Finding,
    (Header, "statements"): shapes.Statement,
    (Header, "waivers"): Waiver,
    (Check, "evidence"): Evidence,
    (Check, "steps"): Step,
    (Check, "rests_on"): Rest,
    (Check, "timeline"): Moment,
    (Moment, "values"): Value,
    (Fidelity, "assumed"): shapes.Flip,
    (Fidelity, "tried"): shapes.Flip,
}


def _make(shape: type[T], data: Mapping[str, Any]) -> T:
    """A dataclass from the keys it knows; unknown keys are left for later versions."""
    values: dict[str, Any] = {}
    for name, needed, reader in _fields(shape):  # type: ignore[arg-type]  # a class is hashable
        if name in data:
            values[name] = reader(data[name])
        elif needed:
            raise KeyError(name)
    return shape(**values)


@cache
def _fields(shape: type) -> tuple[tuple[str, bool, Callable[[Any], Any]], ...]:
    """Per field: its name, whether it must be there, and what makes its value; worked out once."""
    hints = get_type_hints(shape)
    return tuple(
        (
            field.name,
            field.default is MISSING and field.default_factory is MISSING,
            _reader(_NESTED.get((shape, field.name)), hints[field.name]),
        )
        for field in fields(shape)
    )


def _reader(inner: type | None, hint: Any) -> Callable[[Any], Any]:
    """inner: what a list holds, if it holds dataclasses. hint: the type of the field."""
    if inner:
        return lambda value: tuple(_make(inner, entry) for entry in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda value: _make(hint, value)
    return lambda value: tuple(value) if isinstance(value, list) else value


def _line(data: Mapping[str, object]) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
