"""Records that are the same by a merge criterion (R-33), and records that only look the same (R-37)."""

from __future__ import annotations

from pytest_bdd import given, then

from steps._partners import created
from steps._saying import say
from steps._told import at
from steps._world import World
from talkqa.verdict.normal import same

DAY = 86_400


@given(say("the EmailAddress decides which {source} and which {target} are the same"))
def email_decides(world: World, source: str, target: str) -> None:
    world.criteria[world.flow(source, target).slug] = ((("EmailAddress", "EmailAddress"),),)


@given("a Contactperson with a PhoneNumber under a Customer")
def older_contactperson(world: World) -> None:
    parent = world.add("Customer")
    world.add("Contactperson", parent=parent.key)
    world.tenant.clock.advance(DAY)


@given("a Customer with a PhoneNumber")
def older_customer(world: World) -> None:
    world.add("Customer")
    world.tenant.clock.advance(DAY)


@given(say("later {an} {source} with the same EmailAddress and without PhoneNumber"))
def newer_source(world: World, source: str) -> None:
    other = next(
        thing for type_, things in world.things.items() if type_ != source for thing in reversed(things)
    )
    other = world.the("Contactperson") if "Contactperson" in world.things else other
    world.add(source, EmailAddress=other.typed["EmailAddress"], PhoneNumber=None)


@given(say("later that {source} is given the same EmailAddress and has no PhoneNumber"))
def newer_parent(world: World, source: str) -> None:
    email = world.the("Contactperson").typed["EmailAddress"]
    world.edit(world.the(source), EmailAddress=email, PhoneNumber=None)


@given(say("{count} Suppliers of the same Name"))
def namesakes(world: World, count: str) -> None:
    name = world.made_up.value("Name")
    for _ in range(int(count)):
        world.add("Supplier", Name=name)


@given("a Customer of the same Name that a user made")
def a_users_namesake(world: World) -> None:
    world.add("Customer", Name=world.the("Supplier").typed["Name"])
    world.remember()


@then(say("{count} Customers of that Name have been created"))
def one_for_each(world: World, count: str) -> None:
    customers, name = world.look("Customer"), world.the("Supplier").typed["Name"]
    keys = [key for key in created(world, "Customer") if same("Name", at(customers[key], "Name"), name)]
    if len(keys) != int(count):
        world.fail(f"{count} Customers named {name} created", f"{len(keys)}: {', '.join(keys) or 'none'}")


@then("one Customer more has been created, with the Supplier's PhoneNumber")
def one_more(world: World) -> None:
    customers, keys = world.look("Customer"), created(world, "Customer")
    phone = world.the("Supplier").typed["PhoneNumber"]
    if len(keys) != 1 or not same("PhoneNumber", at(customers[keys[0]], "PhoneNumber"), phone):
        world.fail(
            f"one Customer created, with PhoneNumber {phone}", f"{len(keys)} created: {', '.join(keys)}"
        )
