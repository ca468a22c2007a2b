"""The SUT's own word: what it reports as not synchronised, and how many updates it counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pytest_bdd import then, when

from steps._requests import edits
from steps._saying import say
from steps._told import counted
from steps._world import Thing, World
from talkqa.fake.mishaps import plan
from talkqa.sut import CycleFailed, Waiting


@when("synchronisation runs once")
def runs_once(world: World) -> None:
    world.sync.cycle()


@then(say("the report names the {entity}, with a reason"))
def is_reported(world: World, entity: str) -> None:
    thing = world.the(entity)
    lines = lines_on(world, thing)
    if not any(line.reason.strip() for line in lines):
        world.fail(f"a line on {thing}, with a reason", f"{counted(len(lines), 'line')} on it")


@then(say("once the {entity} is made a company, the report names it no more"))
def company_not_reported(world: World, entity: str) -> None:
    thing = world.the(entity)
    world.edit(thing, IsPerson=False, Name=world.made_up.value("Name"))
    not_reported(world, thing)


@then("once the third is corrected, the report names it no more")
def third_not_reported(world: World) -> None:
    third = world.things["Supplier"][2]
    world.edit(third, OrganizationNumber=world.made_up.value("OrganizationNumber"))
    not_reported(world, third)


@then("the report has a line, and no key or token in it")
def no_secret(world: World) -> None:
    if not report(world):
        world.fail("a line on the key that was revoked", "an empty report")


def not_reported(world: World, thing: Thing) -> None:
    """Fail the check if the report still names the record."""
    lines = lines_on(world, thing)
    if lines:
        world.fail(f"no line on {thing}, which is synchronised now", lines[0].reason)


def lines_on(world: World, thing: Thing) -> list[Waiting]:
    """The lines of the report, at rest, whose key ends in the record's number."""
    world.sync.settled()
    number = re.compile(rf"(^|\D){re.escape(thing.key)}$")
    return [line for line in report(world) if number.search(line.key.strip())]


def report(world: World) -> tuple[Waiting, ...]:
    """The lines of the report; no key or token may stand in any (R-60)."""
    try:
        lines = world.sync.sut.report().waiting
    except CycleFailed as error:
        world.fail("a report that can be read", str(error))
    if lines is None:
        world.fail("a report", "none, though it is offered")
    for line in lines:
        if world.betrays(str(line)):
            world.fail("no key or token in the report", f"one in the line on {line.flow} {line.key}")
    return lines


def updates(world: World) -> int:
    """The updates that the SUT has counted so far."""
    told = world.sync.sut.report().updates
    if told is None:
        world.fail("a count of updates", "none, though it is offered")
    return told


@when(say("the {entity} is {happening}"))
def happens(world: World, entity: str, happening: str) -> None:
    world.sync.settled()
    world.remember()
    world.updates_before = updates(world)
    HAPPENINGS[happening](world, world.the(entity))
    world.sync.settled()


@then(say("{count} updates more have been counted"))
def updates_counted(world: World, count: str) -> None:
    world.sync.settled()
    more = updates(world) - world.updates_before
    if more != int(count):
        world.fail(f"{count} updates more", f"{more} more")


def another(world: World, thing: Thing) -> None:
    world.add(thing.type)


def in_three(world: World, thing: Thing) -> None:
    paths = ("PhoneNumber", "EmailAddress", "MailAddress.City")
    world.edit(thing, **{path: world.made_up.value(path) for path in paths})


def three_times(world: World, thing: Thing) -> None:
    for _ in range(3):
        world.edit(thing, PhoneNumber=world.made_up.value("PhoneNumber"))
        world.sync.cycle()


def while_failing(world: World, thing: Thing) -> None:
    world.plan(replace(plan("503", credential="sut"), when=edits("Contactperson")))
    world.edit(thing, PhoneNumber=world.made_up.value("PhoneNumber"))


def unchanged(world: World, thing: Thing) -> None:
    record = world.user.get(thing.type, thing.key) or {}
    world.user.edit(thing.type, thing.key, {"PhoneNumber": record["PhoneNumber"]})


HAPPENINGS: dict[str, Callable[[World, Thing], None]] = {
    "followed by another one": another,
    "edited in three properties at once": in_three,
    "edited three times, a cycle apart": three_times,
    "edited while PowerOffice fails once": while_failing,
    "saved as it is": unchanged,
}
