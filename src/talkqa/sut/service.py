"""Connector for a synchroniser that is a service: one long-running process that makes cycles of its own accord.

It is told nothing of cycles. A cycle is over when every type of its flows has been listed again and no request
has come for a moment; from then until the next one it is frozen (SIGSTOP), so that a check's edits fall between
two cycles, as they do for every other system under test.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from talkqa.sut.command import as_json, environment, last_words, spawned
from talkqa.sut.errors import CannotStart, CycleFailed, Killed
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

    def __init__(self, argv: Sequence[str], seconds_per_cycle: float = 60.0) -> None:
        self._argv = list(argv)
        self._seconds = seconds_per_cycle
        self._assignment: Assignment | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = threading.Event()
        self._has_run = False

    def start(self, assignment: Assignment) -> Identity:
        """Start the process, frozen. Raises `CannotStart` when there is none or no watch over its requests."""
        if not self._argv or shutil.which(self._argv[0]) is None:
            raise CannotStart(
                f"service {self._argv[0] if self._argv else ''!r}: not found on PATH; give its whole path"
            )
        if assignment.watch is None:
            raise CannotStart("a service needs a watch over its requests, to know when a cycle is over")
        self._assignment = assignment
        self._killed.clear()
        self._spawn(reset=False)
        return Identity(name=" ".join(Path(word).name for word in self._argv), version="unknown")

    def cycle(self) -> None:
        """Let it run until a cycle is over. Raises `CycleFailed` (it ended, or never listed a type) or `Killed`."""
        if self._process is None or self._assignment is None or self._assignment.watch is None:
            raise CycleFailed("it is not running: it was killed or never started")
        watch, flows = self._assignment.watch, self._assignment.dataflow["flows"]
        wanted = {flow[side] for flow in flows for side in ("source", "target")}
        self._has_run = True
        self._signal(signal.SIGCONT)
        try:
            self._until_over(watch, wanted, watch.count())
        finally:
            self._signal(signal.SIGSTOP)

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
            if now - start > self._seconds:
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
            return (
                f"it never paused for {SILENCE:g} s in {self._seconds:g} s; leave a pause between two cycles"
            )
        return f"within {self._seconds:g} s it did not list {', '.join(sorted(missing))}"

    def _check_alive(self) -> None:
        assert self._process is not None
        assert self._assignment is not None
        code = self._process.poll()
        if code is None:
            return
        self._process = None
        if self._killed.is_set():
            self._assignment = None
            raise Killed
        told = last_words(self._assignment.state_folder.parent / "sut.err")
        raise CycleFailed(f"the service ended with exit code {code}; end of its stderr: {told}")

    def _spawn(self, *, reset: bool) -> None:
        assert self._assignment is not None
        self._assignment.state_folder.mkdir(parents=True, exist_ok=True)
        folder = self._assignment.state_folder.parent
        paper = folder / "assignment.json"
        paper.touch(mode=0o600)
        paper.write_text(json.dumps(as_json(self._assignment, reset=reset)))
        with (folder / "sut.out").open("ab") as out, (folder / "sut.err").open("wb") as err:
            self._process = spawned(self._argv, environment(self._assignment, paper), out, err)
        self._has_run = False
        self._signal(signal.SIGSTOP)

    def _end(self) -> None:
        if self._process is None:
            return
        self._signal(signal.SIGTERM if self._has_run else signal.SIGKILL)
        self._signal(signal.SIGCONT)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)


def _works(group: int) -> bool:
    """Whether any thread of a process group runs, wants to run, or waits for a disk."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(_fields(stat)[2]) == group and any(
                _fields(thread)[0] in "RD" for thread in stat.parent.glob("task/*/stat")
            ):
                return True
    return False


def _fields(stat: Path) -> list[str]:
    """State, parent, group … of a process: what follows its name, which may hold blanks and parentheses."""
    return stat.read_text(errors="replace").rpartition(")")[2].split()
