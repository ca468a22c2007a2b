"""Connector for a synchroniser that is a Python class: it runs in talkqa's own process and thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

import httpx

from talkqa.sut.audit import audit
from talkqa.sut.errors import AskedOutside, CannotStart, CycleFailed, Killed
from talkqa.sut.offers import Report, read_waiting
from talkqa.sut.protocol import Assignment, Identity


class Guard(httpx.BaseTransport):
    """Lets no answer through to a SUT that has been killed while it waited for it."""

    def __init__(self, inner: httpx.BaseTransport, killed: threading.Event) -> None:
        self._inner = inner
        self._killed = killed

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises `Killed` once the event is set, whatever came of the request."""
        try:
            return self._inner.handle_request(request)
        finally:
            if self._killed.is_set():
                raise Killed

    def close(self) -> None:
        """Close the transport behind."""
        self._inner.close()


class Cycling(Protocol):
    """What the class of a synchroniser has; `report` and `updates` besides, if it offers them."""

    def start(self, assignment: Assignment) -> Identity: ...
    def cycle(self) -> None: ...
    def reset(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...


class InProcess:
    """Makes a fresh object at every `start`, as a new process would have a fresh memory."""

    def __init__(self, factory: Callable[[], Cycling]) -> None:
        self._factory = factory
        self._sut: Cycling | None = None
        self._in_cycle = False
        self._killed = threading.Event()
        self._hosts: list[str] = []
        """Beyond loopback, that it asked or wanted to ask."""

    def start(self, assignment: Assignment) -> Identity:
        """Make the object and start it. Raises `CannotStart`, whatever the object raised."""
        self._killed.clear()
        travel = assignment.endpoint.transport or httpx.HTTPTransport()
        endpoint = replace(assignment.endpoint, transport=Guard(travel, self._killed))
        try:
            with audit().looking(self._hosts):
                self._sut = self._factory()
                told = self._sut.start(replace(assignment, endpoint=endpoint, watch=None))
            own = {name for name in ("report", "updates") if hasattr(self._sut, name)}
            return replace(told, offers=told.offers | own | {"clock"})
        except CannotStart:
            raise
        except Exception as error:
            raise CannotStart(f"it raised {type(error).__name__} at start: {error}") from error

    def cycle(self) -> None:
        """Run one cycle. Raises `CycleFailed` (`AskedOutside` among them) or `Killed`."""
        try:
            with audit().looking(self._hosts):
                self._cycle(self._started())
        finally:
            if self._hosts:
                raise AskedOutside(self._hosts)

    def _cycle(self, sut: Cycling) -> None:
        self._in_cycle = True
        try:
            sut.cycle()
        except Killed:
            self._drop()
            raise
        except CycleFailed:
            raise
        except Exception as error:
            raise CycleFailed(f"the cycle raised {type(error).__name__}: {error}") from error
        finally:
            self._in_cycle = False

    def reset(self) -> None:
        """Forget the read position. Raises `CycleFailed`."""
        try:
            self._started().reset()
        except Exception as error:
            raise CycleFailed(f"the reset raised {type(error).__name__}: {error}") from error

    def report(self) -> Report:
        """What the object's own `report` and `updates` say, where it has them. Raises `CycleFailed`."""
        sut: Any = self._started()
        try:
            waiting = read_waiting(sut.report()) if hasattr(sut, "report") else None
            return Report(waiting, int(sut.updates()) if hasattr(sut, "updates") else None)
        except Exception as error:
            raise CycleFailed(f"the report raised {type(error).__name__}: {error}") from error

    def stop(self) -> None:
        """Stop the object; harmless when there is none."""
        if self._sut is not None:
            self._sut.stop()
            self._sut = None

    def kill(self) -> None:
        """Drop the object as it is; inside a cycle the request under way raises `Killed` through its frames."""
        self._killed.set()
        if not self._in_cycle:
            self._drop()

    def _drop(self) -> None:
        if self._sut is not None:
            self._sut.kill()
            self._sut = None

    def _started(self) -> Cycling:
        if self._sut is None:
            raise CycleFailed("it is not running: it was killed or never started")
        return self._sut
