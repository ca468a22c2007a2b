"""Mutants that make things twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import uuid4

from talkqa.mutants.base import Mutant, mutant
from talkqa.reference.client import Client
from talkqa.reference.collect import Collector
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Dataflow, Flow
from talkqa.reference.entities import Key, Record, key_of
from talkqa.reference.links import Link
from talkqa.reference.memory import Memory


class Anonymous(Creator):
    """Marks that tell nothing about the source, so that the first does not stop a second creation."""

    def mark(self, flow: Flow, a: Key) -> str:
        return f"talkqa.{uuid4().hex}"


def forget(memory: Memory, link: Link) -> None:
    """What the reference never does: drop a link."""
    memory.links.db.execute("DELETE FROM link WHERE flow = ? AND a = ?", (link.flow, link.a.text))


@mutant("M-1a", "S-1", "S-7")
class OnePerParent(Creator):
    """BUG: links are kept by parent, so all Employees share one Contactperson. Caught by S-1, S-7."""

    def unlinked(self, flow: Flow) -> list[Key]:
        missing = super().unlinked(flow)
        if flow.source != "Employee":
            return missing
        return [] if self.memory.links.linked(flow.slug) else missing[:1]


@mutant("M-2a", "S-2")
class LooksUpByName(Anonymous):
    """BUG: the partner is looked up by name in every cycle, so a rename makes a second one. Caught by S-2."""

    def link_existing(self, flow: Flow) -> None:
        for link in self.memory.links.all():
            if link.flow == flow.slug and flow.source == "Supplier" and self.differ(link):
                forget(self.memory, link)
        super().link_existing(flow)

    def differ(self, link: Link) -> bool:
        return bool(self.memory.record(link.a).get("Name") != self.memory.record(link.b).get("Name"))


@mutant("M-5a", "S-5")
class IgnoresRoles(Creator):
    """BUG: a second Customer is created for a Supplier whose contact already is one. Caught by S-5."""

    def same_contact(self, flow: Flow, a: Key) -> Key | None:
        return None


class Reversed(Mutant):
    """Runs one flow in the other direction too."""

    backwards = ""

    def read(self, dataflow: Any) -> Dataflow:
        known = super().read(dataflow)
        added = [self.turned(flow) for flow in known.flows if flow.slug == self.backwards]
        return replace(known, flows=(*known.flows, *added))

    def turned(self, flow: Flow) -> Flow:
        pairs = (replace(p, source=p.target, target=p.source, when=None) for p in flow.pairs if p.source)
        return Flow(f"{flow.slug}-back", flow.target, flow.source, tuple(pairs))


@mutant("M-8a", "S-8")
class SymmetricCreation(Reversed):
    """BUG: Customers beget Suppliers, which beget Customers, and so on. Caught by S-8."""

    backwards = "supplier-customer"


class Orphans(Creator):
    """Takes only Contactpersons without a partner for the reverse flow."""

    def sources(self, flow: Flow) -> list[Key]:
        found = super().sources(flow)
        return [key for key in found if flow.target != "Employee" or not self.memory.links.taken(key)]


@mutant("M-8b", "S-8", also=(Orphans,))
class BegetsEmployees(Reversed):
    """BUG: a Contactperson without an Employee begets one. Caught by S-8."""

    backwards = "employee-contactperson"


class SeesTwice(Collector):
    """Remembers which entities one listing showed twice."""

    def keep(self, entity: str, records: list[Record]) -> None:
        seen = Counter(key_of(entity, record) for record in records)
        for key, times in seen.items():
            self.memory.set_counter(f"seen {key}", times)
        super().keep(entity, records)


class CreatesTwice(Anonymous):
    """Makes one partner for each time that a source was listed."""

    def create(self, flow: Flow, a: Key) -> None:
        super().create(flow, a)
        for _ in range(self.memory.counter(f"seen {a}") - 1):
            birth = self.prepare(flow, a)
            self.client.create(birth.path, birth.body)


@mutant("M-9a", "S-9", also=(SeesTwice,))
class NoDeduplication(CreatesTwice):
    """BUG: an entity that one listing shows twice is created twice. Caught by S-9."""


@mutant("M-46e", "S-46", also=(SeesTwice,))
class CreatesRowsTwice(CreatesTwice):
    """BUG: a row that slips from one page to the next and is seen twice is created twice. Caught by S-46."""


@mutant("M-9d", "S-9", also=(Anonymous,))
class ResetForgetsLinks(Mutant):
    """BUG: forgetting the read position forgets that creations were done. Caught by S-9."""

    def reset(self) -> None:
        super().reset()
        for link in self.memory.links.all():
            forget(self.memory, link)


@mutant("M-39a", "S-39")
class RecreatesAtOnce(Creator):
    """BUG: a partner that a user deleted is created again at once. Caught by S-39."""

    def unlinked(self, flow: Flow) -> list[Key]:
        for link in self.memory.links.all():
            if link.flow == flow.slug and not self.memory.is_alive(link.b):
                forget(self.memory, link)
        return super().unlinked(flow)


@mutant("M-39b", "S-39")
class ForgetsTheDead(Mutant):
    """BUG: every full cycle drops the links to what was deleted, and creates it again. Caught by S-39."""

    def round(self) -> None:
        if self.is_full(self.memory.counter("cycles")):
            dead = self.memory.tombstones()
            for link in self.memory.links.all():
                if link.b in dead:
                    forget(self.memory, link)
        super().round()


class Insistent(Client):
    """Repeats a creation like any other request."""

    def create(self, path: str, body: Record) -> Record:
        self._carefully = self._patiently
        return super().create(path, body)


@mutant("M-47a", "S-47b", also=(Insistent,))
class BlindRetry(Mutant):
    """BUG: a creation whose answer was lost is sent again, and no mark would tell. Caught by S-47b."""

    def read(self, dataflow: Any) -> Dataflow:
        known = super().read(dataflow)
        return replace(known, decisions=replace(known.decisions, creation_mark=False))


@mutant("M-47c", "S-47")
class ForgetsIntents(Anonymous):
    """BUG: after a crash the orphan is left, and a second one made. Caught by S-47."""

    def settle_intents(self, flow: Flow) -> None:
        for intent in self.memory.links.intents(flow.slug):
            self.memory.links.drop_intent(flow.slug, intent.a)
