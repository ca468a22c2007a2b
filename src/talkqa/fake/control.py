"""Routes beside the service's own, for whoever runs the fake: health, journal, faults, clock, reset.

They stand under /_talkqa/ and are there only when somebody mounts them. They answer callers on this machine
only, and no web page: a request must come from loopback, name a loopback host, and have no foreign origin.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeGuard

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from talkqa.fake.choosing import Choice, ChoiceError
from talkqa.fake.export import exported
from talkqa.fake.faults import Fault
from talkqa.fake.mishaps import KINDS, MishapError, plan_from
from talkqa.fake.tenant import Tenant

PREFIX = "/_talkqa"
LARGEST_BODY = 65_536
"""Bytes of a control request."""
LONGEST_ADVANCE = 1e8
"""Seconds, about three years."""

Handler = Callable[[Request], Awaitable[Response]]


class ControlError(ValueError):
    """A control request that is refused; the text says what was got and what is expected."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def control_routes(tenant: Tenant, again: Callable[[], object]) -> Sequence[BaseRoute]:
    """The routes for one tenant. again: makes its first state anew, after `tenant` was emptied."""
    control = Control(tenant, again)
    table: tuple[tuple[str, str, Handler], ...] = (
        ("GET", "/health", control.health),
        ("GET", "/journal", control.journal),
        ("GET", "/faults", control.faults),
        ("POST", "/faults", control.arm),
        ("DELETE", "/faults", control.clear),
        ("GET", "/clock", control.clock),
        ("POST", "/clock", control.advance),
        ("POST", "/reset", control.reset),
    )
    routes = [Route(path, guarded(handler), methods=[method]) for method, path, handler in table]
    rest = Route("/{path:path}", guarded(unknown), methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    return [Mount(PREFIX, routes=[*routes, rest])]


class Control:
    """What the control routes do to one tenant."""

    def __init__(self, tenant: Tenant, again: Callable[[], object]) -> None:
        self._tenant = tenant
        self._again = again

    async def health(self, request: Request) -> Response:
        tenant = self._tenant
        counts = {type: len(records) for type, records in tenant.state().items()}
        return _json({"status": "ready", "requests": len(tenant.journal), "records": counts, **self._time()})

    async def journal(self, request: Request) -> Response:
        """?format=ndjson|har, and the filters of `Choice`."""
        asked = dict(request.query_params)
        form = asked.pop("format", "ndjson")
        media = {"ndjson": "application/x-ndjson", "har": "application/json"}.get(form)
        return StreamingResponse(exported(self._tenant, form, Choice.read(asked)), media_type=media)

    async def faults(self, request: Request) -> Response:
        kinds = [kind.to_json() for kind in KINDS.values() if "socket" in kind.doors]
        armed = [_told(fault) for fault in self._tenant.faults]
        return _json({"kinds": kinds, "armed": armed})

    async def arm(self, request: Request) -> Response:
        """Body: {"kind": name, rule and settings}."""
        fault = self._tenant.plan(plan_from(await _body(request), door="socket"))
        return _json(_told(fault), 201)

    async def clear(self, request: Request) -> Response:
        cleared = len(self._tenant.faults)
        self._tenant.faults = []
        return _json({"cleared": cleared})

    async def clock(self, request: Request) -> Response:
        return _json(self._time())

    async def advance(self, request: Request) -> Response:
        """Body: {"advance": seconds}; a negative number turns the clock back."""
        raw = await _body(request)
        seconds = raw.get("advance") if isinstance(raw, dict) else None
        if not _is_number(seconds) or not abs(seconds) <= LONGEST_ADVANCE:
            limit = f"a number of seconds up to {LONGEST_ADVANCE:.0f}"
            raise ControlError(f'clock: expected {{"advance": seconds}}, {limit}.')
        with self._tenant.desk.lock:
            self._tenant.clock.advance(seconds)
        return _json(self._time())

    async def reset(self, request: Request) -> Response:
        self._tenant.reset()
        self._again()
        return await self.health(request)

    def _time(self) -> dict[str, str]:
        return {"now": self._tenant.clock.now().isoformat()}


def guarded(handler: Handler) -> Handler:
    """The handler, for callers who may; every refusal becomes {"error": text}."""

    async def guard(request: Request) -> Response:
        try:
            _require_local(request)
            return await handler(request)
        except ControlError as refusal:
            return _json({"error": str(refusal)}, refusal.status)
        except (MishapError, ChoiceError) as refusal:
            return _json({"error": str(refusal)}, 400)

    return guard


async def unknown(request: Request) -> Response:
    raise ControlError(f"no control route {request.method} {request.url.path[:200]}.", 404)


def _require_local(request: Request) -> None:
    caller = request.client.host if request.client else ""
    origin = request.headers.get("origin")
    foreign = origin is not None and origin != f"http://{request.headers.get('host', '')}"
    if not _is_loopback(caller) or not _is_loopback(request.url.hostname or "") or foreign:
        raise ControlError("control routes answer callers on this machine only, and no web page.", 403)


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


async def _body(request: Request) -> Any:
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST_BODY:
            raise ControlError(f"the body is too large, expected at most {LARGEST_BODY} bytes.", 413)
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ControlError(f"the body is not JSON: {str(error)[:200]}.") from None


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _told(fault: Fault) -> dict[str, Any]:
    rule = (
        "operation",
        "method",
        "credential",
        "nth",
        "times",
        "probability",
        "seed",
        "seen",
        "fired",
        "spent",
    )
    return {"kind": fault.name, **{name: getattr(fault, name) for name in rule}}


def _json(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")
