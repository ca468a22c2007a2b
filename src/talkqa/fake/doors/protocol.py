"""uvicorn's protocol with three habits more: it bounds the head of a request, it hands the connection over to be
broken, and it answers at once what needs no waiting.

Most requests arrive whole and are answered in microseconds. A task and two messages for each of them would
add half to what the door costs (our choice: measured). All others go uvicorn's way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from talkqa.fake.clock import http_date
from talkqa.fake.doors.asgi import CONNECTION, Door
from talkqa.fake.message import JSON_HEADERS, Headers, Response

LARGEST_HEAD = 65_536
"""Bytes of a request line with its headers, and of no more than one piece beyond that."""
_TOO_LARGE_HEAD = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)
_IN_BODY = -(2**62)
"""Instead of the bytes of a head so far: what follows is body, until the message is complete."""


class Protocol(HttpToolsProtocol):
    """One connection."""

    _head = 0
    _is_parsing = False
    _fresh: RequestResponseCycle | None = None
    """The request whose head has just been parsed."""

    def data_received(self, data: bytes) -> None:
        self._head += len(data)
        self._is_parsing = True
        super().data_received(data)
        self._is_parsing = False
        if self._fresh is not None:
            self._begin(self._fresh)
        if self._head > LARGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE_HEAD)
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._head = _IN_BODY
        cast(dict[str, Any], self.scope)[CONNECTION] = self.transport
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._head = 0
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Not while the bytes are parsed: the whole request may be among them."""
        if self._is_parsing:
            self._fresh = cycle
        else:
            super()._start_asgi_task(cycle, app)

    def _begin(self, cycle: RequestResponseCycle) -> None:
        """Answer a request that is all here, and let a task see to any other."""
        self._fresh = None
        door = cast(Door, self.config.app)
        is_usual = not cycle.more_body and cycle.keep_alive and not self.flow.write_paused
        told = door.at_once(cast(Scope, cycle.scope), bytes(cycle.body)) if is_usual else None
        if told is None:
            super()._start_asgi_task(cycle, self.app)
        elif _is_plain(told.outcome) and cycle.scope["method"] != "HEAD":
            self._write(cycle, cast(Response, told.outcome), told.ticks)
        else:
            super()._start_asgi_task(cycle, partial(door.give, told))

    def _write(self, cycle: RequestResponseCycle, response: Response, ticks: int) -> None:
        """What `uvicorn` does for an answer that is all there."""
        length = b"" if response.status == 204 else b"content-length: %d\r\n" % len(response.body)
        own = _JSON_LINES if response.headers is JSON_HEADERS else _lines(Headers.raw(response.headers))
        date = f"date: {http_date(ticks)}\r\n".encode()
        self.transport.write(
            b"".join((STATUS_LINE[response.status], date, own, length, b"\r\n", response.body))
        )
        cycle.response_started = cycle.response_complete = True
        self.on_response_complete()


def _is_plain(outcome: Response | Exception) -> bool:
    """An answer that ends no connection, and nothing in its headers can end a line."""
    if not isinstance(outcome, Response) or outcome.delivery is not None:
        return False
    headers = outcome.headers
    if "connection" in headers or "date" in headers:
        return False
    return headers is JSON_HEADERS or all(value.isprintable() for value in headers.values())


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join([b"%s: %s\r\n" % line for line in headers])


_JSON_LINES = _lines(Headers.raw(JSON_HEADERS))
