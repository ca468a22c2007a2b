"""Rows whose property API v1 alone has (the fact sheet of PowerOffice, §4.5, §5.6): tried over v1, or why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.checklist import Checklist, ProfileError, build, dataflow_json, load_profile
from talkqa.sut import OFFERS
from tests.checklist.made_up import changed_profile, checklist, first_document, flow, reasons

NAMES = (("Name", "FirstName", "N/A"), ("LastName", "LastName", "N/A"))
FLOW = "customer-contactperson"


def made(*rows: tuple[str, str]) -> Checklist:
    """The checklist of Customer to Contactperson with these rows besides the names."""
    stated = (*NAMES, *((source, target, "N/A") for source, target in rows))
    return checklist("default", flow("Customer", "Contactperson", stated))


@pytest.mark.parametrize("written", ["DateOfBirth", "dateOfBirth"])
def test_a_row_to_a_property_that_only_v1_has_is_tried(written: str) -> None:
    """Under v1's name, as its filters spell it, whichever way the document does; and a SUT must speak v1 for it."""
    found = made(("dateOfBirth", written))
    item = found.item(f"{FLOW}/dateOfBirth:{written}")
    assert item is not None
    assert item.pair is not None
    assert item.not_tested_reason is None
    assert (item.pair.source, item.pair.target, item.pair.type) == ("DateOfBirth", "DateOfBirth", "date")
    assert item.offers == ("v1",)


def test_a_system_that_does_not_speak_v1_is_not_told_of_the_row() -> None:
    """It could not name the property, and its other rows would suffer; the item says what it would need."""
    found = made(("DateOfBirth", "DateOfBirth"), ("EmailAddress", "EmailAddress"))
    for offers, told in ((set(OFFERS), True), (set(OFFERS) - {"v1"}, False)):
        there = found.for_system(offers, OFFERS)
        rows = dataflow_json(there, house_customer=None)["flows"][0]["pairs"]  # type: ignore[index]
        assert ("DateOfBirth" in [row["target"] for row in rows]) is told
        assert "EmailAddress" in [row["target"] for row in rows]
        assert (reasons(there)[f"{FLOW}/DateOfBirth:DateOfBirth"] is None) is told
    assert "PowerOffice's API v1" in (reasons(there)[f"{FLOW}/DateOfBirth:DateOfBirth"] or "")


UNTRIED = {
    (
        "EmailAddress",
        "socialSecurityNumber",
    ): "socialSecurityNumber of Contactperson is read as the word hidden",
    (
        "Number",
        "partyCustomerCode",
    ): "server-owned: PowerOffice keeps PartyCustomerCode of Contactperson itself",
    ("contactPersonId", "Title"): "ContactPersonId of Customer is the id of another record",
    ("useFactoring", "isPep"): "no values are made up for data type boolean of IsPep yet",
    ("streetAddresses.city", "city"): "streetAddresses.city of Customer stands in a list",
}


@pytest.mark.parametrize("row", UNTRIED)
def test_other_properties_of_v1_say_what_they_are(row: tuple[str, str]) -> None:
    """Not that they are v1's: that alone would be no obstacle."""
    reason = reasons(made(row))[f"{FLOW}/{row[0]}:{row[1]}"] or ""
    assert UNTRIED[row].casefold() in reason.casefold()


def test_a_street_address_does_not_stand_in_the_way_of_the_mail_address() -> None:
    """A document may feed one city from both; only one of them is a single value."""
    why = reasons(made(("streetAddresses.city", "city"), ("mailAddress.city", "city")))
    assert why[f"{FLOW}/mailAddress.city:city"] is None


def test_nobody_is_told_by_what_only_v1_has() -> None:
    """Who is linked is shown by texts of v2, which every system has; and a merge row on such a property says why."""
    found = made(("InternationalIdCountryCode", "placeOfBirth"))
    assert [pair.v1 for pair in found.flows[0].pairs if pair.target == "PlaceOfBirth"] == [True]
    assert found.flows[0].witnesses == ()


def test_a_profile_may_name_such_a_property_in_a_row_that_is_kept_equal(tmp_path: Path) -> None:
    """But not for creations, which go through v2."""
    row = '[[flow.property]]\nsource = "JobTitle"\ntarget = "Title"\ntype = "string"\n'
    other = row.replace('"Title"', '"PlaceOfBirth"')
    profile = load_profile(changed_profile(tmp_path, (row, other)))
    pairs = build(first_document(), profile).flows[0].pairs
    assert [pair.v1 for pair in pairs if pair.target == "PlaceOfBirth"] == [True]
    with pytest.raises(ProfileError, match="a property path of Contactperson in API v2"):
        load_profile(changed_profile(tmp_path, (row, other + "creation_only = true\n")))
