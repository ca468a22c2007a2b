"""v1 reads a replica that lags behind, when that is planned (API.md §3)."""

from __future__ import annotations

from typing import Any

import pytest

from talkqa.fake.mishaps import plan
from tests.fake.doors import Door, made
from tests.fake.v1.clients import V1, v1_client


def lag(door: Door, **settings: Any) -> None:
    door.tenant.plan(plan("replica-lag", **settings))


def names(v1: V1) -> list[str]:
    return [row["name"] for row in v1.get("/Customer")["data"]]


@pytest.fixture
def one(v1: V1) -> int:
    return int(v1.saved("/Customer", name="old")["id"])


def test_a_read_right_after_a_write_shows_what_was_before(here: Door, v1: V1, one: int) -> None:
    lag(here, seconds=2.0)
    saved = v1.saved("/Customer", id=one, name="new")
    v1.saved("/Customer", name="second")
    assert saved["name"] == "new"
    assert names(v1) == ["old"]
    assert v1.get(f"/Customer/{one}")["data"]["name"] == "old"
    here.tenant.clock.advance(2)
    assert names(v1) == ["new", "second"]


def test_each_write_arrives_in_its_own_time(here: Door, v1: V1, one: int) -> None:
    lag(here, seconds=10.0)
    for name in "ab":
        v1.saved("/Customer", id=one, name=name)
        here.tenant.clock.advance(6)
    assert names(v1) == ["a"]
    here.tenant.clock.advance(6)
    assert names(v1) == ["b"]


def test_what_is_deleted_is_read_a_little_longer(here: Door, v1: V1, one: int) -> None:
    lag(here)
    v1.delete(f"/Customer/{one}")
    assert names(v1) == ["old"]
    assert here.tenant.state()["Customer"] == {}
    here.tenant.clock.advance(1)
    assert names(v1) == []
    assert v1.get(f"/Customer/{one}") == {"success": True}


def test_the_lag_can_be_counted_in_requests(here: Door, v1: V1, one: int) -> None:
    lag(here, seconds=0.0, requests=2)
    v1.saved("/Customer", id=one, name="new")
    assert [names(v1) for _ in range(4)] == [["old"], ["old"], ["new"], ["new"]]


def test_v2_and_writes_see_the_present(here: Door, v1: V1, one: int) -> None:
    lag(here, seconds=60.0)
    v2 = here.client()
    customer = made(v2, "Customers", Name="B", ExternalImportReference="r")
    assert v2.get(f"/Customers/{customer['Id']}").status_code == 200
    assert names(v1) == ["old"]
    assert v1.post("/Customer", name="C", externalImportReference="r")["success"] is False
    assert v1.saved("/Customer", id=customer["Id"], name="D")["name"] == "D"
    assert [record["Name"] for record in here.tenant.state()["Customer"].values()] == ["old", "D"]


def test_streets_persons_and_accounts_lag_too(here: Door, v1: V1, one: int) -> None:
    lag(here)
    v1.saved(f"/Customer/{one}/Contact", firstName="F", lastName="L")
    v1.saved(f"/Customer/{one}/BankAccount", code="1")
    v1.saved("/Customer", id=one, streetAddresses=[{"city": "Oslo", "zipCode": "0155"}])
    assert v1.get(f"/Customer/{one}/Contact")["data"] == []
    assert v1.get("/PartyBankAccount")["data"] == []
    assert v1.get(f"/Customer/{one}")["data"]["streetAddresses"] == []
    here.tenant.clock.advance(1)
    assert v1.get("/PartyContactPerson")["count"] == 1
    assert v1.get(f"/Customer/{one}/BankAccount")["count"] == 1
    assert len(v1.get(f"/Customer/{one}")["data"]["streetAddresses"]) == 1


def test_it_is_marked_in_the_journal_and_ends_when_it_is_cleared(door: Door) -> None:
    origin = "https://api.poweroffice.net" if door.transport else door.base_url.removesuffix("/v2")
    v1 = v1_client(door, origin)
    lag(door, seconds=60.0)
    v1.saved("/Customer", name="A")
    assert names(v1) == []
    assert [entry.fault for entry in door.tenant.journal][-2:] == [None, "replica-lag"]
    door.tenant.faults.clear()
    assert names(v1) == ["A"]


def test_a_snapshot_and_a_reset_take_the_replica_with_them(here: Door, v1: V1, one: int) -> None:
    lag(here)
    before = here.tenant.snapshot()
    v1.saved("/Customer", id=one, name="new")
    here.tenant.clock.advance(5)
    assert names(v1) == ["new"]
    here.tenant.restore(before)
    assert names(v1) == ["old"]
    here.tenant.reset()
    v1.saved("/Customer", name="first")
    assert names(v1) == ["first"]
