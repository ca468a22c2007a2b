"""Creation: one complete POST per source, in the right place, at most once, or a reason (R-7 … R-16)."""

from __future__ import annotations

import hashlib
import json
from typing import Any, NamedTuple

from talkqa.reference.claims import Claim, winner
from talkqa.reference.dataflow import Flow
from talkqa.reference.eligible import Eligibility
from talkqa.reference.entities import (
    COLLECTION,
    MARK_PROPERTY,
    ROLES,
    SAME,
    TARGET,
    Key,
    Record,
    spelt_for,
    ticks,
)
from talkqa.reference.failures import Doubt, Forbidden, Gone, NotAuthorised, NotTaken, Refused, Transient
from talkqa.reference.linking import Combination, Obstacle, holds
from talkqa.reference.links import Intent
from talkqa.reference.values import get, is_empty, put

REQUIRED = {"Contactperson": ("FirstName", "LastName"), "Employee": ("FirstName", "LastName")}
"""Without these PowerOffice refuses a creation (P-3)."""


MAY_BE_LOST = (
    "is older than the memory, which may be lost: others of its flow have what looks like their partners, and no "
    "marks tell; a person must look, and say first_time = true if nothing was created before"
)


class Birth(NamedTuple):
    """A creation as it will be sent."""

    path: str
    body: dict[str, Any]
    given: dict[str, Claim]
    """The claims that the new entity takes over, by target path."""
    fingerprint: str
    """Changes when the source, the parent or the request does: only then is a refusal put to the test."""


class Creator(Eligibility):
    """Makes the partners that do not exist yet."""

    newborn: frozenset[Key] = frozenset()
    """What was made in this cycle: no need to look whether it is still there."""
    connected: frozenset[str] | None = None
    """Ids of the sources that are connected to something synchronised; None where the flow does not ask."""

    def create_missing(self, flow: Flow) -> None:
        """Give every source without a partner one. Raises `Forbidden` when creating is not ours."""
        if not flow.creates:
            return
        candidates, self.connected = self.candidates(flow), self.connected_sources(flow)
        self.look_back(flow)
        for a in self.unlinked(flow):
            try:
                if not self.link_one(flow, a, candidates):
                    self.create(flow, a)
                    self.add_candidate(flow, a, candidates)
            except Obstacle as obstacle:
                self.park(flow, a, str(obstacle))

    def add_candidate(self, flow: Flow, a: Key, candidates: dict[Combination, list[Key]]) -> None:
        """What was made for one source may be what the next one matches (R-37)."""
        b = self.memory.links.partner(flow.slug, a) if flow.criteria else None
        if b is not None:
            for combination in self.combinations(flow, self.memory.record(b), end=1):
                candidates[combination].append(b)

    def look_back(self, flow: Flow) -> None:
        """In the first cycle, where no marks tell: what would be created stands there already (S-51b).

        Then the memory is more likely lost than new, so nothing is created for what is older than it.
        """
        decisions = self.dataflow.decisions
        if decisions.creation_mark or decisions.first_time or self.memory.counter("cycles"):
            return
        there = {self.likeness(flow, self.memory.record(b)) for b in self.free_targets(flow)}
        for a in self.unlinked(flow):
            if there and self.likeness(flow, self.body_for(flow, a, self.memory.record(a))) in there:
                self.memory.set_counter(f"doubt/{flow.slug}", 1)

    def free_targets(self, flow: Flow) -> list[Key]:
        """The targets that are nobody's partner."""
        return [b for b in self.memory.alive(flow.target) if not self.memory.links.taken(b)]

    def likeness(self, flow: Flow, record: Record) -> tuple[str, ...]:
        """All that a creation gives a target, by what it is compared by."""
        return tuple(self.revisions.normal(pair.target, record) for pair in flow.at_birth)

    def create(self, flow: Flow, a: Key) -> None:
        """Look at the source once more, write the intent down, POST, link. Raises `Obstacle`, `Forbidden`."""
        if any(intent.a == a for intent in self.memory.links.intents(flow.slug)):
            return  # still in doubt
        birth = self.prepare(flow, a)
        if self.was_refused(flow, a, birth) or not self.still_there(a):
            return
        self.post(flow, a, self.prepare(flow, a))

    def prepare(self, flow: Flow, a: Key) -> Birth:
        """The creation that a source asks for. Raises `Obstacle` when a precondition is not met (R-11)."""
        record = self.memory.record(a)
        self.require_eligible(flow, a, record)
        path, body = self.path_for(flow, a), self.body_for(flow, a, record)
        self.require_names(flow, body)
        if self.dataflow.decisions.creation_mark:
            body[MARK_PROPERTY[flow.target]] = self.mark(flow, a)
        return Birth(path, body, self.given_by(flow, a, record), self.fingerprint(flow, a, path, body))

    def require_eligible(self, flow: Flow, a: Key, record: Record) -> None:
        """Raises `Obstacle` for a source that gets no partner as it stands."""
        if not self.dataflow.decisions.share.get(flow.target, True):
            raise Obstacle(f"{flow.target} is not written to (share is off)")
        if record.get("IsArchived") and not self.dataflow.decisions.archived:
            raise Obstacle("is archived, and archived entities get no partner (every.archived is off)")
        if not self.dataflow.decisions.full_sync and self.is_old(a, record):
            raise Obstacle("is older than the flow, and such get no partner (full_sync is off)")
        if not self.dataflow.decisions.chain_create and self.memory.links.made_here(a):
            raise Obstacle("was created by synchronisation, and such get no partner (chain.create is off)")
        if self.memory.counter(f"doubt/{flow.slug}") and self.is_old(a, record):
            raise Obstacle(MAY_BE_LOST)
        if not holds(record, flow.condition):
            raise Obstacle("does not meet the condition of the flow")
        if self.connected is not None and a.id not in self.connected:
            raise Obstacle("is connected to nothing that is synchronised")

    def is_old(self, a: Key, record: Record) -> bool:
        """Whether the source was created before the flow was switched on (R-15); edits do not count."""
        created = record.get(f"{a.type if a.type in ROLES else ''}CreatedDateTimeOffset")
        return ticks(created) <= self.memory.counter("onboarded")

    def require_names(self, flow: Flow, body: Record) -> None:
        """Raises `Obstacle` when a required value is missing; no filler is invented (M-11c)."""
        missing = [name for name in REQUIRED.get(flow.target, ()) if is_empty(body.get(name))]
        if missing:
            raise Obstacle(f"has no value for {' and '.join(missing)}, without which none is created")

    def path_for(self, flow: Flow, a: Key) -> str:
        """Where the POST goes: a Contactperson under its parent, the others into their collection."""
        collection = COLLECTION[flow.target]
        return f"{collection}/{self.parent_of(flow, a).id}" if flow.target == "Contactperson" else collection

    def parent_of(self, flow: Flow, a: Key) -> Key:
        """The Customer itself, or the house customer of D-3; never a guess (R-12). Raises `Obstacle`."""
        if flow.source in ("Customer", "Supplier"):
            return self.company(a)
        house = self.dataflow.decisions.house_customer
        if house is None:
            raise Obstacle("no parent is configured for its Contactperson (f1.parent)")
        client = TARGET if self.dataflow.decisions.two_clients else SAME
        return self.company(Key("Customer", str(house), client))

    def company(self, parent: Key) -> Key:
        """The parent, if Contactpersons can live under it: it exists and is no person (P-2)."""
        if not self.memory.is_alive(parent):
            if self.memory.position(parent.type) is None:
                return parent  # the flows do not read this type: the server will say
            raise Obstacle(f"its parent {parent} does not exist")
        if self.memory.record(parent).get("IsPerson"):
            raise Obstacle(f"its parent {parent} is a person, and persons have no Contactpersons")
        return parent

    def body_for(self, flow: Flow, a: Key, record: Record) -> dict[str, Any]:
        """Every mapped value that is not empty, and nothing else (R-10)."""
        body: dict[str, Any] = dict(flow.target_only)
        given = self.given_by(flow, a, record)
        for pair in flow.at_birth:
            value = get(record, pair.source) if pair.source else pair.constant
            if pair.refers or pair.rank or pair.primary:
                value = given[pair.target].value if pair.target in given else None
            if pair.holds(record) and not is_empty(value):
                put(body, pair.target, spelt_for(pair.target, value, pair.type == "string"))
        return body

    def given_by(self, flow: Flow, a: Key, record: Record) -> dict[str, Claim]:
        """What the new entity takes over: the source's claims, with the times of their edits (R-28)."""
        claims = self.memory.claims(a)
        given: dict[str, Claim] = {}
        for pair in flow.travelling:
            claim = claims.get(pair.source) if pair.holds(record) else None
            if claim and pair.refers:
                claim = self.revisions.counterpart(pair, claim, forward=True)
            if claim and claim.normal and pair in flow.at_birth:
                given[pair.target] = self.chosen(given.get(pair.target, claim), claim)
        return given

    def chosen(self, one: Claim, other: Claim) -> Claim:
        """Of two rows that fill one property, what it is created with (R-22)."""
        return winner((one, other))

    def fingerprint(self, flow: Flow, a: Key, path: str, body: Record) -> str:
        """What a refusal depends on, short: the request, and the last edits of source and parent (R-53)."""
        relatives = [a, self.parent_of(flow, a)] if flow.target == "Contactperson" else [a]
        seen = [revision.seen for key in relatives if (revision := self.memory.revision(key))]
        return hashlib.sha256(json.dumps([path, body, seen]).encode()).hexdigest()[:16]

    def was_refused(self, flow: Flow, a: Key, birth: Birth) -> bool:
        """Whether exactly this was refused before, and nothing it depends on has changed (R-53)."""
        return self.memory.links.is_refused(flow.slug, str(a), birth.fingerprint)

    def still_there(self, a: Key) -> bool:
        """Look at the source once more: a vanished one gets no partner (R-16)."""
        if a in self.newborn:
            return True
        try:
            self.revisions.take_in(a.type, self.client.get(a))
        except Gone:
            self.revisions.bury(a)
            return False
        except (Transient, Refused):
            return False
        return True

    def post(self, flow: Flow, a: Key, birth: Birth) -> None:
        """Intent first, then the POST, then the link: death in between leaves the intent (R-47)."""
        mark = str(birth.body.get(MARK_PROPERTY[flow.target]) or "")
        intent = Intent(a, mark, birth.given)
        self.memory.links.intend(flow.slug, intent)
        try:
            record = self.client.create(birth.path, birth.body)
        except Doubt as doubt:
            self.park(flow, a, f"{doubt}; its creation may have happened")  # the next cycle asks for the mark
        except (NotTaken, NotAuthorised, Forbidden, Refused) as failure:
            self.memory.links.drop_intent(flow.slug, a)
            if isinstance(failure, NotAuthorised | Forbidden):
                raise
            self.park(flow, a, str(failure), birth.fingerprint if isinstance(failure, Refused) else "")
        else:
            self.newborn |= {self.born(flow, intent, record, "created")}
