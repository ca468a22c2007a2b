"""The fake as an ASGI application, for any server that speaks ASGI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from talkqa.fake.doors import arrival, cable
from talkqa.fake.errors import RefusalError
from talkqa.fake.message import (
    AnswerLostError,
    ConnectionBrokenError,
    Headers,
    Request,
    Response,
)

if TYPE_CHECKING:
    from talkqa.fake.service import Caller, Fake

APART = "/_"
"""How paths begin that the service cannot have."""
CONNECTION = "talkqa.connection"
"""Where a scope holds the connection itself, for the faults that break it."""


class Told(NamedTuple):
    """What came of a request: an answer, or why there is none. ticks: when, by the clock of its tenant."""

    outcome: Response | Exception
    ticks: int


class Door:
    """The application.

    routes: what stands before the fake and is no part of it, under paths that begin with `APART`. No other request
    goes through a router, for the fake finds its way by itself.
    """

    def __init__(self, fake: Fake, routes: Sequence[BaseRoute] = ()) -> None:
        self._fake = fake
        self._beside = Starlette(routes=routes) if routes else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, at the pace of its sender."""
        if self._beside is not None and scope["path"].startswith(APART):
            await self._beside(scope, receive, send)
            return
        headers = Headers(scope["headers"])
        body, flaw = b"", None
        if "content-length" in headers or "transfer-encoding" in headers:
            try:
                body, flaw = await arrival.body(receive, self._fake.grace)
            except arrival.DisconnectedError:
                return
        request = _request(scope, headers, body, flaw)
        caller = self._fake.caller(request)
        if caller.tenant.is_armed:
            told = await run_in_threadpool(self._tell, request, caller)
        else:
            told = self._tell(request, caller)
        await self.give(told, scope, receive, send)

    def at_once(
        self, method: str, path: str, query: str, headers: Headers, body: bytes, scheme: str | None
    ) -> Told | None:
        """What came of a request that is here as a whole. None when it may make others wait: then nothing is done."""
        if self._beside is not None and path.startswith(APART):
            return None
        origin = f"{scheme}://{headers.get('host', '127.0.0.1')}"
        request = Request(method, path, query, headers, body, origin)
        try:
            caller = self._fake.caller(request)
        except Exception as error:
            return Told(error, 0)
        return None if caller.tenant.is_armed else self._tell(request, caller)

    async def give(self, told: Told, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or break the connection as faults want it. Raises what a callback of a fault has raised."""
        connection, outcome = scope.get(CONNECTION), told.outcome
        if isinstance(outcome, ConnectionBrokenError):
            await cable.end(connection, receive, outcome.ending)
        elif isinstance(outcome, AnswerLostError):
            await cable.end(connection, receive, "close")
        elif isinstance(outcome, Exception):
            raise outcome
        elif outcome.delivery is not None:
            await cable.carry(
                connection, receive, outcome.dated(told.ticks), outcome.delivery, self._fake.wait
            )
        else:
            await _send(outcome.dated(told.ticks), send)

    def _tell(self, request: Request, caller: Caller) -> Told:
        try:
            outcome: Response | Exception = self._fake.answer(request, caller)
        except Exception as error:
            outcome = error
        return Told(outcome, caller.tenant.clock.ticks)


def _request(scope: Scope, headers: Headers, body: bytes, flaw: RefusalError | None) -> Request:
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
    headers = [*Headers.raw(response.headers)]
    if response.status != 204:
        headers.append((b"content-length", b"%d" % len(response.body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
