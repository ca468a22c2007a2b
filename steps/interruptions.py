"""One history, interrupted once at every place there is: kills at each request, doubt at each write."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from pytest_bdd import given, then

from steps._doubts import DOUBTS
from steps._histories import Interruption, Outcome, disturbed, live, outcome, requests
from steps._world import World
from talkqa.fake import Fault, Tenant
from talkqa.fake.mishaps.kinds import is_write

SAMPLE = 4
"""How many places are tried unless all are asked for: the run stays short, and seeds try different ones."""


@given("a history of creations and edits on both sides")
def history(world: World) -> None:
    """Lived once without trouble; what it leaves is what every other must leave."""
    live(world)
    if not sum(outcome(world).created.values()):
        world.fail("the history makes partners", "none were created")


@then("a kill at any of its requests, before, while or after it is answered, leaves the same records")
def killed_anywhere(world: World) -> None:
    same_every_time(world, "kill point", kills(world))


@then("doubt about any of its writes leaves the same records")
def doubted_anywhere(world: World) -> None:
    same_every_time(world, "doubtful write", doubts(world))


def same_every_time(world: World, what: str, places: Iterable[Interruption]) -> None:
    """Fail the check with the first place that leaves something else; say how many were tried."""
    everywhere, expected = list(places), outcome(world)
    chosen = everywhere if world.exhaustive else sample(world, everywhere)
    bad, missed = tried(world, chosen, expected)
    passed = len(chosen) - len(bad) - len(missed)
    of = "all" if len(chosen) == len(everywhere) else f"of {len(everywhere)}"
    world.counted.append(f"{len(chosen)} {what}s ({of}), {passed} passed")
    wanted = f"the records and creations of the undisturbed history, {what} by {what}"
    if bad:
        world.fail(wanted, f"{len(bad)} of {len(chosen)} leave others, first {bad[0]}")
    if missed:
        world.unclear(wanted, f"{len(missed)} of {len(chosen)} never came to pass, first {missed[0]}")


def tried(world: World, places: list[Interruption], expected: Outcome) -> tuple[list[str], list[str]]:
    """The places that leave something else, in words, and those that were never come to."""
    bad, missed = [], []
    for place in places:
        found, happened = disturbed(world, place, expected)
        if found is not None:
            bad.append(f"{place.told}: {found}")
        elif not happened:
            missed.append(place.told)
    return bad, missed


def sample(world: World, places: list[Interruption]) -> list[Interruption]:
    """Some of the places, by chance, in their order."""
    numbers: set[int] = set()
    while len(numbers) < min(SAMPLE, len(places)):
        numbers.add(world.made_up.number(0, len(places) - 1))
    return [places[number] for number in sorted(numbers)]


def kills(world: World) -> Iterator[Interruption]:
    """Before each request arrives, after it is carried out and not answered, and after its answer."""
    made, cycles = requests(world), list(world.sync.began)
    for number, request in enumerate(made, start=1):
        at = f"at request {number} of {len(made)} ({request.operation})"
        cycle = bisect_left(cycles, request.number)
        is_last = number == len(made) or bisect_left(cycles, made[number].number) > cycle
        yield Interruption(f"killed before it arrives, {at}", partial(kill_before, number=number))
        yield Interruption(f"killed before the answer, {at}", partial(kill_unanswered, number=number))
        yield Interruption(
            f"killed after the answer, {at}",
            partial(kill_after_cycle, number=cycle) if is_last else partial(kill_before, number=number + 1),
        )


def kill_before(world: World, number: int) -> None:
    """The SUT dies as it sends its so manieth request; nothing is carried out."""
    world.plan(Fault("kill", credential="sut", nth=number, before=killing(world), drop_before=True))


def kill_unanswered(world: World, number: int) -> None:
    """The SUT dies when the request has been carried out, and does not hear of it."""
    world.plan(Fault("kill", credential="sut", nth=number, after=killing(world), lose_answer=True))


def kill_after_cycle(world: World, number: int) -> None:
    """The SUT dies between two cycles."""
    world.sync.after_cycles(number, world.sync.kill)


def killing(world: World) -> Callable[[Tenant], None]:
    """What ends the SUT in the middle of a request."""

    def kill(tenant: Tenant) -> None:
        world.sync.sut.kill()

    return kill


def doubts(world: World) -> Iterator[Interruption]:
    """Each write, with each kind of doubt before, while and after it is carried out."""
    writes = [one for one in requests(world) if is_write(one)]
    for number, request in enumerate(writes, start=1):
        for told, make in DOUBTS.items():
            at = f"at write {number} of {len(writes)} ({request.operation})"
            yield Interruption(f"{told}, {at}", partial(doubt_at, number=number, make=make))


def doubt_at(world: World, number: int, make: Callable[[], Fault]) -> None:
    """The trouble strikes the so manieth write."""
    world.plan(replace(make(), name="doubt", credential="sut", when=is_write, nth=number))
