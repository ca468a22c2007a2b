"""Mutants that lose an edit where edits meet, or take it for what it is not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from types import MappingProxyType

from talkqa.mutants.base import mutant
from talkqa.mutants.loops import Restless, Swaps
from talkqa.mutants.lost_edits import Chooses, Held
from talkqa.reference.claims import Claim
from talkqa.reference.entities import TICKS, Key, Record, key_of, stamp_of
from talkqa.reference.failures import Refused, Transient
from talkqa.reference.memory import Revision
from talkqa.reference.reconcile import Operation, Reconciler
from talkqa.reference.revisions import Revisions
from talkqa.reference.slots import Member
from talkqa.reference.values import get, put


@mutant("M-31a", "S-31")
class TiesSwap(Swaps):
    """BUG: of two edits of one moment each side takes the other's, in every cycle. Caught by S-31."""

    def of_the_other(self, key: Key) -> dict[str, Claim]:
        found = Reconciler.wanted(self, key)
        for path, members in self.slots.of(key).items():
            mine = self.claim((key, path))
            rivals = [claim for one in members if (claim := self.claim(one)).time == mine.time]
            others = [claim for claim in rivals if claim.normal not in ("", mine.normal)]
            found |= {path: others[0]} if others else {}
        return found


@mutant("M-31b", "S-31")
class FirstOfEquals(Chooses):
    """BUG: of two edits of one moment the one that happens to be looked at first wins. Caught by S-31."""

    def choose(self, held: Held) -> Claim:
        latest = max(claim.time for _, claim in held)
        return next(claim for _, claim in held if claim.time == latest)


@mutant("M-32a", "S-32")
class NoSecondLook(Reconciler):
    """BUG: writes by what was listed, without looking at the target again. Caught by S-32."""

    def look(self, key: Key) -> None:
        pass


@mutant("M-32b", "S-32b")
class AnyChangeForbids(Reconciler):
    """BUG: a stamp or an unmapped property that has moved forbids the write. Caught by S-32b."""

    def look(self, key: Key) -> None:
        before = self.memory.record(key)
        super().look(key)
        if self.memory.record(key) != before:
            raise Transient("was changed meanwhile")


@mutant("M-32c", "S-32")
class SkippedForGood(Reconciler):
    """BUG: a write that was skipped because the target had changed is never tried again. Caught by S-32."""

    def look(self, key: Key) -> None:
        before = dict(self.memory.claims(key))
        super().look(key)
        if self.memory.claims(key) != before:
            raise Refused("was changed meanwhile", 409)


@mutant("M-30d", "S-30c")
class RemembersForUsers(Reconciler):
    """BUG: a value that nobody has any more is brought back from its own memory. Caught by S-30c."""

    last: Mapping[Member, Claim] = MappingProxyType({})

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = super().wanted(key)
        for path, members in self.slots.of(key).items():
            best = self.winner([(member, self.claim(member)) for member in members])
            if best.normal:
                self.last = {**self.last, (key, path): best}
            elif (key, path) in self.last:
                found[path] = self.last[key, path]
        return found


class MissesRevisions(Revisions):
    """Takes some revisions in as they are, without asking what was edited."""

    def take_in(self, entity: str, record: Record) -> None:
        known = self.memory.revision(key_of(entity, record))
        if known and known.own and stamp_of(record) > known.own and self.misses(known, record):
            self.memory.remember(entity, record, stamp_of(record), known.own)
        else:
            super().take_in(entity, record)

    def misses(self, known: Revision, record: Record) -> bool:
        raise NotImplementedError


@mutant("M-43c", "S-43b")
class DeafForSeconds(MissesRevisions):
    """BUG: what changes within five seconds of an own write is ignored. Caught by S-43b."""

    def misses(self, known: Revision, record: Record) -> bool:
        return stamp_of(record) - known.own < 5 * TICKS


@mutant("M-43d", "S-43b")
class SkipsTheNext(MissesRevisions):
    """BUG: the first revision after an own write is skipped as a whole. Caught by S-43b."""

    def misses(self, known: Revision, record: Record) -> bool:
        return stamp_of(known.record) == known.own


@mutant("M-43e", "S-43c")
class SeenBefore(Revisions):
    """BUG: a value that was there before is taken for an echo. Caught by S-43c."""

    shown: frozenset[tuple[Key, str, str]] = frozenset()

    def new_claims(
        self, key: Key, record: Record, known: Revision | None, arriving: Mapping[str, Claim]
    ) -> dict[str, Claim]:
        found = super().new_claims(key, record, known, arriving)
        news = {path: claim for path, claim in found.items() if (key, path, claim.normal) not in self.shown}
        self.shown |= {(key, path, claim.normal) for path, claim in found.items()}
        return news if known else found


@mutant("M-43f", "S-43d")
class AnySaveIsNews(Restless):
    """BUG: a record that was saved is written to its partner, whatever was changed in it. Caught by S-43d."""

    def restless(self, member: Member, members: Collection[Member]) -> bool:
        others = {one[0] for one in members} - {member[0]}
        moved = any(self.seen(key) > self.memory.counter(f"seen {key}") > 0 for key in others)
        return member[1] == "PhoneNumber" and moved

    def seen(self, key: Key) -> int:
        revision = self.memory.revision(key)
        return revision.seen if revision else 0

    def reconcile(self, paused: Collection[str] = ()) -> None:
        super().reconcile(paused)
        for key in self.slots.entities():
            self.memory.set_counter(f"seen {key}", self.seen(key))


@mutant("M-42d", "S-42")
class BlanksCount(Revisions):
    """BUG: a blank at the end, which the server cuts off, makes two values differ for ever. Caught by S-42."""

    def normal(self, path: str, record: Record) -> str:
        value = get(record, path)
        return " " * (isinstance(value, str) and value.endswith(" ")) + super().normal(path, record)

    def own_write(self, key: Key, record: Record, written: Mapping[str, Claim]) -> None:
        stored = {
            path: claim._replace(value=get(record, path), normal=self.normal(path, record))
            for path, claim in written.items()
        }
        super().own_write(key, record, stored)


@mutant("M-19a", "S-19")
class SendsAllMapped(Reconciler):
    """BUG: an update holds all mapped properties, changed or not. Caught by S-19."""

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        held = {path: claim for path in self.slots.of(key) if (claim := self.claim((key, path))).normal}
        return super().operations_for(key, {**held, **wanted})


@mutant("M-27b", "S-27")
class AdvancesAnyway(Reconciler):
    """BUG: the base is advanced although the write failed, so the old value looks new. Caught by S-27."""

    def write(self, key: Key) -> None:
        wanted, known = self.wanted(key), self.memory.revision(key)
        try:
            super().write(key)
        except Transient:
            record = deepcopy(dict(self.memory.record(key)))
            for path, claim in wanted.items():
                put(record, path, claim.value)
            if known:
                self.memory.remember(key.type, record, known.seen, known.own)
            raise


@mutant("M-20a", "S-20")
class JoinsNames(Reconciler):
    """BUG: names are joined and split again, so they drift from the last to the first. Caught by S-20."""

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        if not wanted.keys() & {"FirstName", "LastName"}:
            return super().operations_for(key, wanted)
        both = [wanted.get(path, self.claim((key, path))) for path in ("FirstName", "LastName")]
        first, _, last = " ".join(str(claim.value) for claim in both).rpartition(" ")
        split = {"FirstName": both[0]._replace(value=first), "LastName": both[1]._replace(value=last)}
        return super().operations_for(key, {**wanted, **split})
