"""One flow while it is read: its clauses and tables are collected, and judged when the flow is whole.

Only at its end is the flow's target system known, from the property table's third header cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talkqa.document import nodes, sentences, systems, tables
from talkqa.document.diagnostics import quoted
from talkqa.document.nodes import Clause, Flow, Label
from talkqa.document.tables import RawTable, Report

_SIMPLE: dict[str, type[Clause]] = {
    sentences.EVERY: nodes.Every,
    sentences.LINK_REQUIRED: nodes.LinkRequired,
    sentences.MATCH_MERGES: nodes.MatchMerges,
    sentences.NO_MATCH: nodes.NoMatchCreates,
    sentences.MERGE_ON: nodes.MergeOn,
    sentences.KEEP: nodes.KeepInSync,
    sentences.PROPERTIES: nodes.Properties,
}
_WITH_TABLE = (nodes.MergeOn, nodes.Properties)
_TYPE = " Data Type"


class OpenFlow:
    """A flow from A to B whose heading has been read. line: 1-based, that of the heading."""

    def __init__(self, line: int, heading: str, a: str, b: str, report: Report) -> None:
        self.line, self.heading, self.a, self.b = line, heading, a, b
        self.clauses: list[Clause] = []
        self._report = report
        self._sentences = sentences.sentences(a, b)
        self._header = (f"{a} Property", f"{b} Property")
        self._target_system: str | None = None

    def take(self, line: int, text: str) -> bool:
        """Add the clause a line is; False when it is none."""
        kind = self._sentences.get(text)
        if kind is None:
            return self._take_other(line, text)
        self.clauses.append(_SIMPLE[kind](line, text))
        return True

    def _take_other(self, line: int, text: str) -> bool:
        """A clause that holds more than the labels, or other labels than the heading's."""
        kind = sentences.kind_of(text)
        if kind is None:
            return False
        if kind == sentences.CONDITIONAL:
            fits = self._take_conditional(line, text)
        elif kind == sentences.CREATE:
            listed, into, fits = sentences.list_of(text, self.a, self.b)
            self.clauses.append(nodes.CreateIfConnected(line, text, listed, into))
        else:
            fits = False
            self.clauses.append(_SIMPLE[kind](line, text))
        if not fits:
            self._report("clause-label-mismatch", line, text, f"{quoted(self.a)} and {quoted(self.b)} in it")
        return True

    def _take_conditional(self, line: int, text: str) -> bool:
        condition, b = sentences.condition_of(text)
        note = sentences.is_note(condition)
        self.clauses.append(nodes.Conditional(line, text, condition, note))
        if note:
            self._report("developer-note", line, condition)
        elif not sentences.subject_is(condition, self.a):
            self._report("condition-subject", line, condition, f"`When a ` and {quoted(self.a)}")
        return b == self.b

    @property
    def wants_properties(self) -> bool:
        """True when a table that comes now is a property table."""
        return bool(self.clauses) and isinstance(self.clauses[-1], nodes.Properties)

    def take_table(self, table: RawTable) -> bool:
        """Add a table to the sentence before it; False when that wants none."""
        clause = self.clauses[-1] if self.clauses else None
        if not isinstance(clause, _WITH_TABLE) or clause.table is not None:
            return False
        header = tuple(table.rows[0].cells) if table.rows else ()
        wanted = list(self._header)
        if isinstance(clause, nodes.MergeOn):
            merge = nodes.MergeTable(table.line, header, tables.merge_rows(table.rows[1:], self._report))
            self.clauses[-1] = nodes.MergeOn(clause.line, clause.text, merge)
            if not merge.rows:
                self._report("row-cells", table.line, "", "at least one row")
        else:
            wanted.append(self._witnessed_type(header))
            rows = tables.property_rows(table.rows[1:], self._report)
            properties = nodes.PropertyTable(table.line, header, rows)
            self.clauses[-1] = nodes.Properties(clause.line, clause.text, properties)
            if not properties.rows:
                self._report("property-table-empty", table.line, "")
        if list(header) != wanted:
            line = table.rows[0].line if table.rows else table.line
            self._report("table-header", line, " | ".join(header), " | ".join(map(quoted, wanted)))
        return True

    def _witnessed_type(self, header: Sequence[str]) -> str:
        """The third header cell if it fits B, which then starts with the flow's target system."""
        cell = header[2] if len(header) == 3 else ""
        system = cell.removesuffix(_TYPE)
        if cell.endswith(_TYPE) and self.b.startswith(f"{system} "):
            self._target_system = system
            return cell
        return f"<target system>{_TYPE}"

    def close(self, title: tuple[str, str] | None, occurrence: int) -> Flow:
        """The whole flow. title: the document's systems, None when it has no readable title."""
        s, t = title or ("", "")
        source = self._witnessed_source(systems.split(self.a, s))
        system = self._target_system
        if system is None:
            target = systems.split(self.b, t)
        else:
            target = systems.Split(system, self.b[len(system) + 1 :], "known")
        self._judge_source(source, title)
        self._judge_target(target, title)
        clauses = self._finished_clauses(source.system, target.system)
        if occurrence > 1:
            self._report("duplicate-flow", self.line, self.heading)
        source_label, target_label = Label(source.system, source.entity), Label(target.system, target.entity)
        return Flow(self.line, self.heading, source_label, target_label, occurrence, clauses)

    def _witnessed_source(self, side: systems.Split) -> systems.Split:
        """Where no name is known, a list of connected entities tells: it starts with the system, too."""
        listed = next((one.listed for one in self.clauses if isinstance(one, nodes.CreateIfConnected)), "")
        name = systems.shared_start(self.a, listed) if side.how == "unknown" else ""
        return systems.Split(name, self.a[len(name) + 1 :], side.how) if name else side

    def _judge_source(self, side: systems.Split, title: tuple[str, str] | None) -> None:
        if side.how == "unknown":
            self._report("system-unknown", self.line, self.a)
        elif systems.is_jumbled(side.system):
            self._report("system-jumbled", self.line, side.system)
        elif title and side.system != title[0]:
            code = "system-variant" if systems.is_same(side.system, title[0]) else "system-foreign"
            self._report(code, self.line, side.system, quoted(title[0]))

    def _judge_target(self, side: systems.Split, title: tuple[str, str] | None) -> None:
        if not side.system:
            self._report("flow-target-system-empty", self.line, self.heading)
            return
        jumbled = systems.is_jumbled(side.system)
        if side.how == "unknown":
            self._report("system-unknown", self.line, self.b)
        elif jumbled:
            self._report("system-jumbled", self.line, side.system)
        if title and not title[1]:
            self._report("system-missing-in-title", self.line, side.system)
        elif title and side.how != "unknown" and not jumbled and side.system != title[1]:
            code = "system-variant" if systems.is_same(side.system, title[1]) else "system-foreign"
            self._report(code, self.line, side.system, quoted(title[1]))

    def _finished_clauses(self, source_system: str, target_system: str) -> tuple[Clause, ...]:
        kinds = tuple([clause.kind for clause in self.clauses])
        if kinds not in sentences.SEQUENCES:
            self._report("clause-sequence", self.line, ", ".join(kinds))
        for at, clause in enumerate(self.clauses):
            if isinstance(clause, nodes.CreateIfConnected):
                self.clauses[at] = self._with_items(clause, source_system, target_system)
            elif isinstance(clause, _WITH_TABLE) and clause.table is None:
                self._report("table-header", clause.line, "", "a table under this sentence")
        return tuple(self.clauses)

    def _with_items(
        self, clause: nodes.CreateIfConnected, source_system: str, target_system: str
    ) -> nodes.CreateIfConnected:
        items, fits = sentences.items_of(clause.listed, source_system)
        if not fits:
            self._report("list-form", clause.line, clause.listed, f"{quoted(source_system)} and the items")
        if clause.into != target_system:
            self._report("into-mismatch", clause.line, clause.into, quoted(target_system))
        return replace(clause, items=items)
