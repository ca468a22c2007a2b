"""A process that outlives talkqa by a moment: it kills what talkqa leaves running when it is killed itself.

It reads process groups from a pipe, one a line, a minus before one that has ended; the pipe's end is talkqa's end,
however that came. Run as a script, it imports nothing of ours.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache


class Guardian:
    """The other end of the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def watch(self, group: int) -> None:
        """Kill that process group when this process is no more."""
        self._tell(group)

    def release(self, group: int) -> None:
        """It has ended."""
        self._tell(-group)

    def _tell(self, number: int) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            os.write(self._process.stdin.fileno(), b"%d\n" % number)


def guardian() -> Guardian:
    """The guardian of this process; a fork gets one of its own."""
    return _guardian_of(os.getpid())


@cache
def _guardian_of(process: int) -> Guardian:
    return Guardian()


def guard(lines: Iterable[str]) -> None:
    """Kill the groups that are still there at the end."""
    groups: set[int] = set()
    for number in map(int, lines):
        if number > 0:
            groups.add(number)
        else:
            groups.discard(-number)
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    guard(sys.stdin)
