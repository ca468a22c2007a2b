"""Any body to any operation of v2, v1, the sign-in and the control routes: an answer of their own, never a 500.

A request that is refused changes nothing.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.fake import Fake, routes, v1
from talkqa.fake.annexes.sheets import ROUTE_SHEETS
from talkqa.fake.clients import Clients
from talkqa.fake.control import PREFIX, control_routes
from talkqa.fake.v1.columns import COLUMNS
from tests.fake.doors import TOKEN_URL, Door, inside, made, sign_in
from tests.fake.test_hostile import steps, values
from tests.fake.v1.clients import ORIGIN, v1_client

DEEP = 100_000
HOSTILE = [
    b"",
    b"null",
    b"[" * DEEP,
    b'{"a":' * DEEP,
    b"[" * 900 + b"]" * 900,
    b'{"Number": 1' + b"0" * 5000 + b"}",
    b'{"Allowance": 1e400}',
    b'{"Allowance": -1e400, "name": "A"}',
    b'{"Id": 1e308, "id": 1e308}',
    b'{"Allowance": NaN}',
    b'{"Allowance": Infinity}',
    b'{"Name": "\\ud800"}',
    b'{"\\udfff": "A"}',
    b'{"Name": "\xed\xa0\x80"}',
    b'{"Name": "\xff"}',
    b'{"Name": "A", "Name": "B", "name": "C"}',
    b'{"Name": "\\u0000"}',
    codecs.BOM_UTF8 + b'{"Name": "A"}',
    '{"Name": "A"}'.encode("utf-16"),
    '{"Name": "A"}'.encode("utf-32"),
    b"{" + b'"a": 1,' * 60_000 + b'"Name": "A"}',
    b'[{"op": "copy", "from": "/ContactGroupIds", "path": "/ContactGroupIds/-"},' * 64,
    b"PK\x03\x04",
]
names = sorted({field.name for sheet in ROUTE_SHEETS.values() for field in sheet.fields})
old_names = sorted({column.wire for columns in COLUMNS.values() for column in columns})
objects = st.dictionaries(st.sampled_from([*names, *old_names]) | st.text(max_size=5), values, max_size=6)
bodies = (
    st.sampled_from(HOSTILE)
    | st.binary(max_size=40)
    | (objects | st.lists(steps | values, max_size=4)).map(lambda value: json.dumps(value).encode())
)
saves = st.builds(
    lambda group, fields: json.dumps({"name": "A", "contactGroups": [group], **fields}).encode(),
    st.uuids().map(str),
    st.dictionaries(st.sampled_from(old_names), values, max_size=3),
)
"""POSTs of v1 that can be refused after something has been made for them."""
types = st.sampled_from(
    [
        "application/json",
        "application/json-patch+json",
        "application/json; charset=utf-16",
        "text/plain",
        "",
        "\x01;",
    ]
)
ids = st.sampled_from(["1001", "1002", "1003", "2001", "1", "0", "-1", "x", "9" * 30, "%00", "%ff", "1%0A"])


@pytest.fixture(scope="module")
def door() -> Door:
    """A tenant with one record of each kind."""
    door = inside(Fake())
    client = door.client()
    made(client, "Customers", Name="A", MailAddress={"City": "Oslo", "ZipCode": "1"})
    made(client, "Suppliers", Name="B")
    made(client, "Employees", FirstName="C", LastName="D")
    made(client, "ContactPersons/1001", FirstName="E", LastName="F")
    made(client, "ContactDeliveryAddresses/1001", City="Oslo", ZipCode="1")
    made(client, "ContactBankAccounts/1003", BankAccountNumber="1")
    return door


@pytest.fixture(scope="module")
def v2_client(door: Door) -> httpx.Client:
    return door.client()


@pytest.fixture(scope="module")
def old_client(door: Door) -> httpx.Client:
    return v1_client(door).http


def everything(client: httpx.Client) -> list[tuple[int, bytes]]:
    """All records, as the lists show them."""
    plurals = sorted({sheet.plural for sheet in ROUTE_SHEETS.values()} - {""})
    answers = [client.get(f"/{plural}") for plural in plurals]
    return [(answer.status_code, answer.content) for answer in answers]


def filled(operation: str, chosen: list[str]) -> tuple[str, str]:
    method, path = operation.split(" ")
    parts = iter(chosen)
    return method, re.sub(r"{\w+}", lambda _: next(parts), path)


@settings(max_examples=300, deadline=None)
@given(
    operation=st.sampled_from([route.operation for route in routes.ROUTES]),
    chosen=st.lists(ids, min_size=2, max_size=2),
    body=bodies,
    type=types,
)
def test_any_body_to_any_operation_of_v2(
    v2_client: httpx.Client, operation: str, chosen: list[str], body: bytes, type: str
) -> None:
    before = everything(v2_client)
    method, path = filled(operation, chosen)
    answer = v2_client.request(method, path, content=body, headers={"content-type": type})
    assert answer.status_code in (200, 201, 204, 400, 404, 409, 415), answer.text
    if answer.status_code >= 400:
        assert set(answer.json()) >= {"type", "title", "status", "detail", "instance"}
        assert everything(v2_client) == before


@settings(max_examples=300, deadline=None)
@given(
    operation=st.sampled_from([route.operation for route in v1.routes.ROUTES]),
    chosen=st.lists(ids, min_size=2, max_size=2),
    body=bodies | saves,
    type=types,
)
def test_any_body_to_any_operation_of_v1(
    v2_client: httpx.Client,
    old_client: httpx.Client,
    operation: str,
    chosen: list[str],
    body: bytes,
    type: str,
) -> None:
    before = everything(v2_client)
    method, path = filled(operation, chosen)
    answer = old_client.request(method, f"{ORIGIN}{path}", content=body, headers={"content-type": type})
    assert answer.status_code in (200, 415), answer.text
    told = answer.json()
    if not told["success"] or "traceId" in told.get("data", ()):
        assert everything(v2_client) == before


@settings(max_examples=150, deadline=None)
@given(
    body=bodies | st.binary(max_size=20).map(b"grant_type=".__add__),
    type=types | st.just("multipart/form-data"),
)
def test_any_body_to_the_token_route(door: Door, body: bytes, type: str) -> None:
    keys = door.tenant.credential("sut")
    headers = {"content-type": type, "ocp-apim-subscription-key": keys.subscription_key}
    with door.bare() as client:
        auth = (keys.application_key, keys.client_key)
        answer = client.post(TOKEN_URL, content=body, headers=headers, auth=auth)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "error_description"}


CONTROLS = [
    (route.methods - {"HEAD"}, route.path)
    for route in control_routes(Clients(Fake()))[1].routes  # type: ignore[attr-defined]
]


@pytest.fixture(scope="module")
def control() -> Iterator[httpx.Client]:
    fake = Fake()
    clients = Clients(fake)
    clients.open(lambda tenant: None)
    with (
        fake.serve(0, control_routes(clients)) as server,
        httpx.Client(base_url=server.origin + PREFIX, trust_env=False, timeout=30) as client,
    ):
        yield client


@settings(max_examples=200, deadline=None)
@given(
    route=st.sampled_from(CONTROLS),
    chosen=st.sampled_from(["1", "x", "9" * 5000, "-1", "%00", "%ff"]),
    body=bodies
    | st.dictionaries(st.sampled_from(["kind", "advance", "name", "nth"]), values).map(
        lambda value: json.dumps(value).encode()
    ),
    query=st.dictionaries(
        st.sampled_from(["client", "type", "page", "size", "since", "format", "find", "status"]),
        st.sampled_from(["", "1", "x", "9" * 5000, "-1", "\x00", "ndjson"]),
        max_size=2,
    ),
)
def test_any_body_to_any_control_route(
    control: httpx.Client, route: tuple[set[str], str], chosen: str, body: bytes, query: dict[str, str]
) -> None:
    methods, path = route
    for method in sorted(methods):
        answer = control.request(method, re.sub(r"{.*?}", chosen, path), content=body, params=query)
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            assert answer.status_code == 405 or set(answer.json()) == {"error"}


def test_whatever_arrived_the_tenant_can_still_be_used(door: Door) -> None:
    with door.bare() as client:
        assert sign_in(client, door.tenant.credential("sut"), TOKEN_URL).status_code == 200
