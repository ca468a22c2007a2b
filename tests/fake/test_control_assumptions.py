"""The control routes flip assumptions, for one client, while it is served."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from talkqa.fake import Fake
from talkqa.fake.clients import Clients
from talkqa.fake.control import control_routes
from tests.fake.doors import Door, made


@pytest.fixture
def served() -> Iterator[tuple[Door, httpx.Client]]:
    """A client of the fake, and one of its control routes."""
    fake = Fake()
    clients = Clients(fake)
    tenant = clients.open().tenant
    with (
        fake.serve(0, control_routes(clients)) as server,
        httpx.Client(base_url=f"{server.origin}/_talkqa", trust_env=False) as control,
    ):
        yield Door(fake, tenant, server.base_url, server.token_url, None), control


def test_a_flip_holds_from_then_on_and_the_next_list_of_flips_replaces_it(
    served: tuple[Door, httpx.Client],
) -> None:
    door, control = served
    client = door.client()
    seen = []
    for flips in ({}, {"empty-text": "null"}, {}):
        assert control.post("/assumptions", json={"flipped": flips}).json()["flipped"] == flips
        seen.append(made(client, "Customers", Name="Fjord AS", PhoneNumber="")["PhoneNumber"])
    assert seen == ["", None, ""]


def test_what_requests_came_upon_is_told(served: tuple[Door, httpx.Client]) -> None:
    door, control = served
    assert "empty-text" not in control.get("/assumptions").json()["asked"]
    made(door.client(), "Customers", Name="Fjord AS", PhoneNumber="")
    assert "empty-text" in control.get("/assumptions").json()["asked"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"flipped": {"empty-txt": "null"}}, "Did you mean empty-text"),
        ({"flipped": {"empty-text": "nil"}}, "no alternative 'nil', expected null"),
        ({"flipped": ["empty-text"]}, "expected {"),
        ([], "expected"),
    ],
)
def test_a_flip_that_is_none_is_refused_and_changes_nothing(
    served: tuple[Door, httpx.Client], body: object, told: str
) -> None:
    _, control = served
    answer = control.post("/assumptions", json=body)
    assert answer.status_code == 400
    assert told in answer.json()["error"]
    assert control.get("/assumptions").json()["flipped"] == {}


def test_a_lag_that_is_flipped_on_later_shows_the_state_before(served: tuple[Door, httpx.Client]) -> None:
    """What was there when it began is there at once."""
    door, control = served
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    control.post("/assumptions", json={"flipped": {"read-after-write": "ten-milliseconds"}})
    made(client, "Customers", Name="Fjell AS")
    assert [client.get(f"/Customers/{id}").status_code for id in (1001, 1002)] == [200, 404]
