"""What a document states, in the checklist's words: the only place here that knows the document's nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from talkqa.checklist.items import DocumentFacts
from talkqa.checklist.slugs import slug
from talkqa.document import Cell, Conditional, CreateIfConnected, Document, Flow, MergeRow, PropertyRow


@dataclass(frozen=True)
class Clause:
    """One sentence: its kind, its line from 1, its free text and the entities it lists if the kind has any."""

    kind: str
    line: int
    text: str = ""
    listed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One row of a property or merge table. condition: what it depends on, or "".

    nth: from 1; more for rows of the same paths, counted by their conditions and not by their places.
    """

    source: str
    target: str
    line: int
    condition: str = ""
    nth: int = 1

    @property
    def key(self) -> str:
        """What names the row in its table: `PhoneNumber:PhoneNumber`, a repeated one `…#2`."""
        return f"{self.source}:{self.target}" + (f"#{self.nth}" if self.nth > 1 else "")


@dataclass(frozen=True)
class Statement:
    """One flow as the document states it.

    occurrence: 1 for the first flow between these entities, however their systems are rendered. Several are
    counted by what they say and not by their places, so that regenerating the document keeps their ids.
    slug: with `#2`, `#3`, … for the others.
    """

    slug: str
    occurrence: int
    source_system: str
    source: str
    target_system: str
    target: str
    line: int
    clauses: tuple[Clause, ...]
    merge_rows: tuple[Row, ...]
    rows: tuple[Row, ...]

    def line_of(self, kind: str) -> int:
        """The line of the first clause of that kind, else of the heading."""
        return next((clause.line for clause in self.clauses if clause.kind == kind), self.line)


def document_facts(document: Document) -> DocumentFacts:
    """The facts for the header of the results."""
    return DocumentFacts(
        document.file,
        document.title,
        document.source_system,
        document.target_system,
        document.generated,
        document.sha256,
    )


def statements_of(document: Document) -> Iterator[Statement]:
    """The document's flows, in its order."""
    occurrences = _occurrences(document.flows)
    for flow, occurrence in zip(document.flows, occurrences, strict=True):
        name = slug(flow.source.entity, flow.target.entity, occurrence)
        yield _statement(flow, name, occurrence, flow.target.system or document.systems[1])


def _occurrences(flows: Sequence[Flow]) -> list[int]:
    """For each flow its number among those between the same entities, in the order of what they say."""
    groups: dict[str, list[int]] = {}
    for place, flow in enumerate(flows):
        groups.setdefault(slug(flow.source.entity, flow.target.entity), []).append(place)
    found = [1] * len(flows)
    for places in groups.values():
        if len(places) > 1:
            for number, place in enumerate(sorted(places, key=lambda place: _content(flows[place])), start=1):
                found[place] = number
    return found


def _content(flow: Flow) -> tuple[object, ...]:
    """What tells two flows of one name apart, most telling first; link-required flows come first by custom."""
    return (
        "link-required" not in flow.kinds,
        flow.kinds,
        sorted(row.cells for row in flow.merge_rows),
        sorted(row.cells for row in flow.property_rows),
        (flow.source.system, flow.target.system, flow.source.entity, flow.target.entity),
    )


def _statement(flow: Flow, flow_slug: str, occurrence: int, target_system: str) -> Statement:
    """target_system: the flow's own, else what is known of it from the rest of the document and its name."""
    return Statement(
        flow_slug,
        occurrence,
        flow.source.system,
        flow.source.entity,
        target_system,
        flow.target.entity,
        flow.line,
        tuple(
            Clause(
                clause.kind,
                clause.line,
                clause.condition if isinstance(clause, Conditional) else "",
                clause.items if isinstance(clause, CreateIfConnected) else (),
            )
            for clause in flow.clauses
        ),
        _numbered(_merge_row(row) for row in flow.merge_rows),
        _numbered(_property_row(row) for row in flow.property_rows),
    )


def _numbered(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows in their order; those of the same paths are counted."""
    found = list(rows)
    times: Counter[tuple[str, str]] = Counter()
    for place in sorted(range(len(found)), key=lambda place: (found[place].condition, place)):
        paths = found[place].source, found[place].target
        times[paths] += 1
        found[place] = replace(found[place], nth=times[paths])
    return tuple(found)


def _merge_row(row: MergeRow) -> Row:
    """The alternative; several properties of one row are joined by ` and `."""
    source = " and ".join(left.path for left, _ in row.pairs)
    target = " and ".join(right.path for _, right in row.pairs)
    return Row(source, target, row.line)


def _property_row(row: PropertyRow) -> Row:
    conditions = filter(None, (_condition(row.source), _condition(row.target)))
    return Row(row.source.path, row.target.path, row.line, " and ".join(conditions))


def _condition(cell: Cell) -> str:
    return " and ".join(
        f"{needed.value or 'a value not named'} in {needed.path or 'a property not named'}"
        for needed in cell.dependants
    )
