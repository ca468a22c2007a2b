"""Flows that a document states more than once: each is tried by itself, in the place of the others.

A system cannot be told to honour two that differ, and what one run has shown of the first is no verdict on the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talkqa.checklist.items import FlowTable
from talkqa.checklist.slugs import slug
from talkqa.checklist.statements import Statement


def each_in_its_turn(statements: Sequence[Statement], tables: Sequence[FlowTable]) -> list[FlowTable]:
    """The tables; of each heading the first that can be tried is told with the other flows, later ones instead of it.

    First by number, which goes by content, so that another order of the document changes nothing.
    """
    found = list(tables)
    first: dict[str, str] = {}
    for place in sorted(range(len(found)), key=lambda place: statements[place].occurrence):
        statement = statements[place]
        if not found[place].not_tested_reason:
            instead_of = first.setdefault(slug(statement.source, statement.target), statement.slug)
            if instead_of != statement.slug:
                found[place] = replace(found[place], instead_of=instead_of)
    return found
