"""A mutant's failure comes out the same each time that it is run again, where every place is tried too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from talkqa.cli import mutants_replay
from talkqa.cli.main import main
from talkqa.cli.mutants_replay import Replayed, plan_for, replayed
from talkqa.cli.replay import apart, argues_as
from talkqa.report.check import Check, Evidence
from talkqa.scenario.plan import Plan
from talkqa.verdict.verdicts import FAIL


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


def test_the_command_is_red_when_one_is_not_reproduced_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says which, and how often; the other is not blamed."""
    told = {"M-9b": Replayed("M-9b", "abcdef01", 1, 2), "M-25a": Replayed("M-25a", "abcdef02", 2, 2)}
    monkeypatch.setattr(mutants_replay, "replayed", lambda name, *_: told[name])
    call = CliRunner().invoke(main, ["mutants", "replay", "M-9b", "M-25a", "--times=2"])
    assert call.exit_code == 1
    assert [line.split(maxsplit=2)[::2] for line in call.stdout.splitlines()[:2]] == [
        ["M-9b", "reproduced 1 of 2"],
        ["M-25a", "reproduced 2 of 2"],
    ]
    assert call.stdout.splitlines()[-1] == "1 of 2 mutants reproduced 2 of 2 times"


OUTCOME = Check("f::1", FAIL, evidence=(Evidence(expected="Lie", law="LAW-3"),), cause="product defect")


@pytest.mark.parametrize(
    "other",
    [
        replace(OUTCOME, verdict="pass"),
        replace(OUTCOME, cause="set-up error"),
        replace(OUTCOME, evidence=(Evidence(expected="Berg", law="LAW-3"),)),
        replace(OUTCOME, evidence=(Evidence(expected="Lie", law="LAW-9"),)),
        replace(OUTCOME, evidence=OUTCOME.evidence * 2),
    ],
    ids=["verdict", "cause", "expected", "law", "more"],
)
def test_alike_is_verdict_cause_what_was_expected_and_laws(other: Check) -> None:
    """Seconds and requests may differ from run to run."""
    assert argues_as(replace(OUTCOME, seconds=9.0, requests=7), OUTCOME)
    assert not argues_as(other, OUTCOME)
