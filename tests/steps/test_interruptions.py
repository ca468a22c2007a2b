"""The enumerations are whole, and each place is one at which something goes wrong in its own way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from steps._doubts import DOUBTS
from steps._histories import Interruption, difference, disturbed, live, outcome, requests
from steps._lanes import Road, open_road
from steps._made_up import MadeUp
from steps._world import World
from steps.interruptions import SAMPLE, doubts, kill_before, killed_anywhere, kills, same_every_time, sample
from talkqa.fake.mishaps.kinds import is_write
from talkqa.mutants.shelf import choose
from talkqa.scenario.plan import Plan
from talkqa.verdict import CheckFailed, Inconclusive

ITEM = "supplier-customer/crash-anywhere"


@pytest.fixture(scope="module")
def road() -> Iterator[Road]:
    with open_road("in process") as opened:
        yield opened


def lived(road: Road, spec: str = "reference", seed: int = 1) -> World:
    """A world in which the history of Suppliers has been lived once."""
    checklist = Plan().checklist()
    items = [item for item in checklist.items if item.id == ITEM]
    world = World(road, choose(spec), checklist, MadeUp(seed, "a test"), items)
    live(world)
    return world


@pytest.fixture(scope="module")
def good(road: Road) -> Iterator[World]:
    """The reference's."""
    world = lived(road)
    yield world
    world.close()


def named(places: Iterator[Interruption], *words: str) -> Interruption:
    """The first place whose description holds all the words."""
    return next(place for place in places if all(word in place.told for word in words))


def test_each_request_is_three_kill_points(good: World) -> None:
    """Before it arrives, before its answer, and after its answer: sign-ins, reads and writes alike."""
    told = Counter(place.told.partition(", at ")[0] for place in kills(good))
    count = len(requests(good))
    assert count > 50
    assert told == dict.fromkeys(
        ("killed before it arrives", "killed before the answer", "killed after the answer"), count
    )


def test_each_write_is_doubted_in_fifteen_ways(good: World) -> None:
    """Five troubles, each in three moments."""
    writes = [one for one in requests(good) if is_write(one)]
    assert len(DOUBTS) == 15
    assert len(list(doubts(good))) == 15 * len(writes) > 100


def test_every_kill_ends_a_process(good: World) -> None:
    """Between two cycles too: then the next cycle starts another."""
    last = [place for place in kills(good) if place.arm.func.__name__ == "kill_after_cycle"]  # type: ignore[attr-defined]
    assert len(last) == good.sync.cycles
    fresh = good.afresh()
    last[0].arm(fresh)
    fresh.sync.cycle()
    assert not fresh.sync._running
    fresh.close()


def test_a_history_begun_again_makes_the_same_requests(good: World) -> None:
    """A kill point of the first run is met in every other."""
    again = good.afresh()
    live(again)
    assert [one.operation for one in requests(again)] == [one.operation for one in requests(good)]
    assert difference(outcome(good), outcome(again)) is None
    again.close()


def test_what_is_lost_or_added_is_told(good: World) -> None:
    """One record with another value, one record more, one creation more."""
    whole = outcome(good)
    row = next(row for row in whole.records if row[0] == "Customer")
    edited = Counter(whole.records) - Counter([row]) + Counter([(*row[:-1], "Name = Lie")])
    assert difference(whole, whole._replace(records=edited)) == f"Customer: Name = Lie, not {row[-1]}"
    more = Counter(whole.records) + Counter([row])
    assert difference(whole, whole._replace(records=more)) == "one Customer too many"
    made = Counter(whole.created) + Counter({"Customer": 1})
    assert difference(whole, whole._replace(created=made)) == "4 Customers were created, not 3"


def test_seeds_try_other_places(road: Road, good: World) -> None:
    """A sample is small, in order, and another with another seed."""
    places = list(kills(good))
    other = lived(road, seed=2)
    first, second = sample(good, places), sample(other, places)
    other.close()
    assert len(first) == len(second) == SAMPLE
    assert first != second
    assert first == sorted(first, key=places.index)


BITES = (
    ("M-47a", doubts, ("time-out during", "POST /Customers"), "2"),
    ("M-47b", kills, ("before it arrives", "POST /Customers"), "0"),
    ("M-47c", kills, ("before the answer", "POST /Customers"), "2"),
    ("M-50a", kills, ("after the answer", "PATCH"), "created, not"),
    ("M-50b", kills, ("before it arrives", "PATCH"), "EmailAddress|PhoneNumber"),
    ("M-50c", kills, ("before it arrives", "PATCH"), "created, not|has exactly one"),
    ("M-27c", kills, ("before it arrives", "PATCH"), "EmailAddress|PhoneNumber"),
)


@pytest.mark.parametrize(("mutant", "places", "words", "told"), BITES, ids=[bite[0] for bite in BITES])
def test_a_planted_fault_shows_at_its_place(
    road: Road,
    mutant: str,
    places: Callable[[World], Iterator[Interruption]],
    words: tuple[str, ...],
    told: str,
) -> None:
    """Each of these mutants leaves something else there, and the reference does not."""
    faulty, sound = lived(road, f"mutant:{mutant}"), lived(road)
    found, _ = disturbed(faulty, named(places(faulty), *words), outcome(faulty))
    expected, happened = disturbed(sound, named(places(sound), *words), outcome(sound))
    faulty.close()
    sound.close()
    assert re.search(told, found or "nothing")
    assert expected is None
    assert happened


def test_the_check_names_the_first_bad_place_and_counts_all(road: Road) -> None:
    """What a report shows of a failure, and the number of places tried."""
    world = lived(road, "mutant:M-50a")
    with pytest.raises(CheckFailed) as caught:
        killed_anywhere(world)
    world.close()
    assert re.search(
        r"of 4 leave others, first killed .* at request \d+ of \d+ \(", str(caught.value.evidence.observed)
    )
    assert re.fullmatch(r"4 kill points \(of \d+\), [0-3] passed", world.counted[0])


def test_a_place_that_is_never_come_to_decides_nothing(good: World) -> None:
    """A kill at a request that is not made is no proof."""
    never = [Interruption("killed at request 999", partial(kill_before, number=999))]
    with pytest.raises(Inconclusive, match="never came to pass"):
        same_every_time(good, "kill point", never)
