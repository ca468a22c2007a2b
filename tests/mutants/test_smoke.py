"""The smoke set is balanced, and small enough for a minute."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from talkqa.cli.main import main
from talkqa.mutants.catalogue import MUTANTS
from talkqa.mutants.smoke import SMOKE

HARDEST = [
    "M-7d",
    "M-23b",
    "M-24a",
    "M-27a",
    "M-28a",
    "M-30d",
    "M-39b",
    "M-43c",
    "M-43e",
    "M-45b",
    "M-47d",
    "M-53c",
]
"""As the rule book names them (§3)."""


def test_each_kind_of_harm_has_three_and_the_hardest_are_among_them() -> None:
    """All of them exist, none twice."""
    chosen = [name for names in SMOKE.values() for name in names]
    assert len(SMOKE) == 8
    assert min(map(len, SMOKE.values())) >= 3
    assert set(HARDEST) <= set(chosen) <= set(MUTANTS)
    assert len(set(chosen)) == len(chosen)


def test_the_smoke_set_is_what_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else: no impostor, no other mutant."""
    monkeypatch.setattr("talkqa.cli.mutants.SMOKE", {"duplicates": ("M-9a",)})
    told = CliRunner().invoke(main, ["mutants", "run", "--smoke"])
    assert told.exit_code == 0, told.output
    assert [line.split()[0] for line in told.stderr.splitlines()] == ["reference", "M-9a"]


def test_names_beside_the_set_are_refused() -> None:
    """Nobody could tell which is meant."""
    told = CliRunner().invoke(main, ["mutants", "run", "--smoke", "M-25a"])
    assert told.exit_code == 2
