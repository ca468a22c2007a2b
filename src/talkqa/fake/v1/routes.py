"""Every v1 route in one table, and the way from a method and path to it (API.md §4.3).

v1 lives at the root of the host. Routes of v1 that the table does not name answer 501.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from talkqa.fake.actions import Outcome, Visit
from talkqa.fake.annexes.sheets import BANK_ACCOUNT, ROUTE_SHEETS
from talkqa.fake.errors import NotImplementedYetError, RefusalError
from talkqa.fake.journal.scrubbing import Secrets
from talkqa.fake.message import Request, Response
from talkqa.fake.routes import Match, Route
from talkqa.fake.schema import PERSON, ROLES
from talkqa.fake.v1 import actions
from talkqa.fake.v1.answers import BindingError, log_reference, refused

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant


def _role_routes(role: str) -> tuple[Route, ...]:
    return (
        Route(f"GET /{role}/", role, actions.list_all),
        Route(f"POST /{role}/", role, actions.post_role),
        Route(f"GET /{role}/{{id}}/", role, actions.read_role),
        Route(f"DELETE /{role}/{{id}}/", role, actions.delete_role),
    )


def _contact_routes(parent: str) -> tuple[Route, ...]:
    many = f"/{parent}/{{parentId}}/Contact/"
    return (
        Route(f"GET {many}", PERSON, partial(actions.list_contacts, parent)),
        Route(f"POST {many}", PERSON, partial(actions.post_contact, parent)),
        Route(f"GET {many}{{id}}/", PERSON, partial(actions.read_contact, parent)),
        Route(f"DELETE {many}{{id}}/", PERSON, partial(actions.delete_contact, parent)),
    )


def _account_routes(parent: str) -> tuple[Route, ...]:
    many = f"/{parent}/{{parentId}}/BankAccount/"
    return (
        Route(f"GET {many}", BANK_ACCOUNT, partial(actions.list_accounts, parent)),
        Route(f"POST {many}", BANK_ACCOUNT, partial(actions.post_account, parent)),
        Route(f"GET {many}{{id}}/", BANK_ACCOUNT, partial(actions.read_account, parent)),
        Route(f"DELETE {many}{{id}}/", BANK_ACCOUNT, partial(actions.delete_account, parent)),
    )


ROUTES: tuple[Route, ...] = (
    Route("GET /ClientIntegrationInformation/", None, actions.integration),
    *(route for role in ROLES for route in _role_routes(role)),
    *(route for parent in ("Customer", "Supplier") for route in _contact_routes(parent)),
    *(route for parent in ROLES for route in _account_routes(parent)),
    Route("GET /PartyContactPerson/", PERSON, actions.list_all),
    Route("GET /PartyBankAccount/", BANK_ACCOUNT, actions.list_all),
)


def resolve(method: str, path: str) -> Match | None:
    """The v1 route of a request; None when the path belongs to v2, to the sign-in or to the fake itself.

    Letter case, a closing slash and doubled slashes do not matter. The method does: another one than the
    table's is an operation that v1 does not have.
    """
    if path.startswith("/v2/"):
        return None
    parts = [part for part in path.split("/") if part]
    if not parts or parts[0].lower() in _NOT_OURS or parts[0].startswith("_"):
        return None
    for words, operation, route in _SHAPES.get((method, len(parts)), ()):
        if all(word.startswith("{") or word == part.lower() for word, part in zip(words, parts, strict=True)):
            given = zip(words, parts, strict=True)
            variables = tuple(part for word, part in given if word.startswith("{"))
            return Match(operation, route, variables, version=1)
    return Match("", None, version=1)


def perform(tenant: Tenant, credential: str, request: Request, match: Match) -> Outcome:
    """Carry out a request of somebody who is signed in; every refusal becomes v1's envelope."""
    try:
        return _performed(tenant, credential, request, match)
    except RefusalError as refusal:
        reference = log_reference(tenant.journal.latest, f"{tenant.clock.now():%m%d%H%M%S}")
        return Outcome(_masked(refused(refusal, reference), tenant.secrets()))


def _masked(response: Response, secrets: Secrets) -> Response:
    """The refusal without any key that it quotes: it is a 200, whose body the journal keeps as it is."""
    return response.with_body(secrets.out_of_bytes(response.body))


def _performed(tenant: Tenant, credential: str, request: Request, match: Match) -> Outcome:
    route = match.route
    if route is None:
        raise NotImplementedYetError(match.operation or f"{request.method} {request.path[:200]}")
    if route.type is not None:
        tenant.require(credential, route.type, route.is_writing)
    sheet = ROUTE_SHEETS[route.type or PERSON]
    return route.action(Visit(tenant, credential, request, sheet, _ids(match.variables)))


def _ids(variables: tuple[str, ...]) -> tuple[int, ...]:
    for text in variables:
        if not (text.isascii() and text.isdecimal()) or len(text) > 18:
            raise BindingError({"id": f"The value '{text[:80]}' is not valid."})
    return tuple(map(int, variables))


_NOT_OURS = ("v2", "demo", "oauth")

_Shape = tuple[tuple[str, ...], str, Route]
_SHAPES: dict[tuple[str, int], list[_Shape]] = {}
for _route in ROUTES:
    _method, _, _path = _route.operation.partition(" ")
    _words = tuple(word if word.startswith("{") else word.lower() for word in _path.strip("/").split("/"))
    _SHAPES.setdefault((_method, len(_words)), []).append((_words, _route.operation, _route))
