"""The kill matrix: what scenarios and laws catch each by itself, which scenarios catch nothing, and its file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from talkqa.report.kill_matrix import Matrix, line_of, read
from talkqa.report.kills import Hit, Kill, judge
from talkqa.report.stream import Writer
from tests.report import made_up


def kill(name: str, *hits: Hit, declared: tuple[str, ...] = ("S-1",)) -> Kill:
    """A mutant's run in which these checks failed."""
    return Kill(name, declared, hits, 0, "mutant", crashed=False, truncated=False)


def matrix(*kills: Kill, places: dict[str, tuple[str, ...]] | None = None) -> Matrix:
    """The matrix of these runs."""
    return Matrix("0", tuple(line_of(one, "has a fault", None) for one in kills), {}, places or {})


BY_STATEMENT = Hit("a.feature::test_one", ("S-1",), ("flow/one",), True, ())
BY_LAW = Hit("a.feature::test_two", ("S-1", "S-2"), ("flow/two",), False, ("LAW-9",))
BY_BOTH = Hit("b.feature::test_three", ("S-3",), ("flow/three",), True, ("LAW-6", "LAW-9"))


def check(verdicts: list[str], *laws: str | None) -> dict[str, Any]:
    """A failed check with steps of these verdicts and a piece of evidence for each law."""
    return {
        "id": "x.feature::test_x[row]",
        "items": ["made-up/Alpha:Alpha"],
        "verdict": "fail",
        "cause": "product defect",
        "scenario": "x",
        "tags": ["R-1", "S-1"],
        "steps": [{"keyword": "Then", "name": "x", "verdict": one} for one in verdicts],
        "evidence": [{"did": "", "expected": "", "observed": "", "law": law} for law in laws],
    }


@pytest.mark.parametrize(
    ("verdicts", "laws", "own", "by_laws"),
    [
        (["pass", "fail", "not reached"], [None], True, ()),
        (["pass", "pass"], ["LAW-9"], False, ("LAW-9",)),
        (["fail"], [None, "LAW-15", "LAW-4"], True, ("LAW-4", "LAW-15")),
    ],
)
def test_a_failed_step_is_the_scenarios_own_find(
    tmp_path: Path, verdicts: list[str], laws: list[str | None], own: bool, by_laws: tuple[str, ...]
) -> None:
    """And a law's evidence is the law's, whether or not a step failed too."""
    writer = Writer(tmp_path / "results.ndjson", made_up.header())
    writer.check(check(verdicts, *laws))
    (hit,) = judge("M-1a", ("S-1",), writer.finish()).hits
    assert (hit.own, hit.laws, hit.place) == (own, by_laws, "x.feature::test_x")


def test_the_two_judges_are_told_apart() -> None:
    """A mutant that a law alone catches has no scenario that caught it by itself, and the reverse."""
    found = matrix(kill("M-1a", BY_STATEMENT), kill("M-1b", BY_LAW), kill("M-2a", BY_BOTH, BY_LAW))
    assert [line.mutant for line in found.by_scenarios] == ["M-1a", "M-2a"]
    assert [line.mutant for line in found.by_laws] == ["M-1b", "M-2a"]
    assert found.of_law["LAW-9"] == ("M-1b", "M-2a")
    assert found.of_law["LAW-3"] == ()
    assert found.mutants[2].scenarios == {"S-3": ("flow/three",)}
    assert found.mutants[2].laws == {"LAW-6": ("S-3",), "LAW-9": ("S-1", "S-2", "S-3")}


def test_a_law_that_is_no_safety_law_does_not_count() -> None:
    """LAW-2 is what a step says when synchronisation does not come to rest."""
    (line,) = matrix(kill("M-1a", replace(BY_LAW, laws=("LAW-2",)))).mutants
    assert line.laws == {}


def test_a_scenario_without_which_nothing_changes_is_idle() -> None:
    """The first to catch a mutant is not, nor the only one; who comes second everywhere is."""
    places = {
        "a.feature::test_one": ("S-1",),
        "a.feature::test_two": ("S-1", "S-2"),
        "b.feature::test_three": ("S-3",),
        "b.feature::test_never": ("S-4",),
    }
    found = matrix(kill("M-1a", BY_STATEMENT, BY_LAW), kill("M-2a", BY_BOTH), places=places)
    assert found.idle == ("a.feature::test_two", "b.feature::test_never")
    assert found.idle_numbers == ("S-2", "S-4")
    assert found.sole == {"b.feature::test_three": ("M-2a",)}
    assert found.first == {"a.feature::test_one": ("M-1a",), "b.feature::test_three": ("M-2a",)}


def test_the_rate_counts_what_every_declared_scenario_caught() -> None:
    """One of two; by rule they stand under the number in their name."""
    found = matrix(kill("M-10a", BY_STATEMENT), kill("M-2a", BY_STATEMENT, declared=("S-1", "S-9")))
    assert found.rate == 0.5
    assert list(found.by_rule) == ["R-2", "R-10"]


def test_a_part_that_ran_again_takes_the_place_of_its_lines() -> None:
    """The others stay, and all stand in order of number."""
    found = matrix(kill("M-2a", BY_LAW), kill("M-10a", BY_STATEMENT))
    again = [line_of(kill(name, BY_STATEMENT), "x", None) for name in ("M-9a", "M-2a")]
    after = found.updated(again, {"crashes": 0})
    assert [line.mutant for line in after.mutants] == ["M-2a", "M-9a", "M-10a"]
    assert after.mutants[0].laws == {}
    assert after.impostors == {"crashes": 0}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Byte for byte the same when written again."""
    found = matrix(
        kill("M-1a", BY_STATEMENT), kill("M-2a", BY_BOTH, BY_LAW), places={"b.feature::test_x": ("S-1",)}
    )
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    found.write(one)
    assert replace(read(one), left_out=()) == found
    read(one).write(two)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "Expecting"),
        ('{"format": 0}', "format 0, expected 1"),
        ('{"format": 1}', "'mutants' is missing"),
    ],
)
def test_a_damaged_file_says_how_to_make_it_anew(tmp_path: Path, text: str, told: str) -> None:
    """What, where, what next."""
    path = tmp_path / "kill-matrix.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=told) as refusal:
        read(path)
    assert str(refusal.value).startswith(str(path))
    assert "talkqa mutants run --write" in str(refusal.value)
