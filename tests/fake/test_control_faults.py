"""Faults by rule through the control route: whom they strike, and how they are marked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from talkqa.fake import Fake
from talkqa.fake.clients import Clients
from talkqa.fake.control import control_routes
from talkqa.fake.mishaps import KINDS
from tests.fake.doors import Door


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Fake, Clients, str, str]]:
    fake = Fake()
    clients = Clients(fake)
    with fake.serve(0, control_routes(clients)) as server:
        yield fake, clients, server.base_url, server.token_url


@pytest.fixture
def door(place: tuple[Fake, Clients, str, str]) -> Door:
    fake, clients, base, token = place
    return Door(fake, clients.open().tenant, base, token, None)


@pytest.fixture
def control(door: Door) -> Iterator[httpx.Client]:
    base, query = door.base_url.removesuffix("/v2"), {"client": door.tenant.client_id}
    with httpx.Client(base_url=f"{base}/_talkqa", params=query, trust_env=False) as client:
        yield client


def statuses(door: Door) -> list[int]:
    """Eight requests: read and write, of two types, by two credentials."""
    sut, user = door.client("sut"), door.client("user")
    return [
        answer.status_code
        for client in (sut, user)
        for answer in (
            client.get("/Customers/1"),
            client.get("/Suppliers"),
            client.patch("/Customers/1", json=[]),
            client.delete("/Suppliers/1"),
        )
    ]


UNTOUCHED = [404, 204, 404, 404] * 2
RULES: list[tuple[dict[str, Any], set[int]]] = [
    ({"nth": 1, "operation": "get /suppliers"}, {1}),
    ({"nth": 2, "operation": "GET /Suppliers"}, {5}),
    ({"operation": "DELETE /Suppliers/{id}", "times": None}, {3, 7}),
    ({"method": "patch", "times": None}, {2, 6}),
    ({"method": "GET", "times": 3}, {0, 1, 4}),
    ({"credential": "user", "times": None}, {4, 5, 6, 7}),
    ({"credential": "user", "method": "GET", "nth": 2, "times": None}, {5}),
    ({"times": None, "method": "GET", "probability": 1}, {0, 1, 4, 5}),
    ({"times": None, "probability": 0}, set()),
]


@pytest.mark.parametrize(("rule", "struck"), RULES, ids=[str(rule) for rule, _ in RULES])
def test_a_rule_strikes_those_requests_and_no_others(
    control: httpx.Client, door: Door, rule: dict[str, Any], struck: set[int]
) -> None:
    """403 is about calls only, so that both can sign in."""
    told = control.post("/faults", json={"kind": "403", **rule}).json()
    expected = [403 if place in struck else status for place, status in enumerate(UNTOUCHED)]
    assert statuses(door) == expected
    (armed,) = control.get("/faults").json()["armed"]
    assert (told["fired"], armed["fired"]) == (0, len(struck))
    marked = [json.loads(line) for line in control.get("/journal", params={"fault": "403"}).text.splitlines()]
    assert len(marked) == len(struck)
    assert {line["status"] for line in marked} <= {403}


def test_the_dice_fall_the_same_way_for_the_same_seed(control: httpx.Client, door: Door) -> None:
    rolled = []
    for seed in (7, 7, 8):
        control.delete("/faults")
        control.post("/faults", json={"kind": "403", "probability": 0.5, "seed": seed, "times": None})
        rolled.append(statuses(door) + statuses(door) + statuses(door))
    assert rolled[0] == rolled[1] != rolled[2]
    assert 0 < rolled[0].count(403) < 24


def test_every_kind_of_the_socket_can_be_planned_as_it_is_told(control: httpx.Client) -> None:
    told = control.get("/faults").json()["kinds"]
    assert [one["kind"] for one in told] == [name for name, kind in KINDS.items() if "socket" in kind.doors]
    for one in told:
        answer = control.post("/faults", json={"kind": one["kind"], **one["settings"]})
        assert answer.status_code == 201, answer.text
        assert one["text"]


def test_an_unstruck_request_is_not_marked(control: httpx.Client, door: Door) -> None:
    control.post("/faults", json={"kind": "403", "operation": "GET /Suppliers"})
    statuses(door)
    lines = [json.loads(line) for line in control.get("/journal").text.splitlines()]
    assert [line["operation"] for line in lines if line["fault"]] == ["GET /Suppliers"]
    assert len(lines) == 10
