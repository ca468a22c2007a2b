"""Flows that a document states more than once: of those that could be tried, one is.

A system cannot be told to honour two that differ, and twice the same would be the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from talkqa.checklist.items import FlowTable
from talkqa.checklist.reasons import Reason
from talkqa.checklist.slugs import slug
from talkqa.checklist.statements import Row, Statement


def one_of_each(statements: Sequence[Statement], tables: Sequence[FlowTable]) -> list[FlowTable]:
    """The tables, of which the first of each heading that can be tried stays, and later ones say why they do not.

    First by number, which goes by content, so that another order of the document changes nothing.
    """
    found = list(tables)
    tried: dict[str, Statement] = {}
    for place in sorted(range(len(found)), key=lambda place: statements[place].occurrence):
        statement = statements[place]
        if found[place].not_tested_reason:
            continue
        first = tried.setdefault(slug(statement.source, statement.target), statement)
        if first is not statement:
            found[place] = replace(found[place], pairs=(), not_tested_reason=_reason(first, statement))
    return found


def _reason(first: Statement, other: Statement) -> str:
    differing = list(_differences(first, other))
    if not differing:
        return Reason.REPEATED_AGAIN.say(first=first.slug)
    return Reason.REPEATED_FLOW.say(first=first.slug, parts=" and ".join(differing))


def _differences(one: Statement, other: Statement) -> Iterator[str]:
    for part, said in _PARTS.items():
        if said(one) != said(other):
            yield part


def _rows(rows: Sequence[Row]) -> list[tuple[str, str, str]]:
    return sorted((row.source, row.target, row.condition) for row in rows)


_PARTS: Mapping[str, Callable[[Statement], object]] = {
    "clauses": lambda one: [(clause.kind, clause.text, sorted(clause.listed)) for clause in one.clauses],
    "merge rows": lambda one: _rows(one.merge_rows),
    "property rows": lambda one: _rows(one.rows),
}
