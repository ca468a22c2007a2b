"""The service connector: one process makes its cycles itself, and stands still between them."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from talkqa.sut import Assignment, CannotStart, CycleFailed, Endpoint, Killed
from talkqa.sut.launching import Limits
from talkqa.sut.service import Service

DATAFLOW = {"flows": [{"source": "Employee", "target": "Contactperson"}]}
LISTING = """
import os, time
def say(word):
    with open(os.environ["TALKQA_STATE_FOLDER"] + "/log", "a") as log:
        log.write(word + "\\n")
"""
CYCLES = LISTING + 'while True: say("Employee"); time.sleep(0.001); say("Contactperson"); time.sleep(0.2)'


class Log:
    """A watch over a service that writes its requests to a file, a line each."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "log"

    def lines(self) -> list[str]:
        return self._file.read_text().splitlines() if self._file.exists() else []

    def count(self) -> int:
        return len(self.lines())

    def listed(self, since: int) -> Sequence[str]:
        return self.lines()[since:]


@contextmanager
def service(folder: Path, script: str, seconds: float = 20) -> Iterator[tuple[Service, Log]]:
    """A started service that runs a Python script, ended whatever comes."""
    state = folder / "state"
    state.mkdir(parents=True)
    log = Log(state)
    sut = Service([sys.executable, "-c", script], Limits(seconds))
    endpoint = Endpoint("http://127.0.0.1:9", "t", "app", "client", "sub")
    sut.start(Assignment(endpoint, DATAFLOW, state, watch=log))
    try:
        yield sut, log
    finally:
        sut.kill()


def test_it_makes_one_cycle_when_asked_for_one(tmp_path: Path) -> None:
    """Both types are listed in each, and nothing happens before, between and after."""
    with service(tmp_path, CYCLES) as (sut, log):
        assert log.lines() == []
        sut.cycle()
        assert log.lines() == ["Employee", "Contactperson"]
        sut.cycle()
        assert log.lines() == ["Employee", "Contactperson"] * 2


def test_a_long_piece_of_work_between_two_requests_does_not_end_the_cycle(tmp_path: Path) -> None:
    """Silence counts only when nobody works: 0.3 s of computing is no pause."""
    work = "end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    script = LISTING + f'say("Employee"); say("Contactperson")\n{work}\nsay("late"); time.sleep(60)'
    with service(tmp_path, script) as (sut, log):
        sut.cycle()
        assert log.lines() == ["Employee", "Contactperson", "late"]


def test_a_type_that_is_never_listed_is_named(tmp_path: Path) -> None:
    """The most common mistake of a set-up, told with the type."""
    script = LISTING + 'while True: say("Employee"); time.sleep(0.2)'
    with (
        service(tmp_path, script, seconds=0.5) as (sut, _),
        pytest.raises(CycleFailed, match=r"did not list Contactperson"),
    ):
        sut.cycle()


def test_a_service_that_tried_and_gave_up_has_made_a_cycle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its keys may be refused: it asks once, and waits before it asks again."""
    monkeypatch.setattr("talkqa.sut.service.GIVEN_UP", 0.1)
    with service(tmp_path, LISTING + 'say("sign-in"); time.sleep(60)') as (sut, log):
        sut.cycle()
        assert log.lines() == ["sign-in"]


def test_a_service_that_ends_is_told_with_its_last_words(tmp_path: Path) -> None:
    """Exit code and stderr."""
    with (
        service(tmp_path, 'raise SystemExit("no such key")') as (sut, _),
        pytest.raises(CycleFailed, match=r"exit code 1; .*no such key"),
    ):
        sut.cycle()


def test_killed_in_a_cycle_it_is_gone_with_its_children(tmp_path: Path) -> None:
    """SIGKILL reaches the whole process group."""
    child = f"[{sys.executable!r}, '-c', 'import time; time.sleep(60)']"
    script = f"import subprocess\np = subprocess.Popen({child})\n{LISTING}\nsay(str(p.pid)); time.sleep(60)"
    with service(tmp_path, script) as (sut, log):

        def strike() -> None:
            _until(lambda: log.count() == 1)
            sut.kill()

        killer = threading.Thread(target=strike)
        killer.start()
        with pytest.raises(Killed):
            sut.cycle()
        killer.join()
        _until(lambda: not _lives(int(log.lines()[0])))


def test_a_reset_starts_it_again_and_tells_it(tmp_path: Path) -> None:
    """The assignment then says reset."""
    script = LISTING + (
        "import json; say(str(json.load(open(os.environ['TALKQA_ASSIGNMENT']))['reset']))\n"
        'while True: say("Employee"); say("Contactperson"); time.sleep(0.2)'
    )
    with service(tmp_path, script) as (sut, log):
        sut.cycle()
        sut.reset()
        sut.cycle()
        assert [line for line in log.lines() if line in ("True", "False")] == ["False", "True"]


def test_a_command_that_does_not_exist_cannot_start(tmp_path: Path) -> None:
    """Said before any cycle, with its name."""
    with pytest.raises(CannotStart, match="no-such-service"):
        Service(["no-such-service"]).start(
            Assignment(Endpoint("u", "t", "a", "c", "s"), DATAFLOW, tmp_path, watch=Log(tmp_path))
        )


def test_a_service_stands_still_until_its_first_cycle(tmp_path: Path) -> None:
    """From before its first instruction: what it did earlier would belong to no cycle."""
    with service(tmp_path, LISTING + 'say("too early"); time.sleep(60)') as (_, log):
        threading.Event().wait(0.3)
        assert log.lines() == []


def test_a_file_that_is_no_program_is_told_as_such(tmp_path: Path) -> None:
    """As for a command; no shell tries its luck with it."""
    path = tmp_path / "service"
    path.write_text("touch here")
    path.chmod(0o700)
    sut = Service([str(path)])
    sut.start(
        Assignment(Endpoint("u", "t", "a", "c", "s"), DATAFLOW, tmp_path / "state", watch=Log(tmp_path))
    )
    with pytest.raises(CycleFailed, match=r"service cannot be run: Exec format error"):
        sut.cycle()


def test_a_service_deaf_to_its_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM first, then SIGKILL."""
    monkeypatch.setattr("talkqa.sut.service.PATIENCE", 0.1)
    script = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + LISTING
    script += 'say(str(os.getpid())); say("Employee"); say("Contactperson"); time.sleep(60)'
    with service(tmp_path, script) as (sut, log):
        sut.cycle()
        sut.stop()
        assert not _lives(int(log.lines()[0]))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGCONT)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def _until(holds: Callable[[], bool]) -> None:
    """Wait until a condition holds, ten seconds at most."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, "it never came true"
        threading.Event().wait(0.005)
