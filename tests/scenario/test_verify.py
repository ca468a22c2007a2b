"""Each kind of drift is brought about by one change, and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.scenario import verify, write
from tests.scenario.made_up import ALL, FEATURE, FLOW, ITEMS, made_checklist, not_tested, put, without

PHONE = "        | supplier-customer/PhoneNumber:PhoneNumber | company | PhoneNumber | PhoneNumber |\n"
CHAIN = "      | Supplier |\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The made-up features as `write` leaves them."""
    write(made_checklist(), tmp_path / "features", put(tmp_path / "in"))
    return tmp_path / "features"


def change(folder: Path, old: str, new: str, name: str = "supplier_customer.feature") -> None:
    """Replace one piece of a file; it must be there."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_write_wrote_has_no_drift(folder: Path) -> None:
    """The two agree."""
    assert verify(folder, made_checklist()) == []


CHANGES = {
    "a row deleted": (PHONE, "", f"the row of {FLOW}/PhoneNumber:PhoneNumber is missing"),
    "a row added": (
        PHONE,
        f"{PHONE}{PHONE.replace('PhoneNumber', 'FaxNumber')}",
        f"the row of {FLOW}/FaxNumber:FaxNumber is one too many",
    ),
    "a row changed": (
        PHONE,
        PHONE.replace("company", "person "),
        f"the row of {FLOW}/PhoneNumber:PhoneNumber has kind person, expected company",
    ),
    "a row that stands twice": (PHONE, PHONE + PHONE, "stands twice"),
    "an item that is not in the checklist": (
        "@item:supplier-customer/every",
        "@item:supplier-customer/evry",
        "item supplier-customer/evry is not in the checklist",
    ),
    "an item without a scenario": (
        "@item:supplier-customer/every",
        "@item:supplier-customer/one-to-one",
        "item supplier-customer/every has no scenario",
    ),
    "no item at all": (" @item:supplier-customer/every", "", "names no checklist item"),
    "an unknown tag": ("@R-7 @S-7", "@R-7 @S-7 @wip", "unknown tag @wip"),
    "an unknown prefix": ("@R-7 @S-7", "@R-7 @S-7 @severity:high", "unknown tag @severity:high"),
    "a number that does not exist": ("@S-7", "@S-700", "unknown tag @S-700"),
    "a number of another item": (
        "@R-7 @S-7",
        "@R-7 @S-7 @R-42",
        "tag @R-42 does not fit supplier-customer/every",
    ),
    "no rule number": ("@R-7 @S-7", "@S-7", "has no @R-n tag"),
    "no scenario number": ("@R-7 @S-7", "@R-7", f"item {FLOW}/every: no scenario of it is tagged @S-7"),
    "a duplicate name": (
        "Scenario: two Suppliers have two Customers",
        "Scenario: every Supplier gets a Customer",
        "a second scenario named “every Supplier gets a Customer”",
    ),
    "an unknown column": ("| kind    |", "| sort    |", "column sort is unknown"),
    "a placeholder without a column": ("its <property> is", "its <proprety> is", "<proprety> is no column"),
    "a table without an item": (
        "| item                                      |",
        "| name                                      |",
        "the table has no column item",
    ),
    "an unknown flow": (
        "@flow:supplier-customer",
        "@flow:supplier-costumer",
        "got @flow:supplier-costumer, expected",
    ),
    "no flow": ("@flow:supplier-customer\n", "", "got no @flow: tag"),
    "an unknown tag of the feature": (
        "@flow:supplier-customer",
        "@flow:supplier-customer @x",
        "unknown tag @x",
    ),
    "an unknown kind of rows": ("@rows:properties", "@rows:property", "unknown tag @rows:property"),
    "a tag on the examples": (
        "      Examples:\n",
        "      @R-17\n      Examples:\n",
        "stands on an example table",
    ),
    "rows in another order": (
        "        | supplier-customer/FirstName:FirstName     | person  | FirstName   | FirstName   |\n"
        + PHONE,
        PHONE
        + "        | supplier-customer/FirstName:FirstName     | person  | FirstName   | FirstName   |\n",
        "not laid out as `write` does it",
    ),
    "a broken file": (
        "    Scenario: every Supplier",
        "    Szenario: every Supplier",
        "supplier_customer.feature:30: Unexpected token found",
    ),
}


@pytest.mark.parametrize("drift", CHANGES)
def test_one_change_in_a_feature_is_named(drift: str, folder: Path) -> None:
    """And the feature files that were not changed are not."""
    old, new, said = CHANGES[drift]
    change(folder, old, new)
    problems = verify(folder, made_checklist())
    assert any(said in problem for problem in problems), problems
    assert not any(problem.startswith("all_flows.feature") for problem in problems)


ALL_CHANGES = {
    "an outline by hand without rows": (
        "      | Supplier |\n      | Customer |\n",
        "",
        "outline “an edit at the <end> reaches the others” has no example row",
    ),
    "an unknown check": ("@check:quiet", "@check:quite", "unknown tag @check:quite"),
    "rows of flows without a check": (" @check:quiet", "", "only make sense together"),
    "a flow's row deleted": (
        "      | supplier-customer/quiet | Supplier | Customer |\n",
        "",
        "the row of supplier-customer/quiet is missing",
    ),
    "a hand-written row that stands twice": (CHAIN, CHAIN + CHAIN, "example row Supplier stands twice"),
}


@pytest.mark.parametrize("drift", ALL_CHANGES)
def test_one_change_in_what_concerns_all_flows_is_named(drift: str, folder: Path) -> None:
    """Outlines over flows, and tables written by hand."""
    old, new, said = ALL_CHANGES[drift]
    change(folder, old, new, "all_flows.feature")
    problems = verify(folder, made_checklist())
    assert any(said in problem for problem in problems), problems


@pytest.mark.parametrize("item", [item.id for item in ITEMS])
def test_an_item_gone_from_the_checklist_is_named(item: str, folder: Path) -> None:
    """The other direction: a property or a law that the document no longer has."""
    problems = verify(folder, without(item))
    assert problems
    assert all(item in problem for problem in problems), problems


def test_an_item_that_is_no_longer_tested_is_named_with_its_reason(folder: Path) -> None:
    """Its scenario would run for nothing."""
    problems = verify(folder, not_tested(f"{FLOW}/every"))
    assert any(f"item {FLOW}/every is not tested (made up)" in problem for problem in problems)


def test_a_message_names_file_and_line(folder: Path) -> None:
    """So that it can be opened."""
    change(folder, PHONE, PHONE.replace("company", "person "))
    line = (folder / "supplier_customer.feature").read_text().splitlines().index(
        PHONE[:-1].replace("company", "person ")
    ) + 1
    assert verify(folder, made_checklist())[0].startswith(f"supplier_customer.feature:{line}: ")


def test_an_empty_folder_is_drift(tmp_path: Path) -> None:
    """Nothing written is not the same as nothing missing."""
    assert "holds no feature file" in verify(tmp_path, made_checklist())[0]


def test_a_file_without_a_feature_is_drift(tmp_path: Path) -> None:
    """It would be collected as nothing."""
    put(tmp_path, FEATURE, "# nothing yet\n")
    assert verify(tmp_path, made_checklist()) == [
        "all_flows.feature: holds no Feature. Write one, or remove the file."
    ]
    assert ALL
