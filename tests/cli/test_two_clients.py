"""The checks with two clients of PowerOffice: who passes, who is not asked, and what they see."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from talkqa import shipped
from talkqa.cli.refused import Refused
from talkqa.cli.run import run
from talkqa.cli.two_clients import refuse_two_clients
from talkqa.report.check import Check
from talkqa.report.results import Results
from talkqa.scenario.plan import Lane, Plan, made_up
from talkqa.sut import OFFERS
from talkqa.sut.offers import USUAL
from tests.cli.running import talkqa

ITEM = "supplier-customer/two-clients"
FILE = "two_clients.feature::test_"
NAMES = f"{FILE}a_customer_names_nobody_until_the_employee_of_the_other_client_has_a_contactperson_in_its_own"
NAMES_BACK = f"{FILE}a_customer_that_names_another_contactperson_makes_its_supplier_name_that_ones_employee"
BEGET = f"{FILE}employees_and_suppliers_beget_in_the_other_client_and_only_there"
NUMBER = f"{FILE}a_supplier_with_the_number_of_somebody_elses_customer_gets_a_customer_of_its_own"
EDIT = f"{FILE}an_edit_of_the_entity_reaches_the_mirror_in_the_other_client_and_no_record_with_its_number"
EDITS = {
    (edited, mirror): f"{EDIT}[{source}-{target}-{edited}-{mirror}]"
    for source, target in (("Employee", "Contactperson"), ("Supplier", "Customer"))
    for edited, mirror in ((source, target), (target, source))
}
CHECKS = (NAMES, NAMES_BACK, BEGET, NUMBER, *EDITS.values())
WHOLE = tuple(sorted(OFFERS.keys() - {"clock"}))
ASTRAY = "python:tests.cli.two_clients_astray:"


def results(folder: Path, sut: str = "reference", lane: Lane = "in process", **more: object) -> Results:
    """The two-client checks of one system under test."""
    plan = Plan(sut=sut, lane=lane, **{"checks": CHECKS, **more})  # type: ignore[arg-type]
    return run(plan, folder, allure=False, reports=False).results


def failed(found: Results) -> dict[str, Check]:
    """Its checks that failed, by id; every other one passed."""
    assert {one.verdict for one in found.checks} <= {"pass", "fail"}
    return {one.id: one for one in found.checks if one.verdict == "fail"}


def laws(one: Check) -> set[str]:
    """The safety laws that a check found broken."""
    return {evidence.law for evidence in one.evidence if evidence.law}


# Who passes


@pytest.mark.parametrize(
    ("sut", "lane"),
    [
        ("reference", "in process"),
        ("reference", "production urls"),
        ("reference", "socket"),
        (f"command:{sys.executable} -m talkqa.reference", "socket"),
        ("python:tests.sut.v1_reference:V1Reference", "in process"),
    ],
)
def test_the_reference_passes_through_every_door(tmp_path: Path, sut: str, lane: Lane) -> None:
    """And over either API: which one a system speaks is its own choice."""
    found = results(tmp_path, sut, lane, offers=WHOLE)
    assert {one.id: one.verdict for one in found.checks} == dict.fromkeys(CHECKS, "pass")
    assert all(one.requests for one in found.checks)


def test_the_checks_belong_to_the_default_checklist() -> None:
    """`talkqa check` runs them for whoever offers two clients."""
    item = Plan().checklist().item(ITEM)
    assert item is not None
    assert item.not_tested_reason is None
    assert set(item.rules) == {"R-21"}
    assert set(item.scenarios) == {"S-21"}


def test_who_does_not_offer_two_clients_is_not_tested_with_that_reason() -> None:
    """Never a pass: the usual offers do not have it."""
    told = Plan().checklist().for_system(USUAL | {"references"}, OFFERS).item(ITEM)
    assert told is not None
    expected = "needs synchronising two clients of PowerOffice, each with keys of its own, which the system under test"
    assert (told.not_tested_reason or "").startswith(expected)


# What they see


@pytest.mark.parametrize("number", ["M-21a", "M-21b", "M-21c"])
def test_the_mutants_of_r_21_are_caught_with_two_clients_too(tmp_path: Path, number: str) -> None:
    """A raw id, an entity held back, a reference never filled in: by the first scenario's own statements."""
    caught = failed(results(tmp_path, f"mutant:{number}"))
    assert NAMES in caught
    assert any(not evidence.law for evidence in caught[NAMES].evidence)
    assert caught.keys() <= {NAMES, NAMES_BACK}


def test_targets_made_in_the_source_client_break_laws_and_statements(tmp_path: Path) -> None:
    """A set of keys taken for both: the creation is spurious there (LAW-6), and that client is left alone (LAW-9)."""
    caught = failed(results(tmp_path, ASTRAY + "OneKeySet"))
    assert caught.keys() == set(CHECKS)
    assert laws(caught[NUMBER]) >= {"LAW-6", "LAW-9"}
    assert any("of the source client" in one.expected for one in caught[NUMBER].evidence)
    told = [one.did for one in caught[NUMBER].evidence if one.law == "LAW-6"]
    assert all("POST /v2/Customers at the source client" in did for did in told)


def test_the_wrong_keys_for_one_type_are_seen(tmp_path: Path) -> None:
    """Customers made in the source client, the rest right: Employees have theirs, Suppliers have not."""
    caught = failed(results(tmp_path, ASTRAY + "CustomersAtHome"))
    assert {NUMBER, BEGET, EDITS["Supplier", "Customer"]} <= caught.keys()
    assert laws(caught[NUMBER]) >= {"LAW-6", "LAW-9"}
    assert EDITS["Employee", "Contactperson"] not in caught
    assert EDITS["Contactperson", "Employee"] not in caught


def test_a_type_read_from_the_wrong_client_is_seen(tmp_path: Path) -> None:
    """Somebody else's Employees beget, and the real ones do not."""
    caught = failed(results(tmp_path, ASTRAY + "EmployeesAbroad"))
    assert {BEGET, NAMES, EDITS["Employee", "Contactperson"]} <= caught.keys()
    assert "LAW-6" in laws(caught[BEGET])
    assert EDITS["Supplier", "Customer"] not in caught


def test_a_write_to_the_same_number_in_the_other_client_is_seen(tmp_path: Path) -> None:
    """By the statement that nothing there has changed, and by LAW-9 alone."""
    caught = failed(results(tmp_path, ASTRAY + "Namesakes"))
    assert caught.keys() >= set(EDITS.values())
    for one in caught.values():
        assert "LAW-9" in laws(one)


def test_keys_without_a_client_part_are_seen(tmp_path: Path) -> None:
    """R-4: the Supplier is taken for the Customer with its number, and gets none of its own."""
    caught = failed(results(tmp_path, ASTRAY + "BareNumbers"))
    assert NUMBER in caught


def test_clients_taken_for_each_other_are_seen(tmp_path: Path) -> None:
    """Nothing that users make is found where it is looked for."""
    assert failed(results(tmp_path, ASTRAY + "Exchanged")).keys() == set(CHECKS)


def test_no_key_of_the_second_client_reaches_a_report(tmp_path: Path) -> None:
    """Nor does it when the system under test tells it."""
    plan = Plan(sut=ASTRAY + "TellsItsKeys", checks=(NUMBER,))
    ran = run(plan, tmp_path, allure=False)
    (one,) = ran.results.checks
    assert one.verdict == "fail"
    assert "no access with [redacted]" in one.evidence[0].observed
    assert ran.trouble == (), "the run looks for its marked keys in all that it writes"


def test_wrong_keys_for_the_second_client_are_no_fault_of_the_product(tmp_path: Path) -> None:
    """The source client answers and the target client never does: a set-up error, as with one client."""
    caught = failed(results(tmp_path, ASTRAY + "WrongTargetKey"))
    assert caught.keys() == set(CHECKS)
    assert {one.cause for one in caught.values()} == {"set-up error"}


def test_a_cycle_that_never_ends_in_the_second_client_is_ended(tmp_path: Path) -> None:
    """The limit counts the requests to both."""
    (one,) = failed(results(tmp_path, ASTRAY + "Endless", checks=(NUMBER,))).values()
    assert one.evidence[0].expected == "a cycle that ends"


# A whole document with two clients


@pytest.mark.parametrize("command", ["check", "doctor", "seeds"])
def test_a_profile_with_two_clients_is_refused_and_says_what_is_there(tmp_path: Path, command: str) -> None:
    """Whole documents are not tried with two clients; as one client they would be another matter."""
    profile = tmp_path / "two.toml"
    text = (shipped.fixtures() / "profiles" / "default.toml").read_text()
    profile.write_text(text.replace('clients = "same"', 'clients = "two"'))
    out = [f"--out={tmp_path / 'out'}"] if command == "check" else []
    call = talkqa(command, f"--profile={profile}", *out)
    assert (call.code, call.out) == (2, "")
    for words in (
        str(profile),
        "decisions.clients",
        'got "two"',
        'expected "same"',
        ITEM,
        "two clients",
        "D-1",
    ):
        assert words in call.err
    assert not (tmp_path / "out").exists()


def test_a_document_without_those_flows_is_told_that_nothing_is_written_for_it() -> None:
    """It would be sent to checks that it does not have."""
    plan = made_up("within")
    profile = plan.checklist().profile
    two = replace(profile, decisions={**profile.decisions, "clients": "two"})
    with pytest.raises(Refused, match="For the flows of this document no check with two clients is written"):
        refuse_two_clients("two.toml", replace(plan.checklist(), profile=two))
