"""How a partner is created: once, complete, with nothing extra, and only when it can be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pytest_bdd import given, then, when

from steps._partners import created, names, partners, the_partner
from steps._saying import say
from steps._told import at, short
from steps._world import Thing, World
from talkqa.checklist import FlowTable, Pair
from talkqa.verdict import Exchange, leaves
from talkqa.verdict.ground import MARKS, applies
from talkqa.verdict.normal import is_empty, same
from talkqa.verdict.sent import sent, type_of


@given(say("{an} {entity} with everything filled in but its PhoneNumber"))
def all_but_the_phone(world: World, entity: str) -> None:
    world.add(entity, PhoneNumber=None)


@when("synchronisation settles and runs 5 more times")
def settles_and_goes_on(world: World) -> None:
    world.sync.settled()
    world.remember()
    for _ in range(5):
        world.sync.cycle()


@then(say("the {target} was created with one request"))
def created_with_one_request(world: World, target: str) -> None:
    requests = creations(world, target)
    if len(requests) != 1:
        numbers = ", ".join(str(one.number) for one in requests)
        world.fail(
            f"one request that creates a {target}", f"{len(requests)} such requests: journal {numbers or '–'}"
        )


@then("that request holds every filled property of the dataflow and nothing else")
def complete_and_nothing_else(world: World) -> None:
    flow = own_flow(world)
    source = world.record(world.the(flow.source))
    wanted = expected_body(flow, source)
    (request,) = creations(world, flow.target)
    found = asked_for(request, flow.target, wanted)
    found.pop(MARKS.get(flow.target, ""), None)
    for path in sorted(wanted.keys() | found.keys()):
        if path not in wanted:
            world.fail(
                f"nothing but the dataflow's filled properties in the creation of the {flow.target}",
                f"also {path}",
            )
        if not same(path, wanted[path], found.get(path)):
            world.fail(f"{path} = {short(wanted[path])} in the creation", short(found.get(path)))


@then(say("the {target} was not written again"))
def not_written_again(world: World, target: str) -> None:
    (request,) = creations(world, target)
    key = next(change.key for change in request.changes if change.type == target)
    later = [one for one in world.own_writes(request.number) if key in {change.key for change in one.changes}]
    if later:
        world.fail(
            f"{target} {key} complete from its creation on", f"written again: journal {later[0].number}"
        )


@then(say("each new {target}'s {property} has been made from its {source}'s {made_from}"))
def made_from_each(world: World, target: str, property: str, source: str, made_from: str) -> None:
    flow = world.flow(source, target)
    for thing in world.things[source]:
        partner = the_partner(world, flow, thing)
        check_made(world, flow, thing, world.record(partner), property)


@then(say("the {entity}'s {property} had been made from {made_from}"))
def made_from_it(world: World, entity: str, property: str, made_from: str) -> None:
    flow = own_flow(world)
    check_made(
        world, flow, world.the(flow.source), dict(world.before[entity][world.the(entity).key]), property
    )


@then("at most one creation was refused")
def one_refusal_at_most(world: World) -> None:
    refused = [one for one in world.own_writes() if one.method == "POST" and not one.accepted]
    if len(refused) > 1:
        world.fail(
            "at most one refused creation", f"{len(refused)}: journal {[one.number for one in refused]}"
        )


@then(say("once the {source} is made a company the {source2} has exactly one {target}"))
def made_a_company(world: World, source: str, source2: str, target: str) -> None:
    thing = world.the(source)
    world.edit(thing, IsPerson=False, Name=world.made_up.value("Name"))
    the_partner(world, world.flow(source, target), thing)


@then(say("once the house customer is configured the {source} has exactly one {target}"))
def house_configured(world: World, source: str, target: str) -> None:
    world.house_configured = True
    world.sync.restart()
    world.sync.settled()
    the_partner(world, world.flow(source, target), world.the(source))


@then("the Customer was created before its Contactperson, which is placed under it")
def parent_before_child(world: World) -> None:
    supplier = world.the("Supplier")
    customer = the_partner(world, world.flow("Supplier", "Customer"), supplier)
    person = the_partner(world, world.flow("Customer", "Contactperson"), customer)
    order = [
        key
        for key in created(world, "Customer") + created(world, "Contactperson")
        if key in (customer.key, person.key)
    ]
    numbers = [creation_of(world, key).number for key in order]
    if person.key.split("/")[0] != customer.key or numbers != sorted(numbers):
        world.fail(f"{customer} first, then its Contactperson under it", f"{order}, journal {numbers}")


@then(say("no {target} has been created for the {source} again"))
def not_created_again(world: World, target: str, source: str) -> None:
    keys = partners(world, world.flow(source, target), world.the(source))
    again = [key for key in keys if key != world.the(target).key]
    if again:
        world.fail(f"no new {target} for {world.the(source)}", f"created: {', '.join(again)}")


def own_flow(world: World) -> FlowTable:
    """The flow that this scenario's item belongs to."""
    slug = world.items[0].flow
    return next(flow for flow in world.flows if flow.slug == slug)


def creations(world: World, target: str) -> list[Exchange]:
    """Accepted requests that created the partner of the scenario's source, found by its names, old or new."""
    world.sync.settled()
    flow = next(one for one in world.flows if one.target == target and one.source in world.things)
    thing = world.things[flow.source][-1]
    states = [
        dict(change.after)
        for one in world.exchanges()
        for change in one.changes
        if (change.type, change.key) == (thing.type, thing.key) and change.after
    ]
    called = [names(flow, state) for state in states]
    return [
        one
        for one in world.own_writes()
        if one.accepted
        for change in one.changes
        if change.type == target
        and change.before is None
        and any(all(same(p, at(dict(change.after or {}), p), v) for p, v in own.items()) for own in called)
    ]


def creation_of(world: World, key: str) -> Exchange:
    """The request that created a record."""
    return next(
        one
        for one in world.own_writes()
        for change in one.changes
        if change.key == key and change.before is None
    )


def asked_for(request: Exchange, target: str, wanted: Iterable[str]) -> dict[str, Any]:
    """What a creation asked for, by path. Of another API than v2: what is there, but for PowerOffice's own values."""
    asked = {path: value for type_, path, value in sent(request) if type_ == target}
    if type_of(request.operation):
        return asked
    there = leaves(next(change.after for change in request.changes if change.type == target))
    return {path: there.get(path) for path in wanted} | asked


def expected_body(flow: FlowTable, source: dict[str, Any]) -> dict[str, Any]:
    """What the creation must hold (R-10): each mapped value that is not empty, and the constants."""
    pairs = [pair for pair in flow.pairs if applies(pair, source)]
    values = {pair.target: value_of(pair, source) for pair in pairs}
    return {path: value for path, value in values.items() if not is_empty(value)}


def value_of(pair: Pair, source: dict[str, Any]) -> Any:
    """What one row gives to a new partner."""
    return pair.constant if pair.constant is not None else at(source, pair.source)


def check_made(world: World, flow: FlowTable, thing: Thing, partner: dict[str, Any], path: str) -> None:
    """Fail the check unless the partner was created with what the row for `path` says."""
    source = world.record(thing)
    for pair in flow.pairs:
        if pair.target == path and applies(pair, source):
            wanted = value_of(pair, source)
            if not same(path, at(partner, path), wanted):
                world.fail(f"{flow.target} {path} = {short(wanted)}", short(at(partner, path)))
