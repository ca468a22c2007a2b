"""Every breakage at once: the diagnostics of a made-up document, counted from its facts by rules of our own.

The rules are those of the grammar, written down here a second time and without the reader's help.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.document import Facts, FlowFacts, read, render, to_expected
from talkqa.document.render import Eol
from tests.document.made_up import facts

PHRASE = "Dependant on having "
PLAIN = ('"string"', '"integer"', '"float"', '"decimal"', '"list"', '"first"', '"boolean"')
SAME = (
    {"PowerOffice", "PowerOffice GO"},
    {"Wave Financial", "WaveWave Financial"},
)
"""The names in the made-up documents that are one system's."""


@st.composite
def documents(draw: st.DrawFn) -> Facts:
    """A document in which flows may stand twice, word for word or with other rows."""
    said = draw(facts())
    again = draw(st.lists(st.sampled_from(said.flows), max_size=3)) if said.flows else []
    less = [replace(flow, properties=flow.properties[1:]) for flow in again]
    return replace(said, flows=tuple(draw(st.permutations([*said.flows, *less]))))


def expected(said: Facts) -> Counter[str]:
    """Diagnostics by code."""
    codes = Counter[str]()
    codes["title-target-empty"] += not said.target_system
    codes["no-flows"] += not said.flows
    for code in ("intro-heading-dot", "underline-short"):
        codes[code] += said.dotted_introduction
    headings = [(flow.source, flow.target) for flow in said.flows]
    codes["duplicate-flow"] += len(headings) - len({" ".join((*a, "to", *b)) for a, b in headings})
    for flow in said.flows:
        codes.update(of_systems(said, flow))
        codes.update(of_flow(flow, said.unindented_types))
    return +codes


def of_systems(said: Facts, flow: FlowFacts) -> Iterator[str]:
    source, target = flow.source[0], flow.target[0]
    if source == "WaveWave Financial":
        yield "system-jumbled"
    elif source != said.source_system:
        alike = any({source, said.source_system} <= names for names in SAME)
        yield "system-variant" if alike else "system-foreign"
    if not target:
        yield "flow-target-system-empty"
    elif not said.target_system:
        yield "system-missing-in-title"
    elif target != said.target_system:
        alike = any({target, said.target_system} <= names for names in SAME)
        yield "system-variant" if alike else "system-foreign"


def of_flow(flow: FlowFacts, unindented: bool) -> Iterator[str]:
    if not flow.properties:
        yield "property-table-empty"
    if flow.condition:
        subject = f"when a {' '.join(flow.source)} ".lower()
        if not flow.condition.startswith("When a "):
            yield "developer-note"
        elif not flow.condition.lower().startswith(subject):
            yield "condition-subject"
    for row in flow.merge:
        for cell in (cell for pair in row for cell in pair):
            if not cell:
                yield "merge-cell-empty"
    for source, target, kind in flow.properties:
        for cell in (source, target):
            yield from of_cell(cell)
        yield from of_type(kind)
        if unindented and kind[:1] in ('"', "[") and kind:
            yield "datatype-unindented"


def of_cell(cell: str) -> Iterator[str]:
    path, opening, rest = cell.partition(f" ({PHRASE}")
    conditions = rest.removesuffix(")").split(PHRASE) if opening else []
    if path != path.strip():
        yield "path-whitespace"
    wheres = {condition.rpartition(" in ")[2].strip() for condition in conditions} - {""}
    for broken in (not path.strip() or ".." in path, any(".." in where for where in wheres)):
        if broken:
            yield "path-empty-segment"
    if len(conditions) > 1:
        yield "dependant-run-on"
    for condition in conditions:
        value, _, where = condition.rpartition(" in ")
        if not value.strip():
            yield "dependant-value-empty"
        if not where.strip():
            yield "dependant-path-empty"


def of_type(kind: str) -> Iterator[str]:
    if kind in ("N/A", ""):
        yield "datatype-unknown"
    elif kind not in PLAIN and kind.count("[") != kind.count("]"):
        yield "datatype-mangled"


@settings(max_examples=300, deadline=None)
@given(documents(), st.sampled_from(("crlf", "lf")))
def test_all_breakages_are_counted(said: Facts, eol: Eol) -> None:
    """With any of them beside any other, in either line end, and none of them lost or told twice."""
    document = read(render(said, eol))
    assert Counter(found.code for found in document.diagnostics) == expected(said)


@settings(max_examples=200, deadline=None)
@given(documents())
def test_all_statements_are_counted(said: Facts) -> None:
    """Totals by kind: flows, clauses, tables, rows, conditions, raw types."""
    totals = to_expected(read(render(said)))
    rows = [row for flow in said.flows for row in flow.properties]
    merges = [flow for flow in said.flows if "merge-on" in flow.clauses]
    assert totals["flows"] == len(said.flows)
    assert totals["clauses"] == Counter(kind for flow in said.flows for kind in flow.clauses)
    assert (totals["merge_tables"], totals["merge_rows"]) == (
        len(merges),
        sum(len(flow.merge) for flow in merges),
    )
    assert totals["property_tables"] == len(said.flows)
    assert totals["empty_property_tables"] == sum(not flow.properties for flow in said.flows)
    assert totals["property_rows"] == len(rows)
    assert totals["dependants"] == sum(len(re.findall(PHRASE, cell)) for row in rows for cell in row[:2])
    assert totals["data_types"] == Counter(row[2] for row in rows)
