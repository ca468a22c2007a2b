"""Records that users have made, and how many partners each of them got."""

from __future__ import annotations

from pytest_bdd import given, then, when

from steps._driving import AT_REST
from steps._partners import PLACES, created, link, partners, the_partner
from steps._saying import say
from steps._world import Thing, World

DAY = 86_400


@given("a house customer")
def house_customer(world: World) -> None:
    """The Customer under which Contactpersons of Employees are placed (D-3)."""
    world.house = world.add("Customer").key
    world.things["Customer"].clear()


@given("no house customer is configured")
def no_house_customer(world: World) -> None:
    world.house_configured = False


@given(say("{an} {entity}"))
def a_record(world: World, entity: str) -> None:
    world.add(entity)


@given("a Customer that is a person")
def a_person_customer(world: World) -> None:
    world.add("Customer", person=True)


@given("a company Supplier and a person Supplier")
def two_kinds_of_suppliers(world: World) -> None:
    world.add("Supplier")
    world.add("Supplier", person=True)


@given(say("{count} {entity}s from before synchronisation was switched on"))
def old_records(world: World, count: str, entity: str) -> None:
    for _ in range(int(count)):
        world.add(entity)
    world.tenant.clock.advance(DAY)


@given(say("{an} {source} linked to {an} {target}"))
def a_link(world: World, source: str, target: str) -> None:
    link(world, source, target)


@given(say("{an} {kind} {source} linked to {an} {target}"))
def a_link_of_a_kind(world: World, kind: str, source: str, target: str) -> None:
    link(world, source, target, person=kind == "person")


@given(say("{an} {source} linked to {an} {target}, with an address in Sweden"))
def a_link_in_sweden(world: World, source: str, target: str) -> None:
    link(world, source, target, MailAddress__CountryCode="SE")


@given(say("{an} {source} linked to {an} {target}, without EmailAddress and OrganizationNumber"))
def a_bare_link(world: World, source: str, target: str) -> None:
    link(world, source, target, EmailAddress=None, OrganizationNumber=None)


@given(say("{count} {source}s, each linked to {an} {target}"))
def several_links(world: World, count: str, source: str, target: str) -> None:
    for _ in range(int(count)):
        world.add(source)
    flow = world.flow(source, target)
    world.things[target] = [the_partner(world, flow, thing, AT_REST) for thing in world.things[source]]


@given("a Supplier linked to a Customer that is linked to a Contactperson")
def a_chain(world: World) -> None:
    _, customer = link(world, "Supplier", "Customer")
    person = the_partner(world, world.flow("Customer", "Contactperson"), customer, AT_REST)
    world.things["Contactperson"] = [person]
    world.remember()


@given("a Supplier and a Customer that are one contact")
def a_dual_role(world: World) -> None:
    supplier = world.add("Supplier")
    world.tenant.add_role("Customer", int(supplier.key))
    world.things["Customer"] = [Thing("Customer", supplier.key)]
    world.sync.settled(AT_REST)
    world.remember()


@given("a Contactperson that a user created under a Customer")
def a_lone_contactperson(world: World) -> None:
    parent = world.add("Customer")
    world.add("Contactperson", parent=parent.key)


@given("a Contactperson that a user created under that Customer")
def a_lone_contactperson_there(world: World) -> None:
    world.add("Contactperson", parent=world.the("Customer").key)


@given("everything is synchronised")
def all_is_synchronised(world: World) -> None:
    world.sync.settled()


@when(say("another {entity} appears"))
def another_record(world: World, entity: str) -> None:
    world.sync.settled()
    world.add(entity)


@then(say("every {source} has exactly one {target}"))
def each_has_one(world: World, source: str, target: str) -> None:
    flow = world.flow(source, target)
    taken = [the_partner(world, flow, thing).key for thing in world.things[source]]
    if len(set(taken)) != len(taken):
        world.fail(
            f"every {source} has a {target} of its own", f"{len(taken)} share {len(set(taken))}: {taken}"
        )


@then(say("the {source} has exactly one {target}"))
def it_has_one(world: World, source: str, target: str) -> None:
    partner = the_partner(world, world.flow(source, target), world.the(source))
    if all(thing.key != partner.key for thing in world.things.get(target, [])):
        world.things.setdefault(target, []).append(partner)


@then(say("the {source} has no {target}"))
def it_has_none(world: World, source: str, target: str) -> None:
    keys = partners(world, world.flow(source, target), world.the(source))
    if keys:
        world.fail(f"{world.the(source)} has no {target}", f"it has {', '.join(keys)}")


@then(say("no other {target} has been created for {an} {source}"))
def no_others(world: World, source: str, target: str) -> None:
    flow, things = world.flow(source, target), world.things[source]
    ours = [key for thing in things for key in partners(world, flow, thing)]
    if len(ours) != len(things):
        world.fail(f"{len(things)} {target}s for {len(things)} {source}s", f"{len(ours)}: {', '.join(ours)}")


@then(say("no second {target} has been created"))
def no_second(world: World, target: str) -> None:
    world.sync.settled()
    keys = created(world, target)
    mine = [
        key
        for key in keys
        if not world.house or key.split("/")[0] == world.house or target != "Contactperson"
    ]
    known = {thing.key for thing in world.things[target]}
    spare = [key for key in mine if key not in known and key not in of_house(world, target)]
    if spare:
        world.fail(f"no second {target}", f"also created: {', '.join(spare)}")


@then(say("no {entity} has been created by synchronisation"))
def none_created(world: World, entity: str) -> None:
    world.sync.settled()
    keys = created(world, entity)
    if keys:
        world.fail(f"no {entity} created by synchronisation", f"created: {', '.join(keys)}")


@then(say("every {source}'s Contactperson is placed under the house customer"))
@then(say("every {source}'s Contactperson is placed under that Customer"))
def in_its_place(world: World, source: str) -> None:
    flow = world.flow(source, "Contactperson")
    for thing in world.things[source]:
        parent = world.house if source == "Employee" else thing.key
        partner = the_partner(world, flow, thing)
        if partner.key.split("/")[0] != parent:
            world.fail(f"{thing}'s Contactperson {PLACES[source]} ({parent})", f"it is {partner.key}")


@then(say("there are {count} Customers and {other} Contactpersons"))
def population(world: World, count: str, other: str) -> None:
    found = len(world.look("Customer")), len(world.look("Contactperson"))
    if found != (int(count), int(other)):
        world.fail(f"{count} Customers and {other} Contactpersons", f"{found[0]} and {found[1]}")


def of_house(world: World, target: str) -> list[str]:
    """Keys of the house customer's own Contactperson, which the third flow asks for."""
    if target != "Contactperson" or world.house is None:
        return []
    house = Thing("Customer", world.house)
    return partners(world, world.flow("Customer", "Contactperson"), house)
