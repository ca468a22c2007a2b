"""GitHub's annotations: workflow commands on the output of a job, which GitHub shows on the change.

GitHub shows ten of each kind per step; so the tenth says how many there are more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from talkqa.report.gate import fired
from talkqa.report.results import ItemResult, Results
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE

_MOST = 10
"""Source: limits of GitHub Actions, annotations of a kind per step."""


def notices(results: Results, in_repository: bool = False) -> Iterator[str]:
    """A line each: what makes the run red, then every failure, then every known failure.

    in_repository: the document lies in the repository, so that its lines can be pointed at.
    """
    waived = results.waived
    new = [one for one in results.items if one.verdict in (FAIL, ERROR) and one.item.id not in waived]
    doubtful = [one for one in results.items if one.verdict == INCONCLUSIVE or one.item.id in waived]
    red = [command("error", f"gate: {ruling.rule}", ruling.why, {}) for ruling in fired(results.rulings)]
    yield from _most([*red, *_items(results, "error", new, in_repository)], "error")
    yield from _most(list(_items(results, "warning", doubtful, in_repository)), "warning")


def command(kind: str, title: str, message: str, place: Mapping[str, str | int]) -> str:
    """One workflow command; nothing in title or message can end it or start another."""
    told = {**place, "title": title}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in told.items())
    return f"::{kind} {properties}::{_data(message)}"


def _items(results: Results, kind: str, items: Sequence[ItemResult], in_repository: bool) -> Iterator[str]:
    for one in items:
        waiver = results.waived.get(one.item.id)
        told = f"{one.item.title}: {one.reason}" + (f" (known {waiver})" if waiver else "")
        place: dict[str, str | int] = {}
        if in_repository and (line := line_of(one.item.origin)):
            place = {"file": results.header.document.file, "line": line}
        yield command(kind, f"{one.verdict} {one.item.id}", told, place)


def line_of(origin: str) -> int | None:
    """The document's line that an item comes from, if it comes from one."""
    words = origin.split()
    if words[:2] == ["document", "line"] and len(words) > 2 and words[2].rstrip(",;").isdigit():
        return int(words[2].rstrip(",;"))
    return None


def _most(commands: list[str], kind: str) -> list[str]:
    if len(commands) <= _MOST:
        return commands
    more = len(commands) - _MOST + 1
    return [*commands[: _MOST - 1], command(kind, "talkqa", f"{more} more; see the report", {})]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
