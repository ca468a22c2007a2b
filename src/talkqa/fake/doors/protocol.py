"""uvicorn's protocol with three habits more: it bounds the head of a request, it hands the connection over to be
broken, and it answers at once what needs no waiting.

Most requests arrive whole and are answered in microseconds. A task and two messages for each of them would
add half to what the door costs (our choice: measured). All others go uvicorn's way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any, cast
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from talkqa.fake.clock import TICKS_PER_SECOND, http_date
from talkqa.fake.doors.asgi import CONNECTION, Door, Told
from talkqa.fake.message import Fixed, Headers, Response

LARGEST_HEAD = 65_536
"""Bytes of a request line with its headers, and of no more than one piece beyond that."""
_TOO_LARGE_HEAD = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)
_LONG = 16_384
"""Bytes of a body that is not worth a copy."""
_IN_BODY = -(2**62)
"""Instead of the bytes of a head so far: what follows is body, until the message is complete."""


class Protocol(HttpToolsProtocol):
    """One connection."""

    _head = 0
    _held: list[bytes] | None = None
    """The body so far of a request that uvicorn has not been told of, as it may be here as a whole."""
    _rests_since: float | None = None
    """When the last answer at once was written, by the loop's clock; None when uvicorn sees to idleness."""

    def data_received(self, data: bytes) -> None:
        self._head += len(data)
        super().data_received(data)
        if self._held is not None:
            self._hand_over()
        if self._head > LARGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE_HEAD)
            self.transport.close()

    def on_message_begin(self) -> None:
        """What uvicorn does, but for the scope: that comes with `_hand_over`."""
        self.url = b""
        self.headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self._head = _IN_BODY
        self._held = []
        if self.cycle is not None and not self.cycle.response_complete:
            self._hand_over()  # it waits behind another one

    def on_body(self, body: bytes) -> None:
        if self._held is None:
            super().on_body(body)
        else:
            self._held.append(body)

    def on_message_complete(self) -> None:
        self._head = 0
        if self._held is not None:
            told = self._told(b"".join(self._held))
            if told is not None and _is_plain(told.outcome):
                self._held = None
                self._write(cast(Response, told.outcome), told.ticks)
                return
            self._hand_over(told)
        super().on_message_complete()

    def _told(self, body: bytes) -> Told | None:
        """What came of the request that is here as a whole; None when that has to wait, or is unusual."""
        parser = self.parser
        if not parser.should_keep_alive() or parser.get_http_version() != "1.1" or self.flow.write_paused:
            return None
        method = parser.get_method().decode("ascii")
        if method == "HEAD":
            return None
        url = httptools.parse_url(self.url)
        path, query = url.path.decode("ascii"), (url.query or b"").decode("ascii", "replace")
        door = cast(Door, self.config.app)
        return door.at_once(
            method, unquote(path) if "%" in path else path, query, Headers(self.headers), body, self.scheme
        )

    def _hand_over(self, told: Told | None = None) -> None:
        """Let uvicorn see to the request that has been held back. told: what came of it, if it was carried out."""
        pieces, self._held = self._held or (), None
        if self.transport.is_closing():
            return
        url, lines = self.url, self.headers
        super().on_message_begin()
        self.url = url
        for name, value in lines:
            super().on_header(name, value)
        cast(dict[str, Any], self.scope)[CONNECTION] = self.transport
        app = self.app
        if told is not None:
            self.app = partial(cast(Door, self.config.app).give, told)
        super().on_headers_complete()
        self.app = app
        for piece in pieces:
            super().on_body(piece)

    def _write(self, response: Response, ticks: int) -> None:
        """What uvicorn does for an answer that is all there."""
        length = b"" if response.status == 204 else b"content-length: %d\r\n" % len(response.body)
        headers = response.headers
        own = headers.lines if type(headers) is Fixed else _lines(Headers.raw(headers))
        date = _date_line(ticks // TICKS_PER_SECOND)
        head, body = b"".join((STATUS_LINE[response.status], date, own, length, b"\r\n")), response.body
        if len(body) < _LONG:
            self.transport.write(head + body)
        else:
            self.transport.writelines((head, body))
        self._rest()

    def _rest(self) -> None:
        """Nothing to do until the client sends more. One timer serves for all requests that come in time."""
        self.server_state.total_requests += 1
        self._rests_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._watch(self.timeout_keep_alive)

    def _watch(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection when it has been idle for as long as it may be, else look again later."""
        self.timeout_keep_alive_task = None
        if self._rests_since is None:
            return
        left = self._rests_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._watch(left)
        else:
            super().timeout_keep_alive_handler()

    def _unset_keepalive_if_required(self) -> None:
        """A request comes: the timer may go on, it will see that somebody was busy."""
        self._rests_since = None

    def on_response_complete(self) -> None:
        super()._unset_keepalive_if_required()
        super().on_response_complete()
        self._rests_since = self.loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        super()._unset_keepalive_if_required()
        super().connection_lost(exc)


def _is_plain(outcome: Response | Exception) -> bool:
    """An answer that ends no connection, and nothing in its headers can end a line."""
    if not isinstance(outcome, Response) or outcome.delivery is not None:
        return False
    headers = outcome.headers
    if type(headers) is Fixed:
        return True
    if "connection" in headers or "date" in headers:
        return False
    return all(value.isprintable() for value in headers.values())


def _lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    return b"".join([b"%s: %s\r\n" % line for line in headers])


@lru_cache(maxsize=64)
def _date_line(second: int) -> bytes:
    return b"date: %s\r\n" % http_date(second * TICKS_PER_SECOND).encode()
