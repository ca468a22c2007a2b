"""Collection: reads what changed, or everything, and notices what is not there any more (R-40 … R-46)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from talkqa.reference.breaker import Breaker
from talkqa.reference.client import Client
from talkqa.reference.dataflow import Dataflow
from talkqa.reference.entities import TICKS, Key, Record, address_stamp_of, key_of, stamp_of
from talkqa.reference.failures import Gone, Refused, Transient
from talkqa.reference.memory import Memory
from talkqa.reference.revisions import Revisions

OVERLAP = 5 * TICKS
"""How far before the read position a listing starts: the filter is exclusive, stamps can be equal (R-44)."""


class Collector:
    """Brings the memory up to date with PowerOffice; writes nothing to it."""

    breaker_class: type[Breaker] = Breaker

    def __init__(self, client: Client, memory: Memory, dataflow: Dataflow, revisions: Revisions) -> None:
        self.client = client
        self.memory = memory
        self.dataflow = dataflow
        self.revisions = revisions
        self.breaker = self.breaker_class(memory, dataflow)

    def collect(self, full: bool) -> Mapping[str, str]:
        """Read every type that the flows use. Returns the types that could not be read, or believed, and why."""
        since = {entity: self.since(entity, full) for entity in self.dataflow.types}
        listings: dict[str, list[Record]] = {}
        failed: dict[str, str] = {}
        for entity in self.dataflow.types:
            try:
                listings[entity] = self.client.listing(entity, since[entity])
            except (Transient, Refused) as failure:
                failed[entity] = str(failure)
        if alarm := self.breaker.alarm(listings):
            return dict.fromkeys(self.dataflow.types, alarm)
        self.raise_horizon(listings)
        for entity, records in listings.items():
            self.keep(entity, records)
        for entity, records in listings.items():
            if since[entity] is None:
                self.look_for_missing(entity, records)
        return failed

    def since(self, entity: str, full: bool) -> int | None:
        """Where a listing starts, in ticks; None for everything."""
        position = self.memory.position(entity)
        return None if full or position is None else max(0, position - OVERLAP)

    def keep(self, entity: str, records: list[Record]) -> None:
        """Revisions and the read position in one transaction: the work is safe when it moves (R-45)."""
        with self.memory.transaction():
            for record in self.in_order(records):
                self.revisions.take_in(entity, record)
            reached = [stamp_of(record) for record in records]
            self.memory.set_position(entity, max([*reached, self.memory.position(entity) or 0]))

    def in_order(self, records: list[Record]) -> Iterable[Record]:
        """Oldest first, so that of two revisions of one entity the newer is kept (R-29)."""
        return sorted(records, key=stamp_of)

    def raise_horizon(self, listings: Mapping[str, list[Record]]) -> None:
        """The highest stamp seen that is no own write's: what counts as the time of collection (R-27)."""
        own = self.memory.own_stamps()
        seen = [r for records in listings.values() for r in records if stamp_of(r) not in own]
        stamps = [max(stamp_of(record), address_stamp_of(record) or 0) for record in seen]
        self.memory.set_counter("horizon", max([*stamps, self.memory.counter("horizon")]))

    def look_for_missing(self, entity: str, records: list[Record]) -> None:
        """Not seen is not deleted: each missing entity is looked up, and only 404 is believed (R-40)."""
        listed = {key_of(entity, record) for record in records}
        for key in self.memory.alive(entity):
            if key not in listed:
                self.look_up(key)

    def look_up(self, key: Key) -> None:
        """Take in one entity as it stands now, or bury it; any other failure says nothing about it."""
        try:
            self.revisions.take_in(key.type, self.client.get(key))
        except Gone:
            self.revisions.bury(key)
        except (Transient, Refused):
            pass
