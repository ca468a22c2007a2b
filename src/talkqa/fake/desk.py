"""The way of one request through a tenant: journalled, signed in, struck by faults, carried out, answered.

The lock is held while records are read or written, never while a callback of a fault runs, so a callback may
use the fake itself, through either door.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from talkqa.fake import routes, signin, v1
from talkqa.fake.actions import Outcome
from talkqa.fake.errors import NotFoundError, RefusalError, TooLargeError, problem
from talkqa.fake.faults import Fault
from talkqa.fake.fidelity import flipped
from talkqa.fake.fidelity.choices import IN_FORCE
from talkqa.fake.journal import Entry
from talkqa.fake.limits import Limits, limits_of
from talkqa.fake.message import (
    PROBLEM,
    AnswerLostError,
    ConnectionBrokenError,
    Request,
    Response,
)
from talkqa.fake.replica import LAGS
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
_NOT_FOUND = "Resource not found."
_NO_TOKEN = "Unauthorized. Access token is missing or invalid."
_TOKEN_OF_V1 = "Unauthorized. The access token was issued without a subscription key."


LONGEST_QUERY = 2048
"""Characters. A longer one gives a misleading 404 (API.md §5.2: roughly 2000; the web server's default)."""


_FOUR_MEGABYTES = 4_000_000


class Desk:
    """Receives the requests of one tenant."""

    def __init__(self, tenant: Tenant, register: Register, lock: threading.RLock | None = None) -> None:
        """lock: of a tenant that keeps the same journal; requests to either come one after the other."""
        self._tenant = tenant
        self._register = register
        self.lock = lock or threading.RLock()

    def answer(self, request: Request, match: Match, session: Session | None, name: str | None) -> Response:
        """Journal, judge and carry out one request.

        name: the credential it is for, as far as that can be told. Raises ConnectionBrokenError or
        AnswerLostError for the faults of those kinds, and whatever a callback raises.
        """
        before = IN_FORCE.set(self._tenant.choices)
        try:
            return self._answer(request, match, session, name)
        finally:
            IN_FORCE.reset(before)

    def _answer(self, request: Request, match: Match, session: Session | None, name: str | None) -> Response:
        tenant = self._tenant
        with self.lock:
            tenant.clock.step()
            secrets, ticks = tenant.secrets(), tenant.clock.ticks
            entry = tenant.journal.open(request, match.operation, name, ticks, secrets, tenant.client_id)
            refusal = self._refuse(request, match, session)
            if refusal is None and tenant.limits is not None:
                refusal = self._limit(tenant.limits, request, match, session)
            struck = _struck(tenant.faults, entry) if tenant.faults and refusal is None else None
            if not struck:
                response, writes = (refusal, ()) if refusal else self._perform(request, match, session)
                if writes:
                    tenant.replica.note(tenant)
                return tenant.journal.close(entry, response, writes, secrets)
        return self._answer_struck(entry, struck, request, match, session)

    def _answer_struck(
        self, entry: Entry, struck: list[Fault], request: Request, match: Match, session: Session | None
    ) -> Response:
        tenant = self._tenant
        entry.fault = ",".join(fault.name for fault in struck)
        entry.delivered = False
        for fault in struck:
            if fault.prepare is not None:
                fault.prepare(tenant, entry)
            if fault.before is not None:
                fault.before(tenant)
        if broken := next((fault for fault in struck if fault.drop_before), None):
            raise ConnectionBrokenError(broken.ending)
        for _ in range(max(fault.repeat for fault in struck) - 1):
            self._carry_out(entry, struck, request, match, session)
            entry = self._arrive_again(entry, request)
        response = self._carry_out(entry, struck, request, match, session)
        for fault in struck:
            if fault.after is not None:
                fault.after(tenant)
        if any(fault.lose_answer for fault in struck):
            raise AnswerLostError
        entry.delivered = response.delivery is None or response.delivery.is_whole
        return response

    def _carry_out(
        self, entry: Entry, struck: list[Fault], request: Request, match: Match, session: Session | None
    ) -> Response:
        """One carrying out of a request that faults have struck, from the judgement to the journal."""
        tenant = self._tenant
        planned = next((fault.answer for fault in struck if fault.answer is not None), None)
        with self.lock, ExitStack() as around:
            for fault in struck:
                request = fault.rewrite(request) if fault.rewrite else request
                if fault.around is not None:
                    around.enter_context(fault.around(tenant, entry))
            outcome = Outcome(planned) if planned else self._perform(request, match, session)
            if outcome.writes:
                tenant.replica.note(tenant)
            response = outcome.response
            for fault in struck:
                response = fault.reshape(response, entry) if fault.reshape else response
                response = response._replace(delivery=fault.delivery or response.delivery)
            return tenant.journal.close(entry, response, outcome.writes, tenant.secrets())

    def _arrive_again(self, first: Entry, request: Request) -> Entry:
        """The entry of a request that the network delivers once more."""
        tenant = self._tenant
        with self.lock:
            tenant.clock.step()
            args = (first.operation, first.credential, tenant.clock.ticks, tenant.secrets(), first.client)
            again = tenant.journal.open(request, *args)
        again.fault, again.delivered = first.fault, False
        return again

    def _refuse(self, request: Request, match: Match, session: Session | None) -> Response | None:
        """The refusal of a request that is not properly signed in; None when it may go on."""
        tenant = self._tenant
        if request.flaw is not None or len(request.body) > _FOUR_MEGABYTES:
            flaw = request.flaw or _flaw()
            if flaw is not None:
                return _flawed(flaw, match)
        if match.version == 1:
            return v1.refusal(tenant, request, session)
        if len(request.query) > LONGEST_QUERY and not flipped("long-queries"):
            return _problem(NotFoundError(_NOT_FOUND))
        key = signin.subscription_key(request)
        if match.operation == routes.SIGN_IN and v1.is_sign_in_without_key(request):
            return None
        if not key:
            return _without_subscription(_NO_SUBSCRIPTION)
        is_own = session is not None and key == session.credential.subscription_key
        if not is_own and not tenant.knows(key):
            return _without_subscription(_WRONG_SUBSCRIPTION)
        if match.operation == routes.SIGN_IN:
            return None
        if session is not None and session.v1_only:
            return _unauthorised(_TOKEN_OF_V1)
        if session is None or session.expires <= tenant.clock.ticks:
            return _unauthorised(_NO_TOKEN)
        return _unauthorised(_NO_TOKEN) if signin.is_worthless(tenant, session) else None

    def _limit(
        self, limits: Limits, request: Request, match: Match, session: Session | None
    ) -> Response | None:
        """The 429 of a request beyond the rates that the tenant was given."""
        window, key = limits_of(request, match.operation == routes.SIGN_IN, session)
        return limits.refuse(window, key, self._tenant.clock.ticks)

    def _perform(self, request: Request, match: Match, session: Session | None) -> Outcome:
        if match.operation == routes.SIGN_IN:
            return Outcome(self._sign_in(request))
        assert session is not None, "a request that needs a session was let through without one"
        lag = _lag(match.version) if request.method == "GET" else None
        if lag is not None:
            with self._tenant.replica.behind(self._tenant, LAGS[lag], 0):
                return self._carried_out(request, match, session)
        return self._carried_out(request, match, session)

    def _carried_out(self, request: Request, match: Match, session: Session) -> Outcome:
        if match.version == 1:
            return v1.perform(self._tenant, session.credential.name, request, match)
        return routes.perform(self._tenant, session.credential.name, request, match)

    def _sign_in(self, request: Request) -> Response:
        client = self._register.client(request)
        if client is None or client[0] is not self._tenant or self._tenant.is_revoked(client[1].name):
            return signin.oauth_error("invalid_client", signin.INVALID_CLIENT)
        v1_only = v1.is_sign_in_without_key(request)
        refusal = signin.refuse_grant(request, is_v1=v1_only)
        return refusal or self._register.sign_in(*client, v1_only=v1_only)


def _flawed(flaw: RefusalError, match: Match) -> Response:
    """The refusal of a request whose body did not arrive, in the form of the API that it was for."""
    closing = {"connection": "close"}
    if match.operation == routes.SIGN_IN:
        response = signin.oauth_error("invalid_request", flaw.detail)
    elif match.version == 1:
        response = v1.flawed(flaw)
    else:
        response = _problem(flaw)
    return response._replace(headers={**response.headers, **closing})


def _struck(faults: list[Fault], entry: Entry) -> list[Fault]:
    return [fault for fault in faults if fault.strikes(entry)]


def _problem(refusal: RefusalError) -> Response:
    return Response.json(refusal.status, problem(refusal), content_type=PROBLEM)


def _flaw() -> RefusalError | None:
    """Why a body of more than four megabytes is too large, though it has arrived."""
    return TooLargeError(_FOUR_MEGABYTES) if flipped("largest-body") else None


def _without_subscription(message: str) -> Response:
    """The gateway's refusal of a request without a subscription key that it knows."""
    return signin.gateway_error(403 if flipped("missing-subscription-key") else 401, message)


def _unauthorised(message: str) -> Response:
    """The refusal of a request without a token that is good."""
    if flipped("unauthorised-body"):
        return Response.empty(401, {"www-authenticate": "Bearer"})
    return signin.gateway_error(401, message)


def _lag(version: int) -> str | None:
    """How far behind reads of a version are."""
    return flipped("v1-replica") if version == 1 else flipped("read-after-write")
