"""The safety laws on small made-up journals: each law is silent on a lawful one and speaks on its breach."""

from __future__ import annotations

from typing import Any

import pytest

from talkqa.checklist import FlowTable, Pair
from talkqa.verdict import Change, Evidence, Exchange
from talkqa.verdict.ground import Ground
from talkqa.verdict.laws import idle, violations

SUPPLIER = {"Id": 7, "Name": "Fjord AS", "PhoneNumber": "22 22 22 22", "IsArchived": False}
CUSTOMER = {"Id": 9, "Name": "Fjord AS", "PhoneNumber": "22 22 22 22", "IsArchived": False, "Allowance": None}


def ground(*, house: str | None = None) -> Ground:
    """Supplier to Customer with Name and PhoneNumber, Customer to Contactperson with a constant LastName."""
    f2 = (Pair("Name", "Name", "string"), Pair("PhoneNumber", "PhoneNumber", "string"))
    f3 = (
        Pair("Name", "FirstName", "string", creation_only=True),
        Pair("", "LastName", "string", creation_only=True, constant="Kontakt"),
    )
    flows = (
        FlowTable("supplier-customer", "Supplier", "Customer", 28, f2, True, ("every",)),
        FlowTable("customer-contactperson", "Customer", "Contactperson", 44, f3, True, ("every",)),
    )
    return Ground(flows, house)


class Journal:
    """Writes exchanges in order."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []

    def write(
        self, author: str, method: str, path: str, operation: str, body: Any, *changes: Change
    ) -> Journal:
        """One accepted request."""
        number = len(self.exchanges) + 1
        self.exchanges.append(Exchange(number, author, method, path, operation, 200, body, changes))
        return self

    def user_makes(self, type_: str, key: str, record: dict[str, Any]) -> Journal:
        """A user creates a record."""
        return self.write("user", "POST", "/x", f"POST /{type_}s", record, Change(type_, key, None, record))

    def sut_makes_customer(self, record: dict[str, Any], **body: Any) -> Journal:
        """The SUT creates a Customer."""
        sent = {"Name": record["Name"], "PhoneNumber": record["PhoneNumber"]} | body
        key = str(record["Id"])
        return self.write(
            "sut", "POST", "/Customers", "POST /Customers", sent, Change("Customer", key, None, record)
        )

    def sut_edits(self, type_: str, before: dict[str, Any], **values: Any) -> Journal:
        """The SUT patches a record."""
        key = str(before["Id"])
        operations = [{"op": "replace", "path": f"/{name}", "value": value} for name, value in values.items()]
        change = Change(type_, key, before, before | values)
        return self.write("sut", "PATCH", f"/{type_}s/{key}", f"PATCH /{type_}s/{{id}}", operations, change)


def linked() -> Journal:
    """A Supplier and the Customer that synchronisation made for it: lawful."""
    return Journal().user_makes("Supplier", "7", SUPPLIER).sut_makes_customer(CUSTOMER)


def laws(journal: Journal) -> list[str | None]:
    """The laws that a journal breaks."""
    return [evidence.law for evidence in violations(journal.exchanges, ground())]


def test_a_lawful_creation_breaks_nothing() -> None:
    """One creation for one source, with the source's own values."""
    assert laws(linked()) == []


def test_a_copied_edit_breaks_nothing() -> None:
    """A value that a user wrote on one side may be written on the other."""
    edited = SUPPLIER | {"PhoneNumber": "33 33 33 33"}
    journal = linked().write(
        "user", "PATCH", "/Suppliers/7", "", [], Change("Supplier", "7", SUPPLIER, edited)
    )
    assert laws(journal.sut_edits("Customer", CUSTOMER, PhoneNumber="33 33 33 33")) == []


def test_a_value_that_nobody_wrote_breaks_conservation() -> None:
    """LAW-4: no value out of nowhere."""
    assert laws(linked().sut_edits("Customer", CUSTOMER, PhoneNumber="Unknown")) == ["LAW-4"]


def test_a_value_of_another_property_breaks_conservation() -> None:
    """LAW-4 goes by place: a name is no phone number, even when a user wrote it."""
    assert laws(linked().sut_edits("Customer", CUSTOMER, PhoneNumber="Fjord AS")) == ["LAW-4"]


def test_what_synchronisation_wrote_does_not_become_a_users_value() -> None:
    """LAW-4: a user's later save of another property does not launder an invented value."""
    wrong = CUSTOMER | {"PhoneNumber": "Unknown"}
    journal = linked().sut_edits("Customer", CUSTOMER, PhoneNumber="Unknown")
    saved = wrong | {"Name": "Fjell AS"}
    journal.write("user", "PATCH", "/Customers/9", "", [], Change("Customer", "9", wrong, saved))
    assert laws(journal.sut_edits("Supplier", SUPPLIER, PhoneNumber="Unknown")) == ["LAW-4", "LAW-4"]


def test_a_creation_only_value_must_not_travel_back() -> None:
    """LAW-4: the filler of a Contactperson's name is no name for the Customer (M-20d)."""
    person = {"ContactId": 9, "Id": 1, "FirstName": "Fjord AS", "LastName": "Kontakt"}
    journal = linked()
    sent = {"FirstName": "Fjord AS", "LastName": "Kontakt"}
    change = Change("Contactperson", "9/1", None, person)
    journal.write("sut", "POST", "/ContactPersons/9", "POST /ContactPersons/{contactId}", sent, change)
    assert laws(journal) == []
    assert laws(journal.sut_edits("Customer", CUSTOMER, Name="Kontakt")) == ["LAW-4"]


def test_a_creation_without_a_source_is_spurious() -> None:
    """LAW-6: no A, no B (R-8)."""
    journal = Journal().user_makes("Customer", "9", CUSTOMER)
    sent = {"Name": "Fjord AS", "PhoneNumber": "22 22 22 22"}
    change = Change("Supplier", "11", None, {**SUPPLIER, "Id": 11})
    journal.write("sut", "POST", "/Suppliers", "POST /Suppliers", sent, change)
    assert "LAW-6" in laws(journal)


def test_a_second_creation_for_one_source_is_spurious() -> None:
    """LAW-6: at most one creation per A, ever (R-9)."""
    assert laws(linked().sut_makes_customer(CUSTOMER | {"Id": 10})) == ["LAW-6"]


def test_a_contactperson_under_another_customer_is_spurious() -> None:
    """LAW-6 goes by place too: the source of a Contactperson is the Customer that it is under (R-12)."""
    journal = linked().user_makes("Customer", "20", {**CUSTOMER, "Id": 20, "Name": "Vidda AS"})
    person = {"ContactId": 20, "Id": 1, "FirstName": "Fjord AS", "LastName": "Kontakt"}
    sent = {"FirstName": "Fjord AS", "LastName": "Kontakt"}
    change = Change("Contactperson", "20/1", None, person)
    journal.write("sut", "POST", "/ContactPersons/20", "POST /ContactPersons/{contactId}", sent, change)
    assert laws(journal) == ["LAW-6"]


def test_a_creation_for_a_contact_in_both_roles_is_spurious() -> None:
    """LAW-6: a Supplier that is a Customer already has its partner (R-5)."""
    journal = (
        Journal().user_makes("Supplier", "7", SUPPLIER).user_makes("Customer", "7", {**CUSTOMER, "Id": 7})
    )
    assert laws(journal.sut_makes_customer(CUSTOMER)) == ["LAW-6"]


def test_a_deletion_breaks_the_law() -> None:
    """LAW-8: no DELETE, whatever the answer."""
    journal = linked().write(
        "sut",
        "DELETE",
        "/Customers/9",
        "DELETE /Customers/{id}",
        None,
        Change("Customer", "9", CUSTOMER, None),
    )
    assert "LAW-8" in laws(journal)


@pytest.mark.parametrize("flag", ["IsArchived", "IsActive"])
def test_a_changed_flag_breaks_the_law(flag: str) -> None:
    """LAW-8: archiving in place of deleting."""
    before = CUSTOMER | {flag: False}
    assert "LAW-8" in laws(linked().sut_edits("Customer", before, **{flag: True}))


def test_an_unmapped_property_breaks_the_frame() -> None:
    """LAW-9: what is not in the table is left alone."""
    assert laws(linked().sut_edits("Customer", CUSTOMER, Allowance=5)) == ["LAW-9"]


def test_an_unmapped_property_in_a_creation_breaks_the_frame() -> None:
    """LAW-9: a creation holds mapped properties only, also when their value is null."""
    journal = Journal().user_makes("Supplier", "7", SUPPLIER)
    assert laws(journal.sut_makes_customer(CUSTOMER, Allowance=None)) == ["LAW-9"]


def test_a_mark_in_a_creation_is_tolerated() -> None:
    """LAW-9: ExternalImportReference may hold the synchroniser's mark (P-7, D-12)."""
    journal = Journal().user_makes("Supplier", "7", SUPPLIER)
    assert laws(journal.sut_makes_customer(CUSTOMER, ExternalImportReference="mark-1")) == []


def test_a_write_to_a_record_without_a_link_breaks_the_frame() -> None:
    """LAW-9: a stranger is changed only by users."""
    stranger = CUSTOMER | {"Id": 30}
    journal = linked().user_makes("Customer", "30", stranger)
    assert laws(journal.sut_edits("Customer", stranger, PhoneNumber="22 22 22 22")) == ["LAW-9"]


def test_a_write_at_rest_breaks_quietness() -> None:
    """LAW-3: after quiescence, every write of the SUT is one too many; users may write."""
    journal = linked()
    rest = (
        journal.user_makes("Supplier", "8", SUPPLIER)
        .sut_edits("Customer", CUSTOMER, Name="Fjord AS")
        .exchanges[2:]
    )
    found: list[Evidence] = idle(rest)
    assert [(evidence.law, evidence.journal) for evidence in found] == [("LAW-3", (4, 4))]


# A SUT that speaks another API is judged by what became of the records.

BORN = {
    **CUSTOMER,
    "Number": 10000,
    "IsActive": True,
    "CurrencyCode": "NOK",
    "InvoiceDeliveryType": "Print",
    "LastChangedDateTimeOffset": "2026-01-05T08:00:00.0000001+00:00",
}


def v1_save(journal: Journal, before: dict[str, Any] | None, **values: Any) -> Journal:
    """The SUT saves a Customer through API v1, whose names mean nothing here."""
    after = {**(before or {}), **values}
    body = {"code": "1", "vatNumber": "x", **({"id": before["Id"]} if before else {})}
    change = Change("Customer", str(after["Id"]), before, after)
    return journal.write("sut", "POST", "/Customer/", "POST /Customer/", body, change)


def test_over_v1_a_lawful_creation_and_a_copied_edit_break_nothing() -> None:
    """What PowerOffice gives a new record by itself is nobody's value."""
    journal = v1_save(Journal().user_makes("Supplier", "7", SUPPLIER), None, **BORN)
    edited = SUPPLIER | {"PhoneNumber": "33 33 33 33"}
    change = Change("Supplier", "7", SUPPLIER, edited)
    journal.write("user", "PATCH", "/Suppliers/7", "", [], change)
    assert laws(v1_save(journal, BORN, PhoneNumber="33 33 33 33")) == []


def test_over_v1_a_value_that_nobody_wrote_breaks_conservation() -> None:
    """LAW-4, in an edit and in a creation."""
    assert laws(v1_save(linked(), CUSTOMER, PhoneNumber="Unknown")) == ["LAW-4"]
    journal = Journal().user_makes("Supplier", "7", SUPPLIER)
    assert laws(v1_save(journal, None, **{**BORN, "PhoneNumber": "Unknown"})) == ["LAW-4"]


def test_over_v1_a_property_outside_the_dataflow_breaks_the_frame() -> None:
    """LAW-9, in an edit and in a creation."""
    assert laws(v1_save(linked(), CUSTOMER, Allowance=5)) == ["LAW-9"]
    journal = Journal().user_makes("Supplier", "7", SUPPLIER)
    assert laws(v1_save(journal, None, **{**BORN, "CurrencyCode": "EUR"})) == ["LAW-9"]


def test_over_v1_archiving_deleting_and_duplicates_are_seen() -> None:
    """LAW-8 and LAW-6 never looked at routes."""
    assert set(laws(v1_save(linked(), CUSTOMER, IsArchived=True))) == {"LAW-8", "LAW-9"}
    assert laws(v1_save(linked(), None, **{**BORN, "Id": 10})) == ["LAW-6"]
    journal = linked().write("sut", "DELETE", "/Customer/9", "DELETE /Customer/{id}/", None)
    assert laws(journal) == ["LAW-8"]


def test_over_v1_a_refusal_with_status_200_wrote_nothing() -> None:
    """No change, no breach; and it does not count as accepted."""
    refusal = Exchange(
        3, "sut", "POST", "/Customer/", "POST /Customer/", 200, {"name": "X"}, (), refused=True
    )
    assert not refusal.accepted
    assert list(violations([*linked().exchanges, refusal], ground())) == []


def test_a_part_of_a_record_that_is_no_entity_breaks_the_frame() -> None:
    """LAW-9: a delivery address is not in the dataflow, whichever API wrote it."""
    address = {"Id": 1, "ContactId": 9, "City": "Oslo"}
    change = Change("ContactDeliveryAddress", "9/1", None, address)
    journal = linked().write(
        "sut", "POST", "/x", "POST /ContactDeliveryAddresses/{contactId}", address, change
    )
    assert laws(journal) == ["LAW-6", "LAW-9"]
