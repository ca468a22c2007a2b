"""Finding partners from outside: by the names that a partner is created with, and later by its key."""

from __future__ import annotations

from typing import Any

from steps._driving import AT_REST, FULL_EVERY
from steps._world import Thing, World
from talkqa.checklist import FlowTable
from talkqa.verdict import lookup
from talkqa.verdict.ground import applies
from talkqa.verdict.normal import is_empty, same

PLACES = {
    "Employee": "under the house customer",
    "Customer": "under that Customer",
    "Supplier": "as a contact of its own",
}


def names(flow: FlowTable, source: dict[str, Any]) -> dict[str, Any]:
    """What the partner of this record is called, by target path; values are unique in a scenario."""
    pairs = [
        pair for pair in flow.pairs if pair.source and pair.target.endswith("Name") and applies(pair, source)
    ]
    found = {pair.target: lookup(source, pair.source) for pair in pairs}
    return {path: value for path, value in found.items() if not is_empty(value)}


def partners(world: World, flow: FlowTable, thing: Thing, rest: int = FULL_EVERY) -> list[str]:
    """Keys of the target records that carry the thing's names, once there is that much rest."""
    called = names(flow, world.record(thing, rest))
    return [
        key
        for key, record in world.look(flow.target, rest).items()
        if called
        and all(same(path, lookup(record, path), value) for path, value in called.items())
        and (flow.source != "Supplier" or key != thing.key or world.clients)
    ]


def the_partner(world: World, flow: FlowTable, thing: Thing, rest: int = FULL_EVERY) -> Thing:
    """The one partner of a thing. Fails the check when there is none, or more than one."""
    keys = partners(world, flow, thing, rest)
    if len(keys) != 1:
        world.fail(
            f"{thing} has exactly one {flow.target}", f"it has {len(keys)}: {', '.join(keys) or 'none'}"
        )
    return world.thing(flow.target, keys[0])


def link(world: World, source: str, target: str, **made: Any) -> tuple[Thing, Thing]:
    """Create a source record, let it be synchronised, and name its partner too."""
    flow = world.flow(source, target)
    if not flow.creates:
        return matched(world, flow, **made)
    thing = make(world, flow, **{**flow.condition, **made})
    if flow.connected:
        connect(world, flow, thing)
    partner = the_partner(world, flow, thing, AT_REST)
    world.things.setdefault(target, []).append(partner)
    world.remember()
    return thing, partner


def make(world: World, flow: FlowTable, **values: Any) -> Thing:
    """A user creates a source record of the kind that the flow means."""
    person = bool(values.pop("person", False)) or bool(flow.source_only)
    return world.add(flow.source, person=person, **values)


def make_target(world: World, flow: FlowTable, **values: Any) -> Thing:
    """A user creates a target record of the kind that the flow means."""
    return world.add(flow.target, person=bool(flow.target_only), **values)


def matched(world: World, flow: FlowTable, **made: Any) -> tuple[Thing, Thing]:
    """A source and a target that one of the merge rows makes one, once they are synchronised."""
    ((left, right),) = flow.criteria[0]
    partner = make_target(world, flow)
    world.tenant.clock.advance(1)
    thing = make(world, flow, **{left: partner.typed[right], **made})
    world.sync.settled(AT_REST)
    world.remember()
    return thing, partner


def connect(world: World, flow: FlowTable, thing: Thing, *, person: bool = False) -> Thing:
    """A user connects the record to another of which one must be synchronised; a person Customer never is."""
    found = flow.connected[0]
    other = world.add(found.holder, person=person)
    world.things[found.holder].remove(other)
    world.edit(other, **{found.property: int(thing.key)})
    return other


def created(world: World, type_: str) -> list[str]:
    """Keys of the records that synchronisation created, in order."""
    return [
        change.key
        for one in world.own_writes()
        for change in one.changes
        if change.type == type_ and change.before is None
    ]
