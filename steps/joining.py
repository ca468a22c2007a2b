"""Records that become one: by what they have in common, by a connection, by meeting a condition (R-13, R-14, R-33)."""

from __future__ import annotations

from typing import Any

from pytest_bdd import given, then, when

from steps._partners import connect, created, make, make_target, names, partners, the_partner
from steps._saying import say
from steps._world import Thing, World
from steps.edits import holds
from steps.frame import unchanged
from talkqa.checklist import FlowTable

DAY = 86_400
ADDRESS = ("AddressLine1", "AddressLine2", "ZipCode", "City", "CountryCode")


# What there is beforehand


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


# Connections and conditions


@given(say("{an} {source} connected to {an} {listed} that is synchronised"))
def connected_source(world: World, source: str, listed: str) -> None:
    connect(world, own(world), make(world, own(world)))
    world.remember()


@given(say("a lone {source} connected to {an} {listed} that is not synchronised"))
def connected_in_vain(world: World, source: str, listed: str) -> None:
    thing = make(world, own(world))
    connect(world, own(world), thing, person=True)
    alone(world, thing)


@when(say("the {source} is connected to {an} {listed} that is synchronised"))
def becomes_connected(world: World, source: str, listed: str) -> None:
    world.remember()
    connect(world, own(world), world.the(source))


@when(say("the {source} loses its connection"))
def loses_connection(world: World, source: str) -> None:
    thing, link = world.the(source), own(world).connected[0]
    for key, record in world.look(link.holder).items():
        if str(record.get(link.property)) == thing.key:
            world.edit(Thing(link.holder, key), **{link.property: None})
    world.remember()


@given(say("{an} {source} that meets the condition"))
def meeting(world: World, source: str) -> None:
    make(world, own(world), **own(world).condition)
    world.remember()


@given(say("a lone {source} that does not meet it"))
def not_meeting(world: World, source: str) -> None:
    alone(world, make(world, own(world), **unmet(own(world))))


@when(say("the {source} meets the condition"))
def comes_to_meet(world: World, source: str) -> None:
    world.remember()
    world.edit(world.the(source), **own(world).condition)


@when(say("the {source} no longer meets the condition"))
def ceases_to_meet(world: World, source: str) -> None:
    world.edit(world.the(source), **unmet(own(world)))
    world.remember()


@when(say("a user creates {an} {entity} with the same {criterion}"))
def match_appears(world: World, entity: str, criterion: str) -> None:
    flow = own(world)
    row = next(row for row in flow.criteria if row[0][0] == criterion)
    if entity == flow.source:
        make(world, flow, **{left: world.the(flow.target).typed[right] for left, right in row})
    else:
        make_target(world, flow, **{right: world.the(flow.source).typed[left] for left, right in row})


# What comes of it


@then(say("the {source} and the {target} are linked"))
def are_linked(world: World, source: str, target: str) -> None:
    """A user types something new at one side, and it turns up at the other (the witness of the semantics, §1)."""
    world.sync.settled()
    pair = witness(world)
    value = world.made_up.value(pair.source)
    world.edit(world.the(source), **{pair.source: value})
    holds(world, world.the(target), pair.target, value)


@then(say("the {source}'s {property} has been taken from the {target}'s {mirror}"))
def taken_from(world: World, source: str, property: str, target: str, mirror: str) -> None:
    value = world.the(target).typed[mirror]
    for thing, path in ((world.the(source), property), (world.the(target), mirror)):
        holds(world, thing, path, value)


@then(say("the {source} gets exactly one new {target}"))
def gets_a_new_one(world: World, source: str, target: str) -> None:
    new_one(world, world.the(source))


@then(say("the lone {source} gets exactly one new {target}"))
def lone_gets_a_new_one(world: World, source: str, target: str) -> None:
    new_one(world, world.lone[source])


@then(say("the lone {source} has no {target} of its own"))
def lone_has_none(world: World, source: str, target: str) -> None:
    nothing_for(world, world.lone[source])


@then(say("nothing has been created for the {source}"))
def nothing_created(world: World, source: str) -> None:
    world.sync.settled()
    nothing_for(world, world.the(source))


@then(say("nothing has changed in the lone {entity}"))
def lone_unchanged(world: World, entity: str) -> None:
    unchanged(world, world.lone[entity], set())


@then(say("nothing has changed in either {target}"))
def neither_changed(world: World, target: str) -> None:
    for thing in world.things[target][-2:]:
        unchanged(world, thing, set())


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


def nested_record(world: World, thing: Thing) -> dict[str, Any]:
    """The record as it is now, before anything is synchronised."""
    return world.user.get(thing.type, thing.key) or {}


def new_one(world: World, thing: Thing) -> None:
    """Fail the check unless exactly one target with the record's names was created for it."""
    flow = own(world)
    partner = the_partner(world, flow, thing)
    if partner.key not in created(world, flow.target):
        world.fail(f"a new {flow.target} for {thing}", f"{partner} was there before")


def nothing_for(world: World, thing: Thing) -> None:
    """Fail the check when a target with the record's names was created."""
    flow = own(world)
    made = [key for key in partners(world, flow, thing) if key in created(world, flow.target)]
    if made:
        world.fail(f"no {flow.target} for {thing}", f"created: {', '.join(made)}")
