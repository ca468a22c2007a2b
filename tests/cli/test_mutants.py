"""`talkqa mutants run`: a mutant meets the scenarios that it names, and each of them must catch it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from talkqa.cli.main import main
from talkqa.mutants.catalogue import MUTANTS


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
