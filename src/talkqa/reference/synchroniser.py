"""The synchroniser itself: one cycle after another over a memory that outlives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from talkqa.reference.client import Client
from talkqa.reference.collect import Collector
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Dataflow, Flow, read_dataflow
from talkqa.reference.entities import stamp_text
from talkqa.reference.failures import Forbidden, NotAuthorised
from talkqa.reference.memory import Memory
from talkqa.reference.older import beside
from talkqa.reference.reconcile import Reconciler
from talkqa.reference.revisions import Revisions
from talkqa.reference.two_clients import connect
from talkqa.sut.errors import CannotStart, CycleFailed
from talkqa.sut.offers import OFFERS
from talkqa.sut.protocol import Assignment, Identity

VERSION = "1"


class Waiting(NamedTuple):
    """A line of the report: something that is not synchronised now (R-60)."""

    flow: str
    key: str
    reason: str
    since: str


class Reference:
    """Collect, link, reconcile, create: in this order, so that a new entity gets settled values (R-10).

    The parts are classes named in attributes; a mutant is a subclass that replaces one.
    """

    name = "reference"
    client_class: type[Client] = Client
    memory_class: type[Memory] = Memory
    revisions_class: type[Revisions] = Revisions
    collector_class: type[Collector] = Collector
    reconciler_class: type[Reconciler] = Reconciler
    creator_class: type[Creator] = Creator

    client: Client
    memory: Memory
    dataflow: Dataflow
    collector: Collector
    reconciler: Reconciler
    creator: Creator

    def start(self, assignment: Assignment) -> Identity:
        """Read the dataflow and open the memory; no request yet. Raises `CannotStart`."""
        try:
            self.dataflow = self.read(assignment.dataflow)
        except (KeyError, TypeError, AttributeError) as error:
            raise CannotStart(
                f"the assignment's dataflow cannot be read: {type(error).__name__} {error}"
            ) from error
        client = connect(beside(self.client_class, self.dataflow.only_v1), assignment, self.dataflow)
        self.memory = self.memory_class(assignment.state_folder)
        self.client = client
        revisions = self.revisions_class(self.memory, self.dataflow)
        shared = self.client, self.memory, self.dataflow, revisions
        self.collector = self.collector_class(*shared)
        self.reconciler = self.reconciler_class(*shared)
        self.creator = self.creator_class(*shared)
        return Identity(self.name, VERSION, frozenset(OFFERS) - {"clock"})

    def read(self, dataflow: Mapping[str, Any]) -> Dataflow:
        """The flows to honour. Raises `CannotStart` for what is not implemented."""
        return read_dataflow(dataflow)

    def cycle(self) -> None:
        """One round over all flows. Raises `CycleFailed` for what should never happen."""
        try:
            self.round()
        except NotAuthorised as failure:
            self.memory.links.park("all-flows", "sign-in", str(failure), self.memory.counter("horizon"))
        except Exception as error:
            raise CycleFailed(f"{type(error).__name__}: {error}") from error
        else:
            self.memory.links.unpark("all-flows", "sign-in")

    def round(self) -> None:
        """Everything that a cycle does; counted when it is done, so that a broken full cycle is repeated."""
        number = self.memory.counter("cycles")
        unread = self.collector.collect(full=self.is_full(number))
        if number == 0:
            self.memory.set_counter("onboarded", self.memory.counter("horizon"))
        ready = [flow for flow in self.dataflow.flows if self.is_ready(flow, unread)]
        for flow in ready:
            self.creator.link_existing(flow)
        self.reconciler.reconcile(paused=unread)
        self.create(ready)
        self.memory.set_counter("cycles", number + 1)

    def is_full(self, number: int) -> bool:
        """Whether the cycle of this number reads everything: the first, and every `full_every`-th (D-16)."""
        return number % self.dataflow.decisions.full_every == 0

    def is_ready(self, flow: Flow, unread: Mapping[str, str]) -> bool:
        """Whether both types of a flow could be read in this cycle (R-16, R-53); says so if not."""
        ready = True
        for entity in (flow.source, flow.target):
            if entity in unread:
                self.pause(flow, entity, f"cannot be read: {unread[entity]}")
                ready = False
            else:
                self.memory.links.unpark(flow.slug, entity)
        return ready

    def create(self, flows: list[Flow]) -> None:
        """Parents before children: what one flow makes is a source of the next in the same cycle (D-2)."""
        self.creator.newborn = frozenset()
        for flow in flows:
            try:
                self.creator.create_missing(flow)
            except Forbidden as refusal:
                self.pause(flow, flow.target, f"cannot be created: {refusal}")

    def pause(self, flow: Flow, entity: str, reason: str) -> None:
        """Say why a flow stands still."""
        self.memory.links.park(flow.slug, entity, reason, self.memory.counter("horizon"))

    def report(self) -> list[Waiting]:
        """All that is not synchronised now: flow, entity, reason, and since when by the server's clock."""
        parked = [Waiting(p.flow, p.key, p.reason, stamp_text(p.since)) for p in self.memory.links.parked()]
        dead = self.memory.tombstones()
        left = [
            Waiting(link.flow, str(mine), f"its partner {other} was deleted", stamp_text(dead[other]))
            for link in self.memory.links.all()
            for mine, other in ((link.a, link.b), (link.b, link.a))
            if other in dead and mine not in dead
        ]
        return sorted(parked + left)

    def updates(self) -> int:
        """Accepted creations and updates so far, each counted once (R-61)."""
        return self.memory.counter("updates")

    def reset(self) -> None:
        """Forget the read positions: the next cycle reads everything."""
        self.memory.forget_positions()

    def stop(self) -> None:
        """Let files and connections go; harmless when not started."""
        if hasattr(self, "client"):
            self.client.close()
            self.memory.close()

    def kill(self) -> None:
        """Drop everything as it stands; what was not committed is lost, as by SIGKILL."""
        self.stop()
