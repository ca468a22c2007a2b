"""Answers that stand for a service, a gateway or a sign-in in trouble. Nothing is committed."""

from __future__ import annotations

from typing import Any

from talkqa.fake.faults import Fault
from talkqa.fake.journal import Entry
from talkqa.fake.limits import too_many
from talkqa.fake.message import PROBLEM, Response
from talkqa.fake.mishaps.kinds import is_call, is_next_page, kind
from talkqa.fake.signin import gateway_error
from talkqa.fake.tenant import Tenant

_PAGE = b"<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n</body>\r\n</html>"


def page(status: int, title: str) -> Response:
    """An error page of a gateway."""
    body = _PAGE.replace(b"{0}", f"{status} {title}".encode())
    return Response(status, {"content-type": "text/html"}, body)


@kind("429-retry-after")
def too_many_with_advice(seconds: int = 1) -> Fault:
    """429 in the gateway's words, with Retry-After in seconds."""
    return Fault("", answer=too_many(seconds))


@kind("429")
def too_many_without_advice() -> Fault:
    """429 in the gateway's words, without Retry-After."""
    return Fault("", answer=too_many(None))


@kind("500")
def server_error() -> Fault:
    """500 with problem details."""
    return Fault("", answer=_problem(500, "An error occurred while processing your request."))


@kind("502")
def bad_gateway() -> Fault:
    """502 with the gateway's page; the service never saw the request."""
    return Fault("", answer=page(502, "Bad Gateway"))


@kind("503")
def unavailable() -> Fault:
    """503 in the gateway's form, as for several creations at a time (API.md §5.1)."""
    return Fault("", answer=gateway_error(503, "Service temporarily unavailable."))


@kind("504-before-commit")
def timed_out_before_commit() -> Fault:
    """504 after the gateway gave the service up; nothing was committed."""
    return Fault("", answer=gateway_error(504, "The backend did not answer in time."))


@kind("401")
def unauthorised() -> Fault:
    """401 although the token is good; it stays good."""
    return Fault("", when=is_call, answer=gateway_error(401, _NO_TOKEN))


@kind("403")
def forbidden() -> Fault:
    """403 with problem details although the privilege is there."""
    return Fault("", when=is_call, answer=_problem(403, "Forbidden"))


@kind("html-error-page")
def html_error_page() -> Fault:
    """200 with a page for people where JSON is expected, as a proxy or a maintenance page gives."""
    answer = page(200, "Maintenance")
    return Fault("", answer=answer)


@kind("token-expires")
def token_expires() -> Fault:
    """The token expires before a page after the first; 401 until the client signs in again."""

    def expire(tenant: Tenant, entry: Entry) -> None:
        tenant.expire(entry.credential)

    return Fault("", when=is_next_page, prepare=expire, answer=gateway_error(401, _NO_TOKEN))


_NO_TOKEN = "Unauthorized. Access token is missing or invalid."


def _problem(status: int, title: str) -> Response:
    details: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    return Response.json(status, {**details, "detail": title, "instance": None}, content_type=PROBLEM)
