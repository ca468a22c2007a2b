"""What a request is about, whichever API the SUT speaks: a fault must strike in both, or it judges by routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from steps import _told
from talkqa.fake import Entry, Response, Tenant
from talkqa.fake.v1.render import wire
from talkqa.fake.v1.rows import Row
from talkqa.verdict import Exchange

About = Callable[[Entry], bool]
Reshape = Callable[[Response, Entry], Response]
Rows = list[dict[str, Any]]

_V2 = {
    "Employee": "/Employees",
    "Supplier": "/Suppliers",
    "Customer": "/Customers",
    "Contactperson": "/ContactPersons",
}
_V1_LISTS = {
    **{type_: (f"GET /{type_}/",) for type_ in ("Employee", "Supplier", "Customer")},
    "Contactperson": (
        "GET /PartyContactPerson/",
        "GET /Customer/{parentId}/Contact/",
        "GET /Supplier/{parentId}/Contact/",
    ),
}
_V1_SAVES = {
    type_: tuple(operation.replace("GET", "POST") for operation in lists if "Party" not in operation)
    for type_, lists in _V1_LISTS.items()
}
"""One operation for creations and updates: an id in the body makes the difference."""


def saves_in_v1(operation: str) -> str:
    """The type of which that operation of v1 creates or changes a record; "" if none."""
    return next((type_ for type_, operations in _V1_SAVES.items() if operation in operations), "")


def creates(type_: str) -> About:
    """The request creates a record of that type."""

    def about(request: Entry) -> bool:
        if request.operation in _V1_SAVES[type_]:
            return not _id_in(request)
        path = _V2[type_] + ("/{contactId}" if type_ == "Contactperson" else "")
        return request.operation == f"POST {path}"

    return about


def edits(type_: str) -> About:
    """The request changes a record of that type."""

    def about(request: Entry) -> bool:
        if request.operation in _V1_SAVES[type_]:
            return bool(_id_in(request))
        return request.operation.startswith(f"PATCH {_V2[type_]}/") and request.operation.endswith("}")

    return about


def lists(type_: str) -> About:
    """The request reads the list of that type, or a page of it."""
    return lambda request: request.operation in (f"GET {_V2[type_]}", *_V1_LISTS[type_])


def reads_page(type_: str, number: int) -> About:
    """The request asks for that page of the list of a type, from 1: by number in v2, by rows to skip in v1."""

    def about(request: Entry) -> bool:
        asked = request.parameters()
        if request.operation in _V1_LISTS[type_]:
            size, skipped = asked.get("$top", "0"), asked.get("$skip", "0")
            return size.isdecimal() and skipped.isdecimal() and int(skipped) == (number - 1) * int(size)
        return lists(type_)(request) and asked.get("pagenumber", "1") == str(number)

    return about


def addresses(exchange: Exchange, type_: str, key: str) -> bool:
    """Whether the request names that one record: in its path, or in the body of a v1 save."""
    path, (contact, _, person) = exchange.path.lower().strip("/"), key.partition("/")
    if exchange.operation in _V1_SAVES[type_]:
        mine = str(_id_of(exchange.body)) == (person or contact)
        return mine and (not person or path.endswith(f"/{contact}/contact"))
    v1 = f"{contact}/contact/{person}" if person else f"{type_.lower()}/{key}"
    return path.endswith((f"{_V2[type_].lower()}/{key}"[1:], v1))


def changed_rows(tenant: Tenant, type_: str, change: Callable[[Rows], Rows]) -> Reshape:
    """What turns the answer to a list into one with other rows; `change` sees and gives records of v2."""

    def reshape(response: Response, entry: Entry) -> Response:
        body = _told.body(response.body) if response.status == 200 else None
        if isinstance(body, list):
            return response.with_body(orjson.dumps(change(body)))
        if not isinstance(body, dict) or not isinstance(body.get("data"), list):
            return response
        known = tenant.store.shelf.shown[type_]
        rows = change([known[_key_of(row)] for row in body["data"] if _key_of(row) in known])
        data = [wire(Row(tenant.store, type_, row)) for row in rows]
        count = body["count"] + len(data) - len(body["data"])
        return response.with_body(orjson.dumps({**body, "data": data, "count": count}))

    return reshape


def emptied(response: Response, entry: Entry) -> Response:
    """The answer of a list without rows, in the form of its API."""
    if response.status != 200:
        return response
    if response.body[:1] == b"[":
        return Response.empty(204, {"x-pagination": '{"nextPageLink":null}'})
    return response.with_body(orjson.dumps({"data": [], "count": 0, "success": True}))


def _key_of(row: Mapping[str, Any]) -> str:
    """The key of a v1 row."""
    return f"{row['partyId']}/{row['id']}" if "partyId" in row else str(row["id"])


def _id_in(request: Entry) -> Any:
    return _id_of(_told.body(request.request_body))


def _id_of(body: Any) -> Any:
    """What a v1 save names as the record's id, in any letter case; nothing for a creation."""
    named = body if isinstance(body, dict) else {}
    found = (value for name, value in named.items() if name.lower() == "id")
    return next((value for value in found if value not in ("", "0", 0)), None)
