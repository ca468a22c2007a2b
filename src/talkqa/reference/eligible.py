"""Which sources are connected to something synchronised, and so may be created from (R-14)."""

from __future__ import annotations

from collections.abc import Iterator

from talkqa.reference.dataflow import Connection, Flow
from talkqa.reference.entities import Key
from talkqa.reference.linking import Linker
from talkqa.reference.values import get


class Eligibility(Linker):
    """Looked at anew in every cycle: a source need not change to become connected."""

    def connected_sources(self, flow: Flow) -> frozenset[str] | None:
        """Ids of the sources that may be created from; None where the flow asks for no connection."""
        if not flow.connected:
            return None
        return frozenset(one for link in flow.connected for one in self.connected_by(flow, link))

    def connected_by(self, flow: Flow, link: Connection) -> Iterator[str]:
        """Ids of the sources that one kind of reference connects to something synchronised."""
        for key in self.memory.alive(link.holder):
            other = get(self.memory.record(key), link.property)
            if other is None:
                continue
            is_holder = link.to != flow.source
            if self.counts(Key(link.to, str(other)) if is_holder else key):
                yield key.id if is_holder else str(other)

    def counts(self, other: Key) -> bool:
        """Whether being connected to that is enough."""
        return self.memory.links.is_synchronised(other) and self.memory.is_alive(other)
