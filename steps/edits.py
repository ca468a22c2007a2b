"""Edits by users, and what the other side shows afterwards."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, then, when

from steps._driving import AT_REST
from steps._saying import say
from steps._told import at, short
from steps._world import Thing, World
from talkqa.checklist import FlowTable
from talkqa.verdict.normal import is_empty, same

HOUR = 3600


@when(say("{later}the {entity}'s {property} is edited"))
def edited(world: World, later: str | None, entity: str, property: str) -> None:
    pass_time(world, later)
    world.edit(world.the(entity), **{property: world.made_up.value(property)})


@when(say("the {entity}'s {property} and {second} are edited"))
def both_edited(world: World, entity: str, property: str, second: str) -> None:
    pass_time(world, None)
    world.edit(world.the(entity), **{path: world.made_up.value(path) for path in (property, second)})


@when(say("after it is synchronised another property of the {entity} is edited"))
def another_property_edited(world: World, entity: str) -> None:
    world.sync.settled()
    thing, (edited, last, _) = world.the(entity), world.edits[-1]
    same = mirrors(world, edited.type, last, thing.type)
    path = next(name for name in two_way(world, thing) if name not in same)
    world.edit(thing, **{path: world.made_up.value(path)})


@when(say("{later}the {entity} is renamed"))
def renamed(world: World, entity: str, later: str | None) -> None:
    pass_time(world, later)
    person = entity in ("Employee", "Contactperson")
    paths = ("FirstName", "LastName") if person else ("Name",)
    world.edit(world.the(entity), **{path: world.made_up.value(path) for path in paths})
    world.sync.settled()


@when(say("each {entity} gets a {property} of its own"))
def each_gets_its_own(world: World, entity: str, property: str) -> None:
    world.remember()
    for thing in world.things[entity]:
        world.edit(thing, **{property: world.made_up.value(property)})


@when(say("the {entity}'s {property} is cleared"))
def cleared(world: World, entity: str, property: str) -> None:
    world.remember()
    thing = world.the(entity)
    old = thing.typed[property]
    world.edit(thing, **{property: None})
    thing.typed[property] = old


@when(say("{later}the {entity} is saved without a change"))
def saved_unchanged(world: World, entity: str, later: str | None) -> None:
    thing = world.the(entity)
    record = world.user.get(thing.type, thing.key) or {}
    world.tenant.clock.advance(1)
    world.user.edit(thing.type, thing.key, {"PhoneNumber": record["PhoneNumber"]})
    world.did.append(f"{thing} saved without a change")


@given(say("the stamps of {entity}s are shown two hours ahead"))
def other_time_zone(world: World, entity: str) -> None:
    world.tenant.show_offset(entity, 120)


@then(say("the {entity}'s {property} holds the new value"))
def holds_the_new_value(world: World, entity: str, property: str) -> None:
    world.sync.settled()
    holds(world, world.the(entity), property, newest(world))


@then(say("the {entity}'s {property} holds the {source}'s new name"))
def holds_the_new_name(world: World, entity: str, property: str, source: str) -> None:
    holds(world, world.the(entity), property, world.the(source).typed[property])


@then(say("each {target} holds its own {source}'s {property}"))
def each_holds_its_own(world: World, target: str, source: str, property: str) -> None:
    for thing, partner in zip(world.things[source], world.things[target], strict=True):
        holds(world, partner, property, thing.typed[property])


@then(say("the {entity}'s {property} is exactly as it was typed"))
def exactly_as_typed(world: World, entity: str, property: str) -> None:
    thing = world.the(entity)
    found = at(world.record(thing), property)
    if found != thing.typed[property]:
        world.fail(f"{thing} {property} = {thing.typed[property]!r}, letter by letter", repr(found))


@then(say("the {property} of the {source} and of the {target} is the {entity}'s value"))
def both_hold(world: World, property: str, source: str, target: str, entity: str) -> None:
    world.sync.settled()
    agree(world, property, (source, target), world.the(entity).typed[property])


@then(say("the {property} of the {source} and of the {target} is the later value"))
@then(say("the {property} of the {source} and of the {target} is the second value"))
def both_hold_the_later(world: World, property: str, source: str, target: str) -> None:
    world.sync.settled()
    agree(world, property, (source, target), newest(world))


@then(say("the {property} of the {source} and of the {target} is the value from before"))
def both_hold_the_old(world: World, property: str, source: str, target: str) -> None:
    agree(world, property, (source, target), world.the(source).typed[property])


@then(say("the {source}'s {property} reaches the {target}"))
def reaches(world: World, source: str, property: str, target: str) -> None:
    world.sync.settled()
    world.remember()
    value = world.made_up.value(property)
    world.edit(world.the(source), **{property: value})
    holds(world, world.the(target), property, value)


def holds(world: World, thing: Thing, path: str, expected: Any) -> None:
    """Fail the check unless the record shows the value, whatever its spelling (R-59)."""
    found = at(world.record(thing), path)
    if is_empty(found) or not same(path, found, expected):
        world.fail(f"{thing} {path} = {short(expected)}", short(found))


def agree(world: World, path: str, types: tuple[str, ...], expected: Any) -> None:
    """Fail the check unless the record of each type shows the value."""
    for type_ in types:
        holds(world, world.the(type_), path, expected)


def newest(world: World) -> Any:
    """The value of the last edit that a user made."""
    return world.edits[-1][2]


def pass_time(world: World, later: str | None) -> None:
    """What lies between the step before and an edit: rest (the scenario's first edit), time, or synchronisation."""
    if later is None:
        world.sync.settled(AT_REST)
        world.remember()
    elif "synchronised" in later:
        world.sync.settled()
    elif later == "much later":
        world.tenant.clock.advance(HOUR)


def mirrors(world: World, type_: str, path: str, other: str) -> set[str]:
    """What a property is kept equal with in records of the other type, and its own name, whatever rows say."""
    ends = [
        ((flow.source, pair.source), (flow.target, pair.target))
        for flow in world.flows
        for pair in flow.pairs
    ]
    both = [*ends, *((there, here) for here, there in ends)]
    return {there[1] for here, there in both if here == (type_, path) and there[0] == other} | {path}


def two_way(world: World, thing: Thing) -> list[str]:
    """Paths of this record that are synchronised in both directions in a flow of this scenario."""

    def ends(flow: FlowTable) -> list[str]:
        pairs = [pair for pair in flow.pairs if not pair.creation_only and not pair.when]
        return [pair.source if flow.source == thing.type else pair.target for pair in pairs]

    flows = [flow for flow in world.flows if flow.slug in {item.flow for item in world.items}]
    return [path for flow in flows if thing.type in (flow.source, flow.target) for path in ends(flow)]
