"""A comparison of two revisions for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from talkqa.document.changes import FLAPPING, REBUILD, Change, Comparison
from talkqa.document.nodes import Document

_SHOWN = 10
"""At most so many differences of one kind of writing are named."""
_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_WORDS = {"connected": "connected entity", "system": "system"}
_DOUBTS = {REBUILD: "  (a rebuild?)", FLAPPING: "  (flapping: changed back in another revision)"}


def describe(comparison: Comparison) -> Iterator[str]:
    """Both revisions, the notes, the changes by flow, then what is only written otherwise."""
    yield comparison.new.title or "(no title)"
    for word, document in (("old", comparison.old), ("new", comparison.new)):
        yield f"  {word}  {_revision(document)}"
    for note in comparison.notes:
        yield f"  note  {note.text}"
    yield ""
    real = comparison.real
    yield f"{_count(len(real), 'change')} of what is stated{_doubts(real)}"
    yield from _by_flow(real)
    rendering = [change for change in comparison.changes if not change.is_real]
    if rendering:
        yield ""
        yield f"{_count(len(rendering), 'difference')} in writing only"
        yield from _written(rendering)


def _revision(document: Document) -> str:
    rows = sum(len(flow.property_rows) for flow in document.flows)
    counts = f"{_count(len(document.flows), 'flow')}, {_count(rows, 'property row')}"
    return f"{document.generated or '(no stamp)'}  {counts}  {document.file}"


def _doubts(changes: Iterable[Change]) -> str:
    doubted = sum(change.doubt != "" for change in changes)
    return f", of which {doubted} in doubt" if doubted else ""


def _by_flow(changes: Iterable[Change]) -> Iterator[str]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(str(change.flow) if change.flow else "the title", []).append(change)
    for flow, group in groups.items():
        first = group[0]
        if first.kind in ("flow-added", "flow-removed"):
            yield f"  {_line(first, flow)}"
        else:
            yield f"  ~ {flow}"
            yield from (f"      {_line(change, _what(change))}" for change in group)


def _line(change: Change, what: str) -> str:
    sign = _SIGNS[change.kind.rpartition("-")[2]]
    values = f"{change.old} ⇒ {change.new}" if sign == "~" else change.new or change.old
    return f"{sign} {what}: {values}  ({_lines(change)}){_DOUBTS.get(change.doubt, '')}"


def _what(change: Change) -> str:
    """`property row Name → fullName`; the subject of a row that came or went stands in its text."""
    kind = change.kind.rpartition("-")[0]
    words = _WORDS.get(kind, kind.replace("-", " "))
    return (
        words
        if kind.endswith("-row") and change.kind[-7:] != "changed"
        else f"{words} {change.subject}".strip()
    )


def _lines(change: Change) -> str:
    if change.old_line and change.new_line:
        return f"line {change.old_line} ⇒ {change.new_line}"
    return f"new line {change.new_line}" if change.new_line else f"old line {change.old_line}"


def _written(changes: Iterable[Change]) -> Iterator[str]:
    """By kind and subject, the first few of each with their place."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        subject = "data types printed otherwise" if change.kind == "data-type-rerendered" else change.subject
        groups.setdefault(f"{change.kind.split('-')[0]}: {subject}", []).append(change)
    for subject, group in groups.items():
        subject = (
            subject.removeprefix("formatting: ").removeprefix("data: ").replace("system:", "system renamed:")
        )
        if len(group) == 1 and group[0].flow is None:
            yield f"  {subject}: {group[0].old or '(none)'} ⇒ {group[0].new or '(none)'}"
            continue
        yield f"  {subject}: {_count(len(group), 'time')}"
        for change in group[:_SHOWN]:
            values = f": {change.old} ⇒ {change.new}" if change.old or change.new else ""
            yield f"      {change.flow}{values}  ({_lines(change)})"
        if len(group) > _SHOWN:
            yield f"      and {len(group) - _SHOWN} more"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
