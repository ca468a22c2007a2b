"""Entries of the journal are chosen by filters, the same ones from Python and through the control route."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from talkqa.fake import Fake
from talkqa.fake.clients import Clients
from talkqa.fake.control import control_routes
from talkqa.fake.journal.choosing import Choice, ChoiceError, chosen
from talkqa.fake.mishaps import plan
from tests.fake.doors import BASE_URL, TOKEN_URL, Door, made


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def busy() -> tuple[Door, Clients]:
    """Eight requests: 1 and 2 sign in, 5 is struck, 6 is refused, 7 is an hour later, 8 is nobody's."""
    fake = Fake()
    clients = Clients(fake)
    door = Door(fake, clients.open().tenant, BASE_URL, TOKEN_URL, fake.transport())
    sut, user = door.client("sut"), door.client("user")
    made(user, "Customers", Name="A")
    sut.get("/Customers")
    door.tenant.plan(plan("503"))
    sut.post("/Suppliers", json={"Name": "B"})
    user.get("/Customers/5")
    door.tenant.clock.advance(3600)
    sut.get("/Employees")
    key = door.tenant.credential("sut").subscription_key
    door.bare().get("/Customers", headers={"Ocp-Apim-Subscription-Key": key})
    return door, clients


CASES: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [1, 2, 3, 4, 5, 6, 7, 8]),
    ({"credential": "user"}, [2, 3, 6]),
    ({"credential": ""}, [8]),
    ({"operation": "get /customers"}, [4, 8]),
    ({"method": "post"}, [1, 2, 3, 5]),
    ({"status": 404}, [6]),
    ({"status": "4xx"}, [6, 7, 8]),
    ({"since": 5}, [6, 7, 8]),
    ({"last": 2}, [7, 8]),
    ({"last": 0}, []),
    ({"fault": "503"}, [5]),
    ({"fault": "any"}, [5]),
    ({"fault": "500"}, []),
    ({"type": "customer"}, [3, 4, 6, 8]),
    ({"writes": True}, [3]),
    ({"began": moment("2026-01-05T08:30:00Z")}, [7, 8]),
    ({"ended": moment("2026-01-05T09:30:00+01:00")}, [1, 2, 3, 4, 5, 6]),
    ({"credential": "sut", "type": "Supplier", "status": "5xx"}, [5]),
]


@pytest.mark.parametrize(("filters", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_python_chooses(busy: tuple[Door, Clients], filters: dict[str, Any], expected: list[int]) -> None:
    assert [entry.number for entry in chosen(busy[0].tenant.journal, **filters)] == expected


@pytest.mark.parametrize(("filters", "expected"), CASES, ids=[str(case[0]) for case in CASES])
def test_the_control_route_chooses_the_same(
    busy: tuple[Door, Clients], filters: dict[str, Any], expected: list[int]
) -> None:
    texts = {
        name: value.isoformat() if isinstance(value, datetime) else str(value)
        for name, value in filters.items()
    }
    answer = asked(busy[1], texts)
    assert [json.loads(line)["number"] for line in answer.text.splitlines()] == expected


def asked(clients: Clients, query: dict[str, str]) -> httpx.Response:
    app = Starlette(routes=control_routes(clients))

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=("127.0.0.1", 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get("/_talkqa/journal", params=query)

    return asyncio.run(ask())


def test_a_plus_that_nobody_escaped_is_still_an_offset() -> None:
    assert Choice.read({"began": "2026-01-05T09:30:00 01:00"}).began == moment("2026-01-05T08:30:00Z")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"status": "40"}, "status is '40', expected a status such as 404 or 4xx"),
        ({"since": "-1"}, "since is '-1', expected a whole number"),
        ({"began": "soon"}, "began is 'soon', expected a time such as 2026-01-05T08:00:00Z"),
        ({"writes": "x"}, "writes is 'x', expected true or false"),
        ({"from": "1"}, "no filter 'from', expected some of credential, operation, method, status, since, "),
    ],
)
def test_a_wrong_filter_is_told_what_is_expected(query: dict[str, str], told: str) -> None:
    with pytest.raises(ChoiceError) as refused:
        Choice.read(query)
    assert told in str(refused.value)
