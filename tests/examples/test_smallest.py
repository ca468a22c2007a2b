"""The smallest example gets the verdicts that its own description leads to expect."""

from __future__ import annotations

from pathlib import Path

from tests.cli.running import Call, talkqa

FOLDER = Path(__file__).parents[2] / "examples" / "smallest"

COMPANY = ("Name", "LegalName", "OrganizationNumber", "EmailAddress", "PhoneNumber", "WebsiteUrl")
ADDRESS = ("AddressLine1", "AddressLine2", "ZipCode", "City", "CountryCode")
BOTH_WAYS = (*COMPANY, "FirstName", "LastName", *(f"MailAddress.{part}" for part in ADDRESS))
FEATURES = ("supplier_customer.feature", "all_flows.feature")
FAILS = {
    # It copies from the source only.
    *(f"a Supplier's {name} comes back from the Customer's {name} as it was typed" for name in BOTH_WAYS),
    *(f"a Customer's {name} reaches the Supplier's {name}" for name in BOTH_WAYS),
    "a Supplier keeps its Customer when the name changes",
    "a Customer's later PhoneNumber beats the Supplier's earlier one",
    "edits of different properties of a Supplier and its Customer both survive",
    "edits of different properties survive in the other order too",
    "an old PhoneNumber of a Customer does not win because its EmailAddress was edited",
    "a Customer's old PhoneNumber fills the newer Supplier that has none",
    "a Supplier's cleared PhoneNumber comes back from the Customer",
    # It reads first pages only, and every row that they show.
    "6 Suppliers fill two pages of 3 and each gets its Customer",
    "7 Suppliers spill over to a third page of 3 and each gets its Customer",
    "the Supplier that two pages show gets one Customer",
    "the Supplier that slips to an earlier page while the pages are read gets its Customer",
    "the Supplier that is listed twice gets one Customer",
    # It tries again without looking.
    "a Customer whose creation was not answered is linked to its Supplier",
    "a Customer whose creation was not answered is not created again",
    "a Customer created just before synchronisation was killed is not created again",
    "a user's Customer of the same Name is not mistaken for one that was created before a kill",
    # It does not know that a contact can be both.
    "a Supplier whose contact already is a Customer is linked to it, not duplicated",
}


def test_it_fails_what_it_lacks_and_passes_the_rest(tmp_path: Path) -> None:
    """Every check of the two features that tell most, by its title."""
    words = ["--flow=supplier-customer", "--no-allure", "--sut=python:one_way:OneWay"]
    ended = talkqa("check", f"--out={tmp_path}", *words, cwd=FOLDER)
    lines = Call(ended.code, ended.out, ended.err, tmp_path).checks
    checks = [line for line in lines if line["feature_file"] in FEATURES]
    assert {check["scenario"] for check in checks if check["verdict"] == "fail"} == FAILS
    assert {check["verdict"] for check in checks} == {"pass", "fail"}
    assert ended.code == 1
