"""The border to the system under test: all that talkqa asks of it, and all that it is told.

A SUT receives where PowerOffice is, its own keys, the dataflow to honour and a folder for its
memory. It never receives an expected value, and nothing of the harness's own knowledge.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import httpx

from talkqa.sut.offers import USUAL, Report


@dataclass(frozen=True)
class Endpoint:
    """Where PowerOffice Go answers, and with which keys the SUT signs in."""

    base_url: str
    token_url: str
    application_key: str = field(repr=False)
    client_key: str = field(repr=False)
    subscription_key: str = field(repr=False)
    transport: httpx.BaseTransport | None = field(default=None, repr=False)
    """In process only: how requests travel. None means the network."""


class Watch(Protocol):
    """What a connector may know of the requests that its system under test has made. No SUT receives it."""

    def count(self) -> int:
        """Requests so far, of all kinds."""
        ...

    def listed(self, since: int) -> Sequence[str]:
        """The types whose listing was asked for after that many requests."""
        ...


@dataclass(frozen=True)
class Assignment:
    """What an implementer would configure: an endpoint, a dataflow and a place to remember things.

    target: the endpoint of the target system, where the two systems are two clients of PowerOffice (D-1, only for
    those that offer `two clients`); `endpoint` is then the source system's. None: both are one client.
    dataflow: the JSON object that `docs/your-own-synchroniser.md` shows (flows with their property pairs, decisions).
    pause: waits for that many seconds; the harness hands in one that moves the virtual clock instead.
    watch: for connectors that must know when a cycle is over.
    """

    endpoint: Endpoint
    dataflow: Mapping[str, Any]
    state_folder: Path
    pause: Callable[[float], None] = time.sleep
    watch: Watch | None = field(default=None, repr=False)
    target: Endpoint | None = None


@dataclass(frozen=True)
class Identity:
    """Who the SUT says it is; shown in every report."""

    name: str
    version: str
    offers: frozenset[str] = USUAL
    """Names of `OFFERS`."""


class Synchroniser(Protocol):
    """A system under test, driven by cycles.

    A cycle is one full round: collect, reconcile, write, over all flows of the assignment. `reset`
    forgets the read position (never the links), so that the next cycle reads everything. `kill`
    is SIGKILL: nothing is tidied up, and the next `start` gets the same state folder.
    """

    def start(self, assignment: Assignment) -> Identity:
        """Get ready to run cycles. Raises `CannotStart`."""
        ...

    def cycle(self) -> None:
        """Run one cycle to its end. Raises `CycleFailed`, or `Killed` when `kill` struck in it."""
        ...

    def reset(self) -> None:
        """Forget the read position before the next cycle."""
        ...

    def report(self) -> Report:
        """What it tells about itself after its last cycle; nothing, where it offers no report."""
        ...

    def stop(self) -> None:
        """End in good order; harmless when not started."""
        ...

    def kill(self) -> None:
        """End at once, as SIGKILL would."""
        ...
