"""Counting what synchronisation wrote: nothing when nothing happened, one write per other member otherwise."""

from __future__ import annotations

from pytest_bdd import then, when

from steps._partners import the_partner
from steps._requests import addresses
from steps._saying import say
from steps._told import at, short
from steps._world import World
from talkqa.verdict import Exchange
from talkqa.verdict.normal import same


@when("synchronisation runs three times, rereads everything, forgets its read position and restarts")
def runs_on(world: World) -> None:
    world.sync.settled()
    world.remember()
    for _ in range(4):
        world.sync.cycle()
    world.sync.reset()
    world.sync.cycle()
    world.sync.restart()
    world.sync.cycle()
    world.sync.cycle()


@then("nothing has been written")
def nothing_written(world: World) -> None:
    world.sync.settled()
    written = world.own_writes(world.since - 1)
    if written:
        world.fail("no write at all", f"{len(written)} writes, first {told(written[0])}")


@then(say("the {target} was written once and the {source} not at all"))
def written_once(world: World, target: str, source: str) -> None:
    there, back = writes_to(world, target), writes_to(world, source)
    if (len(there), len(back)) != (1, 0):
        world.fail(
            f"1 write to {world.the(target)}, 0 to {world.the(source)}", f"{len(there)} and {len(back)}"
        )


@then("one write was enough")
def one_write(world: World) -> None:
    written = writes_to(world, own_source(world))
    if len(written) != 1:
        world.fail("one write that brings the value back", f"{len(written)} writes")


@then("exactly two writes were made")
def two_writes(world: World) -> None:
    written = world.own_writes(world.since - 1)
    if len(written) != 2:
        world.fail("2 writes, one for each other member of the chain", f"{len(written)} writes")


@then("all three hold the new EmailAddress after at most 3 cycles")
def chain_holds_the_new(world: World) -> None:
    value = world.edits[-1][2]
    for _ in range(3):
        world.sync.cycle()
    for type_ in ("Supplier", "Customer", "Contactperson"):
        thing = world.the(type_)
        found = at(world.user.get(type_, thing.key) or {}, "EmailAddress")
        if not same("EmailAddress", found, value):
            world.fail(f"{thing} EmailAddress = {short(value)} after 3 cycles", short(found))


@then(say("synchronisation wrote neither the {source} nor the {target}"))
def neither_written(world: World, source: str, target: str) -> None:
    written = writes_to(world, source) + writes_to(world, target)
    if written:
        world.fail(f"no write to {world.the(source)} nor to {world.the(target)}", told(written[0]))


@then("the Customer's Contactperson follows with one write")
def contactperson_follows(world: World) -> None:
    customer = world.the("Customer")
    person = the_partner(world, world.flow("Customer", "Contactperson"), customer)
    world.things["Contactperson"] = [person]
    value, found = world.edits[-1][2], at(world.record(person), "PhoneNumber")
    written = writes_to(world, "Contactperson")
    if not same("PhoneNumber", found, value) or len(written) != 1:
        world.fail(
            f"{person} PhoneNumber = {short(value)} by 1 write", f"{short(found)} by {len(written)} writes"
        )


@then(say("no {entity} has been written"))
def none_written(world: World, entity: str) -> None:
    world.sync.settled()
    written = [one for one in world.own_writes() if any(change.type == entity for change in one.changes)]
    if written:
        world.fail(f"no write to a {entity}", told(written[0]))


def writes_to(world: World, type_: str) -> list[Exchange]:
    """Own requests, since the scenario's last "when", that name the record."""
    world.sync.settled()
    key = world.the(type_).key
    return [one for one in world.own_writes(world.since - 1) if addresses(one, type_, key)]


def own_source(world: World) -> str:
    """The source type of the flow that this scenario's item belongs to."""
    slug = world.items[0].flow
    return next(flow.source for flow in world.flows if flow.slug == slug)


def told(exchange: Exchange) -> str:
    """A request in a few words."""
    return f"{exchange.method} {exchange.path} (journal {exchange.number})"
