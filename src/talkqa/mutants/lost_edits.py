"""Mutants that lose or revert what a user edited."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from talkqa.mutants.base import mutant
from talkqa.reference.claims import Claim, precedence
from talkqa.reference.entities import ADDRESS, STAMP, TICKS, Key, Record, stamp_of, ticks
from talkqa.reference.memory import Revision
from talkqa.reference.reconcile import Reconciler
from talkqa.reference.revisions import Revisions
from talkqa.reference.slots import Member
from talkqa.reference.values import get

Held = Sequence[tuple[Member, Claim]]


@mutant("M-17a", "S-17")
class OneWay(Reconciler):
    """BUG: values travel from source to target only. Caught by S-17."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        mine = self.dataflow.side(key)
        found = {}
        for path, members in self.slots.of(key).items():
            upstream = [(m, self.claim(m)) for m in members if m[0] == key or self.dataflow.side(m[0]) < mine]
            best = self.winner(upstream)
            if best.normal != self.claim((key, path)).normal:
                found[path] = best
        return found


@mutant("M-17b", "S-17")
class HoleInTheWayBack(Reconciler):
    """BUG: the title of a Contactperson is missing in the way back to the Employee. Caught by S-17."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        return {path: claim for path, claim in super().wanted(key).items() if path != "JobTitle"}


@mutant("M-17d", "S-17")
class OnceOnly(Reconciler):
    """BUG: a property that was written once counts as done; its second edit is ignored. Caught by S-17."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        return {
            path: claim
            for path, claim in super().wanted(key).items()
            if not self.memory.counter(f"done {key} {path}")
        }

    def write(self, key: Key) -> None:
        wanted = self.wanted(key)
        super().write(key)
        for path in wanted:
            self.memory.set_counter(f"done {key} {path}", 1)


class Chooses(Reconciler):
    """A winner by another order; a value still beats emptiness."""

    def winner(self, held: Held) -> Claim:
        return self.choose([(m, c) for m, c in held if c.normal] or held)

    def choose(self, held: Held) -> Claim:
        raise NotImplementedError


@mutant("M-25a", "S-25")
class SourceWins(Chooses):
    """BUG: the source's value wins, whenever the others were edited. Caught by S-25."""

    def choose(self, held: Held) -> Claim:
        return min(held, key=lambda one: self.dataflow.side(one[0][0]))[1]


@mutant("M-25b", "S-25")
class TargetWins(Chooses):
    """BUG: the target's value wins, whenever the others were edited. Caught by S-25."""

    def choose(self, held: Held) -> Claim:
        return max(held, key=lambda one: self.dataflow.side(one[0][0]))[1]


@mutant("M-25c", "S-25")
class LastCollectedWins(Revisions):
    """BUG: an edit counts from when it was collected, so what is listed last wins. Caught by S-25."""

    def edit_time(self, key: Key, path: str, record: Record, known: Revision | None) -> int:
        return time.time_ns() if known else super().edit_time(key, path, record, known)


@mutant("M-25d", "S-25")
class OldestWins(Chooses):
    """BUG: the oldest edit wins. Caught by S-25."""

    def choose(self, held: Held) -> Claim:
        return min((claim for _, claim in held), key=lambda claim: claim.time)


@mutant("M-25e", "S-25")
class StampsAsText(Revisions):
    """BUG: stamps are compared as text, so 10:00+02:00 is after 09:00Z. Caught by S-25 with offsets."""

    def edit_time(self, key: Key, path: str, record: Record, known: Revision | None) -> int:
        own = get(record, f"{ADDRESS}.{STAMP}") if path.startswith(ADDRESS) else None
        return ticks(str(own or record[STAMP])[:27])


@mutant("M-25f", "S-25")
class WholeDays(Revisions):
    """BUG: stamps are cut to whole days, so edits of one day are ties. Caught by S-25."""

    def edit_time(self, key: Key, path: str, record: Record, known: Revision | None) -> int:
        moment = super().edit_time(key, path, record, known)
        return moment - moment % (86_400 * TICKS)


@mutant("M-26a", "S-26")
class LaterEntityWins(Chooses):
    """BUG: the entity that was edited last wins with all its properties. Caught by S-26."""

    def choose(self, held: Held) -> Claim:
        return max(held, key=lambda one: max(claim.time for claim in self.memory.claims(one[0][0]).values()))[
            1
        ]


@mutant("M-26b", "S-26")
class WritesEverything(Reconciler):
    """BUG: one change carries all mapped properties of its entity along, old ones too. Caught by S-26."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = super().wanted(key)
        for path, members in self.slots.of(key).items() if found else ():
            others = [
                claim for member in members if member[0] != key and (claim := self.claim(member)).normal
            ]
            if others:
                found[path] = min(others, key=precedence)
        return found


@mutant("M-27a", "S-27")
class EntityStampForAll(Revisions):
    """BUG: a moved entity stamp makes every property of the entity a new edit. Caught by S-27."""

    def new_claims(
        self, key: Key, record: Record, known: Revision | None, arriving: Mapping[str, Claim]
    ) -> dict[str, Claim]:
        changed = super().new_claims(key, record, known, arriving)
        before = self.memory.claims(key)
        return {path: claim._replace(time=stamp_of(record)) for path, claim in before.items()} | changed


@mutant("M-28a", "S-28")
class OwnWritesAreEdits(Revisions):
    """BUG: an own write comes back as an edit of the other side, made when it was written. Caught by S-28."""

    def own_write(self, key: Key, record: Record, written: Mapping[str, Claim]) -> None:
        if self.memory.revision(key) is None:
            super().own_write(key, record, written)
        self.memory.expect([key], {})


@mutant("M-28c", "S-28b")
class StampsEachHop(Revisions):
    """BUG: every hop of a chain gives a value a new time, and overtakes later edits. Caught by S-28b."""

    def own_write(self, key: Key, record: Record, written: Mapping[str, Claim]) -> None:
        now = stamp_of(record)
        super().own_write(key, record, {path: claim._replace(time=now) for path, claim in written.items()})


@mutant("M-24b", "S-28b")
class HopsAreNew(Reconciler):
    """BUG: a copy counts as new when it is passed on, and overtakes a later edit at the other end. Caught by S-28b."""

    def claim(self, member: Member) -> Claim:
        claim, revision = super().claim(member), self.memory.revision(member[0])
        is_copy = claim.side != self.dataflow.side(*member)
        return claim._replace(time=revision.own) if revision and revision.own and is_copy else claim
