"""Mutants that put things in the wrong place or tie the wrong partners together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from talkqa.mutants.base import Mutant, mutant
from talkqa.reference.client import Client
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Dataflow, Flow
from talkqa.reference.entities import Key, Record
from talkqa.reference.linking import Obstacle
from talkqa.reference.links import Intent, Link
from talkqa.reference.reconcile import Reconciler


@mutant("M-1b", "S-1")
class FansOut(Reconciler):
    """BUG: an update goes to every Contactperson of the same parent. Caught by S-1."""

    def write(self, key: Key) -> None:
        wanted = self.wanted(key)
        super().write(key)
        if key.type == "Contactperson" and wanted:
            operations = self.operations_for(key, wanted)
            family = key.id.split("/")[0]
            for other in self.memory.alive(key.type):
                if other != key and other.id.split("/")[0] == family:
                    self.client.patch(other, operations)


def misplaced(key: Key) -> Key:
    own = key.id.rpartition("/")[2]
    return key if key.type != "Contactperson" else key._replace(id=f"{own}/{own}")


@mutant("M-2c", "S-17")
class ForgetsTheParent(Client):
    """BUG: a Contactperson's parent is not kept, so updates go to the wrong address. Caught by S-17."""

    def get(self, key: Key) -> Record:
        return super().get(misplaced(key))

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        return super().patch(misplaced(key), operations)


@mutant("M-11d", "S-11b")
class AnyParent(Creator):
    """BUG: without a house customer, any Customer serves as parent. Caught by S-11b."""

    def parent_of(self, flow: Flow, a: Key) -> Key:
        try:
            return super().parent_of(flow, a)
        except Obstacle:
            return next(iter(self.memory.alive("Customer")))


@mutant("M-12a", "S-12")
class UnderTheSupplier(Creator):
    """BUG: the Contactperson of a Supplier's Customer goes under the Supplier's contact. Caught by S-12."""

    def parent_of(self, flow: Flow, a: Key) -> Key:
        made_from = [link.a for link in self.memory.links.all() if link.b == a and link.a.type == "Supplier"]
        return made_from[0] if made_from else super().parent_of(flow, a)


@mutant("M-12b", "S-12")
class UnderTheFirst(Creator):
    """BUG: the Contactperson goes under the first Customer that is known. Caught by S-12 with several."""

    def parent_of(self, flow: Flow, a: Key) -> Key:
        return next(iter(self.memory.alive("Customer")))


@mutant("M-17c", "S-17")
class NeighbouringField(Mutant):
    """BUG: a Supplier's e-mail address goes to the Customer's invoice e-mail address. Caught by S-17."""

    def read(self, dataflow: Any) -> Dataflow:
        flows = super().read(dataflow)
        return replace(flows, flows=tuple(self.misdirected(flow) for flow in flows.flows))

    def misdirected(self, flow: Flow) -> Flow:
        if flow.target != "Customer":
            return flow
        pairs = (
            replace(p, target="InvoiceEmailAddress") if p.target == "EmailAddress" else p for p in flow.pairs
        )
        return replace(flow, pairs=tuple(pairs))


@mutant("M-47d", "S-47")
class AdoptsByLikeness(Creator):
    """BUG: after a crash it adopts the first entity of the same name, be it a user's. Caught by S-47."""

    def settle_intents(self, flow: Flow) -> None:
        for intent in self.memory.links.intents(flow.slug):
            look_alike = self.look_alike(flow, intent)
            if look_alike:
                self.memory.links.link(Link(flow.slug, intent.a, look_alike, "criterion"))
            else:
                self.memory.links.drop_intent(flow.slug, intent.a)

    def look_alike(self, flow: Flow, intent: Intent) -> Key | None:
        name = self.memory.record(intent.a).get("Name") or self.memory.record(intent.a).get("FirstName")
        free = (b for b in self.memory.alive(flow.target) if not self.memory.links.taken(b))
        return next((b for b in free if name in self.names(b)), None)

    def names(self, b: Key) -> set[Any]:
        record = self.memory.record(b)
        return {record.get("Name"), record.get("FirstName")}
