"""The reference with other habits, each as right as its own: it proves that no check asks for a habit.

`--sut python:tests.sut.otherwise:Otherwise`. It reads the types and takes in their records in the opposite order, in
pages of a size of its own, creates the youngest first, sends every mapped property in each update (R-19 is a SHOULD),
and marks nothing that it creates (D-12).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from talkqa.reference.claims import Claim
from talkqa.reference.client import Client
from talkqa.reference.collect import Collector
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Dataflow, Flow
from talkqa.reference.entities import ADDRESS, Key, Record, stamp_of
from talkqa.reference.reconcile import Operation, Reconciler
from talkqa.reference.synchroniser import Reference
from talkqa.reference.values import is_empty
from talkqa.sut import Assignment, Endpoint, Identity

LARGEST_PAGE = 2
"""Small enough that nearly every list has several pages."""


class SmallPages(Client):
    """Asks for pages of its own size."""

    def __init__(self, endpoint: Endpoint, pause: Callable[[float], None], page_size: int = 5000) -> None:
        super().__init__(endpoint, pause, min(page_size, LARGEST_PAGE))


class Backwards(Dataflow):
    """The same flows; their types in the opposite order."""

    @cached_property
    def types(self) -> tuple[str, ...]:
        return super().types[::-1]


class NewestFirst(Collector):
    """Takes in the newest record first."""

    def in_order(self, records: list[Record]) -> Iterable[Record]:
        """Of a record that was listed twice, the older revision is not believed then (R-29)."""
        return sorted(records, key=stamp_of, reverse=True)


class YoungestFirst(Creator):
    """Links and creates from the last source to the first."""

    def sources(self, flow: Flow) -> list[Key]:
        return super().sources(flow)[::-1]


class Whole(Reconciler):
    """Sends all that it maps, not only what differs."""

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        """What does not differ is sent as it was seen a moment ago; an address that is not there is not made."""
        own = {path: self.claim((key, path)) for path in self.slots.of(key)}
        if is_empty(self.memory.record(key).get(ADDRESS)):
            own = {path: claim for path, claim in own.items() if not path.startswith(ADDRESS)}
        return super().operations_for(key, {**own, **wanted})


class Otherwise(Reference):
    """Known good, with other habits."""

    name = "reference, otherwise"
    client_class = SmallPages
    collector_class = NewestFirst
    reconciler_class = Whole
    creator_class = YoungestFirst

    def start(self, assignment: Assignment) -> Identity:
        who = super().start(assignment)
        return replace(who, offers=who.offers - {"marks", "small updates"})

    def read(self, dataflow: Mapping[str, Any]) -> Dataflow:
        """Without creation marks, whatever the profile allows."""
        read = super().read(dataflow)
        return Backwards(read.flows, replace(read.decisions, creation_mark=False), read.page_size)
