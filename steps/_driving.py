"""Driving the SUT: starting it with its assignment, running cycles, and knowing when it has come to rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from steps._watching import Watching
from talkqa.fake import Fault, Tenant
from talkqa.sut import (
    AskedOutside,
    Assignment,
    CannotStart,
    CycleFailed,
    Endpoint,
    Identity,
    Killed,
    Synchroniser,
)

MOST_CYCLES = 8
"""Cycles within which the SUT must have come to rest (the semantics, §1 *settle*, K)."""

FULL_EVERY = 2
"""Every second cycle is a full one while checks run (D-16), so two quiet ones are one of each kind."""

AT_REST = 1
"""Quiet cycles that a Given is content with; what a Then observes needs `FULL_EVERY`."""

MOST_REQUESTS = 3000
"""Requests after which a cycle is taken for one that never ends, and the SUT is killed."""

WRITES = ("POST", "PATCH", "PUT", "DELETE")


class Driver:
    """One SUT at one tenant. `fail(expected, observed)` ends the scenario when the SUT does not do its part."""

    def __init__(
        self,
        sut: Synchroniser,
        tenant: Tenant,
        endpoint: Endpoint,
        folder: Path,
        dataflow: Callable[[], dict[str, Any]],
        fail: Callable[[str, str], NoReturn],
    ) -> None:
        self.sut, self.cycles = sut, 0
        self.identity: Identity | None = None
        self.did_not_start, self.failed = False, False
        """A start was refused; a cycle ended with a failure. Either may have happened at any time so far."""
        self._tenant, self._endpoint, self.folder = tenant, endpoint, folder
        self._dataflow, self._fail = dataflow, fail
        self._running = False
        self._quiet = 0
        self._quiet_at = 0
        """Number of the latest request up to which `_quiet` holds."""
        self._due: list[tuple[int, Callable[[], object]]] = []
        self._began = 0
        self.began: list[int] = []
        """Number of the latest request at the start of each cycle."""
        self._ran_away = False
        self.was_killed = False
        self._target: Endpoint | None = None
        self._guard(tenant)

    def join(self, tenant: Tenant, endpoint: Endpoint) -> None:
        """From the next start on the target system is another client, with the same clock and journal."""
        self._target = endpoint
        self._guard(tenant)

    def _guard(self, tenant: Tenant) -> None:
        runaway = {"when": self._is_too_much, "before": self._stop_runaway, "drop_before": True}
        tenant.plan(Fault("runaway", credential="sut", times=None, **runaway))  # type: ignore[arg-type]

    def start(self) -> None:
        """Start the SUT; its failure to start fails the check."""
        self.folder.mkdir(exist_ok=True)
        try:
            self.identity = self.sut.start(self.assignment())
        except CannotStart as error:
            self.did_not_start = True
            self._fail("the synchroniser starts", f"it did not start: {error}")
        self._running = True

    def assignment(self) -> Assignment:
        """What the SUT is told at its start; waiting moves the tenant's clock."""
        pause, watch = self._tenant.clock.advance, Watching(self._tenant, "sut")
        return Assignment(self._endpoint, self._dataflow(), self.folder, pause, watch, self._target)

    def restart(self) -> None:
        """Stop the SUT in good order; the next cycle starts it again."""
        self.sut.stop()
        self._running, self._quiet = False, 0

    def kill(self) -> None:
        """End the SUT as SIGKILL would, between two cycles; the next cycle starts it again."""
        self.was_killed = True
        self.sut.kill()
        self._running, self._quiet = False, 0

    def after_cycles(self, count: int, act: Callable[[], object]) -> None:
        """Have something done when so many more cycles have ended."""
        self._due.append((self.cycles + count, act))

    def reset(self) -> None:
        """Let the SUT forget its read position; one that was killed in its last cycle is started again for it."""
        if not self._running:
            self.start()
        self.sut.reset()
        self._quiet = 0

    def cycle(self) -> str | None:
        """Run one cycle. Returns what went wrong in it, None when nothing did."""
        if not self._running:
            self.start()
        self.cycles += 1
        self._tenant.clock.advance(1)
        before, trouble = self._tenant.journal.latest, None
        self._began, self._ran_away = before, False
        self.began.append(before)
        try:
            self.sut.cycle()
        except Killed:
            self._running, self.was_killed = False, True
        except CannotStart as error:
            self.did_not_start = True
            self._fail("the synchroniser starts", f"it did not start: {error}")
        except AskedOutside as error:
            self.failed = True
            self._fail("a synchroniser that asks PowerOffice, and nobody beyond loopback", str(error))
        except CycleFailed as error:
            trouble, self.failed = str(error), True
        if self._ran_away:
            self._fail("a cycle that ends", f"{MOST_REQUESTS} requests in one cycle, and no end")
        for due in [due for due in self._due if due[0] <= self.cycles]:
            self._due.remove(due)
            due[1]()
        wrote = any(self._is_own_write(entry) for entry in self._tenant.journal.since(before))
        was_quiet = self._quiet if before == self._quiet_at else 0
        self._quiet = 0 if wrote or trouble or not self._running else was_quiet + 1
        self._quiet_at = self._tenant.journal.latest
        return trouble

    def settled(self, rest: int = FULL_EVERY) -> None:
        """Run cycles until `rest` in a row, with nothing done in between, wrote nothing (LAW-2)."""
        trouble = None
        for _ in range(MOST_CYCLES):
            if self._quiet >= rest and self._quiet_at == self._tenant.journal.latest:
                return
            trouble = self.cycle()
        if self._quiet < rest:
            told = trouble or f"it still wrote in cycle {MOST_CYCLES}"
            self._fail(f"synchronisation at rest within {MOST_CYCLES} cycles", told)

    def stirred(self) -> None:
        """Something has changed that no request shows: what was quiet so far says nothing about it."""
        self._quiet = 0

    def looked(self) -> None:
        """What the harness has read just now does not count as something done."""
        self._quiet_at = self._tenant.journal.latest

    def _is_too_much(self, entry: Any) -> bool:
        return self._tenant.journal.latest - self._began > MOST_REQUESTS

    def _stop_runaway(self, tenant: Tenant) -> None:
        self._ran_away = True
        self.sut.kill()

    def _is_own_write(self, entry: Any) -> bool:
        return entry.credential == "sut" and entry.method in WRITES and "token" not in entry.path.lower()
