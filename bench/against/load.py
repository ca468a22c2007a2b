"""A load over keep-alive connections: as many requests as a server answers, one at a time on each connection.

Speaks just as much HTTP/1.1 as the servers here answer with, so that one core of it is faster than any of them.
Whether it was is told with each result: `busy` near 1 means that the load was the bottleneck.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import uvloop

CONNECTIONS = 32
_PATIENCE = 60.0
"""Seconds that the last answers may take."""
_LAST_CHUNK = b"0\r\n\r\n"

Answers = list[tuple[int, bytes]]


@dataclass(frozen=True)
class Result:
    """What one server did with one kind of request.

    rate: answers a second. p50, p99: milliseconds from request to the end of its answer. failed: answers that
    were not 2xx. busy: share of the time in which the load's own core was computing.
    """

    rate: float
    p50: float
    p99: float
    failed: int
    busy: float


def drive(port: int, requests: Iterator[bytes], seconds: float) -> Result:
    """Send the requests for so many seconds. Raises ConnectionError when the server ends a connection."""
    return uvloop.run(_drive(port, requests, seconds, CONNECTIONS, None))


def exchange(port: int, request: bytes) -> tuple[int, bytes]:
    """One request by itself: status and body of its answer."""
    answers: Answers = []
    uvloop.run(_drive(port, iter([request]), 60.0, 1, answers))
    return answers[0]


class _Connection(asyncio.Protocol):
    """Sends a request as soon as the one before has been answered."""

    def __init__(self, load: _Load) -> None:
        self._load = load
        self._head = b""
        self._missing = 0
        self._chunked = False
        self._status = 0
        self._sent = 0.0
        self._body: list[bytes] = []
        self._is_over = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        self._load.lost(is_early=not self._is_over)

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._take(data)
            return
        data = self._head + data
        end = data.find(b"\r\n\r\n")
        if end < 0:
            self._head = data
            return
        head, self._head = data[:end].lower(), b""
        self._status = int(head[9:12])
        self._chunked = b"transfer-encoding: chunked" in head
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        self._missing = 1 if self._chunked else int(length or 0)
        self._take(data[end + 4 :])

    def _take(self, data: bytes) -> None:
        """More of the body. Of chunks only the end is looked for."""
        if self._load.keep is not None:
            self._body.append(data)
        if self._chunked:
            self._head = (self._head + data)[-len(_LAST_CHUNK) :]
            self._missing = int(self._head != _LAST_CHUNK)
        else:
            self._missing -= len(data)
        if not self._missing:
            self._head = b""
            self._load.answered(time.perf_counter() - self._sent, self._status)
            if self._load.keep is not None:
                body = b"".join(self._body)
                self._load.keep.append((self._status, _joined(body) if self._chunked else body))
            self._next()

    def _next(self) -> None:
        request = self._load.request()
        if request is None:
            self._is_over = True
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)


class _Load:
    """What all connections share. keep: where whole answers go, if anybody wants them."""

    def __init__(
        self, requests: Iterator[bytes], seconds: float, connections: int, keep: Answers | None
    ) -> None:
        self.keep = keep
        self.times: list[float] = []
        self.failed = 0
        self.hung_up = 0
        self.ended = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._until = time.perf_counter() + seconds
        self._open = connections

    def request(self) -> bytes | None:
        """The next one; None when it is over."""
        return next(self._requests, None) if time.perf_counter() < self._until else None

    def answered(self, seconds: float, status: int) -> None:
        """One more answer."""
        self.times.append(seconds)
        self.failed += not 200 <= status < 300

    def lost(self, is_early: bool) -> None:
        """A connection has ended; the last one ends the load."""
        self._open -= 1
        self.hung_up += is_early
        if not self._open and not self.ended.done():
            self.ended.set_result(None)


def _joined(chunks: bytes) -> bytes:
    """The body that came in chunks."""
    body = b""
    while chunks:
        size, _, rest = chunks.partition(b"\r\n")
        length = int(size, 16)
        body, chunks = body + rest[:length], rest[length + 2 :]
    return body


async def _drive(
    port: int, requests: Iterator[bytes], seconds: float, connections: int, keep: Answers | None
) -> Result:
    loop = asyncio.get_running_loop()
    load = _Load(requests, seconds, connections, keep)
    began, computed = time.perf_counter(), time.process_time()
    for _ in range(connections):
        await loop.create_connection(lambda: _Connection(load), "127.0.0.1", port)
    await asyncio.wait_for(load.ended, seconds + _PATIENCE)
    took, busy = time.perf_counter() - began, time.process_time() - computed
    times = sorted(load.times)
    if load.hung_up or not times:
        raise ConnectionError(
            f"port {port}: hung up on {load.hung_up} of {connections} after {len(times)} answers"
        )
    middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    return Result(len(times) / took, middle * 1000, late * 1000, load.failed, busy / took)
