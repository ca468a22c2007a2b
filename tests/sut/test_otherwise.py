"""A right synchroniser with other habits passes whatever it offers; what it does not offer is not tested."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import check

SUT = "python:tests.sut.otherwise:Otherwise"
ROOT = Path(__file__).parents[2]
MARKS = "needs creations that carry a mark of their source, which the system under test does not offer"
LARGE = "needs updates that hold only what differs, which the system under test does not offer"
UNDECIDABLE = ("lost-answer", "lost-answer-link", "crash-anywhere", "doubtful-writes")
"""What nobody can do without a mark: to tell a creation that was not answered from one that was not made (R-47)."""
FLOWS = ("employee-contactperson", "supplier-customer", "customer-contactperson")


def test_it_passes_all_that_it_offers(tmp_path: Path) -> None:
    """Other order, other pages, whole updates, no marks: none of it is a fault."""
    call = check(tmp_path, "--no-allure", "--no-doctor", f"--sut={SUT}", cwd=ROOT)
    reasons = {item["id"]: item["not_tested_reason"] for item in call.lines[0]["items"]}
    lacking = {f"{flow}/{name}": MARKS for flow in FLOWS for name in UNDECIDABLE}
    lacking |= dict.fromkeys(("supplier-customer/lost-memory", "supplier-customer/restart"), MARKS)
    lacking |= {"supplier-customer/only-differences": LARGE}
    assert {name: reason for name, reason in reasons.items() if reason} == lacking
    assert {one["scenario"] for one in call.checks if one["verdict"] != "pass"} == set()
    assert len(call.checks) > 250
