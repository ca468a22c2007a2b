"""The command connector: one run is one cycle, in a process group of its own with a clean environment."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

import pytest

from talkqa.sut import Assignment, CannotStart, CycleFailed, Endpoint, Killed
from talkqa.sut.command import Command
from talkqa.sut.launching import Limits

CANARY = "canary-of-the-environment"


def assignment(folder: Path) -> Assignment:
    """An assignment with recognisable keys."""
    (folder / "state").mkdir(exist_ok=True)
    return Assignment(
        Endpoint("http://127.0.0.1:9", "t", "app", "client", "sub"), {"flows": []}, folder / "state"
    )


def command(folder: Path, script: str, seconds: float = 20) -> Command:
    """A started command that runs a Python script."""
    sut = Command([sys.executable, "-c", script], Limits(seconds))
    sut.start(assignment(folder))
    return sut


def test_a_command_that_does_not_exist_cannot_start(tmp_path: Path) -> None:
    """Said before any cycle, with its name."""
    with pytest.raises(CannotStart, match="no-such-synchroniser"):
        Command(["no-such-synchroniser"]).start(assignment(tmp_path))


def test_each_cycle_finds_its_assignment(tmp_path: Path) -> None:
    """As JSON, with the keys, and with `reset` once after it was asked for."""
    seen = tmp_path / "seen"
    script = (
        f"import os; open({str(seen)!r}, 'a').write(open(os.environ['TALKQA_ASSIGNMENT']).read() + '\\n')"
    )
    sut = command(tmp_path, script)
    sut.cycle()
    sut.reset()
    sut.cycle()
    sut.cycle()
    papers = [json.loads(line) for line in seen.read_text().splitlines()]
    assert [paper["reset"] for paper in papers] == [False, True, False]
    assert papers[0]["endpoint"]["client_key"] == "client"
    assert papers[0]["state_folder"] == str(tmp_path / "state")


def test_the_assignment_with_its_keys_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    """Keys on disk are not for others."""
    command(tmp_path, "pass").cycle()
    assert (tmp_path / "assignment.json").stat().st_mode & 0o077 == 0


def test_the_environment_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What talkqa's own environment holds does not reach the command."""
    monkeypatch.setenv("SECRET_OF_TALKQA", CANARY)
    command(tmp_path, f"import os, sys; sys.exit({CANARY!r} in str(os.environ))").cycle()


def test_a_failing_command_fails_the_cycle_with_the_end_of_its_stderr(tmp_path: Path) -> None:
    """Exit code and last words are told."""
    sut = command(tmp_path, "import sys; sys.exit('the ledger is closed')")
    with pytest.raises(CycleFailed, match=r"exit code 1.*the ledger is closed"):
        sut.cycle()


def test_a_command_that_hangs_is_ended(tmp_path: Path) -> None:
    """With the limit in the message, in seconds."""
    sut = command(tmp_path, "import time; time.sleep(60)", seconds=0.2)
    with pytest.raises(CycleFailed, match=r"within 0\.2 s"):
        sut.cycle()


def test_a_kill_takes_the_whole_process_group(tmp_path: Path) -> None:
    """A child of the command dies with it: its pipe closes."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    child = f"open({str(pipe)!r}, 'w').write('up'); import time; time.sleep(60)"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    sut = command(tmp_path, script)

    def kill_when_up() -> None:
        pipe.read_text()
        sut.kill()

    killer = threading.Thread(target=kill_when_up)
    killer.start()
    with pytest.raises(Killed):
        sut.cycle()
    killer.join()
    with pytest.raises(CycleFailed, match="not running"):
        sut.cycle()
