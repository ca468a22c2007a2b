"""Mutants that leave partners or values out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from talkqa.mutants.base import mutant
from talkqa.reference.breaker import Breaker
from talkqa.reference.claims import Claim
from talkqa.reference.client import Client
from talkqa.reference.collect import Collector
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Flow
from talkqa.reference.entities import Key, Record, key_of, stamp_of
from talkqa.reference.reconcile import Reconciler

NAMES = ("Name", "FirstName", "LastName", "IsPerson")


@mutant("M-7a", "S-7")
class OnlyTheNew(Creator):
    """BUG: only entities changed after the first cycle get partners; old ones stay alone. Caught by S-7."""

    def sources(self, flow: Flow) -> list[Key]:
        started = self.memory.counter("started") or self.memory.counter("horizon")
        self.memory.set_counter("started", started)
        return [key for key in super().sources(flow) if stamp_of(self.memory.record(key)) > started]


@mutant("M-7c", "S-7")
class OnePerName(Creator):
    """BUG: two suppliers with the same name count as one. Caught by S-7."""

    def unlinked(self, flow: Flow) -> list[Key]:
        served = {self.memory.record(a).get("Name") for a in self.memory.links.linked(flow.slug)}
        first = {self.memory.record(a).get("Name"): a for a in reversed(super().unlinked(flow))}
        return [
            a
            for a in super().unlinked(flow)
            if flow.source != "Supplier"
            or ((name := self.memory.record(a)["Name"]) not in served and first[name] == a)
        ]


@mutant("M-7d", "S-7", "S-12")
class ChainStops(Creator):
    """BUG: what synchronisation created is filtered as an echo and gets no partner. Caught by S-7, S-12."""

    def sources(self, flow: Flow) -> list[Key]:
        return [key for key in super().sources(flow) if not self.memory.links.made_here(key)]


@mutant("M-10a", "S-10")
class NameFirst(Creator):
    """BUG: creates with the name only, and patches the rest in a second write. Caught by S-10."""

    def body_for(self, flow: Flow, a: Key, record: Record) -> dict[str, Any]:
        return {name: value for name, value in super().body_for(flow, a, record).items() if name in NAMES}

    def given_by(self, flow: Flow, a: Key, record: Record) -> dict[str, Claim]:
        return {path: claim for path, claim in super().given_by(flow, a, record).items() if path in NAMES}


@mutant("M-11b", "S-11")
class ParkedForEver(Creator):
    """BUG: what was parked once is never looked at again, also after the repair. Caught by S-11."""

    def unlinked(self, flow: Flow) -> list[Key]:
        parked = {entry.key for entry in self.memory.links.parked() if entry.flow == flow.slug}
        return [a for a in super().unlinked(flow) if str(a) not in parked]


@mutant("M-24a", "S-24")
class EchoFilter(Reconciler):
    """BUG: own writes are dropped as echoes, so the far end of a chain never hears. Caught by S-24."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = {}
        for path, members in self.slots.of(key).items():
            mine = self.claim((key, path))
            near = [(other, self.claim(other)) for other in members if self.are_neighbours(other[0], key)]
            edits = [claim for other, claim in near if claim.side == self.dataflow.side(other[0])]
            best = self.winner([((key, path), claim) for claim in (mine, *edits)])
            if best.normal != mine.normal:
                found[path] = best
        return found

    def are_neighbours(self, one: Key, other: Key) -> bool:
        return any({one.type, other.type} == {flow.source, flow.target} for flow in self.dataflow.flows)


@mutant("M-39d", "S-39c")
class FrozenSurvivor(Reconciler):
    """BUG: when one member of a chain is deleted, the others stop synchronising. Caught by S-39c."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        dead = self.memory.tombstones()
        bereft = {
            end for link in self.memory.links.all() for end in link[1:3] if {link.a, link.b} & dead.keys()
        }
        family = {member[0] for members in self.slots.of(key).values() for member in members}
        return {} if family & bereft else super().wanted(key)


@mutant("M-46a", "S-46")
class FirstPageOnly(Client):
    """BUG: reads the first page of a listing and no other. Caught by S-46."""

    def has_next(self, answer: httpx.Response, length: int) -> bool:
        return False


@mutant("M-46b", "S-46")
class CountsFromZero(Client):
    """BUG: asks for page 0 first. Caught by S-46."""

    first_page = 0


@mutant("M-47b", "S-47", "S-47d")
class LinkedBeforehand(Creator):
    """BUG: a creation counts as done before it is answered, so it is never looked for. Caught by S-47, S-47d."""

    def settle_intents(self, flow: Flow) -> None:
        pass

    def unlinked(self, flow: Flow) -> list[Key]:
        begun = {intent.a for intent in self.memory.links.intents(flow.slug)}
        return [a for a in super().unlinked(flow) if a not in begun]


class Jumpy(Breaker):
    """Counts what it has never seen as a change."""

    def counts(self, entity: str, record: Record) -> bool:
        return not self.memory.record(key_of(entity, record)) or super().counts(entity, record)

    def alarm(self, listings: Mapping[str, Sequence[Record]]) -> str:
        seen = [
            entity for entity, records in listings.items() if any(self.counts(entity, one) for one in records)
        ]
        return f"all {seen[0]}s have changed at once" if seen else ""


@mutant("M-40d", "S-7")
class TripsAtFirst(Collector):
    """BUG: a breaker takes the first reading of everything for a mass change, and stops for good. Caught by S-7."""

    breaker_class = Jumpy
