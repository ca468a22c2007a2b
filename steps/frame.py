"""The frame: what an edit, a deletion or a creation must leave alone."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, then, when

from steps._made_up import OUTSIDE
from steps._requests import addresses
from steps._saying import say
from steps._told import short
from steps._world import Thing, World
from talkqa.verdict import leaves
from talkqa.verdict.sent import STAMPS


@given(say("everything outside the dataflow is filled in at the {entity}"))
def outside_filled(world: World, entity: str) -> None:
    slug = world.items[0].flow
    mapped = {pair.target for flow in world.flows if flow.slug == slug for pair in flow.pairs}
    mapped |= {pair.source for flow in world.flows if flow.source == entity for pair in flow.pairs}
    world.edit(world.the(entity), **{path: v for path, v in OUTSIDE[entity].items() if path not in mapped})
    world.sync.settled()


@then(say("nothing else has changed in the {entity}"))
def nothing_else(world: World, entity: str) -> None:
    unchanged(world, world.the(entity), {world.edits[-1][1], mirror(world)})


@then(say("nothing has changed in the {entity}"))
@then(say("the {entity} is still there, unchanged"))
def nothing_changed(world: World, entity: str) -> None:
    unchanged(world, world.the(entity), set())


@when(say("a user deletes the {entity}"))
def deleted(world: World, entity: str) -> None:
    world.sync.settled()
    world.remember()
    thing = world.the(entity)
    world.user.delete(thing.type, thing.key)
    world.did.append(f"a user deleted {thing}")


@then(say("at most one request for the deleted {entity} has failed"))
def one_failure_at_most(world: World, entity: str) -> None:
    world.sync.settled()
    for _ in range(4):
        world.sync.cycle()
    key = world.the(entity).key
    failed = [
        one for one in world.exchanges()[world.since - 1 :]
        if one.author == "sut" and addresses(one, entity, key) and not one.accepted
    ]  # fmt: skip
    if len(failed) > 1:
        world.fail("at most 1 failed request", f"{len(failed)}: journal {[one.number for one in failed]}")


def unchanged(world: World, thing: Thing, but: set[str]) -> None:
    """Fail the check when anything but these paths and the server's stamps differs from before."""
    before, after = leaves(dict(world.before[thing.type][thing.key])), leaves(world.record(thing))
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) != after.get(path) and path not in but and path not in STAMPS:
            world.fail(f"{thing} {path} = {short(before.get(path))}, as before", short(after.get(path)))


def mirror(world: World) -> Any:
    """The name on the other side of the property that was edited last."""
    path = world.edits[-1][1]
    return next((p.target for flow in world.flows for p in flow.pairs if p.source == path), path)
