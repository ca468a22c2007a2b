"""Each mutant does the harm that its number stands for, in a little history of its own."""

from __future__ import annotations

import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from talkqa import shipped
from talkqa.mutants import (
    duplicates,
    frame,
    loops,
    lost_edits,
    missing,
    resurrection,
    wrong_place,
)
from talkqa.mutants.base import PARTS, Mutant
from talkqa.mutants.catalogue import GROUPS, MUTANTS
from talkqa.reference.synchroniser import Reference
from talkqa.scenario import planned, write
from talkqa.scenario.plan import made_up
from tests.mutants.histories import HISTORIES
from tests.reference.world import World

PROMISED = {
    *("2a", "5a", "7a", "7d", "8a", "9d", "10a", "10b", "12b", "17a", "17b", "18a", "18b", "20d"),
    *("24a", "25a", "25b", "25e", "26a", "27a", "28a", "30a", "38a", "39a", "42a", "43a", "46a", "47a"),
}
WITH_HISTORIES = {duplicates, frame, loops, lost_edits, missing, resurrection, wrong_place}
KILLS = [
    (number, scenario)
    for number, mutant in MUTANTS.items()
    if sys.modules[mutant.fault.__module__] in WITH_HISTORIES
    for scenario in mutant.killed_by
    if scenario in HISTORIES
]
"""Those of the other modules are proven on the checklist itself, by `talkqa mutants run`."""


@pytest.mark.parametrize("scenario", HISTORIES)
def test_the_reference_survives(scenario: str) -> None:
    """No history fails with the reference, so what kills a mutant is its fault alone."""
    world = World()
    try:
        HISTORIES[scenario](world)
    finally:
        world.close()


@pytest.mark.parametrize(("number", "scenario"), KILLS)
def test_a_mutant_is_killed_where_it_says(number: str, scenario: str) -> None:
    """Every scenario that a mutant declares fails with it."""
    world = World(MUTANTS[number])
    try:
        with pytest.raises(AssertionError):
            HISTORIES[scenario](world)
    finally:
        world.close()


@pytest.mark.parametrize("number", MUTANTS)
def test_a_mutant_has_one_fault(number: str) -> None:
    """It says the BUG first and who catches it, and is the reference in all but the parts it replaces."""
    mutant = MUTANTS[number]
    assert mutant.bug.startswith("BUG: ")
    assert all(scenario in mutant.bug for scenario in mutant.killed_by)
    changed = [part for part in PARTS if getattr(mutant, part) is not getattr(Reference, part)]
    assert changed or mutant.__mro__[1] is not Mutant


@pytest.mark.parametrize("number", MUTANTS)
def test_a_mutant_names_scenarios_that_exist(number: str) -> None:
    """Each is a tag of a scenario of the features, of its own document."""
    assert set(MUTANTS[number].killed_by) <= written(MUTANTS[number].document)


@cache
def written(document: str | None) -> set[str]:
    """The tags of the features of a made-up document, or of the shipped ones."""
    with tempfile.TemporaryDirectory() as folder:
        features = shipped.features()
        if document:
            features = Path(folder)
            write(made_up(document).checklist(), features)
        return {tag for check in planned(features) for tag in check.tags}


def test_every_promised_mutant_is_there() -> None:
    """The balanced set that every run must kill."""
    assert {f"M-{number}" for number in PROMISED} <= set(MUTANTS)


def test_every_group_of_harm_has_a_mutant() -> None:
    """The groups of the fault catalogue each have a module, and each module a mutant."""
    homes = {module.__name__: group for group, module in GROUPS.items()}
    assert set(homes.values()) == {homes[home] for home in map(home_of, MUTANTS.values())}


def home_of(mutant: type[Mutant]) -> str:
    """The module in which the mutant's fault is written."""
    return mutant.fault.__module__
