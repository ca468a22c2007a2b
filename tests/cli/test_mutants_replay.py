"""A mutant's failure comes out the same each time that it is run again, where every place is tried too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from talkqa.cli import mutants_replay
from talkqa.cli.main import main
from talkqa.cli.mutants_replay import Replayed, plan_for, replayed
from talkqa.cli.replay import apart
from talkqa.scenario.plan import Plan


def test_mutants_of_several_kinds_are_reproduced_each_time() -> None:
    """A kill, and a document of our own; `talkqa mutants replay` alone does all of them 20 times."""
    told = CliRunner().invoke(main, ["mutants", "replay", "M-9b", "M-33a", "--times=3"])
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines()[-1] == "2 of 2 mutants reproduced 3 of 3 times"


def test_a_failure_among_all_places_is_reproduced(tmp_path: Path) -> None:
    """Killed at each request in turn: the same place fails again."""
    flow = ("customer-contactperson",)
    plan = Plan(sut="mutant:M-47a", flows=flow, scenarios=("S-50",), exhaustive=True)
    told = replayed("M-47a", plan, tmp_path, 1)
    assert told.holds, told


def test_a_failure_that_comes_out_otherwise_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here every second time another system is run."""

    def sometimes(plan: Plan, folder: Path) -> object:
        odd = int(folder.name) % 2
        return apart(plan if odd else replace(plan, sut="reference"), folder)

    monkeypatch.setattr(mutants_replay, "apart", sometimes)
    told = replayed("M-25a", plan_for("M-25a", False), tmp_path, 2)
    assert (told.same, told.times, told.holds) == (1, 2, False)


def test_a_mutant_that_fails_nothing_reproduces_nothing() -> None:
    """No failure is no proof."""
    assert not Replayed("M-25a", "", 0, 0).holds
