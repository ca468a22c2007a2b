"""What a database that lags behind would show: the records as they were some time ago.

Keeps states only while somebody follows, as each one copies the containers of the whole store.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talkqa.fake.clock import TICKS_PER_SECOND
from talkqa.fake.snapshots import Snapshot, parts

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant


LAGGING = ("v1-replica", "read-after-write")
"""The assumptions about what reads see."""
LAGS = {"ten-milliseconds": 0.01, "a-second": 1.0}
"""Their alternatives, in seconds behind."""


@dataclass(frozen=True)
class State:
    """The records since one moment. ticks: when. number: of the request that made them so."""

    ticks: int
    number: int
    store: Snapshot = field(repr=False)


class Replica:
    """The states of one tenant's records, oldest first."""

    def __init__(self) -> None:
        self._states: deque[State] = deque()
        self._ticks = 0
        self._requests = 0

    def follow(self, tenant: Tenant, seconds: float, requests: int) -> None:
        """Keep from now on what it takes to look so many seconds and requests back."""
        self._ticks = max(self._ticks, round(seconds * TICKS_PER_SECOND))
        self._requests = max(self._requests, requests)
        if not self._states:
            self._states.append(State(0, 0, _store(tenant)))

    def note(self, tenant: Tenant) -> None:
        """Records have just been written."""
        if not self._states:
            return
        here = tenant.clock.ticks, tenant.journal.latest
        self._states.append(State(*here, _store(tenant)))
        while len(self._states) > 1 and _has_arrived(self._states[1], here, self._ticks, self._requests):
            self._states.popleft()

    @contextmanager
    def behind(self, tenant: Tenant, seconds: float, requests: int) -> Iterator[None]:
        """Inside, the store holds the latest state that is so old in both respects."""
        here = tenant.clock.ticks, tenant.journal.latest
        ticks = round(seconds * TICKS_PER_SECOND)
        arrived = [state for state in self._states if _has_arrived(state, here, ticks, requests)]
        present = _store(tenant)
        (arrived or [self._states[0]])[-1].store.bring_back()
        try:
            yield
        finally:
            present.bring_back()


def _has_arrived(state: State, here: tuple[int, int], ticks: int, requests: int) -> bool:
    """here: the time in ticks, and the number of the request that looks."""
    return state.ticks + ticks <= here[0] and state.number + requests < here[1]


def _store(tenant: Tenant) -> Snapshot:
    return Snapshot(tenant, 0, (), {}, tuple(parts({"store": tenant.store}, {})))
