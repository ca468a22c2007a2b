"""The same statements written in another way: renamed systems and formatting.

A system's name stands in every heading, clause and table header, and changes nothing of substance: GRAMMAR,
how documents change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from talkqa.document import systems
from talkqa.document.changes import Change
from talkqa.document.nodes import Document, Flow
from talkqa.document.substance import FlowName, merge_subject, named_flows

Pairs = list[tuple[FlowName, Flow, Flow]]


def renderings(old: Document, new: Document) -> Iterator[Change]:
    """Renamed and changed systems, then formatting."""
    after = dict(named_flows(new))
    pairs = [(name, flow, after[name]) for name, flow in named_flows(old) if name in after]
    yield from _systems(old, new, pairs)
    yield from _formatting(old, new, pairs)


def same_system(one: str, other: str) -> bool:
    """Whether two names may be one system's: known as such, not named on one side, or several glued."""
    unsure = not one or not other or systems.is_jumbled(one) or systems.is_jumbled(other)
    return unsure or systems.is_same(one, other)


def _systems(old: Document, new: Document, pairs: Pairs) -> Iterator[Change]:
    titles = {
        "source": (old.source_system, new.source_system),
        "target": (old.target_system, new.target_system),
    }
    renamed: Counter[tuple[str, str, str]] = Counter()
    for side, (before, after) in titles.items():
        if before != after:
            kind = _system_kind(before, after, titles[side])
            yield Change(kind, None, f"{side} in the title", before, after)
    for name, one, other in pairs:
        for side, before, after in (
            ("source", one.source.system, other.source.system),
            ("target", one.target.system, other.target.system),
        ):
            if before == after:
                continue
            if _system_kind(before, after, titles[side]) == "system-renamed":
                renamed[side, before, after] += 1
            else:
                yield Change("system-changed", name, f"{side} system", before, after, one.line, other.line)
    for (side, before, after), count in renamed.items():
        yield Change("system-renamed", None, f"{side} of {_times(count, 'flow')}", before, after)


def _system_kind(before: str, after: str, titles: tuple[str, str]) -> str:
    """Renamed, also where nobody knows the names but the title changes alike; else another system."""
    unknown = not (systems.is_known(before) and systems.is_known(after))
    alike = unknown and (before, after) == titles
    return "system-renamed" if alike or same_system(before, after) else "system-changed"


def _formatting(old: Document, new: Document, pairs: Pairs) -> Iterator[Change]:
    for subject, before, after in (
        ("line ends", old.eol, new.eol),
        ("introduction's heading", _introduction(old), _introduction(new)),
        ("data types in column 1", _unindented(old), _unindented(new)),
        ("stamp", old.generated, new.generated),
    ):
        if before != after and subject != "stamp":
            yield Change("formatting", None, subject, before, after)
    names = [name for name, _ in named_flows(old)]
    common = {name for name, _, _ in pairs}
    there = [name for name, _ in named_flows(new) if name in common]
    if [name for name in names if name in common] != there:
        yield Change("formatting", None, "order of the flows")
    for name, one, other in pairs:
        yield from _flow_formatting(name, one, other)


def _flow_formatting(name: FlowName, one: Flow, other: Flow) -> Iterator[Change]:
    """What differs in a flow besides its facts: order, and blanks and repeats in cells."""
    for subject, before, after in (
        ("order of the clauses", list(one.kinds), list(other.kinds)),
        ("order of the merge rows", _merge_rows(one), _merge_rows(other)),
        ("order of the property rows", list(_cells(one)), list(_cells(other))),
    ):
        left, right = _common(before, after)
        if left != right:
            yield Change("formatting", name, subject, "", "", one.line, other.line)
    written = _cells(other)
    for key, (raw, line) in _cells(one).items():
        if key in written and written[key][0] != raw:
            there, at = written[key]
            yield Change("formatting", name, "blanks or repeats in a row", raw, there, line, at)


def _common(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """What both hold, in the order of each."""
    both = Counter(before) & Counter(after)
    return _only(before, both.copy()), _only(after, both.copy())


def _only(words: list[str], left: Counter[str]) -> list[str]:
    kept = []
    for word in words:
        if left[word]:
            left[word] -= 1
            kept.append(word)
    return kept


def _merge_rows(flow: Flow) -> list[str]:
    return [merge_subject(row.pairs) for row in flow.merge_rows]


def _cells(flow: Flow) -> dict[str, tuple[str, int]]:
    """Per property row, what it says, with its two cells as written and its line."""
    found: dict[str, tuple[str, int]] = {}
    for row in flow.property_rows:
        sides = (row.source, row.target)
        key = " | ".join(f"{cell.path} {sorted(cell.dependants)}" for cell in sides)
        found.setdefault(key, (" | ".join(cell.raw for cell in sides), row.line))
    return found


def _introduction(document: Document) -> str:
    return "Introduction." if document.dotted_introduction else "Introduction"


def _unindented(document: Document) -> str:
    return _times(sum(found.code == "datatype-unindented" for found in document.diagnostics), "row")


def _times(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
