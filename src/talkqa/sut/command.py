"""Connector for a synchroniser that is a command: one run of it is one cycle.

The command finds its assignment as JSON in the file that `TALKQA_ASSIGNMENT` names, and the same facts
one by one in `TALKQA_BASE_URL`, `TALKQA_TOKEN_URL`, `TALKQA_APPLICATION_KEY`, `TALKQA_CLIENT_KEY`,
`TALKQA_SUBSCRIPTION_KEY` and `TALKQA_STATE_FOLDER`. Exit code 0 means that the cycle is done.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from talkqa.sut.errors import CannotStart, CycleFailed, Killed
from talkqa.sut.offers import Report, read_waiting
from talkqa.sut.protocol import Assignment, Identity

KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONPATH")
"""All that a command inherits (our choice: enough to find an interpreter, nothing that holds a secret)."""


class Command:
    """Starts the command anew for every cycle, in a process group of its own."""

    def __init__(self, argv: Sequence[str], seconds_per_cycle: float = 60.0) -> None:
        self._argv = list(argv)
        self._seconds = seconds_per_cycle
        self._assignment: Assignment | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._killed = threading.Event()
        self._reset = False

    def start(self, assignment: Assignment) -> Identity:
        """Check that the command exists. Raises `CannotStart`; nothing runs yet."""
        if not self._argv or shutil.which(self._argv[0]) is None:
            raise CannotStart(
                f"command {self._argv[0] if self._argv else ''!r}: not found on PATH; give its whole path"
            )
        self._assignment = assignment
        assignment.state_folder.mkdir(parents=True, exist_ok=True)
        self._killed.clear()
        return Identity(name=" ".join(Path(word).name for word in self._argv), version="unknown")

    def cycle(self) -> None:
        """Run the command once. Raises `CycleFailed` (exit code, time-out), `CannotStart` or `Killed`."""
        assignment = self._started()
        folder = assignment.state_folder.parent
        paper = folder / "assignment.json"
        paper.touch(mode=0o600)
        paper.write_text(json.dumps(as_json(assignment, reset=self._reset)))
        self._reset = False
        with (folder / "sut.out").open("ab") as out, (folder / "sut.err").open("wb") as err:
            self._process = spawned(self._argv, environment(assignment, paper), out, err)
            code = self._wait()
        if self._killed.is_set():
            self._assignment = None
            raise Killed
        if code != 0:
            told = last_words(folder / "sut.err")
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

    def _wait(self) -> int:
        assert self._process is not None
        try:
            return self._process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            raise CycleFailed(f"the cycle did not end within {self._seconds:g} s; it was killed") from None

    def _started(self) -> Assignment:
        if self._assignment is None:
            raise CycleFailed("it is not running: it was killed or never started")
        return self._assignment


def last_words(file: Path) -> str:
    """The last 1,000 characters of an output, from a whole word on: half a key could not be taken out any more."""
    text = file.read_text(errors="replace")
    return (text if len(text) <= 1000 else re.sub(r"^\S*", "", text[-1000:])).strip()


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


def spawned(
    argv: Sequence[str], environment: Mapping[str, str], out: BinaryIO, err: BinaryIO
) -> subprocess.Popen[bytes]:
    """The command, running in a process group of its own. Raises `CannotStart` where the system refuses to run it."""
    try:
        return subprocess.Popen(
            argv, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )
    except OSError as error:
        raise CannotStart(f"{argv[0]} cannot be run: {error.strerror}") from error


def as_json(assignment: Assignment, *, reset: bool) -> dict[str, object]:
    """The assignment as the command reads it."""
    endpoint = assignment.endpoint
    return {
        "endpoint": {
            "base_url": endpoint.base_url,
            "token_url": endpoint.token_url,
            "application_key": endpoint.application_key,
            "client_key": endpoint.client_key,
            "subscription_key": endpoint.subscription_key,
        },
        "dataflow": assignment.dataflow,
        "state_folder": str(assignment.state_folder),
        "reset": reset,
        "pause_scale": 0,
    }


def environment(assignment: Assignment, paper: Path) -> dict[str, str]:
    """The command's whole environment."""
    endpoint = assignment.endpoint
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return kept | {
        "TALKQA_ASSIGNMENT": str(paper),
        "TALKQA_BASE_URL": endpoint.base_url,
        "TALKQA_TOKEN_URL": endpoint.token_url,
        "TALKQA_APPLICATION_KEY": endpoint.application_key,
        "TALKQA_CLIENT_KEY": endpoint.client_key,
        "TALKQA_SUBSCRIPTION_KEY": endpoint.subscription_key,
        "TALKQA_STATE_FOLDER": str(assignment.state_folder),
    }
