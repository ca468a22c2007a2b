"""Starting the process of a system under test: what it is told, what it inherits, what it may use, and its end.

It finds its assignment as JSON in the file that `TALKQA_ASSIGNMENT` names, and the same facts one by one in
`TALKQA_BASE_URL`, `TALKQA_TOKEN_URL`, `TALKQA_APPLICATION_KEY`, `TALKQA_CLIENT_KEY`, `TALKQA_SUBSCRIPTION_KEY` and
`TALKQA_STATE_FOLDER`; where the target system is a client of its own, its facts in `TALKQA_TARGET_…` besides.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from talkqa.sut import frozen as _frozen
from talkqa.sut.errors import CannotStart
from talkqa.sut.guardian import guardian
from talkqa.sut.protocol import Assignment, Endpoint
from talkqa.sut.trap import trap

KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV", "PYTHONPATH")
"""All that a command inherits (our choice: enough to find an interpreter, nothing that holds a secret)."""
OUT_OF_MEMORY = re.compile(r"MemoryError|out of memory|cannot allocate memory|bad_alloc", re.I)
"""How interpreters say that they got no more."""


class Limits(NamedTuple):
    """What a system under test may use.

    seconds: for a cycle. memory: megabytes of data (heap, stacks; RLIMIT_DATA) of each of its processes; 0: no limit.
    Address space is not limited: Node and Java reserve far more of it than they ever use.
    """

    seconds: float = 60.0
    memory: int = 2048


ORDINARY = Limits()


def check_words(kind: str, argv: Sequence[str]) -> None:
    """Raises `CannotStart` for words that name no program."""
    if not argv or shutil.which(argv[0]) is None:
        raise CannotStart(f"{kind} {argv[0] if argv else ''!r}: not found on PATH; give its whole path")


def called(argv: Sequence[str]) -> str:
    """What to call a system that is known by its words only."""
    return " ".join(Path(word).name for word in argv)


def launch(
    argv: Sequence[str], assignment: Assignment, memory: int, *, reset: bool, frozen: bool = False
) -> subprocess.Popen[bytes]:
    """The command, running in a process group of its own; what it prints goes into files beside its state folder.

    memory: as in `Limits`. frozen: it stands still before its first instruction, until SIGCONT. Raises
    `CannotStart` where the system refuses to run it; of a frozen one that is seen when it goes on.
    """
    assignment.state_folder.mkdir(parents=True, exist_ok=True)
    folder = assignment.state_folder.parent
    paper = folder / "assignment.json"
    paper.touch(mode=0o600)
    paper.write_text(json.dumps(as_json(assignment, reset=reset)))
    with (folder / "sut.out").open("ab") as out, (folder / "sut.err").open("wb") as err:
        try:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", _frozen.__file__, *argv] if frozen else argv,
                env=environment(assignment, paper),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        except OSError as error:
            raise CannotStart(f"{argv[0]} cannot be run: {error.strerror}") from error
    guardian().watch(process.pid)
    if memory and hasattr(resource, "prlimit"):
        with suppress(ProcessLookupError):
            resource.prlimit(process.pid, resource.RLIMIT_DATA, (memory << 20, memory << 20))
    if frozen:
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    return process


def clear_away(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of its process group, itself included, and wait for its end."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    guardian().release(process.pid)


def last_words(assignment: Assignment, memory: int = 0) -> str:
    """The last 1,000 characters of its stderr, from a whole word on: half a key could not be taken out any more.

    memory: its limit, which is told too when it speaks of memory.
    """
    text = (assignment.state_folder.parent / "sut.err").read_text(errors="replace")
    words = (text if len(text) <= 1000 else re.sub(r"^\S*", "", text[-1000:])).strip()
    limited = memory and OUT_OF_MEMORY.search(text)
    return f"{words} (each of its processes may use {memory} MB: [sut] memory_mb)" if limited else words


def as_json(assignment: Assignment, *, reset: bool) -> dict[str, object]:
    """The assignment as the command reads it."""
    target = {"target_endpoint": facts(assignment.target)} if assignment.target else {}
    return {
        "endpoint": facts(assignment.endpoint),
        **target,
        "dataflow": assignment.dataflow,
        "state_folder": str(assignment.state_folder),
        "reset": reset,
        "pause_scale": 0,
    }


def environment(assignment: Assignment, paper: Path) -> Mapping[str, str]:
    """The command's whole environment."""
    kept = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    return {
        **kept,
        **trap().environment,
        "TALKQA_ASSIGNMENT": str(paper),
        **_variables("TALKQA_", assignment.endpoint),
        **(_variables("TALKQA_TARGET_", assignment.target) if assignment.target else {}),
        "TALKQA_STATE_FOLDER": str(assignment.state_folder),
    }


def facts(endpoint: Endpoint) -> dict[str, str]:
    """Where a client of PowerOffice answers, and its keys, as the command reads them."""
    names = ("base_url", "token_url", "application_key", "client_key", "subscription_key")
    return {name: getattr(endpoint, name) for name in names}


def _variables(prefix: str, endpoint: Endpoint) -> dict[str, str]:
    return {prefix + name.upper(): value for name, value in facts(endpoint).items()}
