"""The socket door: the ASGI application on uvicorn, in a thread, on loopback."""

from __future__ import annotations

import importlib.util
import socket
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import uvicorn
from starlette.routing import BaseRoute

from talkqa.fake.doors.asgi import Door
from talkqa.fake.doors.protocol import Protocol

if TYPE_CHECKING:
    from talkqa.fake.service import Fake

START_TIMEOUT = 10.0
"""Seconds that the server may take to accept connections."""


class _Server(uvicorn.Server):
    """Says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class _Https(Protocol):
    """Leaves at the end without farewell: a client that does not listen just then would not return it."""

    def shutdown(self) -> None:
        super().shutdown()
        if self.transport.is_closing():
            self.transport.abort()


class ServerError(ValueError):
    """The server did not come up."""


class Serving:
    """The fake on a socket, from `with` to its end.

    certificate: a PEM file with the certificate and its key, for clients that speak https and nothing else.
    """

    def __init__(
        self, fake: Fake, port: int, routes: Sequence[BaseRoute] = (), certificate: Path | None = None
    ) -> None:
        self._fake = fake
        self._port = port
        self._routes = routes
        self._certificate = certificate

    def __enter__(self) -> Serving:
        if self._certificate is not None:
            _require_certificate(self._certificate)  # uvicorn would find out where nobody sees it
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", self._port))
        except OSError as error:
            self._socket.close()
            raise ServerError(
                f"fake: port {self._port} on 127.0.0.1: {error}. Use port 0 for a free one."
            ) from error
        self._server = _Server(_config(self._fake, self._routes, self._certificate))
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
        scheme = "https" if self._certificate else "http"
        return f"{scheme}://127.0.0.1:{self._socket.getsockname()[1]}"

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


def _require_certificate(file: Path) -> None:
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(file, password=_no_password)
    except (OSError, ValueError) as error:  # of OpenSSL's too
        raise ServerError(
            f"certificate: {file}: {error}. Expected a PEM file with a certificate and its key, without password."
        ) from error


def _no_password() -> str:
    raise ValueError("the key has a password")


def _config(fake: Fake, routes: Sequence[BaseRoute], certificate: Path | None) -> uvicorn.Config:
    return uvicorn.Config(
        Door(fake, routes),
        http=_Https if certificate else Protocol,
        loop="uvloop" if importlib.util.find_spec("uvloop") else "asyncio",
        ws="none",
        lifespan="off",
        access_log=False,
        proxy_headers=False,
        log_config=None,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
        ssl_certfile=certificate,
    )
