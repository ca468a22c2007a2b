"""A history that is lived again and again with one interruption each, and what it must leave every time.

Users act only while synchronisation is at rest, and once on a record between two rests: so no edit is blurred and
none falls into a race window, whatever is interrupted, and there is one right outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from steps._partners import created, the_partner
from steps._world import Thing, World
from talkqa.checklist import FlowTable
from talkqa.fake import Entry
from talkqa.verdict import CheckFailed, lookup
from talkqa.verdict.ground import Ground
from talkqa.verdict.normal import normal

MINUTE = 60


class Outcome(NamedTuple):
    """What a history leaves, without what depends on the order of creations: ids, stamps, marks."""

    created: Counter[str]
    """How many records of each type synchronisation created."""
    records: Counter[tuple[str, ...]]
    """Every record's type and mapped values, and for a Contactperson the name of its Customer."""


class Interruption(NamedTuple):
    """One way of disturbing a history: in words, and how it is armed in a fresh world."""

    told: str
    arm: Callable[[World], None]


def live(world: World) -> None:
    """Two sources, edits of different properties on both sides of a pair, a third source, an edit of its partner."""
    flow = own_flow(world)
    first, second = world.add(flow.source), world.add(flow.source)
    partner, other = the_partner(world, flow, first), the_partner(world, flow, second)
    save(world, first, "PhoneNumber")
    save(world, other, "EmailAddress")
    world.tenant.clock.advance(MINUTE)
    save(world, partner, "EmailAddress")  # later than its source's other edit, which it must not undo
    world.sync.settled()
    third = world.add(flow.source)
    save(world, other, "PhoneNumber")
    save(world, the_partner(world, flow, third), "EmailAddress")
    world.sync.settled()


def save(world: World, thing: Thing, path: str) -> None:
    """A user saves a new value."""
    world.edit(thing, **{path: world.made_up.value(path)})


def outcome(world: World) -> Outcome:
    """What there is in the end."""
    state, ground = world.tenant.state(), Ground(world.flows)
    types = {type_ for flow in world.flows for type_ in (flow.source, flow.target)}
    records: Counter[tuple[str, ...]] = Counter()
    for type_ in sorted(types):
        paths = sorted(ground.written.get(type_, frozenset()) | ground.created.get(type_, frozenset()))
        for key, record in state.get(type_, {}).items():
            values = (f"{path} = {normal(path, lookup(record, path))}" for path in paths)
            records[type_, *_under(state, type_, key), *values] += 1
    return Outcome(Counter({type_: len(created(world, type_)) for type_ in sorted(types)}), records)


def disturbed(world: World, interruption: Interruption, expected: Outcome) -> tuple[str | None, bool]:
    """Live the history once more with the interruption: what is wrong in the end, and whether it came to pass."""
    fresh = world.afresh()
    try:
        interruption.arm(fresh)
        live(fresh)
        found = difference(expected, outcome(fresh))
    except CheckFailed as failure:
        found = f"expected {failure.evidence.expected}; observed {failure.evidence.observed}"
    finally:
        fresh.close()
    return found, all(fault.fired for fault in fresh.faults)


def difference(expected: Outcome, found: Outcome) -> str | None:
    """The first thing that is not as it should be; None when all is."""
    for type_, count in expected.created.items():
        if found.created[type_] != count:
            return f"{found.created[type_]} {type_}s were created, not {count}"
    lost, added = expected.records - found.records, found.records - expected.records
    for gone in lost:
        near = max(added, key=lambda one: len(set(one) & set(gone)), default=())
        is_, should = (" and ".join(sorted(set(one) - set(two))) for one, two in ((near, gone), (gone, near)))
        return f"{gone[0]}: {is_ or 'missing'}, not {should}"
    return f"one {next(iter(added))[0]} too many" if added else None


def requests(world: World) -> list[Entry]:
    """All requests of the SUT so far, sign-ins included; one that is refused for its token changes nothing anywhere."""
    return [one for one in world.tenant.journal if one.credential == "sut" and one.status != 401]


def own_flow(world: World) -> FlowTable:
    """The flow that the scenario's item belongs to."""
    return next(flow for flow in world.flows if flow.slug in {item.flow for item in world.items})


def _under(state: dict[str, dict[str, Any]], type_: str, key: str) -> tuple[str, ...]:
    if type_ != "Contactperson":
        return ()
    parent = state["Customer"].get(key.partition("/")[0], {})
    return (f"under {parent.get('Name') or parent.get('LastName')}",)
