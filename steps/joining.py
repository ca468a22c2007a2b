"""Records that may become one: what they have in common (R-13, R-33)."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, when

from steps._own_flow import alone, common, criteria, own, unmet
from steps._partners import connect, make, make_target, names
from steps._saying import say
from steps._world import Thing, World

DAY = 86_400
ADDRESS = ("AddressLine1", "AddressLine2", "ZipCode", "City", "CountryCode")


@given(say("{an} {target} from long ago, with {an} {mirror}"))
def older_target(world: World, target: str, mirror: str) -> None:
    make_target(world, own(world))
    world.tenant.clock.advance(DAY)
    world.remember()


@given(say("later {an} {source} with the same {criterion}, without {property} and with another {mirror}"))
def newer_source(world: World, source: str, criterion: str, property: str, mirror: str) -> None:
    make(world, own(world), **{criterion: common(world, criterion), property: None})
    world.remember()


@given(say("{an} {source} that matches none"))
@given(say("{an} {source} that does not meet the condition"))
def unmatched(world: World, source: str) -> None:
    make(world, own(world), **unmet(own(world)))
    world.remember()


@given(say("{an} {source} and {an} {target} with the same {criterion}"))
def a_match(world: World, source: str, target: str, criterion: str) -> None:
    flow = own(world)
    row = next(row for row in criteria(world, flow) if row[0][0] == criterion)
    partner = make_target(world, flow)
    world.tenant.clock.advance(DAY)
    make(world, flow, **{left: partner.typed[right] for left, right in row})
    world.remember()


@given(say("{an} {source} whose {property} is {an} {target}'s {mirror}"))
def a_match_by_row(world: World, source: str, property: str, target: str, mirror: str) -> None:
    partner = make_target(world, own(world))
    world.tenant.clock.advance(DAY)
    make(world, own(world), **{property: partner.typed[mirror]})
    world.remember()


@given(say("a lone {source}"))
def lone_source(world: World, source: str) -> None:
    alone(world, make(world, own(world)))


@given(say("a lone {source} that may get {an} {target}"))
def lone_and_eligible(world: World, source: str, target: str) -> None:
    flow = own(world)
    thing = make(world, flow, **flow.condition)
    if flow.connected:
        connect(world, flow, thing)
    alone(world, thing)


@given(say("a lone {source}, and a lone {target} of the same names with another {criterion}"))
def lookalikes(world: World, source: str, target: str, criterion: str) -> None:
    flow = own(world)
    thing = make(world, flow)
    alone(world, thing)
    alone(world, make_target(world, flow, **names(flow, nested_record(world, thing))))


@given(say("a lone {source} and a lone {target}, both without what decides"))
def undecided(world: World, source: str, target: str) -> None:
    flow = own(world)
    pairs = [pair for row in criteria(world, flow) for pair in row]
    alone(world, make_target(world, flow, **{right: None for _, right in pairs}))
    alone(world, make(world, flow, **{left: None for left, _ in pairs}))


@given(say("two {target}s with the same {criterion}, and {an} {source} with it too"))
def several_matches(world: World, target: str, criterion: str, source: str) -> None:
    flow = own(world)
    right = next(right for row in flow.criteria for left, right in row if left == criterion)
    first = make_target(world, flow)
    make_target(world, flow, **{right: first.typed[right]})
    make(world, flow, **{criterion: first.typed[right]})
    world.remember()


@given(say("{property} decides which {source} and which {target} are the same"))
def one_decides(world: World, property: str, source: str, target: str) -> None:
    world.criteria[own(world).slug] = (((property, property),),)


@given(
    say(
        "{criterion}, or {property} and {mirror} together, decide which {source} and which {target} are the same"
    )
)
def combinations_decide(
    world: World, criterion: str, property: str, mirror: str, source: str, target: str
) -> None:
    both = ((property, property), (mirror, mirror))
    world.criteria[own(world).slug] = (((criterion, criterion),), both)


@given(say("{an} {source} and {an} {target} with {same} and nothing else in common"))
def alike_in(world: World, source: str, target: str, same: str) -> None:
    """`the same A`, `the same A and B`, `no A` or `only blanks as A`: the one has blanks, the other nothing."""
    flow, paths = own(world), same.removeprefix("the same ").split(" and ")
    if same.startswith("the same "):
        bare = {f"MailAddress.{part}": None for part in ADDRESS} if len(paths) == 1 else {}
        partner = make_target(world, flow, **bare)
        world.tenant.clock.advance(DAY)
        make(world, flow, **bare | {path: partner.typed[path] for path in paths})
    else:
        path = same.rsplit(" ", 1)[-1]
        make_target(world, flow, **{path: "  " if "blanks" in same else None})
        make(world, flow, **{path: None})
    world.remember()


@given(say("{an} {source} with the {property} {one} and {an} {target} with the {mirror} {spelt}"))
def spelt_differently(
    world: World, source: str, property: str, one: str, target: str, mirror: str, spelt: str
) -> None:
    make_target(world, own(world), **{mirror: spelt})
    world.tenant.clock.advance(DAY)
    make(world, own(world), **{property: one})
    world.remember()


@when(say("a user creates {an} {entity} with the same {criterion}"))
def match_appears(world: World, entity: str, criterion: str) -> None:
    flow = own(world)
    row = next(row for row in flow.criteria if row[0][0] == criterion)
    if entity == flow.source:
        make(world, flow, **{left: world.the(flow.target).typed[right] for left, right in row})
    else:
        make_target(world, flow, **{right: world.the(flow.source).typed[left] for left, right in row})


def nested_record(world: World, thing: Thing) -> dict[str, Any]:
    """The record as it is now, before anything is synchronised."""
    return world.user.get(thing.type, thing.key) or {}
