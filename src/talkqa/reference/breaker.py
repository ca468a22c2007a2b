"""The breaker: when most of what is known has changed at once, a list is more likely wrong than the world (R-40)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from talkqa.reference.dataflow import Dataflow
from talkqa.reference.entities import Record, key_of
from talkqa.reference.memory import Memory
from talkqa.reference.normal import normal_form
from talkqa.reference.values import get

LEAST = 20
"""Records of a type that must have changed; our choice: below, a person's afternoon can do it."""


class Breaker:
    """Looks at lists before they are taken in. Our choice: it trips when more than half of a type has changed.

    What appears for the first time is no change, so it cannot trip while flows are new (S-7).
    """

    def __init__(self, memory: Memory, dataflow: Dataflow) -> None:
        self.memory = memory
        self.dataflow = dataflow

    def alarm(self, listings: Mapping[str, Sequence[Record]]) -> str:
        """Why nothing of these may be believed; "" when all may, or the breaker is off."""
        if not self.dataflow.decisions.breaker:
            return ""
        for entity, records in listings.items():
            changed = sum(self.counts(entity, record) for record in records)
            known = len(self.memory.alive(entity))
            if changed >= LEAST and changed * 2 > known:
                return f"{changed} of {known} {entity}s have changed at once; if that is right, switch the breaker off"
        return ""

    def counts(self, entity: str, record: Record) -> bool:
        """Whether a known record has another followed value than when it was last seen."""
        known = self.memory.record(key_of(entity, record))
        return bool(known) and any(
            normal_form(path, get(record, path)) != normal_form(path, get(known, path))
            for path in self.dataflow.paths(entity)
        )
