"""What is decided after a scenario's last step: the laws, mishaps that never struck, and the fake's own gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from steps._lanes import open_road
from steps._made_up import MadeUp
from steps._partners import link
from steps._recording import Recording
from steps._world import World
from steps.records import no_others
from talkqa.fake import Fault
from talkqa.mutants.shelf import choose
from talkqa.scenario.plan import Plan
from talkqa.verdict import CheckFailed, Inconclusive

NODE = cast(pytest.Item, None)
"""Recording needs the pytest item for nothing that is tested here."""


@pytest.fixture
def worlds() -> Iterator[dict[str, World]]:
    """Worlds by SUT spec, made on first use by `world_of` and closed at the end."""
    made: dict[str, World] = {}
    yield made
    for world in made.values():
        world.close()


def world_of(worlds: dict[str, World], spec: str) -> World:
    """A world with a house customer, against that SUT."""
    with open_road("in process") as road:
        checklist = Plan().checklist()
        items = [item for item in checklist.items if item.id == "employee-contactperson/every"]
        world = worlds[spec] = World(road, choose(spec), checklist, MadeUp(1, "a test"), items)
    world.house = world.add("Customer").key
    return world


def test_a_good_scenario_stays_a_pass(worlds: dict[str, World]) -> None:
    """No law is broken, nothing is missing."""
    world = world_of(worlds, "reference")
    link(world, "Employee", "Contactperson")
    recording = Recording(NODE, world)
    assert recording.laws() is None
    assert recording.line([])["verdict"] == "pass"
    assert recording.line([])["timeline"] == []


def test_what_is_told_of_a_scenario_holds_none_of_its_keys(worlds: dict[str, World]) -> None:
    """Each of them as it is written down, whatever quotes it."""
    world = world_of(worlds, "reference")
    keys = list(world.tenant.secrets())
    recording = Recording(NODE, world)
    for key in keys:
        recording.begin()
        recording.end("Given", f"a note that says {key}")
    told = str(recording.line([]))
    assert len(keys) >= 3
    assert told.count("a note that says [redacted]") == len(keys)
    assert [key for key in keys if key in told] == []


def test_a_broken_law_fails_a_scenario_that_had_passed(worlds: dict[str, World]) -> None:
    """A Supplier begotten by a Customer breaks LAW-6, though no step looked at Suppliers (M-8a)."""
    world = world_of(worlds, "mutant:M-8a")
    world.sync.cycle()
    recording = Recording(NODE, world)
    assert isinstance(recording.laws(), CheckFailed)
    line = recording.line([])
    assert line["verdict"] == "fail"
    begotten = [
        m for m in line["timeline"] if (m["who"], m["did"], m["type"]) == ("sut", "created", "Supplier")
    ]
    assert begotten[0]["cycle"] == 1
    assert "LAW-6" in {evidence["law"] for evidence in line["evidence"]}


def test_a_mishap_that_never_struck_is_inconclusive(worlds: dict[str, World]) -> None:
    """The law of the scenario was not challenged, so a pass would claim too much."""
    world = world_of(worlds, "reference")
    world.plan(Fault("answer lost", operation="POST /Suppliers", credential="sut", lose_answer=True))
    recording = Recording(NODE, world)
    assert isinstance(recording.laws(), Inconclusive)
    line = recording.line([])
    assert line["verdict"] == "inconclusive"
    assert "the planned mishap strikes (answer lost)" in line["evidence"][0]["expected"]


def test_steps_that_were_not_reached_are_told(worlds: dict[str, World]) -> None:
    """A failing step ends the scenario; the rest is listed, not dropped."""
    world = world_of(worlds, "impostor:does-nothing")
    recording = Recording(NODE, world)
    recording.begin()
    with pytest.raises(CheckFailed) as failed:
        link(world, "Employee", "Contactperson")
    recording.end("Given ", "an Employee linked to a Contactperson", failed.value)
    assert recording.laws() is None
    line = recording.line([("Then ", "the Contactperson follows")])
    assert [step["verdict"] for step in line["steps"]] == ["fail", "not reached"]
    assert line["evidence"][0]["expected"] == "Employee 1002 has exactly one Contactperson"


def test_a_sut_that_cannot_start_fails_its_checks(worlds: dict[str, World]) -> None:
    """It was asked and did not deliver; that is no error of talkqa."""
    world = world_of(worlds, "impostor:crashes")
    with pytest.raises(CheckFailed, match="this impostor always crashes at start"):
        world.sync.settled()


def test_a_sut_that_never_rests_fails(worlds: dict[str, World]) -> None:
    """LAW-2: quiescence within 8 cycles."""
    world = world_of(worlds, "mutant:M-19b")
    world.add("Employee")
    with pytest.raises(CheckFailed, match="at rest within 8 cycles"):
        world.sync.settled()


def test_a_second_partner_of_one_name_is_seen(worlds: dict[str, World]) -> None:
    """A duplicate that carries the Employee's names is one Contactperson too many."""
    world = world_of(worlds, "reference")
    employee, _ = link(world, "Employee", "Contactperson")
    no_others(world, "Employee", "Contactperson")
    names = {path: employee.typed[path] for path in ("FirstName", "LastName")}
    world.user.create("Contactperson", names, world.house)
    with pytest.raises(CheckFailed, match="1 Contactpersons for 1 Employees"):
        no_others(world, "Employee", "Contactperson")


@pytest.mark.parametrize(("offers", "is_seen"), [(("cycles", "reset"), True), (("cycles",), False)])
def test_a_write_after_a_restart_breaks_a_law(
    worlds: dict[str, World], offers: tuple[str, ...], is_seen: bool
) -> None:
    """M-9d forgets what it created when it reads all again; who cannot be told to do that is left running."""
    world = world_of(worlds, "mutant:M-9d")
    link(world, "Employee", "Contactperson")
    recording = Recording(NODE, world, offers=offers)
    recording.laws()
    assert ("LAW-3" in laws_told(recording)) is is_seen


def test_a_kill_that_strikes_in_the_last_look_is_no_error(worlds: dict[str, World]) -> None:
    """Whoever was killed is started again, and then told to read everything."""
    world = world_of(worlds, "reference")
    link(world, "Employee", "Contactperson")
    world.sync.settled()
    world.plan(Fault("kill", credential="sut", before=lambda _: world.sync.sut.kill(), drop_before=True))
    recording = Recording(NODE, world)
    assert recording.laws() is None
    assert world.sync.was_killed
    assert recording.line([])["verdict"] == "pass"


@pytest.mark.parametrize("apart", [True, False])
def test_a_law_is_looked_at_after_a_failure_where_both_judges_are_asked_apart(
    worlds: dict[str, World], apart: bool
) -> None:
    """What a step found is the scenario's own; LAW-3 costs cycles, which a failure is spared otherwise."""
    world = world_of(worlds, "mutant:M-9d")
    link(world, "Employee", "Contactperson")
    recording = Recording(NODE, world, apart)
    recording.begin()
    recording.end("Then", "it is so", CheckFailed(world.evidence("so", "not so")))
    recording.laws()
    assert ("LAW-3" in laws_told(recording)) is apart
    assert recording.line([])["verdict"] == "fail"


def laws_told(recording: Recording) -> set[str]:
    """The laws that the check line's evidence names."""
    return {str(one["law"]) for one in recording.line([])["evidence"]}
