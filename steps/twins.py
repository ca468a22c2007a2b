"""Records of one type that are the same thing: all follow, and all stay (R-36)."""

from __future__ import annotations

from pytest_bdd import given, then, when

from steps._driving import AT_REST
from steps._own_flow import alone, own
from steps._partners import make
from steps._saying import say
from steps._told import at
from steps._world import Thing, World
from steps.edits import holds, newest, pass_time
from steps.frame import unchanged

NATIONAL_IDS = ("17054026641", "08089403198")
"""Made-up national ids: eleven digits with valid check digits, of no living person."""


@given(say("two {source}s with the same {criterion}"))
def two_of_one(world: World, source: str, criterion: str) -> None:
    of_one(world, 2, criterion)


@given(say("three {source}s with the same {criterion}"))
def three_of_one(world: World, source: str, criterion: str) -> None:
    of_one(world, 3, criterion)


@given(say("{criterion} or {property} decides which {source}s are the same"))
def either_decides(world: World, criterion: str, property: str, source: str) -> None:
    world.criteria[own(world).slug] = (((criterion, criterion),), ((property, property),))


@given(say("a lone person {source} with {an} {property}, and another one with another"))
def hidden_values(world: World, source: str, property: str) -> None:
    """The lone one is older, so the other's values would win if they were one."""
    older = make(world, own(world), person=True, **{property: NATIONAL_IDS[0]})
    world.tenant.clock.advance(1)
    world.things[source].remove(make(world, own(world), person=True, **{property: NATIONAL_IDS[1]}))
    alone(world, older)


@when(say("{later}the {which} {entity}'s {property} is edited"))
def one_is_edited(world: World, later: str | None, which: str, entity: str, property: str) -> None:
    pass_time(world, later)
    world.edit(twin(world, which, entity), **{property: world.made_up.value(property)})


@when(say("the Customer of the first {entity} is renamed"))
def parent_renamed(world: World, entity: str) -> None:
    world.edit(parent(twin(world, "first", entity)), Name=world.made_up.value("Name"))


@then(say("the {which} {entity}'s {property} holds the new value"))
def one_holds(world: World, which: str, entity: str, property: str) -> None:
    world.sync.settled()
    holds(world, twin(world, which, entity), property, newest(world))


@then(say("the second {entity}'s {property} holds the first one's"))
def holds_the_others(world: World, entity: str, property: str) -> None:
    world.sync.settled()
    holds(world, twin(world, "second", entity), property, twin(world, "first", entity).typed[property])


@then(say("every {entity} holds the new {property}"))
def each_holds(world: World, entity: str, property: str) -> None:
    world.sync.settled()
    for thing in world.things[entity]:
        holds(world, thing, property, newest(world))


@then(say("the first {entity}'s {property} is exactly as it was typed"))
def as_typed(world: World, entity: str, property: str) -> None:
    thing = twin(world, "first", entity)
    found = at(world.record(thing), property)
    if found != thing.typed[property]:
        world.fail(f"{thing} {property} = {thing.typed[property]!r}, letter by letter", repr(found))


@then(say("both {entity}s are still there"))
@then(say("all {entity}s are still there"))
def still_there(world: World, entity: str) -> None:
    for thing in world.things[entity]:
        unchanged(world, thing, set(at_liberty(world)))


@then(say("the lone {entity} has taken over nothing"))
def nothing_taken_over(world: World, entity: str) -> None:
    thing = world.lone[entity]
    for path in at_liberty(world):
        if path in thing.typed:
            holds(world, thing, path, thing.typed[path])


@then(say("nothing else has changed in the second {entity}"))
def nothing_else_there(world: World, entity: str) -> None:
    unchanged(world, twin(world, "second", entity), {world.edits[-1][1]})


@then(say("nothing has changed in the Customer of the second {entity}"))
def other_parent_unchanged(world: World, entity: str) -> None:
    unchanged(world, parent(twin(world, "second", entity)), set())


def of_one(world: World, count: int, criterion: str) -> None:
    """So many records that share a value, each under a Customer of its own, and synchronised."""
    flow = own(world)
    shared = world.made_up.value(criterion)
    for _ in range(count):
        parent = world.some_company() if flow.source == "Contactperson" else None
        make(world, flow, parent=parent, **{criterion: shared})
        world.tenant.clock.advance(1)
    world.sync.settled(AT_REST)
    world.remember()


def twin(world: World, which: str, entity: str) -> Thing:
    """The first or the second of them."""
    return world.things[entity][("first", "second").index(which)]


def parent(person: Thing) -> Thing:
    """The Customer that a Contactperson belongs to."""
    return Thing("Customer", person.key.split("/")[0])


def at_liberty(world: World) -> list[str]:
    """What may have changed: the properties that the flow keeps equal."""
    return [path for pair in own(world).pairs for path in (pair.source, pair.target)]
