"""From what is seen to who said what when: revisions become claims (R-27 … R-29).

PowerOffice has one stamp per entity, so an edit is known by a value that differs from the remembered
one, and its time is the stamp of the revision in which it first shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from talkqa.reference.claims import LONG_AGO, Claim
from talkqa.reference.dataflow import Dataflow, Pair
from talkqa.reference.entities import ADDRESS, Key, Record, address_stamp_of, key_of, stamp_of
from talkqa.reference.memory import Memory, Revision
from talkqa.reference.normal import normal_form
from talkqa.reference.values import get, is_empty


class Revisions:
    """Takes in what was read and what was written."""

    def __init__(self, memory: Memory, dataflow: Dataflow) -> None:
        self.memory = memory
        self.dataflow = dataflow

    def take_in(self, entity: str, record: Record) -> None:
        """A revision that was read. Stale ones are ignored (R-29), arriving copies are no edits (R-28)."""
        key, stamp = key_of(entity, record), stamp_of(record)
        known = self.memory.revision(key)
        if known and self.is_stale(known, stamp):
            return
        record = self.completed(record, known)
        arriving = self.memory.expected(key)
        if known and known.record == record and not arriving and self.is_settled(key):
            return
        claims = self.new_claims(key, record, known, arriving)
        own_echo = known is not None and stamp == known.own
        seen = known.seen if known and own_echo else stamp
        with self.memory.transaction():
            self.memory.remember(entity, record, seen, known.own if known else 0)
            self.memory.claim(key, claims)
            self.memory.expect([key], {})

    def completed(self, record: Record, known: Revision | None) -> Record:
        """A record with what an answer left out: absent is not cleared (R-58)."""
        return {**known.record, **record} if known else record

    def is_settled(self, key: Key) -> bool:
        """Whether the same record once more would tell nothing: it lives, and every followed property is known."""
        return self.memory.is_alive(key) and self.memory.claims(key).keys() >= set(
            self.dataflow.paths(key.type)
        )

    def own_write(self, key: Key, record: Record, written: Mapping[str, Claim]) -> None:
        """The answer to an own POST or PATCH: what was written keeps the time of its edit (R-28)."""
        known = self.memory.revision(key)
        others = self.new_claims(key, record, known, written)
        with self.memory.transaction():
            self.memory.remember(key.type, record, known.seen if known else 0, own=stamp_of(record))
            self.memory.set_counter("updates", self.memory.counter("updates") + 1)
            self.memory.claim(key, {**others, **written})
            self.memory.expect([key], {})

    def bury(self, key: Key) -> None:
        """A look-up by id answered 404: a user deleted it, and it stays deleted (R-39, R-40)."""
        with self.memory.transaction():
            self.memory.bury(key)
            self.memory.links.unpark_everywhere(str(key))

    def is_stale(self, known: Revision, stamp: int) -> bool:
        """Older than what a user's edit has shown already; own writes do not count (LAW-19)."""
        return stamp < known.seen

    def new_claims(
        self, key: Key, record: Record, known: Revision | None, arriving: Mapping[str, Claim]
    ) -> dict[str, Claim]:
        """A claim for each followed property whose normal form is not the remembered one (R-27)."""
        claims: dict[str, Claim] = {}
        before = self.memory.claims(key)
        for path in self.dataflow.paths(key.type):
            normal = self.normal(path, record)
            if path in before and known and normal == self.normal(path, known.record):
                continue
            copy = arriving.get(path)
            if copy and copy.normal == normal:
                claims[path] = copy
            else:
                claims[path] = self.edit(key, path, record, known)
        return claims

    def edit(self, key: Key, path: str, record: Record, known: Revision | None) -> Claim:
        """The claim that a new value makes."""
        by_server = self.is_server_default(path, record, known)
        time = LONG_AGO if by_server else self.edit_time(key, path, record, known)
        return Claim(get(record, path), self.normal(path, record), time, self.dataflow.side(key, path))

    def edit_time(self, key: Key, path: str, record: Record, known: Revision | None) -> int:
        """The ladder of R-27: the address's own stamp, else the entity's, else the time of collection.

        The last is for an address without a stamp of its own that changed under an unmoved entity stamp.
        """
        stamp = stamp_of(record)
        if not path.startswith(f"{ADDRESS}."):
            return stamp
        own = address_stamp_of(record)
        if own is not None:
            return own
        if known and stamp in (stamp_of(known.record), known.own):
            before = self.memory.claims(key).get(path)
            return max(self.memory.counter("horizon"), before.time + 1 if before else 0)
        return stamp

    def counterpart(self, pair: Pair, claim: Claim, forward: bool) -> Claim | None:
        """The claim with the id of the counterpart in place of its own; None while there is none (R-21)."""
        own = None if is_empty(claim.value) else str(claim.value)
        found = self.memory.counterpart(pair.refers, own, forward) if own else None
        if found is None:
            return None
        value = int(found) if isinstance(claim.value, int) else found
        path = pair.target if forward else pair.source
        return claim._replace(value=value, normal=normal_form(path, value, self.dataflow.decisions.exact))

    def is_server_default(self, path: str, record: Record, known: Revision | None) -> bool:
        """Whether the country is the NO that the server adds to every new address (R-58)."""
        appeared = known is None or is_empty(known.record.get(ADDRESS))
        return appeared and path == f"{ADDRESS}.CountryCode" and get(record, path) == "NO"

    def normal(self, path: str, record: Record) -> str:
        """What the value at a path is compared by (R-58, R-59)."""
        return normal_form(path, get(record, path), self.dataflow.decisions.exact)
