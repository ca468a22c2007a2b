"""The in-process connector: whatever the class does, the harness hears it in the protocol's own words."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from talkqa.sut import Assignment, CannotStart, CycleFailed, Endpoint, Identity, Killed
from talkqa.sut.inprocess import InProcess


class Tame:
    """Sends one request per cycle, and swallows every exception it can."""

    started = 0

    def start(self, assignment: Assignment) -> Identity:
        Tame.started += 1
        self.http = httpx.Client(transport=assignment.endpoint.transport)
        return Identity("tame", "1")

    def cycle(self) -> None:
        for _ in range(2):
            try:
                self.http.get("http://fake.invalid/")
            except Exception:
                continue

    def reset(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...


class Faulty(Tame):
    """Raises in every call."""

    def start(self, assignment: Assignment) -> Identity:
        raise ZeroDivisionError("at start")


class FaultyLater(Tame):
    """Starts well, then raises."""

    def cycle(self) -> None:
        raise KeyError("in cycle")

    def reset(self) -> None:
        raise KeyError("in reset")


def assignment(transport: httpx.BaseTransport, folder: Path) -> Assignment:
    """An assignment that says nothing."""
    return Assignment(Endpoint("http://fake.invalid", "", "a", "c", "s", transport), {}, folder)


def quiet() -> httpx.MockTransport:
    """Answers 200 to everything."""
    return httpx.MockTransport(lambda request: httpx.Response(200))


def test_a_crash_at_start_is_cannot_start(tmp_path: Path) -> None:
    """The exception's own words reach the report."""
    with pytest.raises(CannotStart, match="ZeroDivisionError at start: at start"):
        InProcess(Faulty).start(assignment(quiet(), tmp_path))


def test_a_crash_in_a_cycle_is_cycle_failed(tmp_path: Path) -> None:
    """So is one in a reset."""
    sut = InProcess(FaultyLater)
    sut.start(assignment(quiet(), tmp_path))
    with pytest.raises(CycleFailed, match="KeyError"):
        sut.cycle()
    with pytest.raises(CycleFailed, match="KeyError"):
        sut.reset()


def test_a_kill_passes_through_handlers_of_exceptions(tmp_path: Path) -> None:
    """SIGKILL leaves no handler a chance: the second request of the cycle is never sent."""
    requests: list[str] = []
    sut = InProcess(Tame)

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request.method)
        sut.kill()
        return httpx.Response(200)

    sut.start(assignment(httpx.MockTransport(answer), tmp_path))
    with pytest.raises(Killed):
        sut.cycle()
    assert requests == ["GET"]
    with pytest.raises(CycleFailed, match="not running"):
        sut.cycle()


def test_a_start_after_a_kill_makes_a_fresh_object(tmp_path: Path) -> None:
    """Nothing in memory survives, as with a process."""
    Tame.started = 0
    sut = InProcess(Tame)
    sut.start(assignment(quiet(), tmp_path))
    sut.kill()
    sut.start(assignment(quiet(), tmp_path))
    sut.cycle()
    assert Tame.started == 2
