"""Edits that meet: in one moment, right before or right after what synchronisation reads and writes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pytest_bdd import given, then, when

from steps._driving import AT_REST
from steps._partners import link
from steps._requests import edits, lists
from steps._saying import say
from steps._told import at, short
from steps._world import Thing, World
from steps.edits import agree
from talkqa.fake import Fault, Tenant
from talkqa.fake.mishaps import plan
from talkqa.verdict.normal import is_empty, same
from talkqa.verdict.sent import sent


@when(say("the {property} of the {source} and of the {target} are edited in one moment"))
def edited_in_one_moment(world: World, property: str, source: str, target: str) -> None:
    save_together(world, property, source, target, [world.made_up.value(property) for _ in range(2)])


@when(say("the {property} of the {source} and of the {target} are cleared in one moment"))
def cleared_in_one_moment(world: World, property: str, source: str, target: str) -> None:
    save_together(world, property, source, target, [None, None])


def save_together(world: World, path: str, source: str, target: str, values: list[Any]) -> None:
    """Save a property on both sides with one stamp, from rest."""
    world.sync.settled(AT_REST)
    world.remember()
    with world.tenant.clock.hold():
        for type_, value in zip((source, target), values, strict=True):
            thing = world.the(type_)
            world.user.edit(type_, thing.key, {path: value})
            thing.typed[path] = value
            world.edits.append((thing, path, value))
            world.did.append(f"{thing} {path}: {short(value)}")


@when(say("a user edits the {entity}'s {property} right after {source}s have been listed"))
def edited_when_listed(world: World, entity: str, property: str, source: str) -> None:
    def edit(tenant: Tenant) -> None:
        world.edit(world.the(entity), **{property: world.made_up.value(property)})

    world.plan(Fault("edit", credential="sut", when=lists(source), after=edit))


@when(say("a user edits the {entity}'s Allowance whenever {source}s have been listed"))
def edited_whenever_listed(world: World, entity: str, source: str) -> None:
    percent = iter(range(1, 100))

    def edit(tenant: Tenant) -> None:
        world.edit(world.the(entity), Allowance=next(percent))

    world.plan(Fault("edits", credential="sut", when=lists(source), after=edit, times=None))


@given(say("a user edits the {entity}'s {property} right after the {source}'s edit has reached it"))
def edited_after_the_copy(world: World, entity: str, property: str, source: str) -> None:
    after_copy(world, entity, property, lambda: world.made_up.value(property))


@given(say("a user sets the {entity}'s {property} back right after the {source}'s edit has reached it"))
def set_back_after_the_copy(world: World, entity: str, property: str, source: str) -> None:
    thing = world.the(entity)
    after_copy(world, entity, property, lambda: at(dict(world.before[entity][thing.key]), property))


def after_copy(world: World, entity: str, path: str, value: Any) -> None:
    """Let a user edit a record right after the next own write to it."""

    def edit(tenant: Tenant) -> None:
        world.edit(world.the(entity), **{path: value()})

    world.plan(Fault("edit after copy", credential="sut", when=edits(entity), after=edit))


@when(say("in the next cycle no {entity} can be written"))
def no_write(world: World, entity: str) -> None:
    world.plan(replace(plan("503", credential="sut"), when=edits(entity)), cycles=1)


@when(say("after that cycle the {entity}'s {property} is edited"))
def edited_a_cycle_later(world: World, entity: str, property: str) -> None:
    world.sync.cycle()
    world.edit(world.the(entity), **{property: world.made_up.value(property)})


@when("the Supplier's Payout is switched off")
def payout_off(world: World) -> None:
    world.edit(world.the("Supplier"), Payout=False)


@given("PowerOffice cuts outer blanks off what synchronisation writes")
def blanks_cut(world: World) -> None:
    world.plan(plan("trim", credential="sut"))


@given("a Supplier whose Name ends in a blank, linked to a Customer")
def a_blank_at_the_end(world: World) -> None:
    link(world, "Supplier", "Customer", Name=f"{world.made_up.value('Name')} ")


@then(say("the {property} of the {source} and of the {target} is one of the two values"))
def one_of_two(world: World, property: str, source: str, target: str) -> None:
    values = [value for _, path, value in world.edits if path == property]
    found = at(world.record(world.the(source)), property)
    if not any(same(property, found, value) for value in values):
        world.fail(f"{property} = {short(values[0])} or {short(values[1])}", short(found))
    agree(world, property, (target,), found)


@then(say("the {property} of the {source} and of the {target} is empty"))
def both_empty(world: World, property: str, source: str, target: str) -> None:
    for thing in (world.the(source), world.the(target)):
        found = at(world.record(thing), property)
        if not is_empty(found):
            world.fail(f"{thing} {property} empty", short(found))


@then(say("the {entity} never lost it in between"))
def never_lost(world: World, entity: str) -> None:
    thing, path, value = world.edits[-1]
    changes = [change for one in world.exchanges() for change in one.changes if is_of(change, thing)]
    history = [at(dict(change.after or {}), path) for change in changes]
    since = next(number for number, found in enumerate(history) if same(path, found, value))
    lost = [found for found in history[since:] if not same(path, found, value)]
    if lost:
        world.fail(f"{thing} {path} = {short(value)} from the edit on", f"{short(lost[0])} in between")


def is_of(change: Any, thing: Thing) -> bool:
    """Whether a change is one of that record."""
    return (change.type, change.key) == (thing.type, thing.key)


@then(say("the request that brought it holds nothing but the {property}"))
def nothing_but(world: World, property: str) -> None:
    thing, _, value = world.edits[-1]
    for one in world.own_writes(world.since - 1):
        paths = {path: found for _, path, found in sent(one)}
        brings = one.accepted and any(same(property, found, value) for found in paths.values())
        if brings and "Customer" in {change.type for change in one.changes} and set(paths) != {property}:
            others = ", ".join(sorted(paths.keys() - {property}))
            world.fail(f"a request with the {property} of {thing} alone", f"it also holds {others}")
