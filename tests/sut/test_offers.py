"""What a system offers: read from its output, and what it lacks leaves checks untested, never passed."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.sut import OFFERS, CycleFailed, Report, Waiting
from talkqa.sut.command import told_in
from talkqa.sut.offers import read_waiting
from tests.checklist.made_up import checklist
from tests.cli.running import check

LINE = {"flow": "supplier-customer", "key": "Supplier 7", "reason": "refused"}


def test_the_last_line_of_the_output_is_the_report() -> None:
    """What stands before it is the command's own business."""
    told = told_in('working\n{"updates": 3, "report": [{"flow": "f", "key": "k", "reason": "r"}]}\n')
    assert told == Report((Waiting("f", "k", "r", ""),), 3)


@pytest.mark.parametrize("output", ["", "done\n", "[1]\n", '{"name": "x"}\n'])
def test_any_other_output_tells_nothing(output: str) -> None:
    """A command need not report."""
    assert told_in(output) == Report(None, None)


def test_a_report_of_another_shape_is_the_systems_fault() -> None:
    """It fails the cycle in words, and does not break the harness."""
    with pytest.raises(CycleFailed, match="expected flow, key, reason, since"):
        told_in('{"report": [{"flow": "f"}]}')
    assert read_waiting([LINE])[0].reason == "refused"


def test_what_a_system_lacks_leaves_items_untested_with_that_reason() -> None:
    """The item says what it would need; those that need nothing stay."""
    made = checklist().for_system({"reset", "kill"}, OFFERS)
    told = made.item("customer-contactperson/told")
    assert told is not None
    assert told.not_tested_reason == (
        "needs a report of what is not synchronised, and why, which the system under test does not offer"
    )
    every = made.item("supplier-customer/every")
    assert every is not None
    assert every.not_tested_reason is None


def test_capabilities_are_declared_in_the_projects_file(tmp_path: Path) -> None:
    """A declared list holds, whatever the system says of itself; not tested is no pass."""
    (tmp_path / "talkqa.toml").write_text('[sut]\ncapabilities = ["reset"]\n')
    call = check(tmp_path / "out", "--no-allure", "--flow", "supplier-customer", cwd=tmp_path)
    reasons = {item["id"]: item["not_tested_reason"] for item in call.lines[0]["items"]}
    assert "being killed" in reasons["supplier-customer/restart"]
    assert "updates that hold only what differs" in reasons["supplier-customer/only-differences"]
    assert not any("restart" in item for one in call.checks for item in one["items"])


def test_an_unknown_capability_is_refused(tmp_path: Path) -> None:
    """Before anything runs, with those that there are."""
    (tmp_path / "talkqa.toml").write_text('[sut]\ncapabilities = ["flying"]\n')
    call = check(tmp_path / "out", "--no-allure", cwd=tmp_path)
    assert call.code == 2
    assert "'flying' is unknown; expected of cycles, reset" in call.err
