"""Lists that are late, cut short, out of date or not there, and readings that begin anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from pytest_bdd import given, then, when

from steps._driving import AT_REST
from steps._partners import the_partner
from steps._requests import Rows, changed_rows, emptied, lists, reads_page
from steps._saying import say
from steps._user import key_of
from steps._world import World
from steps.edits import holds, reaches
from steps.reports import report
from talkqa.fake import Fault, Response, Tenant
from talkqa.fake.mishaps import plan

NEVER = 1000
"""Cycles from one full reading to the next that no scenario reaches."""


@given("everything is read once, and then only what changed")
def hardly_ever_full(world: World) -> None:
    world.full_every = NEVER


@given("the clock of PowerOffice is ten minutes behind")
def behind(world: World) -> None:
    world.tenant.clock.advance((datetime.now(UTC) - world.tenant.clock.now()).total_seconds() - 600)


@given(say("{count} more {entity}s of one moment, of which the next reading shows one only"))
def of_one_moment(world: World, count: str, entity: str) -> None:
    world.tenant.clock.advance(60)
    with world.tenant.clock.hold():
        late = [world.add(entity) for _ in range(int(count))][-1]
    relist(world, entity, lambda rows: [row for row in rows if key_of(entity, row) != late.key], cycles=1)


@given(say("in the next cycle the {place} page of {entity}s cannot be read"))
def page_fails(world: World, place: str, entity: str) -> None:
    """`last` is the page of the record that was made last, when pages hold one record each."""
    number = {"third": 3}.get(place) or len(world.user.list(entity))
    world.plan(replace(plan("503", credential="sut"), when=reads_page(entity, number)), cycles=1)


@given(say("each list of {entity}s shows them once more at its end, as they were before"))
def shown_twice(world: World, entity: str) -> None:
    def doubled(rows: Rows) -> Rows:
        known = {key: dict(record) for key, record in world.before[entity].items()}
        return [*rows, *(known[key] for row in rows if (key := key_of(entity, row)) in known)]

    relist(world, entity, doubled, cycles=None)


@when(say("each {entity} gets a {property} of its own, the last {source} first"))
def edited_backwards(world: World, entity: str, property: str, source: str) -> None:
    world.remember()
    for thing in reversed(world.things[entity]):
        world.tenant.clock.advance(60)
        world.edit(thing, **{property: world.made_up.value(property)})


@when("synchronisation is told to read everything again")
def told_to_reread(world: World) -> None:
    world.sync.reset()


@when("a user deletes it right after it has been listed")
def deleted_when_listed(world: World) -> None:
    thing = world.the("Supplier")

    def delete(tenant: Tenant) -> None:
        world.user.delete(thing.type, thing.key)
        world.did.append(f"a user deleted {thing}")

    world.plan(Fault("deleted", credential="sut", when=lists(thing.type), after=delete))


@when(
    say("for two cycles each the list of {entity}s is empty, shows every second, breaks off and is not there")
)
def lists_in_trouble(world: World, entity: str) -> None:
    world.sync.settled()
    world.remember()
    trouble_with = lists(entity)
    troubles: list[Callable[[], Fault]] = [
        lambda: Fault("204-once", credential="sut", when=trouble_with, reshape=emptied),
        lambda: reshaped(world, entity, lambda rows: rows[::2]),
        lambda: replace(plan("500", credential="sut"), when=trouble_with),
        lambda: Fault("404", credential="sut", when=trouble_with, answer=NOT_THERE),
    ]
    for trouble in troubles:
        fault = trouble()
        world.plan(fault, cycles=2)
        for _ in range(2):
            told = world.sync.cycle()
            if told and fault.name == "204-once":
                world.fail("a cycle that takes an empty list for an answer", told)
    world.did.append(f"the list of {entity}s was in trouble")


@when(say("after it is synchronised the list of {entity}s shows for two cycles how it was before"))
def out_of_date(world: World, entity: str) -> None:
    world.sync.settled()
    old = world.before[entity]
    world.since = world.tenant.journal.latest + 1
    relist(world, entity, lambda rows: [dict(old.get(key_of(entity, row), row)) for row in rows], cycles=2)
    for _ in range(2):
        world.sync.cycle()


@then(say("each {source}'s {property} still reaches its {target}"))
def still_reaches(world: World, source: str, property: str, target: str) -> None:
    for thing, partner in zip(world.things[source], world.things[target], strict=True):
        value = world.made_up.value(property)
        world.edit(thing, **{property: value})
        holds(world, partner, property, value)


def relist(world: World, entity: str, change: Callable[[Rows], Rows], cycles: int | None) -> None:
    """Let lists of a type show something else for so many cycles, or for ever."""
    fault = reshaped(world, entity, change)
    world.plan(fault if cycles else replace(fault, times=None), cycles)


def reshaped(world: World, entity: str, change: Callable[[Rows], Rows]) -> Fault:
    """The fault that changes the rows of a list on its way to the SUT."""
    reshape = changed_rows(world.tenant, entity, change)
    return Fault("list changed", credential="sut", when=lists(entity), reshape=reshape)


@given("synchronisation stops when most records have changed at once")
def with_a_breaker(world: World) -> None:
    world.decisions["breaker"] = True


@given("many Suppliers, all of them with their Customers")
def many_pairs(world: World) -> None:
    """200 in an exhaustive run, as the rule book has it, which takes seconds; else enough for any breaker.

    Counted, and only the last one found: to find every partner would cost a list each.
    """
    count = 200 if world.exhaustive else 40
    for number in range(1, count):
        named = {"Name": f"Leverandør {number} AS", "EmailAddress": f"post@leverandor{number}.example"}
        world.user.create("Supplier", named, None)
    world.add("Supplier")
    customers = world.look("Customer", AT_REST)
    if len(customers) != count:
        world.fail(f"{count} Customers for {count} Suppliers", f"{len(customers)}")
    flow = world.flow("Supplier", "Customer")
    world.things["Customer"] = [the_partner(world, flow, world.the("Supplier"), AT_REST)]
    world.remember()


@when(say("for two cycles the list of {entity}s shows one {property} for all of them"))
def one_for_all(world: World, entity: str, property: str) -> None:
    world.sync.reset()
    value = world.the(entity).typed[property]
    relist(world, entity, lambda rows: [{**row, property: value} for row in rows], cycles=2)
    world.sync.cycle()
    world.alarms = len(report(world))
    world.sync.cycle()


@then("there was an alarm")
def was_an_alarm(world: World) -> None:
    if not world.alarms:
        world.fail("a line in the report while the list was wrong", "an empty report")


@then(say("when the list is right again, the {source}'s {property} reaches the {target}"))
def right_again(world: World, source: str, property: str, target: str) -> None:
    reaches(world, source, property, target)


NOT_THERE = Response.json(404, {"title": "Not Found", "status": 404, "detail": "No such resource."})
