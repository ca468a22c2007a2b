"""Whatever arrives at what hangs on contacts is carried out whole, or refused and nothing changes."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.fake import Fake
from talkqa.fake.annexes.sheets import ROUTE_SHEETS
from tests.fake.doors import inside, made
from tests.fake.test_hostile import scalars, values

NAMES = sorted({field.name for sheet in ROUTE_SHEETS.values() for field in sheet.fields})
PLURALS = ["ContactDeliveryAddresses", "ContactBankAccounts", "ContactGroups"]
NEEDED = {"City": "A", "ZipCode": "1", "BankAccountNumber": "1", "Name": "A"}
FILTERS = [
    "contactIds",
    "externalCodes",
    "bankAccountNumbers",
    "names",
    "createdDateTimeOffsetGreaterThan",
    "Fields",
    "OrderBy",
    "PageSize",
    "PageNumber",
]

steps = st.fixed_dictionaries(
    {
        "op": st.sampled_from(["add", "replace", "remove", "move", "copy", "test", "x"]),
        "path": st.sampled_from([f"/{name}" for name in NAMES]) | scalars,
    },
    optional={"value": values, "from": st.sampled_from([f"/{name}" for name in NAMES]) | scalars},
)
plurals = st.sampled_from(PLURALS)


@pytest.fixture(scope="module")
def client() -> httpx.Client:
    return inside(Fake()).client()


def place(client: httpx.Client, plural: str) -> str:
    """Where a record of that kind is made, under a new contact where it needs one."""
    if plural == "ContactGroups":
        return f"/{plural}"
    return f"/{plural}/{made(client, 'Customers', Name='A')['Id']}"


@settings(max_examples=150, deadline=None)
@given(plural=plurals, body=st.dictionaries(st.sampled_from(NAMES), values, max_size=8))
def test_any_object_can_be_posted(client: httpx.Client, plural: str, body: dict[str, Any]) -> None:
    path = place(client, plural)
    try:
        answer = client.post(path, json={**NEEDED, **body})
    except OverflowError:
        return
    assert answer.status_code in (201, 400)
    if answer.status_code == 201:
        assert client.get(f"{path}/{answer.json()['Id']}").json() == answer.json()


@settings(max_examples=150, deadline=None)
@given(plural=plurals, document=st.lists(steps, max_size=4))
def test_any_patch_can_be_sent(client: httpx.Client, plural: str, document: list[Any]) -> None:
    path = place(client, plural)
    created = client.post(path, json=NEEDED).json()
    at = f"{path}/{created['Id']}"
    answer = client.patch(at, json=document)
    assert answer.status_code in (200, 400)
    assert client.get(at).json() == (answer.json() if answer.status_code == 200 else created)


@settings(max_examples=100, deadline=None)
@given(document=st.lists(steps, max_size=4))
def test_any_choice_of_accounts_can_be_sent(client: httpx.Client, document: list[Any]) -> None:
    created = made(client, "Employees", FirstName="A", LastName="B")
    at = f"/Employees/{created['Id']}"
    answer = client.patch(f"{at}/BankAccounts", json=document)
    assert answer.status_code in (200, 400, 404)
    assert client.get(at).json() == (answer.json() if answer.status_code == 200 else created)


@settings(max_examples=150, deadline=None)
@given(
    plural=plurals,
    query=st.dictionaries(
        st.sampled_from(FILTERS), st.text(max_size=30) | st.sampled_from(NAMES), max_size=4
    ),
)
def test_any_query_can_be_asked(client: httpx.Client, plural: str, query: dict[str, str]) -> None:
    plain = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    answer = client.get(f"/{plural}?{httpx.QueryParams(plain)}")
    assert answer.status_code in (200, 204, 400)
