"""Checks against another PowerOffice, and which verdicts rest on an assumption about it."""

from __future__ import annotations

from pathlib import Path

from talkqa.cli.flips import try_flips
from talkqa.cli.run import run
from talkqa.scenario.plan import Plan
from tests.cli.running import check

COPIES = "supplier_customer.feature::test_no_two_suppliers_share_a_customer"
LISTS = "employee_contactperson.feature::test_a_contactperson_without_an_employee_begets_none"


def test_a_run_can_be_made_under_another_assumption(tmp_path: Path) -> None:
    """A customer that is made from a supplier has its organisation number, which PowerOffice may refuse."""
    one = "--assume=organisation-number-repeated=refused"
    ended = check(tmp_path, "--flow=all-flows", one, "--format=json")
    assert ended.code == 1
    assert ended.lines[0]["fidelity"]["assumed"][0]["instead"] == "400, as for a repeated reference"
    failed = [name for name, verdict in ended.verdicts.items() if verdict == "fail"]
    assert any("customers_that_synchronisation_made" in name for name in failed)


def test_an_assumption_that_is_none_is_refused_with_exit_code_2(tmp_path: Path) -> None:
    ended = check(tmp_path, "--assume=two-default")
    assert (ended.code, (tmp_path / "results.ndjson").exists()) == (2, False)
    assert "no assumption 'two-default'. Did you mean two-defaults?" in ended.err


def test_verdicts_that_change_are_marked_and_others_are_not(tmp_path: Path) -> None:
    """Both checks come upon other assumptions too, which change nothing."""
    plan = Plan(checks=(COPIES, LISTS))
    results = try_flips(plan, run(plan, tmp_path, allure=False, reports=False).results, workers=2)
    by_id = {one.id: one for one in results.checks}
    rests = [(rest.assumption, rest.verdict) for rest in by_id[COPIES].rests_on]
    assert ("organisation-number-repeated", "fail") in rests
    assert "default-order" in by_id[LISTS].leans_on
    assert by_id[LISTS].rests_on == ()
    assert {"default-order", "nulls"} <= {flip.assumption for flip in results.header.fidelity.tried}


def test_only_checks_that_came_upon_an_assumption_are_run_again(tmp_path: Path) -> None:
    plan = Plan(checks=(COPIES, LISTS))
    told = []
    first = run(plan, tmp_path, allure=False, reports=False).results
    try_flips(plan, first, 2, lambda flip, changed: told.append((flip.assumption, flip.checks)))
    assert dict(told)["employee-is-person"] == 1
    assert dict(told)["default-order"] == 2
    assert "retry-after" not in dict(told)
