"""The two systems as two clients of PowerOffice: what is where, and which records only have a number in common."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, then

from steps._clients import SOURCE, TARGET, outside, part
from steps._saying import say
from steps._told import short
from steps._world import Thing, World
from talkqa.verdict import leaves

FREE = 500_001
"""A number that no client gives out by itself in a scenario."""


@given("the two systems are two clients of PowerOffice")
def two_clients(world: World) -> None:
    part(world)


@given("each client holds records of the types that are the other's")
def others_types(world: World) -> None:
    """Customers and Contactpersons of the source client, Employees and Suppliers of the target client."""
    company = stranger(world, SOURCE, "Customer")
    stranger(world, SOURCE, "Contactperson", company)
    stranger(world, TARGET, "Employee")
    stranger(world, TARGET, "Supplier")
    note(world)


@given("numbers of the source client that are still free in the target client")
def free_numbers(world: World) -> None:
    world.sides[SOURCE].tenant.store.next_id("Customer", FREE)


@given(say("in the other client there is {an} {entity} with the {same}'s number"))
def with_its_number(world: World, entity: str, same: str) -> None:
    """A namesake: of that type and number, and none of the dataflow's."""
    thing = world.the(same)
    client = SOURCE if thing.client == TARGET else TARGET
    contact, _, person = thing.key.partition("/")
    store = world.sides[client].tenant.store
    store.next_id("Customer" if person else entity, int(contact))
    key = stranger(world, client, "Customer" if person else entity)
    if person:
        store.next_id(entity, int(person))
        key = stranger(world, client, entity, key)
    if key != thing.key:
        world.unclear("two records with one number", f"{key} and {thing}")
    note(world)


@given("a Supplier with the number of somebody else's Customer")
def number_of_a_customer(world: World) -> None:
    customer = world.add("Customer")
    world.things["other"] = [world.things["Customer"].pop()]
    world.sides[SOURCE].tenant.store.next_id("Supplier", int(customer.key))
    supplier = world.add("Supplier")
    if supplier.key != customer.key:
        world.unclear("two records with one number", f"{supplier} and {customer}")
    world.remember()


@then("neither client has got anything of the other's types, nor lost or changed it")
def nothing_outside(world: World) -> None:
    """What the dataflow is not about is as its users left it."""
    world.sync.settled()
    for (client, type_), records in outside(world).items():
        before = world.outside[client, type_]
        for key in sorted(before.keys() | records.keys()):
            thing = Thing(type_, key, {}, client)
            if key not in before:
                world.fail(
                    f"no {type_} in the {client} client but those that users made", f"{thing} is there"
                )
            compare(world, thing, before[key], records.get(key))


def compare(world: World, thing: Thing, before: Any, after: Any) -> None:
    """Fail the check where a record is gone, or not as it was."""
    if after is None:
        world.fail(f"{thing} is there", "it is gone")
    old, new = leaves(before), leaves(after)
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path):
            world.fail(f"{thing} {path} = {short(old.get(path))}, as before", short(new.get(path)))


def stranger(world: World, client: str, type_: str, parent: str | None = None) -> str:
    """A user makes a record that the dataflow is not about; its key."""
    key = world.sides[client].user.create(type_, world.made_up.record(type_), parent)
    world.did.append(f"a user created {Thing(type_, key, {}, client)}")
    return key


def note(world: World) -> None:
    """Take what the dataflow is not about as it is now."""
    world.outside = outside(world)
