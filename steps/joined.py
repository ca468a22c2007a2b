"""What came of records that may become one: linked, a new one, or none."""

from __future__ import annotations

from pytest_bdd import then

from steps._own_flow import own, witness
from steps._partners import created, partners, the_partner
from steps._saying import say
from steps._world import Thing, World
from steps.edits import holds
from steps.frame import unchanged


@then(say("the {source} and the {target} are linked"))
def are_linked(world: World, source: str, target: str) -> None:
    """A user types something new at one side, and it turns up at the other (the witness of the semantics, §1)."""
    world.sync.settled()
    pair = witness(world)
    value = world.made_up.value(pair.source)
    world.edit(world.the(source), **{pair.source: value})
    holds(world, world.the(target), pair.target, value)


@then(say("the {source}'s {property} has been taken from the {target}'s {mirror}"))
def taken_from(world: World, source: str, property: str, target: str, mirror: str) -> None:
    value = world.the(target).typed[mirror]
    for thing, path in ((world.the(source), property), (world.the(target), mirror)):
        holds(world, thing, path, value)


@then(say("the {source} gets exactly one new {target}"))
def gets_a_new_one(world: World, source: str, target: str) -> None:
    new_one(world, world.the(source))


@then(say("the lone {source} gets exactly one new {target}"))
def lone_gets_a_new_one(world: World, source: str, target: str) -> None:
    new_one(world, world.lone[source])


@then(say("the lone {source} has no {target} of its own"))
def lone_has_none(world: World, source: str, target: str) -> None:
    nothing_for(world, world.lone[source])


@then(say("nothing has been created for the {source}"))
def nothing_created(world: World, source: str) -> None:
    world.sync.settled()
    nothing_for(world, world.the(source))


@then(say("nothing has changed in the lone {entity}"))
def lone_unchanged(world: World, entity: str) -> None:
    unchanged(world, world.lone[entity], set())


@then(say("nothing has changed in either {target}"))
def neither_changed(world: World, target: str) -> None:
    for thing in world.things[target][-2:]:
        unchanged(world, thing, set())


def new_one(world: World, thing: Thing) -> None:
    """Fail the check unless exactly one target with the record's names was created for it."""
    flow = own(world)
    partner = the_partner(world, flow, thing)
    if partner.key not in created(world, flow.target):
        world.fail(f"a new {flow.target} for {thing}", f"{partner} was there before")


def nothing_for(world: World, thing: Thing) -> None:
    """Fail the check when a target with the record's names was created."""
    flow = own(world)
    made = [key for key in partners(world, flow, thing) if key in created(world, flow.target)]
    if made:
        world.fail(f"no {flow.target} for {thing}", f"created: {', '.join(made)}")
