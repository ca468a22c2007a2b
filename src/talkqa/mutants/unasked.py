"""Mutants that create or link where the document says not to, or not where it says to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from talkqa.mutants.base import mutant
from talkqa.mutants.matching import Candidates
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Flow
from talkqa.reference.entities import Key
from talkqa.reference.links import Link
from talkqa.reference.reconcile import Reconciler


@mutant("M-13a", "S-13", document="matching")
class CreatesWithoutLink(Creator):
    """BUG: a source without a match gets a new target although a link is required. Caught by S-13."""

    def create_missing(self, flow: Flow) -> None:
        super().create_missing(replace(flow, creates=True))


@mutant("M-13b", "S-13", document="matching")
class MatchesOnce(Creator):
    """BUG: matches are looked for in the first cycle only. Caught by S-13 with a match that turns up later."""

    def match(self, flow: Flow, a: Key, candidates: Candidates) -> Key | None:
        return None if self.memory.counter("cycles") else super().match(flow, a, candidates)


@mutant("M-14a", "S-14", document="connected")
class LooksAtChangedSources(Creator):
    """BUG: a source that has not changed itself is not looked at again. Caught by S-14."""

    def unlinked(self, flow: Flow) -> list[Key]:
        return [a for a in super().unlinked(flow) if not flow.connected or self.is_news(a)]

    def is_news(self, a: Key) -> bool:
        revision, name = self.memory.revision(a), f"looked at {a} in cycle"
        seen = revision.seen if revision else 0
        news = self.memory.counter(f"seen {a}") != seen
        if news:
            self.memory.set_counter(f"seen {a}", seen)
            self.memory.set_counter(name, self.memory.counter("cycles") + 1)
        return news or self.memory.counter(name) == self.memory.counter("cycles") + 1


@mutant("M-14b", "S-14", document="connected")
class UnlinksTheUnconnected(Reconciler):
    """BUG: a source that loses its connection is not kept in sync any more. Caught by S-14."""

    def live_links(self) -> list[Link]:
        creator = Creator(self.client, self.memory, self.dataflow, self.revisions)
        asked: dict[str, Collection[str]] = {
            flow.slug: creator.connected_sources(flow) or set()
            for flow in self.dataflow.flows
            if flow.connected
        }
        return [link for link in super().live_links() if link.a.id in asked.get(link.flow, {link.a.id})]


@mutant("M-14c", "S-14", document="connected")
class IgnoresConnections(Creator):
    """BUG: whether a source is connected is not asked. Caught by S-14."""

    def connected_sources(self, flow: Flow) -> frozenset[str] | None:
        return None


@mutant("M-14d", "S-14", document="connected")
class AnyConnection(Creator):
    """BUG: being connected to something is enough, synchronised or not. Caught by S-14."""

    def counts(self, other: Key) -> bool:
        return True
