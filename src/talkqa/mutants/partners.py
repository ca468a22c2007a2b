"""Mutants that mistake partners, steal them, or forget who is to have one."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from talkqa.mutants.base import Mutant, mutant
from talkqa.mutants.duplicates import Anonymous, forget
from talkqa.mutants.frame import Destroyer
from talkqa.reference.claims import Claim
from talkqa.reference.collect import Collector
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Dataflow, Flow
from talkqa.reference.entities import STAMP, Key, Record, key_of, ticks
from talkqa.reference.linking import Combination, Obstacle
from talkqa.reference.links import Intent, Link
from talkqa.reference.memory import Memory
from talkqa.reference.reconcile import Operation, Reconciler
from talkqa.reference.reconcile import replace as operation

Candidates = dict[Combination, list[Key]]


def own_number(key: Key) -> str:
    """The number of a record without its parent's."""
    return key.id.rpartition("/")[2]


@mutant("M-2b", "S-2b")
class HighestIsMine(Creator):
    """BUG: the record that was created is taken to be the highest in the next listing. Caught by S-2b."""

    def born(self, flow: Flow, intent: Intent, record: Record, how: str) -> Key:
        listed = self.client.listing(flow.target)
        return super().born(flow, intent, max(listed, key=lambda one: int(one["Id"])), how)


@mutant("M-3a", "S-3")
class LinksAnew(Creator):
    """BUG: a link is dropped when its criterion no longer holds. Caught by S-3."""

    def link_existing(self, flow: Flow) -> None:
        for link in self.memory.links.all():
            ends = [self.combinations(flow, self.memory.record(key), n) for n, key in enumerate(link[1:3])]
            if link.flow == flow.slug and link.how == "criterion" and ends[0] != ends[1]:
                forget(self.memory, link)
        super().link_existing(flow)


@mutant("M-3b", "S-3")
class LinksJump(Creator):
    """BUG: a link goes to whoever meets the criterion now. Caught by S-3."""

    def link_existing(self, flow: Flow) -> None:
        candidates = self.candidates(flow)
        for link in self.memory.links.all():
            mine = (
                self.combinations(flow, self.memory.record(link.a), end=0) if link.flow == flow.slug else []
            )
            better = [b for one in mine for b in candidates.get(one, ()) if not self.memory.links.taken(b)]
            if link.how == "criterion" and better:
                forget(self.memory, link)
                self.memory.links.link(link._replace(b=better[0]))
        super().link_existing(flow)


@mutant("M-4a", "S-4")
class BareNumbers(Creator):
    """BUG: links are kept by bare number, so an Employee is taken for a Contactperson. Caught by S-4."""

    def unlinked(self, flow: Flow) -> list[Key]:
        taken = {own_number(link.b) for link in self.memory.links.all() if link.b.type == "Contactperson"}
        return [a for a in super().unlinked(flow) if a.type != "Employee" or a.id not in taken]


@mutant("M-4b", "S-4")
class OneClaimPerNumber(Memory):
    """BUG: what is known of records is kept by bare number, so they cover each other. Caught by S-4."""

    def claims(self, key: Key) -> Mapping[str, Claim]:
        return super().claims(Key("any", own_number(key)))

    def claim(self, key: Key, claims: Mapping[str, Claim]) -> None:
        super().claim(Key("any", own_number(key)), claims)


@mutant("M-6a", "S-6")
class NewestClaimant(Creator):
    """BUG: the newest source that meets the criterion takes the link away. Caught by S-6."""

    def match(self, flow: Flow, a: Key, candidates: Candidates) -> Key | None:
        mine = self.combinations(flow, self.memory.record(a), end=0)
        matches = {b for one in mine for b in candidates.get(one, ())}
        for link in self.memory.links.all():
            if link.flow == flow.slug and link.b in matches:
                forget(self.memory, link)
        return super().match(flow, a, candidates)


@mutant("M-6b", "S-6", also=(Destroyer,))
class Reparents(Creator):
    """BUG: a target is deleted under its parent, to be created under the newest claimant. Caught by S-6."""

    def match(self, flow: Flow, a: Key, candidates: Candidates) -> Key | None:
        assert isinstance(self.client, Destroyer)
        mine = self.combinations(flow, self.memory.record(a), end=0)
        for b in [b for one in mine for b in candidates.get(one, ()) if self.memory.links.taken(b)]:
            self.client.delete(b)
            self.revisions.bury(b)
            return None
        return super().match(flow, a, candidates)


@mutant("M-7e", "S-7")
class CountsStrangers(Creator):
    """BUG: a target without a source counts as a partner that is there already. Caught by S-7."""

    def unlinked(self, flow: Flow) -> list[Key]:
        strangers = [b for b in self.memory.alive(flow.target) if not self.memory.links.taken(b)]
        return super().unlinked(flow)[len(strangers) :]


@mutant("M-9b", "S-9", also=(Anonymous,))
class LinksAtTheEnd(Mutant):
    """BUG: links are stored when the cycle ends, and lost when it does not. Caught by S-9."""

    before: frozenset[Link] | None = None

    def round(self) -> None:
        self.before = frozenset(self.memory.links.all())
        super().round()
        self.before = None

    def kill(self) -> None:
        if self.before is not None:
            for link in set(self.memory.links.all()) - self.before:
                forget(self.memory, link)
        super().kill()


@mutant("M-9c", "S-9")
class TwoWorkers(Anonymous):
    """BUG: two workers share the sources, and both take the one in the middle. Caught by S-9."""

    def create_missing(self, flow: Flow) -> None:
        sources = self.unlinked(flow) if flow.creates else []
        super().create_missing(flow)
        for a in sources[len(sources) // 2 :][:1] if len(sources) > 1 else ():
            with suppress(Obstacle):
                birth = self.prepare(flow, a)
                self.client.create(birth.path, birth.body)


@mutant("M-10d", "S-10")
class OwnedByTheServer(Creator):
    """BUG: a creation holds a property that the server owns. Caught by S-10."""

    def body_for(self, flow: Flow, a: Key, record: Record) -> dict[str, Any]:
        return super().body_for(flow, a, record) | {"LastChangedDateTimeOffset": record[STAMP]}


class DropsEarlyChildren(Creator):
    """Gives up the child of whoever had no parent for it when it was first looked at."""

    def create_missing(self, flow: Flow) -> None:
        for parents in self.dataflow.flows:
            if parents.target == flow.source and flow.target == "Contactperson":
                for a in super().unlinked(parents):
                    self.memory.set_counter(f"dropped {a}", 1)
        super().create_missing(flow)

    def unlinked(self, flow: Flow) -> list[Key]:
        maker = {link.b: link.a for link in self.memory.links.all()}
        return [
            a
            for a in super().unlinked(flow)
            if a not in maker or not self.memory.counter(f"dropped {maker[a]}")
        ]


@mutant("M-12c", "S-12", also=(DropsEarlyChildren,))
class ChildrenFirst(Mutant):
    """BUG: a child that comes up before its parent is dropped, not deferred. Caught by S-12."""

    def read(self, dataflow: Any) -> Dataflow:
        known = super().read(dataflow)
        return replace(known, flows=known.flows[::-1])


@mutant("M-15a", "S-15")
class EditedIsNew(Creator):
    """BUG: an old source counts as new when it was edited lately. Caught by S-15."""

    def is_old(self, a: Key, record: Record) -> bool:
        return ticks(record[STAMP]) <= self.memory.counter("onboarded")


@mutant("M-15b", "S-15b")
class NotEvenRead(Collector):
    """BUG: a type that is not written to is not read either. Caught by S-15b."""

    def keep(self, entity: str, records: list[Record]) -> None:
        if self.dataflow.decisions.share.get(entity, True):
            super().keep(entity, records)


@mutant("M-15c", "S-15b")
class MissedIsMissed(Reconciler):
    """BUG: edits made while a type is not written to are forgotten. Caught by S-15b."""

    def live_links(self) -> list[Link]:
        links = super().live_links()
        for key in self.slots.entities():
            if not self.dataflow.decisions.share.get(key.type, True):
                self.memory.claim(key, self.wanted(key))
        return links


@mutant("M-41a", "S-41", also=(Anonymous,))
class ArchivedIsGone(Collector):
    """BUG: an archived record drops out of sight, and comes back as a new one. Caught by S-41."""

    def keep(self, entity: str, records: list[Record]) -> None:
        gone = {key_of(entity, record) for record in records if record.get("IsArchived")}
        for link in self.memory.links.all():
            if {link.a, link.b} & gone:
                forget(self.memory, link)
        super().keep(entity, [record for record in records if key_of(entity, record) not in gone])


@mutant("M-41b", "S-41")
class WakesUp(Reconciler):
    """BUG: an inactive Contactperson is activated before it is updated. Caught by S-41."""

    def write(self, key: Key) -> None:
        if self.memory.record(key).get("IsActive") is False and key.type == "Contactperson":
            self.client.patch(key, [operation("IsActive", True)])
        super().write(key)


@mutant("M-18c", "S-18", "S-41")
class SendsFlags(Reconciler):
    """BUG: an update also sends the flags of activity and archive as they ought to be. Caught by S-18, S-41."""

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        name, value = ("IsActive", True) if key.type == "Contactperson" else ("IsArchived", False)
        return [*super().operations_for(key, wanted), operation(name, value)]


@mutant("M-38c", "S-38", also=(Destroyer,))
class CleansUp(Reconciler):
    """BUG: a Customer with the name of a linked one is a duplicate, and deleted. Caught by S-38."""

    def live_links(self) -> list[Link]:
        assert isinstance(self.client, Destroyer)
        partners = {link.b for link in self.memory.links.all() if link.b.type == "Customer"}
        names = {self.memory.record(key).get("Name") for key in partners}
        for key in self.memory.alive("Customer"):
            if key not in partners and self.memory.record(key).get("Name") in names:
                self.client.delete(key)
                self.revisions.bury(key)
        return super().live_links()
