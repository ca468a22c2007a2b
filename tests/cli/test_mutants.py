"""`talkqa mutants run`: a mutant meets the scenarios that it names, and each of them must catch it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from talkqa.cli.kill_matrix import differences
from talkqa.cli.main import main
from talkqa.mutants.catalogue import MUTANTS
from talkqa.mutants.impostors import IMPOSTORS
from talkqa.report.kill_matrix import read


def kills(*words: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and what is told of each by name."""
    told = CliRunner().invoke(main, ["mutants", "run", "--format", "json", *words])
    return told.exit_code, {one["name"]: one for one in json.loads(told.stdout)}


def test_only_the_named_scenarios_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """M-25a would fail S-28 too; it names S-25. A scenario that does not catch it is told as missed."""
    monkeypatch.setattr(MUTANTS["M-25d"], "killed_by", ("S-25", "S-8"))
    code, told = kills("M-25a", "M-25d")
    assert told["M-25a"]["by_scenarios"] == ["S-25"]
    assert told["M-25a"]["caught"]
    assert told["reference"]["caught"]
    assert told["M-25d"]["missed"] == ["S-8"]
    assert not told["M-25d"]["caught"]
    assert code == 1


def test_the_shipped_matrix_has_every_mutant() -> None:
    """Whoever adds, renames or re-declares one runs it with `--write`; impostors passed nothing."""
    shipped = read()
    assert {line.mutant: line.declared for line in shipped.mutants} == {
        name: mutant.killed_by for name, mutant in MUTANTS.items()
    }
    assert shipped.rate == 1
    assert set(shipped.impostors) == set(IMPOSTORS)
    assert not any(shipped.impostors.values())


def test_a_shipped_matrix_that_says_otherwise_is_told() -> None:
    """Which mutant, in what, and what to do; equal ones say nothing."""
    shipped = read()
    first = replace(shipped.mutants[0], laws={"LAW-3": ("S-1",)})
    assert differences(shipped) == []
    (told,) = differences(replace(shipped, mutants=(first, *shipped.mutants[1:])))
    assert told.startswith(f"fixtures/kill-matrix.json is out of date: {first.mutant} has other laws.")
    (told,) = differences(replace(shipped, mutants=shipped.mutants[1:]))
    assert f"{first.mutant} is no more" in told


def test_both_judges_are_told_of() -> None:
    """M-8a breaks laws in its own scenario; without the scenario's statement the laws alone would tell."""
    told = CliRunner().invoke(main, ["mutants", "run", "M-8a"])
    assert "by the scenarios' own statements, were there no laws: 1" in told.stdout
    assert "LAW-6: 1 (M-8a)" in told.stdout
    assert told.exit_code == 0
