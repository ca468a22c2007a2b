"""Connector for a synchroniser that is a service: one long-running process that makes cycles of its own accord.

It is told nothing of cycles. A cycle is over when every type of its flows has been listed again and no request
has come for a moment; from then until the next one it is frozen (SIGSTOP), so that a check's edits fall between
two cycles, as they do for every other system under test.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from talkqa.sut.errors import CannotStart, CycleFailed, Killed
from talkqa.sut.launching import ORDINARY, Limits, called, check_words, clear_away, last_words, launch
from talkqa.sut.lookout import Lookout, fields, group_of
from talkqa.sut.offers import Report
from talkqa.sut.protocol import Assignment, Identity, Watch

SILENCE = 0.05
"""Seconds without a request, and without work, after which a cycle is over (our choice: many requests' worth)."""
LONG_SILENCE = 0.5
"""The same, in seconds, where the system does not tell whether a process works."""
QUIET_LOOKS = 10
"""So many looks in a row must see nothing new: one look after a long stop of this process proves nothing, as the
answer that the service waits for may not have been sent yet."""
GIVEN_UP = 1.0
"""Seconds of silence after which a cycle that did not list everything is over too: its keys may be refused."""
LOOK = 0.002
"""Seconds between two looks at what has arrived."""
PATIENCE = 5.0
"""Seconds that a service may take to end after SIGTERM."""


_PROC = Path("/proc/self/task")


class Service:
    """Starts the command once, and lets it run for one cycle at a time."""

    def __init__(self, argv: Sequence[str], limits: Limits = ORDINARY) -> None:
        self._argv = list(argv)
        self._limits = limits
        self._assignment: Assignment | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lookout: Lookout | None = None
        self._killed = threading.Event()
        self._has_run = False

    def start(self, assignment: Assignment) -> Identity:
        """Start the process, frozen. Raises `CannotStart` when there is none or no watch over its requests."""
        check_words("service", self._argv)
        if assignment.watch is None:
            raise CannotStart("a service needs a watch over its requests, to know when a cycle is over")
        self._assignment = assignment
        self._killed.clear()
        self._spawn(reset=False)
        return Identity(called(self._argv), version="unknown")

    def cycle(self) -> None:
        """Let it run until a cycle is over.

        Raises `CycleFailed` (it ended, never listed a type, or asked a host beyond loopback) or `Killed`.
        """
        if self._process is None or self._assignment is None or self._assignment.watch is None:
            raise CycleFailed("it is not running: it was killed or never started")
        watch, flows = self._assignment.watch, self._assignment.dataflow["flows"]
        wanted = {flow[side] for flow in flows for side in ("source", "target")}
        since = watch.count()  # before it runs: its first request may come at once
        self._has_run = True
        self._signal(signal.SIGCONT)
        try:
            self._until_over(watch, wanted, since)
        finally:
            self._signal(signal.SIGSTOP)
            if self._lookout:
                self._lookout.check()

    def report(self) -> Report:
        """A service has no place for a report yet."""
        return Report()

    def reset(self) -> None:
        """End it and start it again with `"reset": true` in its assignment."""
        self._end()
        self._spawn(reset=True)

    def stop(self) -> None:
        """SIGTERM, and SIGKILL for the whole process group if that is not enough."""
        self._end()
        self._assignment = None

    def kill(self) -> None:
        """SIGKILL the whole process group; callable from any thread."""
        self._killed.set()
        self._signal(signal.SIGKILL)

    def _until_over(self, watch: Watch, wanted: set[str], since: int) -> None:
        start = last = time.monotonic()
        seen, looks = since, 0
        while True:
            time.sleep(LOOK)
            self._check_alive()
            now, count = time.monotonic(), watch.count()
            looks += 1
            if count != seen:
                seen, last, looks = count, now, 0
            if (
                looks > QUIET_LOOKS
                and self._is_silent(now - last)
                and self._is_over(watch, wanted, since, now - last)
            ):
                self._signal(signal.SIGSTOP)
                if watch.count() == seen:
                    return
                self._signal(signal.SIGCONT)  # the next cycle had begun while we looked
            if now - start > self._limits.seconds:
                raise CycleFailed(self._never(wanted - set(watch.listed(since))))

    @staticmethod
    def _is_over(watch: Watch, wanted: set[str], since: int, seconds: float) -> bool:
        """Every type has been listed again, or it has tried and given up for now."""
        return not wanted - set(watch.listed(since)) or (seconds > GIVEN_UP and watch.count() > since)

    def _is_silent(self, seconds: float) -> bool:
        """No request, and nobody in its process group is at work: a machine under load makes long pauses too."""
        if seconds < SILENCE or self._process is None:
            return False
        return seconds > LONG_SILENCE if not _PROC.is_dir() else not _works(self._process.pid)

    def _never(self, missing: set[str]) -> str:
        if not missing:
            return f"it never paused for {SILENCE:g} s in {self._limits.seconds:g} s; leave a pause between two cycles"
        return f"within {self._limits.seconds:g} s it did not list {', '.join(sorted(missing))}"

    def _check_alive(self) -> None:
        assert self._process is not None
        assert self._assignment is not None
        code = self._process.poll()
        if code is None:
            return
        assignment = self._assignment
        self._clear_away()
        if self._killed.is_set():
            self._assignment = None
            raise Killed
        told = last_words(assignment, self._limits.memory)
        raise CycleFailed(f"the service ended with exit code {code}; end of its stderr: {told}")

    def _spawn(self, *, reset: bool) -> None:
        assert self._assignment is not None
        self._process = launch(self._argv, self._assignment, self._limits.memory, reset=reset, frozen=True)
        self._lookout = Lookout(self._process.pid)
        self._has_run = False

    def _end(self) -> None:
        if self._process is None:
            return
        self._signal(signal.SIGTERM if self._has_run else signal.SIGKILL)
        self._signal(signal.SIGCONT)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(PATIENCE)
        self._clear_away()

    def _clear_away(self) -> None:
        """Nothing of it is left running, and nobody looks any more."""
        if self._process is not None:
            clear_away(self._process)
        if self._lookout is not None:
            self._lookout.stop()
        self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)


def _works(group: int) -> bool:
    """Whether any thread of a process group runs, wants to run, or waits for a disk."""
    for process in group_of(group):
        with suppress(OSError):
            if any(fields(thread)[0] in "RD" for thread in process.glob("task/*/stat")):
                return True
    return False
