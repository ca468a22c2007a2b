"""Sources that are connected to something synchronised, or meet a condition, and cease to (R-14)."""

from __future__ import annotations

from pytest_bdd import given, when

from steps._own_flow import alone, own, unmet
from steps._partners import connect, make
from steps._saying import say
from steps._world import Thing, World


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
