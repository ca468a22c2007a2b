"""Reconciliation: in each slot one claim wins, and every side that differs gets it (R-17 … R-32).

State decides, not events: what differs is written, whatever came before it, so a failed write is tried
again by itself (R-49) and a quiet population costs no request (R-42).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from talkqa.reference.claims import UNKNOWN, Claim, winner
from talkqa.reference.client import Client
from talkqa.reference.dataflow import RANKS, Dataflow
from talkqa.reference.entities import ADDRESS, Key, spelt_for
from talkqa.reference.failures import Forbidden, Gone, NotTaken, Refused, Transient
from talkqa.reference.links import Link
from talkqa.reference.memory import Memory
from talkqa.reference.naming import Naming, naming
from talkqa.reference.revisions import Revisions
from talkqa.reference.slots import Member, Slots, slots_of
from talkqa.reference.values import is_empty

Operation = dict[str, Any]


class Reconciler:
    """Writes winning values to the sides that do not have them."""

    def __init__(self, client: Client, memory: Memory, dataflow: Dataflow, revisions: Revisions) -> None:
        self.client = client
        self.memory = memory
        self.dataflow = dataflow
        self.revisions = revisions
        self.slots = Slots()
        self.flow_of: dict[Key, str] = {}
        self.naming: dict[Key, list[Naming]] = {}

    def reconcile(self, paused: Collection[str] = ()) -> None:
        """Bring each linked entity up to date on its own (R-48); paused: types that could not be read."""
        links = self.live_links()
        self.flow_of = {key: link.flow for link in reversed(links) for key in (link.a, link.b)}
        self.slots = slots_of(self.dataflow.flows, links, self.memory.record)
        self.naming = naming(self.dataflow.flows, links)
        for key in self.slots.entities():
            if key.type not in paused and self.dataflow.decisions.share.get(key.type, True):
                self.bring_up_to_date(key)

    def live_links(self) -> list[Link]:
        """The links of which neither end was deleted: the survivor goes on with its other partners (R-39)."""
        dead = self.memory.tombstones()
        return [link for link in self.memory.links.all() if link.a not in dead and link.b not in dead]

    def bring_up_to_date(self, key: Key) -> None:
        """One look, then at most one PATCH; a failure is no news, so the next cycle tries again (R-49)."""
        flow, name = self.flow_of[key], str(key)
        wanted = self.wanted(key)
        if not wanted:
            self.memory.links.unpark(flow, name)
            return
        fingerprint = self.fingerprint(key, wanted)
        if self.memory.links.is_refused(flow, name, fingerprint):
            return
        try:
            self.write(key)
            self.memory.links.unpark(flow, name)
        except Gone:
            self.revisions.bury(key)
        except (Transient, Forbidden) as failure:
            self.park(flow, name, str(failure))
        except Refused as refusal:
            self.park(flow, name, str(refusal), self.fingerprint(key, self.wanted(key)))

    def write(self, key: Key) -> None:
        """Look before overwriting, decide again, write what still differs (R-32)."""
        self.look(key)
        wanted = self.wanted(key)
        if not wanted:
            return
        operations = self.operations_for(key, wanted)
        self.memory.expect(self.memory.roles(key), wanted)
        try:
            answer = self.client.patch(key, operations)
        except (NotTaken, Refused):
            self.memory.expect(self.memory.roles(key), {})
            raise
        self.revisions.own_write(key, answer, wanted)

    def look(self, key: Key) -> None:
        """Take in the target as it stands now: a user's edit since the collection becomes a claim."""
        self.revisions.take_in(key.type, self.client.get(key))

    def wanted(self, key: Key) -> dict[str, Claim]:
        """The winning claims that an entity does not have, by its property (R-19)."""
        found = {}
        for path, members in self.slots.of(key).items():
            best = self.winner(self.heard((key, path), members))
            if best.normal != self.claim((key, path)).normal:
                found[path] = best
        return found | self.named(key)

    def heard(self, one: Member, members: Sequence[Member]) -> list[tuple[Member, Claim]]:
        """The claims that count for one of them: what feeds a slot counts for those that it feeds alone (R-22)."""
        feeders = self.slots.feeders(members)
        held = [(member, self.claim(member)) for member in (*members, *feeders)]
        if not feeders:
            return held
        mine = self.dataflow.side(one[0])
        return [(m, claim) for m, claim in held if m == one or claim.side % RANKS == 0 or claim.side < mine]

    def named(self, key: Key) -> dict[str, Claim]:
        """What an entity should name, by property: the counterparts of what its partners name (R-21)."""
        found = {}
        for here, there, pair, forward in self.naming.get(key, ()):
            own, other = self.claim((key, here)), self.claim(there)
            copy = self.revisions.counterpart(pair, other, forward)
            if copy and copy.normal != own.normal and winner((own, copy)) is copy:
                found[here] = copy
        return found

    def claim(self, member: Member) -> Claim:
        """What an entity says about a property; nothing, if that has not been looked at yet."""
        key, path = member
        return self.memory.claims(key).get(path, UNKNOWN)

    def winner(self, held: Sequence[tuple[Member, Claim]]) -> Claim:
        """The claim that holds for the whole slot, whoever holds it now (R-25, R-30, R-31)."""
        return winner(claim for _, claim in held)

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        """A replace per value that differs; an address as a whole only where there is none (R-18, R-19)."""
        texts = self.dataflow.texts
        values = {path: spelt_for(path, c.value, (key.type, path) in texts) for path, c in wanted.items()}
        if is_empty(self.memory.record(key).get(ADDRESS)):
            parts = {path: values.pop(path) for path in list(values) if path.startswith(f"{ADDRESS}.")}
            if parts:
                values[ADDRESS] = {path.partition(".")[2]: value for path, value in parts.items()}
        return [replace(path, value) for path, value in values.items()]

    def fingerprint(self, key: Key, wanted: Mapping[str, Claim]) -> str:
        """What a refusal depends on, short: the values, and the last edit of the target (R-53)."""
        revision = self.memory.revision(key)
        told = [sorted((path, claim.normal) for path, claim in wanted.items()), revision and revision.seen]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    def park(self, flow: str, key: str, reason: str, fingerprint: str = "") -> None:
        """Say why an entity is not up to date, and since when (R-60)."""
        self.memory.links.park(flow, key, reason, self.memory.counter("horizon"), fingerprint)


def replace(path: str, value: Any) -> Operation:
    """A JSON Patch operation for a dotted path."""
    return {"op": "replace", "path": "/" + path.replace(".", "/"), "value": value}
