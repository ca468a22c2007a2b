"""`talkqa check` of a document with rows that only API v1 can be asked about: one state, two APIs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from talkqa.document import Facts, render
from tests.checklist.made_up import flow
from tests.cli.running import Call, check

FLOW = "customer-contactperson"
BIRTHDAY, MAIL, PLACE = (
    f"{FLOW}/DateOfBirth:dateOfBirth",
    f"{FLOW}/EmailAddress:emailAddress",
    f"{FLOW}/LegalName:PlaceOfBirth",
)
ROWS = (
    ("Name", "FirstName", "N/A"),
    ("LastName", "LastName", "N/A"),
    ("EmailAddress", "emailAddress", "N/A"),
    ("PhoneNumber", "PhoneNumber", "N/A"),
    ("DateOfBirth", "dateOfBirth", "N/A"),
)
SUT = "--sut=python:tests.sut.v1_lapses:"


def run(folder: Path, *words: str, rows: tuple[tuple[str, str, str], ...] = ROWS) -> Call:
    """A check of Customer to Contactperson with those rows."""
    document = folder / "made-up.rst"
    facts = Facts(
        "Poweroffice", "PowerOffice", "2024-01-02 03:04:05", (flow("Customer", "Contactperson", rows),)
    )
    document.write_bytes(render(facts))
    return check(folder / "out", str(document), "--no-allure", *words)


def of(call: Call, item: str) -> set[str]:
    """The verdicts of the checks of an item."""
    return {line["verdict"] for line in call.checks if item in line["items"]}


@pytest.mark.parametrize("sut", ["reference", "python:tests.sut.v1_reference:V1Reference"])
def test_a_row_that_only_v1_has_runs_and_passes(tmp_path: Path, sut: str) -> None:
    """Whether the system asks v1 for that alone, or for everything: the checks look at state."""
    call = run(tmp_path, f"--sut={sut}")
    assert call.code == 0, call.out
    assert of(call, BIRTHDAY) == {"pass"}
    scenarios = {line["scenario"] for line in call.checks if BIRTHDAY in line["items"]}
    assert any("DateOfBirth reaches the Customer's DateOfBirth" in name for name in scenarios)
    assert any("Customer's DateOfBirth reaches the Contactperson's" in name for name in scenarios)


def test_whoever_never_writes_it_fails_that_row_alone(tmp_path: Path) -> None:
    call = run(tmp_path, SUT + "NeverWritesBirthdays")
    assert call.code == 1
    failed = {item for line in call.checks if line["verdict"] != "pass" for item in line["items"]}
    assert failed == {BIRTHDAY}


def test_whoever_does_not_speak_v1_is_not_asked(tmp_path: Path) -> None:
    """Not tested, with that reason; and the other rows pass as they would without it."""
    call = run(tmp_path, SUT + "SpeaksV2Only")
    assert call.code == 0, call.out
    reason = {item["id"]: item["not_tested_reason"] for item in call.lines[0]["items"]}[BIRTHDAY]
    assert re.search("API v1 .*which the system under test does not offer", reason)
    assert of(call, BIRTHDAY) == set()
    assert of(call, MAIL) == {"pass"}


def test_the_laws_see_what_goes_through_v1(tmp_path: Path) -> None:
    """A value that nobody typed, in a property that no row names, is written where v2 shows nothing."""
    call = run(tmp_path, SUT + "MakesUpBirthplaces")
    found = [e for line in call.checks for e in line["evidence"] if e.get("law") == "LAW-9"]
    assert any("Contactperson PlaceOfBirth" in one["expected"] for one in found)


def test_the_laws_see_a_value_that_nobody_typed(tmp_path: Path) -> None:
    """In a property that a row does name."""
    rows = (*ROWS, ("LegalName", "PlaceOfBirth", "N/A"))
    call = run(tmp_path, SUT + "MakesUpBirthplaces", rows=rows)
    found = [e for line in call.checks for e in line["evidence"] if e.get("law") == "LAW-4"]
    assert any("Contactperson PlaceOfBirth" in one["expected"] for one in found)
