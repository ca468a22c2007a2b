"""The socket door: a bare ASGI application on uvicorn, in a thread, on loopback."""

from __future__ import annotations

import importlib.util
import socket
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from talkqa.fake import arrival, cable
from talkqa.fake.message import (
    JSON_HEADERS,
    AnswerLostError,
    ConnectionBrokenError,
    Headers,
    Request,
    Response,
)

if TYPE_CHECKING:
    from talkqa.fake.service import Fake

START_TIMEOUT = 10.0
"""Seconds that the server may take to accept connections."""

LARGEST_HEAD = 65_536
"""Bytes of a request line with its headers, and of no more than one piece beyond that."""
_TOO_LARGE_HEAD = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
)
APART = "/_"
"""How paths begin that the service cannot have."""

_IN_BODY = -(2**62)
"""Instead of the bytes of a head so far: what follows is body, until the message is complete."""
_CONNECTION, _WHOLE = "talkqa.connection", "talkqa.whole"


class _Protocol(HttpToolsProtocol):
    """Hands the connection to the application, which must be able to break it, and bounds the head of a request."""

    _head = 0

    def data_received(self, data: bytes) -> None:
        self._head += len(data)
        super().data_received(data)
        if self._head > LARGEST_HEAD and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE_HEAD)
            self.transport.close()

    def on_headers_complete(self) -> None:
        self._head = _IN_BODY
        scope = cast(dict[str, Any], self.scope)
        scope[_CONNECTION] = self.transport
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._head = 0
        cast(dict[str, Any], self.scope)[_WHOLE] = True
        super().on_message_complete()


class _Server(uvicorn.Server):
    """Says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class ServerError(ValueError):
    """The server did not come up."""


class Serving:
    """The fake on a socket, from `with` to its end."""

    def __init__(self, fake: Fake, port: int, routes: Sequence[BaseRoute] = ()) -> None:
        self._fake = fake
        self._port = port
        self._routes = routes

    def __enter__(self) -> Serving:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", self._port))
        except OSError as error:
            self._socket.close()
            raise ServerError(
                f"fake: port {self._port} on 127.0.0.1: {error}. Use port 0 for a free one."
            ) from error
        self._server = _Server(_config(self._fake, self._routes))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        if not self._server.ready.wait(START_TIMEOUT):
            raise ServerError(f"fake: not up after {START_TIMEOUT} s. See the log of uvicorn.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(START_TIMEOUT)
        self._socket.close()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    @property
    def base_url(self) -> str:
        """Where the operations of v2 are."""
        return f"{self.origin}/v2"

    @property
    def v1_base_url(self) -> str:
        """Where the operations of v1 are."""
        return f"{self.origin}/"

    @property
    def token_url(self) -> str:
        """Where clients sign in."""
        return f"{self.origin}/OAuth/Token"


def application(fake: Fake, routes: Sequence[BaseRoute] = ()) -> ASGIApp:
    """The fake as an ASGI application.

    routes: what stands before it and is no part of it, under paths that begin with `APART`. No other request goes
    through a router, for the fake finds its way by itself.
    """
    door = _door(fake)
    if not routes:
        return door
    beside = Starlette(routes=routes)
    beside.router.default = door  # a Mount would not match every path: a line feed in one is not matched

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        await (beside if scope["path"].startswith(APART) else door)(scope, receive, send)

    return either


def _door(fake: Fake) -> ASGIApp:
    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            request = await _read(scope, receive, fake.grace)
        except arrival.DisconnectedError:
            return
        caller = fake.caller(request)
        try:
            if caller.tenant.is_armed:
                response = await run_in_threadpool(fake.answer, request, caller)
            else:
                response = fake.answer(request, caller)
        except ConnectionBrokenError as broken:
            await cable.end(scope.get(_CONNECTION), receive, broken.ending)
        except AnswerLostError:
            await cable.end(scope.get(_CONNECTION), receive, "close")
        else:
            if response.delivery is None:
                await _send(response, send)
            else:
                await cable.carry(scope.get(_CONNECTION), receive, response, response.delivery, fake.wait)

    return door


async def _read(scope: Scope, receive: Receive, grace: float) -> Request:
    headers = Headers(scope["headers"])
    body, flaw = b"", None
    if "content-length" in headers or "transfer-encoding" in headers:
        body, flaw = await (arrival.whole(receive) if _WHOLE in scope else arrival.body(receive, grace))
    return Request(
        scope["method"].upper(),
        scope["path"],
        scope["query_string"].decode("ascii", "replace"),
        headers,
        body,
        f"{scope['scheme']}://{headers.get('host', '127.0.0.1')}",
        flaw,
    )


async def _send(response: Response, send: Send) -> None:
    headers = [*(_JSON_LINES if response.headers is JSON_HEADERS else Headers.raw(response.headers))]
    if response.status != 204:
        headers.append((b"content-length", b"%d" % len(response.body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


_JSON_LINES = Headers.raw(JSON_HEADERS)


def _config(fake: Fake, routes: Sequence[BaseRoute]) -> uvicorn.Config:
    return uvicorn.Config(
        application(fake, routes),
        http=_Protocol,
        loop="uvloop" if importlib.util.find_spec("uvloop") else "asyncio",
        ws="none",
        lifespan="off",
        access_log=False,
        proxy_headers=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
