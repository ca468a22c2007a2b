"""Every route in one table, and the way from a method and path to it.

Operations of the service that the table does not name answer 501.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkqa.fake import actions
from talkqa.fake.actions import Outcome, Visit
from talkqa.fake.errors import MissingError, NotImplementedYetError, RefusalError, problem
from talkqa.fake.message import PROBLEM, Request, Response
from talkqa.fake.schema import PERSON, SHEETS

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant

SIGN_IN = "POST /OAuth/Token"


@dataclass(frozen=True, slots=True)
class Route:
    """operation: method and path as the specification spells them. type: whose privilege it needs, if any."""

    operation: str
    type: str | None
    action: Callable[[Visit], Outcome]

    @property
    def is_writing(self) -> bool:
        return not self.operation.startswith("GET ")


@dataclass(frozen=True, slots=True)
class Match:
    """What a method and path lead to.

    operation: "" when the service has no such route. route: None when this fake has none.
    """

    operation: str
    route: Route | None
    variables: tuple[str, ...] = ()


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


ROUTES: tuple[Route, ...] = (
    Route("GET /ClientIntegrationInformation", None, actions.integration),
    *_role_routes("Customer", "id"),
    *_role_routes("Supplier", "id"),
    *_role_routes("Employee", "employeeId"),
    Route("GET /ContactPersons", PERSON, actions.list_all),
    Route("POST /ContactPersons/{contactId}", PERSON, actions.post_person),
    Route("GET /ContactPersons/{contactId}/{id}", PERSON, actions.read_person),
    Route("PATCH /ContactPersons/{contactId}/{id}", PERSON, actions.patch_person),
    Route("DELETE /ContactPersons/{contactId}/{id}", PERSON, actions.delete_person),
)


def _sub_entity(name: str) -> tuple[str, ...]:
    one = f"/{name}/{{contactId}}/{{id}}"
    return (f"GET /{name}", f"POST /{name}/{{contactId}}", f"GET {one}", f"PATCH {one}", f"DELETE {one}")


NOT_YET: tuple[str, ...] = (
    "PATCH /Employees/{employeeId}/BankAccounts",
    *_sub_entity("ContactDeliveryAddresses"),
    *_sub_entity("ContactBankAccounts"),
    "GET /ContactGroups",
    "POST /ContactGroups",
    "GET /ContactGroups/{id}",
    "PATCH /ContactGroups/{id}",
    "DELETE /ContactGroups/{id}",
)
"""Operations of the service that this fake knows by name only."""


def perform(tenant: Tenant, credential: str, request: Request, match: Match) -> Outcome:
    """Carry out a request of somebody who is signed in; every refusal becomes problem details."""
    try:
        return _performed(tenant, credential, request, match)
    except RefusalError as refusal:
        return Outcome(Response.json(refusal.status, problem(refusal), content_type=PROBLEM))


def _performed(tenant: Tenant, credential: str, request: Request, match: Match) -> Outcome:
    route = match.route
    if route is None:
        raise NotImplementedYetError(match.operation or f"{request.method} {request.path[:200]}")
    if route.type is not None:
        tenant.require(credential, route.type, route.is_writing)
    sheet = SHEETS[route.type or PERSON]
    return route.action(Visit(tenant, credential, request, sheet, _ids(match.variables)))


def _ids(variables: tuple[str, ...]) -> tuple[int, ...]:
    for text in variables:
        if not (text.isascii() and text.isdecimal()) or len(text) > 18:
            raise MissingError({"id": f"The value '{text[:80]}' is not valid."})
    return tuple(map(int, variables))


def resolve(method: str, path: str) -> Match:
    """The route of a request. Letter case, `/Demo` in front and a closing slash do not matter."""
    parts = path.strip("/").split("/")
    if parts[0].lower() == "demo":
        del parts[0]
    if [part.lower() for part in parts] == ["oauth", "token"]:
        return Match(SIGN_IN if method == "POST" else "", None)
    if parts[0].lower() != "v2":
        return Match("", None)
    name, variables = "".join(parts[1:2]).lower(), tuple(parts[2:])
    known = _BY_SHAPE.get((method, name, len(variables)))
    if known is None or (len(variables) == 2 and known[1] is None and not _has_tail(known[0], variables[1])):
        return Match("", None)
    return Match(known[0], known[1], variables)


def _has_tail(operation: str, last: str) -> bool:
    """A route that ends in a word, and not in a variable, ends in that word."""
    tail = operation.rpartition("/")[2]
    return tail.startswith("{") or tail.lower() == last.lower()


def _shape(operation: str) -> tuple[str, str, int]:
    method, _, path = operation.partition(" ")
    first, *others = path.strip("/").split("/")
    return method, first.lower(), len(others)


_BY_SHAPE: dict[tuple[str, str, int], tuple[str, Route | None]] = {
    **{_shape(operation): (operation, None) for operation in NOT_YET},
    **{_shape(route.operation): (route.operation, route) for route in ROUTES},
}
