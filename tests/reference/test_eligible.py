"""Who is created from, and who is one with whom, by what a flow says besides *every* (R-8, R-13, R-14, R-36)."""

from __future__ import annotations

from typing import Any

from tests.mutants.histories import employee
from tests.reference.world import World

EMAIL = [[{"source": "EmailAddress", "target": "EmailAddress"}]]
SALES_PERSON = {"holder": "Customer", "property": "SalesPersonEmployeeId", "to": "Employee"}


def of_employees(**more: Any) -> World:
    """A world whose first flow says more than *every*."""
    return World(change=lambda dataflow: dataflow["flows"][0].update(more))


def persons(world: World, phone: str) -> list[str]:
    """The Contactpersons with a telephone number."""
    return world.partner_of([phone], "Contactperson")


def test_a_connection_to_something_synchronised_is_needed_for_a_creation_and_for_nothing_else() -> None:
    """S-14: none before, one after, and it stays and follows when the connection is gone."""
    world = of_employees(mode="connected", connected=[SALES_PERSON])
    key = employee(world)
    customer = world.add("Customer", Name="Kunde AS", PhoneNumber="44444444")
    world.settle()
    assert persons(world, "22222210") == []
    world.edit("Customer", customer, SalesPersonEmployeeId=int(key))
    world.settle()
    assert len(persons(world, "22222210")) == 1
    world.edit("Customer", customer, SalesPersonEmployeeId=None)
    world.edit("Employee", key, PhoneNumber="22222299")
    world.settle()
    assert len(persons(world, "22222299")) == 1
    world.close()


def test_a_person_customer_is_not_synchronised_and_connects_nobody() -> None:
    """S-14: it is parked, as persons have no Contactpersons."""
    world = of_employees(mode="connected", connected=[SALES_PERSON])
    key = employee(world)
    world.add("Customer", IsPerson=True, FirstName="Kari", LastName="Li", SalesPersonEmployeeId=int(key))
    world.settle()
    assert persons(world, "22222210") == []
    world.close()


def test_a_condition_gates_creation_and_leaves_a_link_alone() -> None:
    """S-14: the title decides here; losing it changes nothing for who is linked."""
    world = of_employees(mode="conditional", condition={"JobTitle": "Sjef"})
    one, other = employee(world), employee(world, "11", JobTitle="Lager")
    world.settle()
    assert (len(persons(world, "22222210")), persons(world, "22222211")) == (1, [])
    world.edit("Employee", one, JobTitle="Lager", PhoneNumber="22222299")
    world.edit("Employee", other, JobTitle="Sjef")
    world.settle()
    assert (len(persons(world, "22222299")), len(persons(world, "22222211"))) == (1, 1)
    world.close()


def test_a_flow_and_its_way_back_make_one_partner_each() -> None:
    """R-8: what was made for a Customer begets no Customer; one that a user made begets one."""

    def both_ways(dataflow: dict[str, Any]) -> None:
        there = dataflow["flows"][2]
        names = [{"source": name, "target": name} for name in ("FirstName", "LastName", "PhoneNumber")]
        name = {"source": "FirstName", "target": "Name", "creation_only": True}
        back = {"slug": "back", "source": "Contactperson", "target": "Customer", "pairs": [*names, name]}
        dataflow["flows"] = [there, back]

    world = World(change=both_ways)
    world.add("Customer", Name="Kunde AS", PhoneNumber="44444444")
    world.add("Contactperson", parent=world.house, FirstName="Ola", LastName="Li", PhoneNumber="55555555")
    world.settle()
    assert len(world.all("Customer")) == len(world.all("Contactperson")) == 3
    world.close()


def test_three_of_one_type_with_one_address_follow_each_other_and_stay() -> None:
    """S-36: in a flow from a type to itself, through each other."""

    def within(dataflow: dict[str, Any]) -> None:
        pairs = [{"source": "PhoneNumber", "target": "PhoneNumber"}]
        flow = {"slug": "within", "source": "Customer", "target": "Customer", "mode": "link-first"}
        dataflow["flows"] = [{**flow, "pairs": pairs, "merge_criteria": EMAIL}]
        dataflow["decisions"]["same_type_merge"] = True

    world = World(change=within)
    keys = [
        world.add("Customer", Name=f"K{n} AS", EmailAddress="A@x.no".replace("A", "aA"[n % 2]))
        for n in range(3)
    ]
    alone = world.add("Customer", Name="Alene AS", EmailAddress="b@x.no", PhoneNumber="11111111")
    world.settle()
    for number, key in enumerate(keys):
        world.edit("Customer", key, PhoneNumber=f"4444444{number}")
        world.settle()
        assert {world.get("Customer", one)["PhoneNumber"] for one in keys} == {f"4444444{number}"}
    assert world.get("Customer", alone)["PhoneNumber"] == "11111111"
    assert world.effects().count("POST /Customers") == 0
    world.close()
