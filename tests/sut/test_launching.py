"""What a system under test in a process of its own may use, and what is left of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from talkqa.sut import Assignment, CycleFailed, Endpoint
from talkqa.sut.command import Command
from talkqa.sut.launching import Limits, as_json, environment
from tests.sut.waiting import lives, until


def assignment(folder: Path) -> Assignment:
    """Enough to start something."""
    return Assignment(
        Endpoint("http://127.0.0.1:9", "t", "app", "client", "sub"), {"flows": []}, folder / "state"
    )


def command(folder: Path, script: str, limits: Limits) -> Command:
    """A started command that runs a Python script."""
    sut = Command([sys.executable, "-c", script], limits)
    sut.start(assignment(folder))
    return sut


GREED = "import time; time.sleep(0.1); print(len(bytearray(300 << 20)))"


def test_who_takes_more_memory_than_allowed_fails_and_is_told_the_limit(tmp_path: Path) -> None:
    """300 MB where 200 are allowed; the key that sets it is named."""
    with pytest.raises(CycleFailed, match=r"MemoryError \(each of its processes may use 200 MB.*memory_mb"):
        command(tmp_path, GREED, Limits(20, 200)).cycle()


@pytest.mark.parametrize("memory", [400, 0])
def test_who_takes_less_is_left_alone(tmp_path: Path, memory: int) -> None:
    """0 is no limit."""
    command(tmp_path, GREED, Limits(20, memory)).cycle()
    assert (tmp_path / "sut.out").read_text() == f"{300 << 20}\n"


def test_what_a_command_leaves_running_is_killed_when_its_cycle_ends(tmp_path: Path) -> None:
    """Or it would write into the next check."""
    child = "[sys.executable, '-c', 'import time; time.sleep(60)']"
    script = f"import subprocess, sys; print(subprocess.Popen({child}).pid)"
    command(tmp_path, script, Limits()).cycle()
    until(lambda: not lives(int((tmp_path / "sut.out").read_text())))


HOST = """
import sys, time
from dataclasses import replace
from pathlib import Path
from talkqa.sut.launching import launch
from tests.sut.test_launching import assignment
sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
print(launch(sleeper, assignment(Path(sys.argv[1])), 0, reset=False).pid, flush=True)
time.sleep(60)
"""


def test_nothing_is_left_running_when_talkqa_is_killed(tmp_path: Path) -> None:
    """SIGKILL lets talkqa tidy up nothing; its guardian does."""
    with subprocess.Popen([sys.executable, "-c", HOST, str(tmp_path)], stdout=subprocess.PIPE) as host:
        assert host.stdout is not None
        pid = int(host.stdout.readline())
        assert lives(pid)
        os.kill(host.pid, signal.SIGKILL)
        until(lambda: not lives(pid))


def test_a_second_client_is_told_apart_from_the_first(tmp_path: Path) -> None:
    """Its keys stand beside the others under names of their own; who has one client sees no such names."""
    told = assignment(tmp_path)
    both = replace(told, target=Endpoint("http://127.0.0.1:9", "t", "app2", "client2", "sub2"))
    assert set(environment(both, tmp_path)) - set(environment(told, tmp_path)) == {
        "TALKQA_TARGET_BASE_URL",
        "TALKQA_TARGET_TOKEN_URL",
        "TALKQA_TARGET_APPLICATION_KEY",
        "TALKQA_TARGET_CLIENT_KEY",
        "TALKQA_TARGET_SUBSCRIPTION_KEY",
    }
    assert environment(both, tmp_path)["TALKQA_TARGET_CLIENT_KEY"] == "client2"
    assert environment(both, tmp_path)["TALKQA_CLIENT_KEY"] == "client"
    assert "target_endpoint" not in as_json(told, reset=False)
    assert as_json(both, reset=False)["target_endpoint"] == {
        "base_url": "http://127.0.0.1:9",
        "token_url": "t",
        "application_key": "app2",
        "client_key": "client2",
        "subscription_key": "sub2",
    }
