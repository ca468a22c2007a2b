"""Mutants that misread tables: what feeds one property, what has a condition, what names a record, what is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from talkqa.mutants.base import mutant
from talkqa.reference.claims import Claim
from talkqa.reference.creation import REQUIRED, Birth, Creator
from talkqa.reference.dataflow import RANKS, Flow
from talkqa.reference.entities import Key, Record
from talkqa.reference.linking import Obstacle
from talkqa.reference.memory import Memory
from talkqa.reference.reconcile import Reconciler
from talkqa.reference.slots import Member
from talkqa.reference.values import get, is_empty


@mutant("M-21a", "S-21")
class CopiesReferences(Memory):
    """BUG: a value that names a record is copied, and names somebody else on the other side. Caught by S-21."""

    def counterpart(self, flow: str, own: str, forward: bool) -> str | None:
        return own


@mutant("M-21b", "S-21")
class WaitsForReferences(Creator):
    """BUG: a source that names a record without a counterpart is not created at all. Caught by S-21."""

    def prepare(self, flow: Flow, a: Key) -> Birth:
        record = self.memory.record(a)
        birth = super().prepare(flow, a)
        for pair in flow.references:
            if not is_empty(get(record, pair.source)) and is_empty(get(birth.body, pair.target)):
                raise Obstacle(f"names a record of {pair.refers} that has no counterpart")
        return birth


@mutant("M-21c", "S-21")
class NeverFillsIn(Reconciler):
    """BUG: a reference that was left out at the creation is never filled in. Caught by S-21."""

    def named(self, key: Key) -> dict[str, Claim]:
        return {path: claim for path, claim in super().named(key).items() if self.claim((key, path)).normal}


@mutant("M-22a", "S-22")
class LastRowWins(Reconciler):
    """BUG: of the rows that feed one property the last of the table wins, however old. Caught by S-22."""

    def winner(self, held: Sequence[tuple[Member, Claim]]) -> Claim:
        feeding = [claim for _, claim in held if claim.side % RANKS and claim.normal]
        return feeding[-1] if feeding else super().winner(held)


@mutant("M-22b", "S-22")
class OverwritesAllSources(Reconciler):
    """BUG: an edit of the target goes back to every property that feeds it. Caught by S-22."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = super().wanted(key)
        for path, members in self.slots.of(key).items():
            best = self.winner(self.heard((key, path), members))
            for other, feeder in self.slots.feeders(members):
                if (
                    other == key
                    and best.time > self.claim((key, feeder)).time
                    and best.side > self.dataflow.side(key)
                ):
                    found[feeder] = best
        return found


@mutant("M-22c", "S-22b")
class ClearsWhereFalse(Reconciler):
    """BUG: where the condition of a row does not hold, its target is cleared. Caught by S-22b."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = super().wanted(key)
        flows = {flow.slug: flow for flow in self.dataflow.flows}
        for link in self.live_links():
            for pair in flows[link.flow].travelling if link.b == key else ():
                own = self.claim((key, pair.target))
                if not pair.holds(self.memory.record(link.a)) and own.normal:
                    found[pair.target] = own._replace(value=None, normal="")
        return found


@mutant("M-11c", "S-11")
class FillsIn(Creator):
    """BUG: where a name is missing that a creation needs, a filler is invented. Caught by S-11."""

    def body_for(self, flow: Flow, a: Key, record: Record) -> dict[str, Any]:
        return dict.fromkeys(REQUIRED.get(flow.target, ()), "Ukjent") | super().body_for(flow, a, record)
