"""What a dataflow document says, as typed nodes.

Every node keeps its line (1-based) and its raw text. Nodes hold no opinion: whether a row can be
tested is for the checklist to decide. Made by `talkqa.document.read`, never by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from talkqa.document import systems
from talkqa.document.diagnostics import Diagnostic


class Dependant(NamedTuple):
    """A condition of a property cell: the mapping applies when `path` of the same record has `value`."""

    value: str
    path: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds a property path.

    path: without surrounding blanks, case kept. dependants: in order, repeats dropped.
    conditions: how many the cell wrote, repeats counted. oddities: diagnostic codes.
    """

    raw: str
    path: str
    dependants: tuple[Dependant, ...] = ()
    conditions: int = 0
    oddities: tuple[str, ...] = ()

    @property
    def segments(self) -> tuple[str, ...]:
        """`MailAddress.City` in its parts; a lost part stays as an empty one."""
        return tuple(self.path.split("."))


@dataclass(frozen=True, slots=True)
class DataType:
    """The third cell of a property row: the type on the target's side.

    kind: one of `datatypes.KINDS`. expression: the intact DTL text, looked up for mangled ones,
    None for a plain type and where it cannot be known.
    """

    raw: str
    kind: str
    expression: str | None = None
    oddities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One alternative of a merge. All its pairs must match (the documents only ever write one)."""

    line: int
    cells: tuple[str, ...]
    pairs: tuple[tuple[Cell, Cell], ...]


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """One pair of properties that are kept in sync. cells: as written, also when there are not three."""

    line: int
    cells: tuple[str, ...]
    source: Cell
    target: Cell
    type: DataType


@dataclass(frozen=True, slots=True)
class MergeTable:
    line: int
    header: tuple[str, ...]
    rows: tuple[MergeRow, ...]


@dataclass(frozen=True, slots=True)
class PropertyTable:
    line: int
    header: tuple[str, ...]
    rows: tuple[PropertyRow, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence of a flow. text: as written, without its line end."""

    kind: ClassVar[str] = ""
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Every(Clause):
    kind: ClassVar[str] = "every"


@dataclass(frozen=True, slots=True)
class LinkRequired(Clause):
    kind: ClassVar[str] = "link-required"


@dataclass(frozen=True, slots=True)
class Conditional(Clause):
    """condition: the text before ", it  will be synchronized". is_note: a developer's note, no condition."""

    kind: ClassVar[str] = "conditional"
    condition: str
    is_note: bool


@dataclass(frozen=True, slots=True)
class CreateIfConnected(Clause):
    """listed: the list as written; items: its entities; into: the system named at the end."""

    kind: ClassVar[str] = "create-if-connected"
    listed: str
    into: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchMerges(Clause):
    kind: ClassVar[str] = "match-merges"


@dataclass(frozen=True, slots=True)
class NoMatchCreates(Clause):
    kind: ClassVar[str] = "no-match-creates"


@dataclass(frozen=True, slots=True)
class MergeOn(Clause):
    """table: None when the sentence stands without one."""

    kind: ClassVar[str] = "merge-on"
    table: MergeTable | None = None


@dataclass(frozen=True, slots=True)
class KeepInSync(Clause):
    kind: ClassVar[str] = "keep-in-sync"


@dataclass(frozen=True, slots=True)
class Properties(Clause):
    """table: None when the sentence stands without one. A table without rows is legal and frequent."""

    kind: ClassVar[str] = "properties"
    table: PropertyTable | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One side of a flow. system may be empty; the entity is spelt as in the document."""

    system: str
    entity: str


@dataclass(frozen=True, slots=True)
class Flow:
    """One dataflow, `A to B`. occurrence: 1 for the first flow with this heading, 2 for the next one."""

    line: int
    heading: str
    source: Label
    target: Label
    occurrence: int
    clauses: tuple[Clause, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(clause.kind for clause in self.clauses)

    def merge_tables(self) -> Iterator[MergeTable]:
        for clause in self.clauses:
            if isinstance(clause, MergeOn) and clause.table is not None:
                yield clause.table

    def property_tables(self) -> Iterator[PropertyTable]:
        for clause in self.clauses:
            if isinstance(clause, Properties) and clause.table is not None:
                yield clause.table

    @property
    def merge_rows(self) -> tuple[MergeRow, ...]:
        return tuple(row for table in self.merge_tables() for row in table.rows)

    @property
    def property_rows(self) -> tuple[PropertyRow, ...]:
        return tuple(row for table in self.property_tables() for row in table.rows)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. bytes: its size; eol: crlf, lf, mixed or none.

    title, source_system, generated are empty when they could not be read (a diagnostic says so);
    target_system may be empty in a sound document too. generated: YYYY-MM-DD HH:MM:SS, no zone given.
    dotted_introduction: the heading is `Introduction.`. diagnostics: in line order. Both are tuples, but for
    a document so large that they are read again each time.
    """

    file: str
    sha256: str
    bytes: int
    lines: int
    eol: str
    title: str
    source_system: str
    target_system: str
    generated: str
    dotted_introduction: bool
    flows: Sequence[Flow]
    diagnostics: Sequence[Diagnostic]

    @property
    def systems(self) -> tuple[str, str]:
        """Source and target system as far as can be told: the title's, else the flows', else the file name's.

        Source: GRAMMAR, `title-target-empty`.
        """
        flows = self.flows
        sides = (
            (self.source_system, [flow.source.system for flow in flows]),
            (self.target_system, [flow.target.system for flow in flows]),
        )
        named = (next(filter(None, (title, *others)), "") for title, others in sides)
        source, target = (
            name or of_file for name, of_file in zip(named, systems.of_file(self.file), strict=True)
        )
        return source, target
