"""Who is whose partner, for good: namesakes, equal numbers, switches, archives."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_bdd import given, then, when

from steps._partners import partners, the_partner
from steps._requests import creates, edits
from steps._saying import say
from steps._told import at, short
from steps._user import ROUTES
from steps._world import Thing, World
from steps.edits import agree, reaches
from steps.frame import unchanged
from talkqa.fake import Entry, Fault, Response, Tenant
from talkqa.verdict.normal import same

PHONE = "PhoneNumber"
REFUSED = Response.json(400, {"title": "Bad Request", "status": 400, "detail": "The customer is archived."})


@given("a user creates another Customer right after the Supplier's has been created")
def another_at_once(world: World) -> None:
    def create(tenant: Tenant) -> None:
        world.add("Customer")
        world.things["Customer"].pop()

    world.plan(Fault("another", credential="sut", when=creates("Customer"), after=create))


@when(say("the {source} gets the EmailAddress of another {target}"))
def takes_the_address(world: World, source: str, target: str) -> None:
    world.sync.settled()
    other = world.add(target)
    world.things["other"] = [world.things[target].pop()]
    world.sync.settled()
    world.remember()
    world.edit(world.the(source), EmailAddress=other.typed["EmailAddress"])


@then(say("nothing has changed in the other {entity}"))
def other_unchanged(world: World, entity: str) -> None:
    unchanged(world, world.the("other"), set())


@when("another Customer with the same EmailAddress appears")
def same_address_again(world: World) -> None:
    world.sync.settled()
    world.add("Customer", EmailAddress=world.the("Customer").typed["EmailAddress"])
    world.things["Customer"].pop()
    world.sync.settled()


@given("an Employee with the number of that Customer's Contactperson")
def equal_numbers(world: World) -> None:
    under = f"{world.the('Customer').key}/"
    (person,) = (key for key in world.user.list("Contactperson") if key.startswith(under))
    world.things["Contactperson"] = [Thing("Contactperson", person)]
    world.tenant.store.next_id("Employee", int(person.removeprefix(under)))
    world.add("Employee")


@then("a PhoneNumber of its own in each turns up at its own partners only")
def own_partners_only(world: World) -> None:
    employee, supplier = world.the("Employee"), world.the("Supplier")
    person = the_partner(world, world.flow("Employee", "Contactperson"), employee)
    contact = [supplier, world.the("Customer"), world.things["Contactperson"][0]]
    for family in ([employee, person], contact):
        for thing in family[::-1]:
            value = world.made_up.value(PHONE)
            world.edit(thing, PhoneNumber=value)
            found, wanted = sorted(holders(world, value)), sorted(str(one) for one in family)
            if found != wanted:
                world.fail(f"{short(value)} at {', '.join(wanted)}", f"at {', '.join(found)}")


def holders(world: World, value: str) -> Iterator[str]:
    """The records that hold a phone number, once synchronisation is at rest."""
    for type_ in ROUTES:
        for key, record in world.look(type_).items():
            if same(PHONE, at(record, PHONE), value):
                yield str(Thing(type_, key))


@given("synchronisation is killed before its second Customer is created")
def killed_before_the_second(world: World) -> None:
    def kill(tenant: Tenant) -> None:
        world.did.append("synchronisation killed before its second creation")
        world.sync.sut.kill()

    creation = creates("Customer")
    world.plan(Fault("kill", credential="sut", when=creation, nth=2, before=kill, drop_before=True))


@then(say("the first creation lasts, and no {source} has a second {target}"))
def one_at_most(world: World, source: str, target: str) -> None:
    """Whether the creation that was cut off is made later is another check's matter: without a mark nobody can tell."""
    flow = world.flow(source, target)
    counts = {str(thing): len(partners(world, flow, thing)) for thing in world.things[source]}
    if max(counts.values()) != 1:
        told = ", ".join(f"{name} has {count}" for name, count in counts.items())
        world.fail(f"one {target} for the first {source}, and never two", told)


@given("only what is created from now on is synchronised")
def no_full_sync(world: World) -> None:
    world.decisions["full_sync"] = False


@then(say("another {source} that appears then has exactly one {target}"))
def a_new_one_has(world: World, source: str, target: str) -> None:
    the_partner(world, world.flow(source, target), world.add(source))


@given(say("{entity}s are not written to"))
def share_off(world: World, entity: str) -> None:
    world.decisions[f"share.{entity}"] = False
    world.sync.restart()


@then(say("once {entity}s are written to again, the {target}'s {property} is the {source}'s"))
def share_on(world: World, entity: str, target: str, property: str, source: str) -> None:
    del world.decisions[f"share.{entity}"]
    world.sync.restart()
    agree(world, property, (source, target), world.the(source).typed[property])


@then(say("the {entity}'s {property} is as it was before"))
def as_before(world: World, entity: str, property: str) -> None:
    thing = world.the(entity)
    before, found = at(dict(world.before[entity][thing.key]), property), at(world.record(thing), property)
    if before != found:
        world.fail(f"{thing} {property} = {short(before)}, as before", short(found))


@when("a user archives the Supplier")
def archived(world: World) -> None:
    world.sync.settled()
    world.remember()
    world.edit(world.the("Supplier"), IsArchived=True)


@then("once the Supplier is taken back, its PhoneNumber reaches the Customer")
def taken_back(world: World) -> None:
    world.edit(world.the("Supplier"), IsArchived=False)
    reaches(world, "Supplier", PHONE, "Customer")


@given("PowerOffice takes no change of an archived Customer")
def no_change_while_archived(world: World) -> None:
    def refused(request: Entry) -> bool:
        record = world.user.get("Customer", world.the("Customer").key) or {}
        return edits("Customer")(request) and bool(record.get("IsArchived"))

    world.plan(Fault("archived", credential="sut", when=refused, times=None, answer=REFUSED))


@when("a user archives the Customer")
def customer_archived(world: World) -> None:
    world.sync.settled()
    world.edit(world.the("Customer"), IsArchived=True)
    world.remember()


@then("once the Customer is taken back, its PhoneNumber is the Supplier's")
def customer_taken_back(world: World) -> None:
    world.edit(world.the("Customer"), IsArchived=False)
    agree(world, PHONE, ("Supplier", "Customer"), world.the("Supplier").typed[PHONE])


@when("a user deactivates the Contactperson")
def deactivated(world: World) -> None:
    world.sync.settled()
    world.edit(world.the("Contactperson"), IsActive=False)
    world.remember()
