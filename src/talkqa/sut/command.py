"""Connector for a synchroniser that is a command: one run of it is one cycle.

What it is told and may use is in `launching`. Exit code 0 means that the cycle is done.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Sequence

from talkqa.sut.errors import CycleFailed, Killed
from talkqa.sut.launching import ORDINARY, Limits, called, check_words, clear_away, last_words, launch
from talkqa.sut.lookout import watched
from talkqa.sut.offers import Report, read_waiting
from talkqa.sut.protocol import Assignment, Identity


class Command:
    """Starts the command anew for every cycle, in a process group of its own."""

    def __init__(self, argv: Sequence[str], limits: Limits = ORDINARY) -> None:
        self._argv = list(argv)
        self._limits = limits
        self._assignment: Assignment | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = threading.Event()
        self._reset = False

    def start(self, assignment: Assignment) -> Identity:
        """Check that the command exists. Raises `CannotStart`; nothing runs yet."""
        check_words("command", self._argv)
        self._assignment = assignment
        self._killed.clear()
        return Identity(called(self._argv), version="unknown")

    def cycle(self) -> None:
        """Run the command once. Raises `CycleFailed` (exit code, time-out, host), `CannotStart` or `Killed`."""
        assignment = self._started()
        self._process = launch(self._argv, assignment, self._limits.memory, reset=self._reset)
        self._reset = False
        with watched(self._process.pid):
            code = self._wait(self._process)
        if self._killed.is_set():
            self._assignment = None
            raise Killed
        if code != 0:
            told = last_words(assignment, self._limits.memory)
            raise CycleFailed(f"the command ended with exit code {code}; end of its stderr: {told}")

    def reset(self) -> None:
        """Tell the next run to forget its read position (`"reset": true` in the assignment)."""
        self._started()
        self._reset = True

    def report(self) -> Report:
        """What the last line of its standard output tells: JSON with `report` and `updates`, both optional."""
        out = self._started().state_folder.parent / "sut.out"
        return told_in(out.read_text(errors="replace") if out.exists() else "")

    def stop(self) -> None:
        """Nothing runs between cycles, so nothing is stopped."""
        self._assignment = None

    def kill(self) -> None:
        """SIGKILL the whole process group; callable from any thread."""
        self._killed.set()
        process = self._process
        if process is not None and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            self._assignment = None

    def _wait(self, process: subprocess.Popen[bytes]) -> int:
        """Its exit code; what it leaves behind is killed."""
        try:
            return process.wait(self._limits.seconds)
        except subprocess.TimeoutExpired:
            raise CycleFailed(
                f"the cycle did not end within {self._limits.seconds:g} s; it was killed"
            ) from None
        finally:
            clear_away(process)

    def _started(self) -> Assignment:
        if self._assignment is None:
            raise CycleFailed("it is not running: it was killed or never started")
        return self._assignment


def told_in(output: str) -> Report:
    """The report in the last line of an output; an empty one where that is no JSON object."""
    try:
        told = json.loads(output.strip().rpartition("\n")[2] or "{}")
    except ValueError:
        return Report()
    if not isinstance(told, dict):
        return Report()
    rows, updates = told.get("report"), told.get("updates")
    try:
        return Report(
            read_waiting(rows) if isinstance(rows, list) else None,
            updates if isinstance(updates, int) else None,
        )
    except ValueError as error:
        raise CycleFailed(str(error)) from error
