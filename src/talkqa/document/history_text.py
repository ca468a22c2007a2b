"""A history for people: a line per revision, then what was changed and changed back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from talkqa.document.history import History, Return, Revision

_KINDS = {
    "flow": "flow",
    "opening": "opening clause",
    "condition": "condition",
    "system": "system",
    "clause": "clause",
    "connected": "connected item",
    "merge-row": "merge row",
    "property-row": "property row",
    "data-type": "data type",
}


def describe(history: History) -> Iterator[str]:
    """The table of revisions, then per stretch of time what came or went and was changed back."""
    revisions = history.revisions
    newest = revisions[-1].document
    yield f"{newest.title}: {_count(len(revisions), 'revision')}"
    yield ""
    yield "  generated            flows  steady   rows  steady  changed since the revision before"
    for one in revisions:
        yield (
            f"  {one.document.generated}  {one.flows:5}  {one.steady_flows:6}  {one.property_rows:5}"
            f"  {one.steady_rows:6}  {changed(one, one is revisions[0])}"
        )
    yield ""
    yield f"  steady: without what was changed back within {_span(history.within.total_seconds())}"
    if history.returns:
        yield ""
        yield "changed and changed back"
        yield from _returns(history)


def changed(revision: Revision, is_first: bool) -> str:
    """`2 flow added, 3 property row removed; the same as on …` in words."""
    if is_first:
        return "the first"
    parts = [_change(kind, count) for kind, count in revision.changes.items()] or ["nothing"]
    again = f"; states the same as {revision.same_as}" if revision.same_as and revision.changes else ""
    return ", ".join(parts) + again


def stretches(history: History) -> Iterator[tuple[str, str, str, list[Return]]]:
    """What changed together and came back together: from, until, how long, and the facts.

    What a flow holds is told with the flow.
    """
    groups: dict[tuple[str, str, bool], list[Return]] = {}
    for one in history.returns:
        groups.setdefault((one.changed, one.changed_back, one.went), []).append(one)
    for (start, end, _), group in groups.items():
        flows = {one.fact.flow for one in group if one.fact.kind == "flow"}
        told = [one for one in group if one.fact.kind == "flow" or one.fact.flow not in flows]
        lasted = datetime.fromisoformat(end) - datetime.fromisoformat(start)
        yield start, end, _span(lasted.total_seconds()), told


def counted(returns: list[Return]) -> str:
    """`2 flows, 12 property rows away`."""
    counts = Counter(one.fact.kind for one in returns if one.fact.kind != "data-type") or Counter(
        one.fact.kind for one in returns
    )
    told = ", ".join(_count(number, _KINDS[kind]) for kind, number in counts.items())
    return f"{told} {'away' if returns[0].went else 'there'}"


def _change(kind: str, count: int) -> str:
    """`14 property rows added`."""
    what, _, how = kind.rpartition("-")
    return f"{_count(count, _KINDS.get(what, what))} {how}"


def _returns(history: History) -> Iterator[str]:
    for start, end, lasted, group in stretches(history):
        yield f"  {start}  for {lasted}, until {end}: {counted(group)}"
        for flow in dict.fromkeys(one.fact.flow for one in group):
            kinds = [one for one in group if one.fact.flow == flow]
            if kinds[0].fact.kind == "flow":
                yield f"      {flow}"
            else:
                subjects = [
                    one.fact.subject or one.fact.detail for one in kinds if one.fact.kind != "data-type"
                ]
                more = f" and {len(subjects) - 5} more" if len(subjects) > 5 else ""
                yield f"      {flow}: {', '.join(subjects[:5])}{more}"


def _span(seconds: float) -> str:
    """A length of time in the largest unit that it fills."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return _count(int(seconds // length), unit)
    return _count(int(seconds), "second")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
