"""`baseline.toml`: what a waiver must say, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from talkqa.report.baseline import BaselineError, Waiver, read_baseline

TODAY = date(2026, 1, 1)
GOOD = """
[[waiver]]
item = "supplier-customer/Name:Name"
owner = "QA of the client"
reason = "names come with the next release"
expires = 2026-04-01
reference = "ABC-7"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "baseline.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_waiver_names_item_owner_reason_expiry_and_reference(tmp_path: Path) -> None:
    """90 days ahead is allowed: 1 April is the ninetieth day after 1 January."""
    assert read_baseline(written(tmp_path, GOOD), TODAY) == (
        Waiver("supplier-customer/Name:Name", "QA of the client", "names come with the next release",
               "2026-04-01", "ABC-7"),
    )  # fmt: skip


def test_an_empty_file_waives_nothing(tmp_path: Path) -> None:
    """As does one with comments only."""
    assert read_baseline(written(tmp_path, "# none left\n"), TODAY) == ()


def test_an_expired_entry_can_be_read(tmp_path: Path) -> None:
    """It is for the gate to make it red, with all other results."""
    text = GOOD.replace("2026-04-01", "2025-01-01")
    assert read_baseline(written(tmp_path, text), TODAY)[0].expired("2026-01-01T08:00:00+00:00")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("2026-04-01", "2026-04-02"), "2026-04-02 is more than 90 days ahead; the latest is 2026-04-01"),
        (GOOD.replace("2026-04-01", "'soon'"), r"expires: got 'soon', expected a date"),
        (GOOD.replace("2026-04-01", "2026-04-01T10:00:00"), r"expires: got datetime.*, expected a date"),
        (GOOD.replace('owner = "QA of the client"\n', ""), "waiver 1: owner is missing; it needs item, owner"),
        (GOOD.replace('"ABC-7"', '" "'), "reference: got ' ', expected a text"),
        (GOOD.replace("reason", "why"), "reason is missing"),
        (GOOD + 'extra = 1\n', "extra: no such key; it has item"),
        (GOOD + GOOD, "supplier-customer/Name:Name: waived twice"),
        (GOOD.replace("[[waiver]]", "[[waver]]"), r"got waver, expected \[\[waiver\]\]"),
        ("waiver = 3\n", r"got 3, expected \[\[waiver\]\]"),
        ("waiver = [3]\n", "waiver 1: got 3, expected a table"),
        ("[[waiver\n", "not TOML"),
    ],
)  # fmt: skip
def test_a_wrong_baseline_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """What, where, got and expected."""
    with pytest.raises(BaselineError, match=told):
        read_baseline(written(tmp_path, text), TODAY)


def test_a_baseline_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """Only the default may be missing."""
    with pytest.raises(BaselineError, match="No such file"):
        read_baseline(tmp_path / "baseline.toml", TODAY)
