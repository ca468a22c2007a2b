"""What a request is about is told in both APIs of PowerOffice."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from steps import _requests
from steps._requests import addresses, changed_rows, creates, edits, emptied, lists, reads_page
from talkqa.fake import Entry, Fake, Response
from talkqa.fake.routes import ROUTES as V2
from talkqa.fake.v1.routes import ROUTES as V1
from talkqa.verdict import Exchange
from tests.fake.doors import inside
from tests.fake.v1.clients import v1_client


def request(operation: str, body: Any = None, query: str = "") -> Entry:
    method = operation.partition(" ")[0]
    data = b"" if body is None else orjson.dumps(body)
    return Entry(1, 0, "sut", method, "/", query, operation, b"", data)


SAVES: list[tuple[str, str, Any]] = [
    ("Customer", "POST /Customers", {"Name": "A"}),
    ("Customer", "POST /Customer/", {"name": "A"}),
    ("Customer", "POST /Customer/", {"id": 0, "name": "A"}),
    ("Employee", "POST /Employee/", {"ID": None}),
    ("Supplier", "POST /Suppliers", {}),
    ("Contactperson", "POST /ContactPersons/{contactId}", {}),
    ("Contactperson", "POST /Customer/{parentId}/Contact/", {"firstName": "A"}),
    ("Contactperson", "POST /Supplier/{parentId}/Contact/", {}),
]
EDITS: list[tuple[str, str, Any]] = [
    ("Customer", "PATCH /Customers/{id}", []),
    ("Customer", "POST /Customer/", {"Id": 7}),
    ("Employee", "PATCH /Employees/{employeeId}", []),
    ("Supplier", "POST /Supplier/", {"id": "7"}),
    ("Contactperson", "PATCH /ContactPersons/{contactId}/{id}", []),
    ("Contactperson", "POST /Customer/{parentId}/Contact/", {"id": 7}),
]
TYPES = ("Employee", "Supplier", "Customer", "Contactperson")


@pytest.mark.parametrize(("type_", "operation", "body"), SAVES)
def test_a_creation_is_told_from_an_edit(type_: str, operation: str, body: Any) -> None:
    one = request(operation, body)
    assert [type_ for type_ in TYPES if creates(type_)(one)] == [type_]
    assert not any(edits(type_)(one) for type_ in TYPES)


@pytest.mark.parametrize(("type_", "operation", "body"), EDITS)
def test_an_edit_is_told_from_a_creation(type_: str, operation: str, body: Any) -> None:
    one = request(operation, body)
    assert [type_ for type_ in TYPES if edits(type_)(one)] == [type_]
    assert not any(creates(type_)(one) for type_ in TYPES)


@pytest.mark.parametrize(
    ("type_", "operation", "query", "page"),
    [
        ("Customer", "GET /Customers", "PageNumber=2&PageSize=3", 2),
        ("Customer", "GET /Customers", "", 1),
        ("Customer", "GET /Customer/", "$orderby=Id&$top=3&$skip=3", 2),
        ("Customer", "GET /Customer/", "$orderby=Id&$top=3", 1),
        ("Contactperson", "GET /PartyContactPerson/", "$top=20&$skip=40&$orderby=Id", 3),
        ("Employee", "GET /Employee/", "", 1),
    ],
)
def test_a_page_is_told_by_number_or_by_what_is_skipped(
    type_: str, operation: str, query: str, page: int
) -> None:
    one = request(operation, query=query)
    assert [type_ for type_ in TYPES if lists(type_)(one)] == [type_]
    told = [number for number in range(1, 5) if reads_page(type_, number)(one)]
    assert page in told
    assert told == [page] or "top" not in query.lower()


@pytest.mark.parametrize("about", [creates, edits, lists])
@pytest.mark.parametrize("type_", TYPES)
def test_only_operations_that_the_fake_has_are_meant(about: Callable[[str], Any], type_: str) -> None:
    """Guards against a spelling that strikes nothing: something of each version fits, with or without an id."""
    for routes in (V1, V2):
        bodies: tuple[dict[str, int], ...] = ({}, {"id": 7})
        fitting = [r.operation for r in routes for body in bodies if about(type_)(request(r.operation, body))]
        assert fitting


ADDRESSED: list[tuple[str, str, str, str, Any, bool]] = [
    ("Customer", "7", "PATCH /Customers/{id}", "/v2/Customers/7", [], True),
    ("Customer", "7", "PATCH /Customers/{id}", "/v2/Customers/17", [], False),
    ("Supplier", "7", "PATCH /Customers/{id}", "/v2/Customers/7", [], False),
    ("Customer", "7", "POST /Customer/", "/Customer/", {"id": "7"}, True),
    ("Customer", "7", "POST /Customer/", "/Customer/", {"name": "A"}, False),
    ("Supplier", "7", "POST /Customer/", "/Customer/", {"id": 7}, False),
    ("Customer", "7", "GET /Customer/{id}/", "/customer/7/", None, True),
    ("Contactperson", "7/9", "PATCH /ContactPersons/{contactId}/{id}", "/v2/contactpersons/7/9", [], True),
    ("Contactperson", "7/9", "POST /Customer/{parentId}/Contact/", "/Customer/7/Contact/", {"id": 9}, True),
    ("Contactperson", "7/9", "POST /Customer/{parentId}/Contact/", "/Customer/8/Contact", {"id": 9}, False),
    (
        "Contactperson",
        "7/9",
        "DELETE /Supplier/{parentId}/Contact/{id}/",
        "/Supplier/7/Contact/9",
        None,
        True,
    ),
]


@pytest.mark.parametrize(("type_", "key", "operation", "path", "body", "expected"), ADDRESSED)
def test_the_record_that_a_request_names_is_told(
    type_: str, key: str, operation: str, path: str, body: Any, expected: bool
) -> None:
    one = Exchange(1, "sut", operation.partition(" ")[0], path, operation, 200, body)
    assert addresses(one, type_, key) is expected


def test_rows_of_either_api_are_changed_as_records_of_v2() -> None:
    here = inside(Fake())
    tenant, v1 = here.tenant, v1_client(here)
    for name in "AB":
        v1.saved("/Customer", name=name)
    change = changed_rows(tenant, "Customer", lambda rows: [{**rows[1], "Name": "old"}])
    listed = v1.http.get("/Customer")
    entry = tenant.journal[-1]
    of_v1 = orjson.loads(change(Response.json(200, listed.json()), entry).body)
    assert [(row["id"], row["name"]) for row in of_v1["data"]] == [(listed.json()["data"][1]["id"], "old")]
    assert (of_v1["count"], of_v1["success"]) == (1, True)
    rows = here.client().get("/Customers").json()
    of_v2 = orjson.loads(change(Response.json(200, rows), entry).body)
    assert [(row["Id"], row["Name"]) for row in of_v2] == [(rows[1]["Id"], "old")]


def test_an_emptied_list_has_the_form_of_its_api() -> None:
    entry = request("GET /Customers")
    assert emptied(Response.json(200, [{"Id": 1}]), entry).status == 204
    of_v1 = emptied(Response.json(200, {"data": [{"id": 1}], "count": 1, "success": True}), entry)
    assert orjson.loads(of_v1.body) == {"data": [], "count": 0, "success": True}


def test_no_step_names_a_route_of_one_api() -> None:
    """A fault that is planned by operation would strike SUTs of that API only: `steps/_requests.py` has the words."""
    folder = Path(_requests.__file__).parent
    texts = {path.name: path.read_text() for path in folder.glob("*.py") if not path.name.startswith("_")}
    assert len(texts) > 8
    assert [name for name, text in texts.items() if re.search(r"operation\s*=", text)] == []
