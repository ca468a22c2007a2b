"""Every route in one table, and the way from a method and path to it.

Operations of the service that the table does not name answer 501, which turns a run red: the fake has a gap.
A method that the published specification does not list for a path of the table answers 405: there the service
has no operation either, so the mistake is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from talkqa.fake import actions
from talkqa.fake.actions import Outcome, Visit
from talkqa.fake.annexes import actions as annex_actions
from talkqa.fake.annexes.sheets import CONTACT_GROUP, EMPLOYEE_ACCOUNTS, OWNED, ROUTE_SHEETS
from talkqa.fake.errors import (
    ForbiddenError,
    MethodError,
    MissingError,
    NotFoundError,
    NotImplementedYetError,
    RefusalError,
    problem,
)
from talkqa.fake.fidelity import flipped
from talkqa.fake.message import PROBLEM, Request, Response
from talkqa.fake.schema import PERSON, SHEETS
from talkqa.fake.signin import gateway_error

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant

SIGN_IN = "POST /OAuth/Token"
_ID = re.compile(r"-?\d{1,19}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Route:
    """operation: method and path as the specification spells them. type: whose privilege it needs, if any."""

    operation: str
    type: str | None
    action: Callable[[Visit], Outcome]

    @property
    def is_writing(self) -> bool:
        return not self.operation.startswith("GET ")


class Match(NamedTuple):
    """What a method and path lead to.

    operation: "" when the service has no such route. route: None when this fake has none. version: of the API.
    allowed: the methods of the path, when it is the service's and only the method is not.
    """

    operation: str
    route: Route | None
    variables: tuple[str, ...] = ()
    version: int = 2
    allowed: tuple[str, ...] = ()


def _role_routes(role: str, parameter: str) -> tuple[Route, ...]:
    many = f"/{SHEETS[role].plural}"
    one = f"{many}/{{{parameter}}}"
    return (
        Route(f"GET {many}", role, actions.list_all),
        Route(f"POST {many}", role, actions.post_role),
        Route(f"GET {one}", role, actions.read_role),
        Route(f"PATCH {one}", role, actions.patch_role),
        Route(f"DELETE {one}", role, actions.delete_role),
    )


def _part_routes(type: str) -> tuple[Route, ...]:
    many = f"/{ROUTE_SHEETS[type].plural}"
    one = f"{many}/{{contactId}}/{{id}}"
    return (
        Route(f"GET {many}", type, actions.list_all),
        Route(f"POST {many}/{{contactId}}", type, annex_actions.post_part),
        Route(f"GET {one}", type, annex_actions.read_part),
        Route(f"PATCH {one}", type, annex_actions.patch_part),
        Route(f"DELETE {one}", type, annex_actions.delete_part),
    )


ROUTES: tuple[Route, ...] = (
    Route("GET /ClientIntegrationInformation", None, actions.integration),
    *_role_routes("Customer", "id"),
    *_role_routes("Supplier", "id"),
    *_role_routes("Employee", "employeeId"),
    Route(
        "PATCH /Employees/{employeeId}/BankAccounts", EMPLOYEE_ACCOUNTS, annex_actions.patch_employee_accounts
    ),
    Route("GET /ContactPersons", PERSON, actions.list_all),
    Route("POST /ContactPersons/{contactId}", PERSON, actions.post_person),
    Route("GET /ContactPersons/{contactId}/{id}", PERSON, actions.read_person),
    Route("PATCH /ContactPersons/{contactId}/{id}", PERSON, actions.patch_person),
    Route("DELETE /ContactPersons/{contactId}/{id}", PERSON, actions.delete_person),
    *(route for type in OWNED for route in _part_routes(type)),
    Route("GET /ContactGroups", CONTACT_GROUP, actions.list_all),
    Route("POST /ContactGroups", CONTACT_GROUP, annex_actions.post_group),
    Route("GET /ContactGroups/{id}", CONTACT_GROUP, annex_actions.read_group),
    Route("PATCH /ContactGroups/{id}", CONTACT_GROUP, annex_actions.patch_group),
    Route("DELETE /ContactGroups/{id}", CONTACT_GROUP, annex_actions.delete_group),
)


def perform(tenant: Tenant, credential: str, request: Request, match: Match) -> Outcome:
    """Carry out a request of somebody who is signed in; every refusal becomes problem details."""
    try:
        return _performed(tenant, credential, request, match)
    except MethodError as refusal:
        return Outcome(Response.json(405, problem(refusal), {"allow": refusal.allowed}, PROBLEM))
    except RefusalError as refusal:
        if isinstance(refusal, ForbiddenError) and flipped("forbidden-body"):
            return Outcome(Response.empty(403))
        return Outcome(Response.json(refusal.status, problem(refusal), content_type=PROBLEM))


def _performed(tenant: Tenant, credential: str, request: Request, match: Match) -> Outcome:
    route = match.route
    if route is None:
        return _without_route(request, match)
    if route.type is not None:
        tenant.require(credential, route.type, route.is_writing)
    sheet = ROUTE_SHEETS[route.type or PERSON]
    return route.action(Visit(tenant, credential, request, sheet, _ids(match.variables)))


def _without_route(request: Request, match: Match) -> Outcome:
    asked = f"{request.method[:20]} {request.path[:200]}"
    if match.allowed:
        if flipped("methods"):
            return _nowhere()
        raise MethodError(asked, match.allowed)
    if not match.operation and flipped("unknown-routes"):
        return _nowhere()
    raise NotImplementedYetError(match.operation or asked)


def _nowhere() -> Outcome:
    """The gateway's answer for what it does not know (API.md §2)."""
    return Outcome(gateway_error(404, "Resource not found"))


def _ids(variables: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers of the path: 64 bits, signed."""
    if all(map(_is_plain_number, variables)):
        return tuple(map(int, variables))
    for text in variables:
        if not _ID.fullmatch(text) or not -(2**63) <= int(text) < 2**63:
            if flipped("path-ids"):
                raise NotFoundError(f"Nothing with id = {text[:80]} found.")
            raise MissingError({"id": f"The value '{text[:80]}' is not valid."})
    return tuple(map(int, variables))


def _is_plain_number(text: str) -> bool:
    return len(text) < 19 and text.isascii() and text.isdecimal()


def resolve(method: str, path: str) -> Match:
    """The route of a request. Letter case, `/Demo` in front and a closing slash do not matter."""
    if (exact := _EXACT.get((method, path))) is not None:
        return exact
    if path.startswith("/v2/"):
        first, *others = path[4:].split("/")
        if (usual := _ONLY_VARIABLES.get((method, first.lower(), len(others)))) is not None and all(others):
            return Match(usual.operation, usual, tuple(others))
    parts = path.strip("/").split("/")
    if parts[0].lower() == "demo":
        parts = parts[1:] or [""]
    root = parts[0].lower()
    if root == "oauth" and len(parts) == 2 and parts[1].lower() == "token":
        return Match(SIGN_IN if method == "POST" else "", None)
    if root != "v2":
        return Match("", None)
    name, variables = "".join(parts[1:2]).lower(), tuple(parts[2:])
    if (only := _ONLY_VARIABLES.get((method, name, len(variables)))) is not None:
        return Match(only.operation, only, variables)
    methods = _BY_SHAPE.get((name, len(variables)), {})
    fitting = {verb: route for verb, route in methods.items() if all(map(_fits, _words(route), variables))}
    known = fitting.get(method)
    if known is None:
        return Match("", None, allowed=tuple(fitting))
    given = zip(_words(known), variables, strict=True)
    return Match(known.operation, known, tuple(part for word, part in given if word.startswith("{")))


def _words(route: Route) -> list[str]:
    """The parts of a route's path after the first."""
    return route.operation.split("/")[2:]


def _fits(word: str, part: str) -> bool:
    """A variable takes any part of a path, a word only itself."""
    return word.startswith("{") or word.lower() == part.lower()


def _by_shape() -> dict[tuple[str, int], dict[str, Route]]:
    """First part of the path in lower case, and number of the others, to method to route."""
    shapes: dict[tuple[str, int], dict[str, Route]] = {}
    for route in ROUTES:
        method, _, path = route.operation.partition(" ")
        first, *others = path.strip("/").split("/")
        shapes.setdefault((first.lower(), len(others)), {})[method] = route
    return shapes


_BY_SHAPE = _by_shape()
_ONLY_VARIABLES = {
    (method, *shape): route
    for shape, methods in _BY_SHAPE.items()
    for method, route in methods.items()
    if all(word.startswith("{") for other in methods.values() for word in _words(other))
}
"""Routes whose method, first part and number of parts alone tell them from all others: nearly all."""
_EXACT = {
    (method, f"/v2{path}"): Match(route.operation, route)
    for route in ROUTES
    for method, _, path in [route.operation.partition(" ")]
    if "{" not in path
}
"""Routes without variables, by method and path as the specification spells them: nobody spells them otherwise."""
