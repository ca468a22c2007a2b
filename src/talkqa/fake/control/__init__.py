"""Routes beside the service's own, for whoever runs the fake: journal, faults, clock, state, and a live page.

They stand under /_talkqa/ and are there only when somebody mounts them. The service's own clients never see
them; see `guard` for who may.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from talkqa.fake.clients import Clients
from talkqa.fake.control.actions import CREDENTIAL, Control
from talkqa.fake.control.guard import ControlError, Handler, guarded
from talkqa.fake.control.page import page, to_page

__all__ = ["CREDENTIAL", "PREFIX", "control_routes"]

PREFIX = "/_talkqa"


def control_routes(clients: Clients) -> Sequence[BaseRoute]:
    """The routes, for all clients under control."""
    control = Control(clients)
    table: tuple[tuple[str, str, Handler], ...] = (
        ("GET", "/", page),
        ("GET", "/health", control.health),
        ("GET", "/clients", control.clients),
        ("POST", "/clients", control.open),
        ("DELETE", "/clients", control.close),
        ("GET", "/records", control.records),
        ("GET", "/requests", control.requests),
        ("GET", "/requests/{number}", control.request),
        ("GET", "/journal", control.journal),
        ("GET", "/faults", control.faults),
        ("POST", "/faults", control.arm),
        ("DELETE", "/faults", control.clear),
        ("GET", "/clock", control.clock),
        ("POST", "/clock", control.advance),
        ("GET", "/assumptions", control.assumptions),
        ("POST", "/assumptions", control.assume),
        ("POST", "/reset", control.reset),
        ("GET", "/snapshots", control.snapshots),
        ("POST", "/snapshots", control.keep),
        ("POST", "/snapshots/{name}/restore", control.restore),
        ("DELETE", "/snapshots/{name}", control.drop),
    )
    routes = [Route(path, guarded(handler), methods=[method]) for method, path, handler in table]
    rest = Route("/{path:path}", guarded(unknown), methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
    return [Route(PREFIX, guarded(to_page), methods=["GET"]), Mount(PREFIX, routes=[*routes, rest])]


async def unknown(request: Request) -> Response:
    raise ControlError(f"no control route {request.method} {request.url.path[:200]}.", 404)
