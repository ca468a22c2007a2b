"""Writes a document of the family's grammar from facts, with an introduction of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from talkqa.document import sentences
from talkqa.document.facts import Facts, FlowFacts

Eol = Literal["crlf", "lf"]
_ENDS = {"crlf": "\r\n", "lf": "\n"}

_INTRODUCTION = (
    "This page was written by talkqa from the facts of a data flow from {s} to {t}. "
    "It serves as a QA checklist and says in the family's own grammar what those facts say."
)


def render(facts: Facts, eol: Eol = "crlf") -> bytes:
    """A document that says what the facts say. eol: its line ends."""
    end = _ENDS[eol]
    return "".join(line + end for line in _lines(facts)).encode()


def _lines(facts: Facts) -> Iterator[str]:
    title = f"{facts.source_system} to {facts.target_system} Dataflow"
    heading = "Introduction." if facts.dotted_introduction else "Introduction"
    yield from ("=" * len(title), title, "=" * len(title), "")
    yield from (f"Generated: {facts.generated}", "")
    yield from (heading, "-" * len("Introduction"), "")
    yield _INTRODUCTION.format(s=facts.source_system, t=facts.target_system)
    for flow in facts.flows:
        yield ""
        yield from _flow(flow, facts.unindented_types)
        yield ""


def _flow(flow: FlowFacts, unindented: bool) -> Iterator[str]:
    a, b = " ".join(flow.source), " ".join(flow.target)
    yield from (f"{a} to {b}", "-" * len(f"{a} to {b}"))
    blocks = [_block(kind, flow, a, b, unindented) for kind in flow.clauses]
    for number, (kind, block) in enumerate(zip(flow.clauses, blocks, strict=True)):
        if number and kind != sentences.NO_MATCH:
            yield ""
        yield from block


def _block(kind: str, flow: FlowFacts, a: str, b: str, unindented: bool) -> list[str]:
    """A clause's sentence and what stands under it."""
    if kind == sentences.CONDITIONAL:
        return [sentences.conditional(flow.condition, b)]
    if kind == sentences.CREATE:
        listed = sentences.listed(flow.source[0], flow.connected)
        return [sentences.create(a, b, listed, flow.target[0])]
    block = [sentences.sentence(kind, a, b)]
    header = (f"{a} Property", f"{b} Property")
    if kind == sentences.MERGE_ON:
        block += _table([header, *(cells for row in flow.merge for cells in row)], _row)
    elif kind == sentences.PROPERTIES:
        block += _table([(*header, f"{flow.target[0]} Data Type")], _row)
        for cells in flow.properties:
            block += _row(cells, unindented)
    return block


def _table(rows: list[tuple[str, ...]], write: Callable[[tuple[str, ...]], list[str]]) -> list[str]:
    return ["", ".. list-table::", "   :header-rows: 1", "", *(line for row in rows for line in write(row))]


def _row(cells: tuple[str, ...], unindented: bool = False) -> list[str]:
    """One table row; unindented: a third cell that is quoted or an expression starts in column 1."""
    lines = [f"   * - {cells[0]}", *(f"     - {cell}" for cell in cells[1:])]
    if unindented and len(cells) == 3 and cells[2][:1] in ('"', "["):
        lines[2] = cells[2]
    return lines
