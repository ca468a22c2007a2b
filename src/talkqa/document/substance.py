"""What a document states, apart from how it is written: facts that can be compared between revisions.

A fact knows no system, no line and no formatting, so that renaming a system changes no fact. Flows are known
by source entity, target entity and occurrence, never by heading: GRAMMAR, how documents change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from talkqa.document import datatypes
from talkqa.document.nodes import (
    Cell,
    Clause,
    Conditional,
    CreateIfConnected,
    Document,
    Every,
    Flow,
    LinkRequired,
    MergeOn,
    Properties,
    PropertyRow,
)

_OPENINGS = (Every, LinkRequired, Conditional)


class FlowName(NamedTuple):
    """A flow between revisions. occurrence: 1 for the first flow between these entities."""

    source: str
    target: str
    occurrence: int

    def __str__(self) -> str:
        again = f" #{self.occurrence}" if self.occurrence > 1 else ""
        return f"{self.source} → {self.target}{again}"


class Fact(NamedTuple):
    """One statement.

    kind: flow, opening, condition, clause, connected, merge-row, property-row or data-type. subject: what it
    is about. detail: what is said of the subject; facts that differ in it alone are one fact that changed.
    number: 2 for the same statement again in the same flow.
    """

    flow: FlowName
    kind: str
    subject: str = ""
    detail: str = ""
    number: int = 1


class Place(NamedTuple):
    """Where a fact stands. line: 1-based. text: as written."""

    line: int
    text: str


Substance = dict[Fact, Place]


def substance(document: Document) -> Substance:
    """All facts of a document, in its order; none hides another, as those that stand again are numbered."""
    facts: Substance = {}
    times: Counter[Fact] = Counter()
    for name, flow in named_flows(document):
        for fact, place in _facts(name, flow):
            times[fact] += 1
            facts[fact._replace(number=times[fact])] = place
    return facts


def named_flows(document: Document) -> Iterator[tuple[FlowName, Flow]]:
    """Flows by entities and occurrence, however their systems are written."""
    times: Counter[tuple[str, str]] = Counter()
    for flow in document.flows:
        entities = flow.source.entity, flow.target.entity
        times[entities] += 1
        yield FlowName(*entities, times[entities]), flow


def merge_subject(cells: tuple[tuple[Cell, Cell], ...]) -> str:
    """A merge row for people; an empty cell is said to be empty."""
    return " and ".join(f"{left.path or '(empty)'} = {right.path or '(empty)'}" for left, right in cells)


def property_subject(row: PropertyRow) -> str:
    """A property row for people, without its conditions."""
    return f"{row.source.path or '(empty)'} → {row.target.path or '(empty)'}"


def _facts(name: FlowName, flow: Flow) -> Iterator[tuple[Fact, Place]]:
    yield Fact(name, "flow"), Place(flow.line, flow.heading)
    for clause in flow.clauses:
        yield from _clause_facts(name, clause, flow.source.system)
        if isinstance(clause, MergeOn) and clause.table:
            for merge in clause.table.rows:
                place = Place(merge.line, " | ".join(merge.cells))
                yield Fact(name, "merge-row", merge_subject(merge.pairs)), place
        elif isinstance(clause, Properties) and clause.table:
            for row in clause.table.rows:
                yield from _row_facts(name, row)


def _clause_facts(name: FlowName, clause: Clause, system: str) -> Iterator[tuple[Fact, Place]]:
    place = Place(clause.line, clause.text)
    if isinstance(clause, _OPENINGS):
        yield Fact(name, "opening", "", clause.kind), place
    else:
        yield Fact(name, "clause", clause.kind), place
    if isinstance(clause, Conditional):
        yield Fact(name, "condition", "", _without_system(clause.condition, system)), place
    elif isinstance(clause, CreateIfConnected):
        for item in clause.items:
            yield Fact(name, "connected", item), place


def _without_system(condition: str, system: str) -> str:
    """The condition without its subject's system, which may be renamed like any other."""
    start = f"When a {system} "
    return f"When a {condition[len(start) :]}" if condition.lower().startswith(start.lower()) else condition


def _row_facts(name: FlowName, row: PropertyRow) -> Iterator[tuple[Fact, Place]]:
    subject = property_subject(row)
    yield Fact(name, "property-row", subject, _conditions(row)), Place(row.line, " | ".join(row.cells))
    yield Fact(name, "data-type", subject, datatypes.canonical(row.type)), Place(row.line, row.type.raw)


def _conditions(row: PropertyRow) -> str:
    """When the row applies: the conditions of either cell, in an order of ours, as theirs says nothing."""
    sides = (("source", row.source), ("target", row.target))
    parts = [
        f"{needed.value or '(no value)'} in {needed.path or '(no property)'} of the {side}"
        for side, cell in sides
        for needed in sorted(cell.dependants)
    ]
    return "when " + " and ".join(parts) if parts else ""
