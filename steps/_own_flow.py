"""The flow that a scenario is about: what decides who is the same, and who stands beside the others."""

from __future__ import annotations

from typing import Any

from steps._world import Thing, World
from talkqa.checklist import FlowTable


def own(world: World) -> FlowTable:
    """The flow that this scenario's item belongs to."""
    slug = world.items[0].flow
    return next(flow for flow in world.checklist.flows if flow.slug == slug)


def criteria(world: World, flow: FlowTable) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The merge rows that hold in this scenario."""
    return world.criteria.get(flow.slug, flow.criteria)


def witness(world: World) -> Any:
    """The text whose travels show who is linked."""
    flow = own(world)
    deciding = {path for row in criteria(world, flow) for pair in row for path in pair}
    return next(pair for pair in flow.witnesses if not deciding & {pair.source, pair.target})


def alone(world: World, thing: Thing) -> None:
    """Set a record beside those that "the Employee" means."""
    world.things[thing.type].remove(thing)
    world.lone[thing.type] = thing
    world.remember()


def common(world: World, criterion: str) -> Any:
    """What the flow's target has in the property that this source property is compared with."""
    flow = own(world)
    right = next(right for row in flow.criteria for left, right in row if left == criterion)
    return world.the(flow.target).typed[right]


def unmet(flow: FlowTable) -> dict[str, Any]:
    """Values with which a source does not meet the condition."""
    return {path: not value if isinstance(value, bool) else None for path, value in flow.condition.items()}
