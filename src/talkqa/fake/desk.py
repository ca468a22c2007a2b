"""The way of one request through a tenant: journalled, signed in, struck by faults, carried out, answered.

The lock is held while records are read or written, never while a callback of a fault runs, so a callback may
use the fake itself, through either door.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from talkqa.fake import routes, signin
from talkqa.fake.actions import Outcome
from talkqa.fake.errors import TooLargeError, problem
from talkqa.fake.faults import Fault
from talkqa.fake.journal import Entry
from talkqa.fake.message import (
    LARGEST_BODY,
    PROBLEM,
    AnswerLostError,
    ConnectionBrokenError,
    Request,
    Response,
)
from talkqa.fake.routes import Match
from talkqa.fake.signin import Register, Session

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant

_NO_SUBSCRIPTION = (
    "Access denied due to missing subscription key."
    " Make sure to include subscription key when making requests to an API."
)
_WRONG_SUBSCRIPTION = (
    "Access denied due to invalid subscription key."
    " Make sure to provide a valid key for an active subscription."
)
_NO_TOKEN = "Unauthorized. Access token is missing or invalid."


class Desk:
    """Receives the requests of one tenant."""

    def __init__(self, tenant: Tenant, register: Register) -> None:
        self._tenant = tenant
        self._register = register
        self.lock = threading.RLock()

    def answer(self, request: Request, match: Match, session: Session | None, name: str | None) -> Response:
        """Journal, judge and carry out one request.

        name: the credential it is for, as far as that can be told. Raises ConnectionBrokenError or
        AnswerLostError for the faults of those kinds, and whatever a callback raises.
        """
        tenant = self._tenant
        with self.lock:
            tenant.clock.step()
            secrets = tenant.secrets()
            entry = tenant.journal.open(request, match.operation, name, tenant.clock.now(), secrets)
            refusal = self._refuse(request, match, session)
            struck = [] if refusal else [fault for fault in tenant.faults if fault.strikes(entry)]
            if not struck:
                outcome = Outcome(refusal) if refusal else self._perform(request, match, session)
                return tenant.journal.close(entry, outcome.response, outcome.writes, tenant.secrets())
        return self._answer_struck(entry, struck, request, match, session)

    def _answer_struck(
        self, entry: Entry, struck: list[Fault], request: Request, match: Match, session: Session | None
    ) -> Response:
        tenant = self._tenant
        entry.fault = ",".join(fault.name for fault in struck)
        entry.delivered = False
        for fault in struck:
            if fault.before is not None:
                fault.before(tenant)
        if any(fault.drop_before for fault in struck):
            raise ConnectionBrokenError
        planned = next((fault.answer for fault in struck if fault.answer is not None), None)
        with self.lock:
            outcome = Outcome(planned) if planned else self._perform(request, match, session)
            response = tenant.journal.close(entry, outcome.response, outcome.writes, tenant.secrets())
        for fault in struck:
            if fault.after is not None:
                fault.after(tenant)
        if any(fault.lose_answer for fault in struck):
            raise AnswerLostError
        entry.delivered = True
        return response

    def _refuse(self, request: Request, match: Match, session: Session | None) -> Response | None:
        """The refusal of a request that is not properly signed in; None when it may go on."""
        tenant = self._tenant
        if len(request.body) > LARGEST_BODY:
            large = TooLargeError(LARGEST_BODY)
            return Response.json(large.status, problem(large), content_type=PROBLEM)
        key = signin.subscription_key(request)
        if not key:
            return signin.gateway_error(401, _NO_SUBSCRIPTION)
        if not any(key == credential.subscription_key for credential in tenant.credentials()):
            return signin.gateway_error(401, _WRONG_SUBSCRIPTION)
        if match.operation == routes.SIGN_IN:
            return None
        if session is None or session.expires <= tenant.clock.ticks:
            return signin.gateway_error(401, _NO_TOKEN)
        return signin.gateway_error(401, _NO_TOKEN) if tenant.is_revoked(session.credential.name) else None

    def _perform(self, request: Request, match: Match, session: Session | None) -> Outcome:
        if match.operation == routes.SIGN_IN:
            return Outcome(self._sign_in(request))
        assert session is not None, "a request that needs a session was let through without one"
        return routes.perform(self._tenant, session.credential.name, request, match)

    def _sign_in(self, request: Request) -> Response:
        client = self._register.client(request)
        if client is None or client[0] is not self._tenant or self._tenant.is_revoked(client[1].name):
            return signin.oauth_error("invalid_client", signin.INVALID_CLIENT)
        return signin.refuse_grant(request) or self._register.sign_in(*client)
