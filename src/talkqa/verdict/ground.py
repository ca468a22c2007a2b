"""What the checklist's property tables allow: which value may stand where, and where it may come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from talkqa.checklist import FlowTable, Pair
from talkqa.checklist.pairs import feeders
from talkqa.verdict.exchange import Record, lookup

Place = tuple[str, str]
"""(entity type, dotted property path)"""

MARKS: Mapping[str, str] = {
    "Customer": "ExternalImportReference",
    "Contactperson": "ExternalCode",
}
"""Where a creation may carry the synchroniser's own mark (P-7, D-12); tolerated, never required."""

SERVER_DEFAULTS: Mapping[str, str] = {"MailAddress.CountryCode": "NO"}
"""Values that PowerOffice fills in by itself (P-9)."""


def applies(pair: Pair, record: Record | None) -> bool:
    """Whether the pair's condition holds for this source record."""
    return all(lookup(record, path) == value for path, value in (pair.when or {}).items())


@dataclass(frozen=True)
class Ground:
    """The property tables of all flows of the run, asked by entity type and path."""

    flows: tuple[FlowTable, ...]
    house_customer: str | None = None
    """Key of the Customer that Contactpersons of Employees are placed under (D-3)."""
    criteria: bool = False
    """Whether merge criteria are configured, so that links may arise without a creation (R-33)."""
    clients: Mapping[str, str] = field(default_factory=dict)
    """Where the two systems are two clients, the one that each type belongs to; empty where they are one (D-1)."""
    _reach: dict[Place, frozenset[Place]] = field(default_factory=dict, compare=False, repr=False)

    def is_elsewhere(self, type_: str, client: str) -> bool:
        """Whether records of that type in that client are none of the dataflow's."""
        return bool(self.clients) and self.clients.get(type_) != client

    def in_one_client(self, type_: str, other: str) -> bool:
        """Whether two roles with one number are one contact (P-1); across clients they are not."""
        return self.clients.get(type_) == self.clients.get(other)

    @cached_property
    def written(self) -> Mapping[str, frozenset[str]]:
        """Per type the paths that a synchroniser may change in an existing record."""
        only_feed = {(flow.slug, pair.key) for flow in self.flows for pair in feeders(flow.pairs)}
        both = [(flow, pair) for flow, pair in self._two_way() if (flow.slug, pair.key) not in only_feed]
        places = [(flow.source, pair.source) for flow, pair in both]
        places += [(flow.target, pair.target) for flow, pair in self._two_way()]
        return _by_type(places)

    @cached_property
    def created(self) -> Mapping[str, frozenset[str]]:
        """Per type the paths that the request of a creation may hold, the mark apart."""
        return _by_type((flow.target, pair.target) for flow in self.flows for pair in flow.pairs)

    def constants(self, place: Place) -> frozenset[Any]:
        """Values that the configuration itself puts there (creation-only)."""
        return self._constants.get(place, frozenset())

    def named(self, place: Place) -> frozenset[str]:
        """The types of the records that a value there names, where it is translated (R-21)."""
        return self._named.get(place, frozenset())

    def sources(self, place: Place) -> frozenset[Place]:
        """All places whose values may lawfully turn up at `place`, itself included (R-24, D-2)."""
        if place not in self._reach:
            found, edge = {place}, [place]
            while edge:
                new = self._steps.get(edge.pop(), set()) - found
                found |= new
                edge += new
            self._reach[place] = frozenset(found)
        return self._reach[place]

    @cached_property
    def _constants(self) -> Mapping[Place, frozenset[Any]]:
        found: dict[Place, set[Any]] = {}
        for flow in self.flows:
            for pair in flow.pairs:
                if pair.constant is not None:
                    found.setdefault((flow.target, pair.target), set()).add(pair.constant)
        return {place: frozenset(values) for place, values in found.items()}

    @cached_property
    def _named(self) -> Mapping[Place, frozenset[str]]:
        by_slug = {flow.slug: flow for flow in self.flows}
        found: dict[Place, frozenset[str]] = {}
        rows = [(flow, pair) for flow in self.flows for pair in flow.pairs if pair.refers in by_slug]
        for flow, pair in rows:
            named = by_slug[pair.refers]
            ends = {(flow.source, pair.source): named.source, (flow.target, pair.target): named.target}
            found |= {place: found.get(place, frozenset()) | {type_} for place, type_ in ends.items()}
        return found

    @cached_property
    def _steps(self) -> Mapping[Place, set[Place]]:
        """From each place to those that a value comes to it from in one step."""
        found: dict[Place, set[Place]] = {}
        for flow in self.flows:
            for pair in flow.pairs:
                source, target = (flow.source, pair.source), (flow.target, pair.target)
                if pair.refers:
                    continue
                if pair.source:
                    found.setdefault(target, set()).add(source)
                if not pair.creation_only:
                    found.setdefault(source, set()).add(target)
        return found

    def _two_way(self) -> Iterable[tuple[FlowTable, Pair]]:
        return ((flow, pair) for flow in self.flows for pair in flow.pairs if not pair.creation_only)


def _by_type(places: Iterable[Place]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for type_, path in places:
        found.setdefault(type_, set()).add(path)
    return {type_: frozenset(paths) for type_, paths in found.items()}
