"""The reference beside API v1: it reads and writes there what v2 does not have, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from talkqa.reference.entities import Key
from talkqa.reference.failures import Gone, Refused
from talkqa.reference.older import BesideV2
from talkqa.reference.synchroniser import Reference
from tests.reference.world import Record, World, rows

BORN, PLACE = "1987-05-14", "Bodø"


def more_rows(dataflow: Record) -> None:
    """Two rows of which v1 alone knows one side."""
    flow = dataflow["flows"][2]
    flow["pairs"] += [
        {"source": "DateOfBirth", "target": "DateOfBirth", "type": "date"},
        *rows(LegalName="PlaceOfBirth"),
    ]


@pytest.fixture
def world() -> Iterator[World]:
    made = World(change=more_rows)
    yield made
    made.close()


def v1(world: World, method: str, path: str, **body: Any) -> Any:
    """What a user does over v1."""
    world.tenant.clock.advance(1)
    answer: httpx.Response = world._user.request(
        method, f"https://api.poweroffice.net{path}", json=body or None
    )
    told = answer.json()
    assert told["success"], told
    return told["data"]


def linked(world: World) -> tuple[str, str]:
    """A Customer and the Contactperson that was made from it: its key under its owner, and its route in v1."""
    customer = world.add("Customer", Name="Fjord AS", LegalName=PLACE, DateOfBirth=BORN)
    world.settle()
    person = next(key for key in world.tenant.state()["Contactperson"] if key.startswith(f"{customer}/"))
    return customer, f"/Customer/{customer}/Contact/{person.partition('/')[2]}"


def test_what_v2_cannot_be_given_at_creation_is_brought_after_it(world: World) -> None:
    """R-10 asks for one complete write, as far as the API has one."""
    _, route = linked(world)
    row = v1(world, "GET", route)
    assert (row["dateOfBirth"], row["placeOfBirth"]) == (BORN, PLACE)


def test_an_edit_travels_either_way(world: World) -> None:
    customer, route = linked(world)
    world.edit("Customer", customer, DateOfBirth="1990-01-31")
    world.settle()
    assert v1(world, "GET", route)["dateOfBirth"] == "1990-01-31"
    owner, _, person = route.rpartition("/")
    v1(world, "POST", f"{owner}/", id=int(person), dateOfBirth="1991-02-28", placeOfBirth="Å")
    world.settle()
    record = world.get("Customer", customer)
    assert (record["DateOfBirth"], record["LegalName"]) == ("1991-02-28", "Å")


def test_a_quiet_population_costs_no_write(world: World) -> None:
    """LAW-3, through either API."""
    linked(world)
    before = len(world.tenant.journal)
    world.settle()
    late = world.tenant.journal.since(before)
    assert {entry.method for entry in late if "Token" not in entry.path} == {"GET"}
    assert any(entry.operation == "GET /PartyContactPerson/" for entry in late)


def test_v1_is_asked_nothing_where_no_row_needs_it() -> None:
    """Whoever has no such row needs no v1."""
    world = World()
    world.add("Customer", Name="Fjord AS")
    world.settle()
    paths = {entry.path for entry in world.tenant.journal if entry.credential == "sut"}
    assert all(path.startswith(("/v2/", "/OAuth")) for path in paths)
    world.close()


def test_a_no_in_a_200_is_a_refusal(world: World) -> None:
    """The fact sheet, §4.1: v1 reports nearly every failure so."""
    customer, _ = linked(world)
    reference = world.sut._sut
    assert isinstance(reference, Reference)
    assert isinstance(reference.client, BesideV2)
    with pytest.raises(Refused, match="e-mail address"):
        reference.client.older.save(Key("Customer", customer), {"EmailAddress": "nobody"})
    with pytest.raises(Gone):
        reference.client.older.row(Key("Customer", "999999"))
