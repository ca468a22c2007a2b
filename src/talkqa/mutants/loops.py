"""Mutants that write without need, again and again."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from talkqa.mutants.base import mutant
from talkqa.reference.claims import Claim
from talkqa.reference.creation import Birth, Creator
from talkqa.reference.dataflow import Flow
from talkqa.reference.entities import Key, Record, stamp_of
from talkqa.reference.reconcile import Reconciler
from talkqa.reference.revisions import Revisions
from talkqa.reference.slots import Member


class Restless(Reconciler):
    """Writes some values although the target has them; `restless` says which."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = super().wanted(key)
        for path, members in self.slots.of(key).items():
            best = self.winner([(member, self.claim(member)) for member in members])
            if path not in found and best.normal and self.restless((key, path), members):
                found[path] = best
        return found

    def restless(self, member: Member, members: Collection[Member]) -> bool:
        raise NotImplementedError


@mutant("M-5b", "S-5")
class WritesSharedBack(Restless):
    """BUG: a role that shows an edit of the same contact gets it written once more. Caught by S-5."""

    def restless(self, member: Member, members: Collection[Member]) -> bool:
        key, path = member
        is_twin = any(other[0].id == key.id and other[0] != key for other in members)
        seen = self.memory.counter(f"base {key} {path}")
        return is_twin and bool(seen) and self.claim(member).time > seen

    def reconcile(self, paused: Collection[str] = ()) -> None:
        super().reconcile(paused)
        for key in self.slots.entities():
            for path in self.slots.of(key):
                self.memory.set_counter(f"base {key} {path}", self.claim((key, path)).time)


@mutant("M-11a", "S-11")
class NeverTakesNo(Creator):
    """BUG: a creation that was refused is tried again in every cycle. Caught by S-11."""

    def company(self, parent: Key) -> Key:
        return parent

    def require_names(self, flow: Flow, body: Record) -> None:
        pass

    def was_refused(self, flow: Flow, a: Key, birth: Birth) -> bool:
        return False


@mutant("M-19b", "S-42")
class PatchesAnyway(Restless):
    """BUG: a PATCH is sent although nothing differs. Caught by S-42."""

    def restless(self, member: Member, members: Collection[Member]) -> bool:
        return member[1] == "PhoneNumber"


class Echoing(Restless):
    """Takes the copy that it wrote for news to others."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self.news: set[Member] = set()

    def restless(self, member: Member, members: Collection[Member]) -> bool:
        return member in self.news

    def write(self, key: Key) -> None:
        wanted = self.wanted(key)
        super().write(key)
        for path in wanted:
            echo = (key, path) in self.news
            self.news.discard((key, path))
            self.news |= {other for other in self.slots.of(key)[path] if self.hears((key, path), other, echo)}

    def hears(self, written: Member, other: Member, echo: bool) -> bool:
        raise NotImplementedError


@mutant("M-24c", "S-24")
class Circulates(Echoing):
    """BUG: the copy at the end of a chain is written back to the middle. Caught by S-24."""

    def hears(self, written: Member, other: Member, echo: bool) -> bool:
        return (written[0].type, other[0].type) == ("Contactperson", "Customer") and not echo


@mutant("M-43a", "S-43")
class EchoesOnce(Echoing):
    """BUG: what was written to one side is written back to the other once. Caught by S-43."""

    def hears(self, written: Member, other: Member, echo: bool) -> bool:
        return other != written and not echo


@mutant("M-43b", "S-43")
class PingPong(Echoing):
    """BUG: every copy is news to the other side, without end. Caught by S-43."""

    def hears(self, written: Member, other: Member, echo: bool) -> bool:
        return other != written


@mutant("M-28b", "S-28")
class Swaps(Reconciler):
    """BUG: where two sides differ, each takes the other's value, in every cycle. Caught by S-28."""

    plan: Mapping[Key, dict[str, Claim]] = {}

    def reconcile(self, paused: Collection[str] = ()) -> None:
        super().reconcile(self.dataflow.types)
        self.plan = {key: self.of_the_other(key) for key in self.slots.entities() if key.type not in paused}
        for key in self.plan:
            self.bring_up_to_date(key)

    def wanted(self, key: Key) -> dict[str, Claim]:
        return self.plan[key]

    def of_the_other(self, key: Key) -> dict[str, Claim]:
        found: dict[str, Claim] = {}
        for path, members in self.slots.of(key).items():
            mine = self.claim((key, path)).normal
            others = [claim for other in members if (claim := self.claim(other)).normal not in ("", mine)]
            if others:
                found[path] = others[0]
        return found


@mutant("M-30b", "S-30b")
class RestoresForEver(Revisions):
    """BUG: a restored value is not noted, so it is restored in every cycle. Caught by S-30b."""

    def own_write(self, key: Key, record: Record, written: Mapping[str, Claim]) -> None:
        before = self.memory.claims(key)
        kept = (
            {path: claim if before[path].normal else before[path] for path, claim in written.items()}
            if before
            else written
        )
        super().own_write(key, record, kept)


@mutant("M-39c", "S-39b")
class KnocksForEver(Revisions):
    """BUG: a deleted partner is looked for in every cycle. Caught by S-39b."""

    def bury(self, key: Key) -> None:
        pass


@mutant("M-42a", "S-42")
class RawAgainstNormal(Restless):
    """BUG: raw values are compared with normalised ones, so some differ for ever. Caught by S-42."""

    def restless(self, member: Member, members: Collection[Member]) -> bool:
        return str(self.claim(member).value) != self.claim(member).normal


@mutant("M-42b", "S-42")
class DigestWithStamp(Restless):
    """BUG: a partner whose stamp has moved counts as changed, own writes included. Caught by S-42."""

    def restless(self, member: Member, members: Collection[Member]) -> bool:
        moved = [other[0] for other in members if other[0] != member[0] and self.has_moved(other[0])]
        return bool(moved) and member[1] == "PhoneNumber"

    def has_moved(self, key: Key) -> bool:
        return self.memory.counter(f"digest {key}") != stamp_of(self.memory.record(key))

    def reconcile(self, paused: Collection[str] = ()) -> None:
        super().reconcile(self.dataflow.types)
        stamps = {key: stamp_of(self.memory.record(key)) for key in self.slots.entities()}
        super().reconcile(paused)
        for key, stamp in stamps.items():
            self.memory.set_counter(f"digest {key}", stamp)


@mutant("M-42c", "S-42")
class FullMeansAll(Restless):
    """BUG: a full cycle forgets what it knows and writes everything. Caught by S-42."""

    def restless(self, member: Member, members: Collection[Member]) -> bool:
        number = self.memory.counter("cycles")
        return number > 0 and number % self.dataflow.decisions.full_every == 0
