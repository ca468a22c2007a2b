"""The fake as an ASGI application, for any server that speaks ASGI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

from talkqa.fake import arrival, cable
from talkqa.fake.errors import RefusalError
from talkqa.fake.message import (
    JSON_HEADERS,
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

Outcome = Response | Exception
"""What came of a request: an answer, or why there is none."""


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
            outcome = await run_in_threadpool(self._outcome, request, caller)
        else:
            outcome = self._outcome(request, caller)
        await self.give(outcome, scope, receive, send)

    def at_once(self, scope: Scope, body: bytes) -> Outcome | None:
        """The outcome of a request that came in one piece. None when it may make others wait: then nothing is done."""
        if self._beside is not None and scope["path"].startswith(APART):
            return None
        request = _request(scope, Headers(scope["headers"]), body, None)
        caller = self._fake.caller(request)
        return None if caller.tenant.is_armed else self._outcome(request, caller)

    async def give(self, outcome: Outcome, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or break the connection as faults want it. Raises what a callback of a fault has raised."""
        connection = scope.get(CONNECTION)
        if isinstance(outcome, ConnectionBrokenError):
            await cable.end(connection, receive, outcome.ending)
        elif isinstance(outcome, AnswerLostError):
            await cable.end(connection, receive, "close")
        elif isinstance(outcome, Exception):
            raise outcome
        elif outcome.delivery is not None:
            await cable.carry(connection, receive, outcome, outcome.delivery, self._fake.wait)
        else:
            await _send(outcome, send)

    def _outcome(self, request: Request, caller: Caller) -> Outcome:
        try:
            return self._fake.answer(request, caller)
        except Exception as error:
            return error


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
    headers = [*(_JSON_LINES if response.headers is JSON_HEADERS else Headers.raw(response.headers))]
    if response.status != 204:
        headers.append((b"content-length", b"%d" % len(response.body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


_JSON_LINES = Headers.raw(JSON_HEADERS)
