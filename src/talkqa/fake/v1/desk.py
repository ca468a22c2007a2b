"""What v1 asks of a caller: a token, and no subscription key (API.md §1, §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from talkqa.fake.errors import RefusalError
from talkqa.fake.message import Request, Response
from talkqa.fake.signin import Session, subscription_key
from talkqa.fake.v1.answers import UNAUTHORISED, bad

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant

V2_HOSTS = ("goapi.poweroffice.net", "proddemo-go-apim-apiv2-eurw.azure-api.net")
"""Hosts with a gateway that wants a subscription key for signing in too; every other host serves v1 as well."""


def is_sign_in_without_key(request: Request) -> bool:
    """A v1 client is signing in; its token is good for v1 only."""
    host = urlsplit(request.origin).hostname
    is_demo = request.path.strip("/").lower().startswith("demo/")
    return host not in V2_HOSTS and not is_demo and not subscription_key(request)


def refusal(tenant: Tenant, request: Request, session: Session | None) -> Response | None:
    """The refusal of a v1 request that is not properly signed in; None when it may go on."""
    if session is None or session.expires <= tenant.clock.ticks:
        return bad(401, UNAUTHORISED)
    return bad(401, UNAUTHORISED) if tenant.is_revoked(session.credential.name) else None


def flawed(flaw: RefusalError) -> Response:
    """The refusal of a request whose body did not arrive."""
    return bad(flaw.status, flaw.detail)
