"""What is not believed: lists in which everything has changed (R-40), a memory that looks lost (R-51)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from talkqa.fake import Entry, Fault, Response
from talkqa.reference.breaker import LEAST
from tests.reference.world import World


def with_breaker(dataflow: dict[str, Any]) -> None:
    dataflow["decisions"]["breaker"] = True


def without_marks(dataflow: dict[str, Any]) -> None:
    dataflow["decisions"]["creation_mark"] = False


def many(world: World, count: int) -> None:
    """So many Suppliers with their Customers."""
    for number in range(count):
        world.add("Supplier", Name=f"Firma {number} AS", EmailAddress=f"post@firma{number}.no")
    world.settle()


def wrong_lists(world: World, shown: int) -> Fault:
    """For the rest of the test, lists show one EmailAddress for the first so many Suppliers."""

    def wrong(response: Response, entry: Entry) -> Response:
        rows = orjson.loads(response.body) if response.body else []
        for row in rows[:shown]:
            row["EmailAddress"] = "post@alle.no"
        return response.with_body(orjson.dumps(rows)) if rows else response

    fault = Fault(
        "one for all",
        credential="sut",
        times=None,
        when=lambda request: request.operation == "GET /Suppliers",
        reshape=wrong,
    )
    world.tenant.plan(fault)
    return fault


@pytest.fixture
def guarded() -> Iterator[World]:
    world = World(change=with_breaker)
    yield world
    world.close()


@pytest.mark.parametrize(("shown", "is_believed"), [(LEAST, False), (LEAST - 1, True), (0, True)])
def test_a_list_in_which_most_has_changed_is_not_believed(
    guarded: World, shown: int, is_believed: bool
) -> None:
    """More than half of a type, and at least so many records; everything stands still, and says why."""
    many(guarded, LEAST)
    fault = wrong_lists(guarded, shown)
    mark = len(guarded.tenant.journal)
    guarded.sut.reset()
    guarded.cycle()
    told = [line.reason for line in guarded.report() if "changed at once" in line.reason]
    assert bool(told) is not is_believed
    assert bool(guarded.writes(mark)) is (is_believed and shown > 0)
    fault.times = fault.fired
    guarded.cycle()
    assert not [line for line in guarded.report() if "changed at once" in line.reason]


def test_the_breaker_is_off_unless_asked_for(world: World) -> None:
    """A person's mass edit arrives."""
    many(world, LEAST)
    wrong_lists(world, LEAST)
    mark = len(world.tenant.journal)
    world.sut.reset()
    world.cycle()
    assert len(world.writes(mark)) >= LEAST


@pytest.mark.parametrize("word", [False, True])
def test_a_memory_that_looks_lost_creates_nothing_again_without_marks(word: bool) -> None:
    """It says so; what is new is created all the same, and a person's word puts an end to the doubt."""
    world = World(change=without_marks)
    try:
        many(world, 2)
        world.dataflow["decisions"]["first_time"] = word
        world.restart()
        for path in world.state_folder().iterdir():
            path.unlink()
        world.settle()
        assert len(world.all("Customer")) == (5 if word else 3)
        assert any("memory, which may be lost" in line.reason for line in world.report()) is not word
        world.add("Supplier", Name="Ny AS", EmailAddress="post@ny.no")
        world.settle()
        assert len(world.all("Customer")) == (6 if word else 4)
    finally:
        world.close()


def test_equal_names_alone_are_no_sign_of_a_lost_memory() -> None:
    """A Customer that a user made is somebody else's, if anything else differs (R-37)."""
    world = World(change=without_marks)
    try:
        world.add("Customer", Name="Acme AS", EmailAddress="annen@acme.no")
        world.add("Supplier", Name="Acme AS", EmailAddress="post@acme.no")
        world.settle()
        assert len(world.all("Customer")) == 3
    finally:
        world.close()
