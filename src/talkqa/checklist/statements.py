"""What a document states, in the checklist's words: the only place here that knows the document's nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from talkqa.checklist.items import DocumentFacts
from talkqa.checklist.slugs import slug
from talkqa.document import Cell, Conditional, Document, Flow, MergeRow, PropertyRow


@dataclass(frozen=True)
class Clause:
    """One sentence: its kind, its line from 1, and its free text if the kind has one."""

    kind: str
    line: int
    text: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a property or merge table. condition: what it depends on, or ""."""

    source: str
    target: str
    line: int
    condition: str = ""


@dataclass(frozen=True)
class Statement:
    """One flow as the document states it.

    occurrence: 1 for the first flow between these entities, however their systems are rendered.
    slug: with `#2`, `#3`, … for later ones.
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
    times: Counter[str] = Counter()
    for flow in document.flows:
        name = slug(flow.source.entity, flow.target.entity)
        times[name] += 1
        yield _statement(flow, slug(flow.source.entity, flow.target.entity, times[name]), times[name])


def _statement(flow: Flow, flow_slug: str, occurrence: int) -> Statement:
    return Statement(
        flow_slug,
        occurrence,
        flow.source.system,
        flow.source.entity,
        flow.target.system,
        flow.target.entity,
        flow.line,
        tuple(
            Clause(clause.kind, clause.line, clause.condition if isinstance(clause, Conditional) else "")
            for clause in flow.clauses
        ),
        tuple(_merge_row(row) for row in flow.merge_rows),
        tuple(_property_row(row) for row in flow.property_rows),
    )


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
        f"{needed.value or 'nothing'} in {needed.path or 'nothing'}" for needed in cell.dependants
    )
