"""How checks roll up into items, sums and the exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.report.header import label_of
from talkqa.report.results import Results
from talkqa.report.stream import Writer
from tests.report import made_up

PASSING = ["Alpha:Alpha", "Beta:Beta", "Gamma:Gamma", "Delta:Delta", "behaviour", "forgotten"]


def results(folder: Path, *more: tuple[str, str], passing: list[str] = PASSING) -> Results:
    """A finished run in which `passing` passed and `more` (item key, verdict) came on top."""
    writer = Writer(folder / "results.ndjson", made_up.header())
    for number, (key, verdict) in enumerate([*((key, "pass") for key in passing), *more]):
        items = [f"made-up/{key}"] if key else []
        writer.check(
            {"id": f"f::{number}", "items": items, "verdict": verdict, "scenario": f"number {number}"}
        )
    return writer.finish()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([], 0),
        ([("Beta:Beta", "fail")], 1),
        ([("Beta:Beta", "inconclusive")], 3),
        ([("Beta:Beta", "error")], 3),
        ([("Beta:Beta", "error"), ("Alpha:Alpha", "fail")], 1),
        ([("", "error")], 3),
        ([("", "fail")], 1),
        ([("of-no-checklist", "inconclusive")], 3),
    ],
)
def test_exit_code_is_zero_only_when_all_is_decided_and_passed(
    tmp_path: Path, more: list[tuple[str, str]], code: int
) -> None:
    """One that was not tested does not spoil it; a check outside the checklist does."""
    assert results(tmp_path, *more).exit_code == code


def test_item_without_a_check_is_an_error(tmp_path: Path) -> None:
    """Absence is never green."""
    found = results(tmp_path, passing=PASSING[:-1])
    forgotten = next(r for r in found.items if r.item.id == "made-up/forgotten")
    assert (forgotten.verdict, forgotten.reason) == ("error", "no check ran")
    assert found.exit_code == 3


def test_run_that_decided_nothing_is_no_pass(tmp_path: Path) -> None:
    """An empty checklist and no check."""
    writer = Writer(tmp_path / "results.ndjson", {**made_up.header(), "items": []})
    assert writer.finish().exit_code == 3


def test_check_of_several_items_counts_for_each(tmp_path: Path) -> None:
    """One failing check of two items makes both fail."""
    writer = Writer(tmp_path / "results.ndjson", made_up.header())
    writer.check({"id": "f::1", "items": ["made-up/Alpha:Alpha", "made-up/Beta:Beta"], "verdict": "fail"})
    assert [r.item.label for r in writer.finish().items if r.verdict == "fail"] == ["Alpha", "Beta"]


def test_failures_are_told_first(tmp_path: Path) -> None:
    """Then errors of the harness, then doubt; a pass is no trouble."""
    found = results(tmp_path, ("Beta:Beta", "inconclusive"), ("Beta:Beta", "error"), ("Alpha:Alpha", "fail"))
    assert [check.verdict for check in found.unhappy()] == ["fail", "error", "inconclusive"]


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ("f/PhoneNumber:PhoneNumber", "PhoneNumber"),
        ("f/Name:LastName", "Name → LastName"),
        ("f/:Role", "constant → Role"),
        ("f/no-delete", "no delete"),
    ],
)
def test_label_is_what_follows_the_flow(item: str, label: str) -> None:
    """A reader sees properties and words, not ids."""
    assert label_of(item) == label
