"""What v1 asks of a caller: a token, and no subscription key (API.md §1, §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from talkqa.fake.errors import RefusalError
from talkqa.fake.fidelity import flipped
from talkqa.fake.message import Request, Response
from talkqa.fake.signin import Session, is_worthless, subscription_key
from talkqa.fake.v1.answers import bad, unauthorised

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant

V2_HOSTS = ("goapi.poweroffice.net", "proddemo-go-apim-apiv2-eurw.azure-api.net")
"""Hosts with a gateway that wants a subscription key for signing in too; every other host serves v1 as well."""


def is_sign_in_without_key(request: Request) -> bool:
    """A v1 client is signing in; its token is good for v1 only."""
    host = urlsplit(request.origin).hostname
    is_demo = request.path.strip("/").lower().startswith("demo/")
    if host in V2_HOSTS or is_demo or subscription_key(request):
        return False
    return not flipped("v1-sign-in-on-one-host")


def refusal(tenant: Tenant, request: Request, session: Session | None) -> Response | None:
    """The refusal of a v1 request that is not properly signed in; None when it may go on."""
    if session is None or session.expires <= tenant.clock.ticks:
        return unauthorised()
    return unauthorised() if is_worthless(tenant, session) else None


def flawed(flaw: RefusalError) -> Response:
    """The refusal of a request whose body did not arrive."""
    return bad(flaw.status, flaw.detail)
