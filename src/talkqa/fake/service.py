"""The fake itself: many tenants behind one address, each found by the keys that a request carries."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.routing import BaseRoute

from talkqa.fake import openapi, v1
from talkqa.fake.doors.arrival import GRACE
from talkqa.fake.doors.cable import Wait
from talkqa.fake.doors.server import Serving
from talkqa.fake.fidelity import Choices
from talkqa.fake.message import Request, Response
from talkqa.fake.routes import resolve
from talkqa.fake.signin import Register, Session
from talkqa.fake.tenant import Tenant

if TYPE_CHECKING:
    from talkqa.fake.doors.transport import InProcess


class Caller(NamedTuple):
    """Whose request it is. session, name: of the sign-in and its keys, as far as the request has any."""

    tenant: Tenant
    session: Session | None
    name: str | None


class Fake:
    """A stateful PowerOffice Go. `strays` is the tenant whose journal holds what no key led anywhere.

    wait: how the socket door waits when an answer is delayed; in process the tenant's clock moves instead.
    grace: seconds that the body of a request may take before it must arrive at the slowest rate that is allowed.
    mark: up to 12 hexadecimal digits that all keys and tokens hold, to be known by wherever they are found.
    """

    def __init__(self, mark: str = "") -> None:
        self.mark = mark
        self._register = Register()
        self._numbers = itertools.count(1)
        self.wait: Wait = asyncio.sleep
        self.grace = GRACE
        self.strays = Tenant(self, self._register, 0)

    def tenant(self, assume: Mapping[str, str] | None = None, beside: Tenant | None = None) -> Tenant:
        """A new, empty client, isolated from all others; made in microseconds.

        assume: assumption to the alternative that holds in its place. Raises FidelityError for what is none.
        beside: a client whose clock and journal it has too, so that what happens in both stands in one order.
        """
        choices = Choices(assume)
        return Tenant(self, self._register, next(self._numbers), choices, beside)

    def forget(self, tenant: Tenant) -> None:
        """The tenant's keys and tokens mean nothing from now on."""
        self._register.forget(tenant)

    def answer(self, request: Request, caller: Caller | None = None) -> Response:
        """Answer one request: the core behind both doors.

        caller: who it is from, if that has been looked up. Raises ConnectionBrokenError, AnswerLostError, or what a
        fault's callback raises.
        """
        if (page := openapi.serve(request)) is not None:
            return page
        match = v1.resolve(request.method, request.path) or resolve(request.method, request.path)
        tenant, session, name = caller or self.caller(request)
        return tenant.desk.answer(request, match, session, name)

    def caller(self, request: Request) -> Caller:
        """Who the request is from, and so the tenant that it is for."""
        session = self._register.session(request)
        if session is not None:
            return Caller(session.tenant, session, session.credential.name)
        client = self._register.client(request)
        if client is not None:
            return Caller(client[0], None, client[1].name)
        return Caller(self._register.tenant(request) or self.strays, None, None)

    def transport(self) -> InProcess:
        """A transport for httpx that answers in process, whatever the host."""
        from talkqa.fake.doors.transport import InProcess  # a server has no use for a client library

        return InProcess(self)

    def serve(
        self, port: int = 0, routes: Sequence[BaseRoute] = (), certificate: Path | None = None
    ) -> Serving:
        """A context manager that serves on loopback; port 0 takes a free one.

        routes: what stands before the fake and is no part of it, such as the `control` routes.
        certificate: speak https with it; a PEM file that holds its key too.
        """
        return Serving(self, port, routes, certificate)
