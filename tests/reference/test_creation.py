"""Creation against the fake: how many, where, with what, and when not."""

from __future__ import annotations

import json

import pytest

from talkqa.fake import Response
from tests.mutants.histories import ADDRESS, chain, customer_of, employee, only, pair, supplier
from tests.reference.world import World


def test_the_chain_is_created_in_one_cycle(world: World) -> None:
    """5 Employees, 4 Suppliers, 3 company Customers: 7 Customers and 12 Contactpersons (S-7)."""
    for token in range(5):
        employee(world, f"1{token}")
    for token in range(4):
        supplier(world, f"2{token}")
    for token in range(2):
        world.add("Customer", Name=f"Kunde {token} AS")
    assert world.settle() == 1
    assert len(world.all("Customer")) == 7
    assert len(world.all("Contactperson")) == 12


def test_a_creation_carries_its_mark_and_nothing_unmapped(world: World) -> None:
    """R-10, D-12: every mapped value that is not empty, and the mark."""
    key = supplier(world, PhoneNumber=None, CurrencyCode="SEK")
    world.settle()
    body = json.loads(next(e for e in world.writes() if e.operation == "POST /Customers").request_body)
    assert body == {
        "Name": "Fjell 20 AS",
        "EmailAddress": "Post20@Fjell.no",
        "IsPerson": False,
        "MailAddress": ADDRESS,
        "ExternalImportReference": f"talkqa.supplier.customer.{key}",
    }


def test_the_longest_mark_fits(world: World) -> None:
    """P-7: fifty characters at most."""
    assert len(f"talkqa.customer.contactperson.{2**63 - 1}") <= 50


def test_names_of_persons_are_mapped_only_for_persons(world: World) -> None:
    """The condition of a row is looked at for each source."""
    key = world.add(
        "Supplier", Name="Ola Lie", FirstName="Ola", LastName="Lie", IsPerson=True, PhoneNumber="22222233"
    )
    world.settle()
    customer = world.get("Customer", customer_of(world, key))
    assert (customer["IsPerson"], customer["FirstName"], customer["LastName"]) == (True, "Ola", "Lie")
    assert not [k for k in world.all("Contactperson") if k.startswith(f"{customer['Id']}/")]


def test_a_quiet_cycle_is_one_request_per_type(world: World) -> None:
    """Few requests: no sign-in, no look-ups."""
    pair(world)
    for _ in range(2):
        mark = len(world.tenant.journal)
        world.cycle()
        assert [e.operation for e in world.requests(mark)] == [
            "GET /Employees",
            "GET /Suppliers",
            "GET /Customers",
            "GET /ContactPersons",
        ]


def test_a_vanished_source_gets_no_partner(world: World) -> None:
    """R-16: deleted between its collection and the write phase."""
    key = supplier(world)
    world.plan(operation="GET /Suppliers/{id}", before=lambda _: world.delete("Supplier", key))
    world.settle()
    assert "POST /Customers" not in world.effects()


def test_a_partial_listing_creates_nothing(world: World) -> None:
    """R-16: nobody knows who is there already."""
    supplier(world)
    world.plan(operation="GET /Customers", answer=Response.empty(503), times=4)
    world.cycle()
    assert not world.writes()
    assert [(w.flow, w.key) for w in world.report()] == [
        ("customer-contactperson", "Customer"),
        ("supplier-customer", "Customer"),
    ]
    world.settle()
    assert len(world.all("Customer")) == 2
    assert world.report() == []


def test_a_refused_creation_waits_for_its_source(world: World) -> None:
    """R-53, R-60: parked, no request until the source is edited, then out of the report."""
    key = employee(world, EmailAddress="ola(at)firma.no")
    world.settle()
    waiting = only([w.reason for w in world.report() if w.key == f"Employee {key}"])
    assert "400" in waiting
    mark = len(world.tenant.journal)
    world.cycle(5)
    assert not world.writes(mark)
    world.edit("Employee", key, EmailAddress="ola@firma.no")
    world.settle()
    assert len(world.partner_of(["ola@firma.no"], "Contactperson", "EmailAddress")) == 1
    assert world.report() == []


def test_one_bad_entity_hurts_only_itself(world: World) -> None:
    """R-48."""
    for token in range(5):
        employee(world, f"1{token}", EmailAddress="typo" if token == 2 else f"e{token}@x.no")
    world.settle()
    assert len(world.all("Contactperson")) == 4 + 1
    assert len(world.report()) == 1


def test_without_a_house_customer_the_other_flows_go_on() -> None:
    """R-11, D-3: F1 says why it stands still."""
    world = World(house=False)
    key = employee(world)
    supplier(world)
    world.settle()
    assert len(world.all("Contactperson")) == 1
    assert [(w.key, w.reason) for w in world.report()] == [
        (f"Employee {key}", "no parent is configured for its Contactperson (f1.parent)")
    ]
    world.close()


def test_a_deletion_is_reported_and_not_undone(world: World) -> None:
    """R-39."""
    key, person = pair(world)
    world.delete("Contactperson", person)
    world.settle()
    assert [(w.key, w.reason) for w in world.report()] == [
        (f"Employee {key}", f"its partner Contactperson {person} was deleted")
    ]


@pytest.mark.parametrize("answer", [204, 200, 500])
def test_not_seen_is_not_deleted(world: World, answer: int) -> None:
    """R-40: an empty, short or failed listing changes nothing."""
    _, customer, _ = chain(world)
    mark = len(world.tenant.journal)
    some = [world.get("Customer", world.house)]
    response = Response.json(200, some, {"X-Pagination": "{}"}) if answer == 200 else Response.empty(answer)
    world.plan(operation="GET /Customers", answer=response, times=4)
    world.cycle(2)
    world.settle()
    assert not world.writes(mark)
    world.edit("Customer", customer, PhoneNumber="40000001")
    world.settle()
    assert len(world.effects(mark)) == 2


def test_lost_memory_finds_its_marks(world: World) -> None:
    """S-51b: what carries the mark of a source is its partner."""
    chain(world)
    pair(world)
    counts = {entity: len(records) for entity, records in world.tenant.state().items()}
    world.sut.stop()
    world.folder.cleanup()
    world.running = False
    mark = len(world.tenant.journal)
    world.settle()
    assert {entity: len(records) for entity, records in world.tenant.state().items()} == counts
    assert world.effects(mark) == []
