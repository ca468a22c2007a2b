"""Who may use the control routes: callers on this machine, and no web page but the fake's own.

A page elsewhere could send requests here from its visitor's browser, or give this address a name of its own.
So a request must come from loopback, name a loopback host, and not come from another origin.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from talkqa.fake.clients import TooManyError, UnknownError
from talkqa.fake.journal.choosing import ChoiceError
from talkqa.fake.mishaps import MishapError

LARGEST_BODY = 65_536
"""Bytes of a control request."""

Handler = Callable[[Request], Awaitable[Response]]


class ControlError(ValueError):
    """A control request that is refused; the text says what was got and what is expected."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def guarded(handler: Handler) -> Handler:
    """The handler, for callers who may; every refusal becomes {"error": text}."""

    async def guard(request: Request) -> Response:
        try:
            _require_local(request)
            return await handler(request)
        except ControlError as refusal:
            return answer({"error": str(refusal)}, refusal.status)
        except (MishapError, ChoiceError) as refusal:
            return answer({"error": str(refusal)}, 400)
        except UnknownError as refusal:
            return answer({"error": str(refusal)}, 404)
        except TooManyError as refusal:
            return answer({"error": str(refusal)}, 409)

    return guard


async def read_body(request: Request) -> Any:
    """The JSON of a request. Raises ControlError."""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST_BODY:
            raise ControlError(f"the body is too large, expected at most {LARGEST_BODY} bytes.", 413)
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ControlError(f"the body is not JSON: {str(error)[:200]}.") from None


def answer(value: Any, status: int = 200) -> Response:
    """An answer that no browser keeps."""
    headers = {"cache-control": "no-store"}
    return Response(orjson.dumps(value), status, headers, media_type="application/json")


def _require_local(request: Request) -> None:
    caller = request.client.host if request.client else ""
    origin = request.headers.get("origin")
    foreign = origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host', '')}"
    foreign = foreign or request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    if not _is_loopback(caller) or not _is_loopback(request.url.hostname or "") or foreign:
        raise ControlError("control routes answer callers on this machine only, and no web page.", 403)


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
