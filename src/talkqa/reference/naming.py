"""Rows whose values name records: who names whom across a link, to be translated and never copied (R-21)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from talkqa.reference.dataflow import Flow, Pair
from talkqa.reference.entities import Key
from talkqa.reference.links import Link
from talkqa.reference.slots import Member


class Naming(NamedTuple):
    """One end of such a row. forward: whether this is the target's end."""

    here: str
    there: Member
    pair: Pair
    forward: bool


def naming(flows: Iterable[Flow], links: Iterable[Link]) -> dict[Key, list[Naming]]:
    """The rows that name records, by the entities at both ends of each link."""
    rows = {flow.slug: flow.references for flow in flows if flow.references}
    found: dict[Key, list[Naming]] = {}
    for link in links if rows else ():
        for pair in rows.get(link.flow, ()):
            found.setdefault(link.b, []).append(Naming(pair.target, (link.a, pair.source), pair, True))
            found.setdefault(link.a, []).append(Naming(pair.source, (link.b, pair.target), pair, False))
    return found
