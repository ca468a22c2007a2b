"""One state, two APIs: what one version writes, the other reads (API.md §4.5, §5.8)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.fake.doors import Door, made, replaced
from tests.fake.v1.clients import V1

PAIRS: list[tuple[str, str, Any, str, Any]] = [
    ("Customer", "vatNumber", "912345678", "OrganizationNumber", "912345678"),
    ("Customer", "code", 12000, "Number", 12000),
    ("Customer", "externalCode", 7, "ExternalNumber", 7),
    ("Customer", "isArchived", True, "IsArchived", True),
    ("Customer", "dateOfBirth", "1980-02-29", "DateOfBirth", "1980-02-29"),
    ("Customer", "since", "2015-11-26", "CustomerSince", "2015-11-26"),
    ("Customer", "discountPercent", 5, "Allowance", 5.0),
    ("Customer", "hourlyRate", 950.5, "BillableRate", 950.5),
    ("Customer", "reminderEmailAddress", "a@b.no", "PaymentReminderEmailAddress", "a@b.no"),
    ("Customer", "sendReminders", False, "SendPaymentReminders", False),
    ("Customer", "reminderDeliveryType", 2, "ReminderDeliveryType", "Print"),
    ("Supplier", "vatNumber", "912345678", "OrganizationNumber", "912345678"),
    ("Supplier", "legalName", "A AS", "LegalName", "A AS"),
    ("Employee", "jobTitle", "Baker", "JobTitle", "Baker"),
    ("Employee", "hiredDate", "2020-01-02", "HiredDate", "2020-01-02"),
    ("Employee", "gender", 2, "Gender", "Female"),
]
V2_ONLY = {"name": "A", "firstName": "F", "lastName": "L"}


@pytest.fixture
def v2(here: Door) -> httpx.Client:
    return here.client()


@pytest.mark.parametrize(("type", "old", "value", "new", "shown"), PAIRS)
def test_a_value_written_through_v1_is_read_through_v2_and_back(
    v1: V1, v2: httpx.Client, type: str, old: str, value: Any, new: str, shown: Any
) -> None:
    id = v1.saved(f"/{type}", **V2_ONLY, **{old: value})["id"]
    assert v2.get(f"/{type}s/{id}").json()[new] == shown
    other = made(v2, f"{type}s", Name="A", FirstName="F", LastName="L")["Id"]
    unique = {"Number": 12001, "ExternalNumber": 8}.get(new, shown)
    assert replaced(v2, f"/{type}s/{other}", **{new: unique}).status_code == 200
    assert v1.get(f"/{type}/{other}")["data"][old] == (unique if unique != shown else value)


@pytest.mark.parametrize("type", ["Customer", "Supplier", "Employee"])
def test_mail_addresses_have_their_lines_in_both(v1: V1, v2: httpx.Client, type: str) -> None:
    parts = {"address1": "X", "address2": "Y", "city": "Oslo", "zipCode": "0161", "countryCode": "SE"}
    id = v1.saved(f"/{type}", **V2_ONLY, mailAddress={**parts, "externalCode": "e"})["id"]
    address = v2.get(f"/{type}s/{id}").json()["MailAddress"]
    assert address.pop("LastChangedDateTimeOffset")
    assert address.pop("Id") > 0
    assert address == {
        "AddressLine1": "X",
        "AddressLine2": "Y",
        "City": "Oslo",
        "ZipCode": "0161",
        "CountryCode": "SE",
        "ExternalCode": "e",
    }
    replaced(v2, f"/{type}s/{id}", MailAddress__AddressLine1="Z")
    assert v1.get(f"/{type}/{id}")["data"]["mailAddress"]["address1"] == "Z"


def test_an_address_changed_through_v2_moves_the_stamp_of_v1_only(
    here: Door, v1: V1, v2: httpx.Client
) -> None:
    id = v1.saved("/Customer", name="A", mailAddress={"city": "Oslo"})["id"]
    before = v1.get(f"/Customer/{id}")["data"]["lastChanged"]
    stamp = v2.get(f"/Customers/{id}").json()["LastChangedDateTimeOffset"]
    here.tenant.clock.advance(60)
    replaced(v2, f"/Customers/{id}", MailAddress__City="Moss")
    assert v1.get(f"/Customer/{id}")["data"]["lastChanged"] > before
    assert v2.get(f"/Customers/{id}").json()["LastChangedDateTimeOffset"] == stamp


def test_an_address_changed_through_v1_leaves_the_stamp_of_v2(here: Door, v1: V1, v2: httpx.Client) -> None:
    id = v1.saved("/Customer", name="A", mailAddress={"city": "Oslo"})["id"]
    stamp = v2.get(f"/Customers/{id}").json()["LastChangedDateTimeOffset"]
    for address in ({"mailAddress": {"city": "Moss"}}, {"streetAddresses": [{"city": "A", "zipCode": "1"}]}):
        v1.saved("/Customer", id=id, **address)
        assert v2.get(f"/Customers/{id}").json()["LastChangedDateTimeOffset"] == stamp


def test_street_addresses_are_the_delivery_addresses_of_v2(v1: V1, v2: httpx.Client) -> None:
    id = v1.saved("/Customer", name="A", streetAddresses=[{"city": "Oslo", "zipCode": "0161"}])["id"]
    (listed,) = v2.get("/ContactDeliveryAddresses").json()
    assert (listed["ContactId"], listed["City"], listed["IsPrimary"]) == (id, "Oslo", True)
    made(v2, f"ContactDeliveryAddresses/{id}", City="Moss", ZipCode="1500")
    assert [a["city"] for a in v1.get(f"/Customer/{id}")["data"]["streetAddresses"]] == ["Oslo", "Moss"]


def test_codes_of_a_sales_person_and_a_payment_term_can_be_changed(v1: V1, v2: httpx.Client) -> None:
    employee = v1.saved("/Employee", firstName="F", lastName="L")
    id = v1.saved("/Customer", name="A", paymentTerms=10)["id"]
    after = v1.saved("/Customer", id=id, paymentTerms=30, ourReferenceEmployeeCode=employee["code"])
    assert (after["paymentTerms"], after["ourReferenceEmployeeCode"]) == (30, employee["code"])
    assert v2.get(f"/Customers/{id}").json()["SalesPersonEmployeeId"] == employee["id"]
    cleared = v1.saved("/Customer", id=id, paymentTerms=None)
    assert "paymentTerms" not in cleared


def test_a_deletion_through_either_version_is_seen_through_the_other(v1: V1, v2: httpx.Client) -> None:
    first, second = (v1.saved("/Customer", name=name)["id"] for name in "AB")
    v1.delete(f"/Customer/{first}")
    assert v2.get(f"/Customers/{first}").status_code == 404
    v2.delete(f"/Customers/{second}")
    assert v1.get("/Customer") == {"data": [], "count": 0, "success": True}


def test_v2_shows_nothing_of_the_fields_that_v1_alone_has(v1: V1, v2: httpx.Client) -> None:
    plain = made(v2, "Suppliers", Name="A")
    id = v1.saved("/Supplier", name="A", standardGeneralLedgerAccountCode=4300)["id"]
    assert v2.get(f"/Suppliers/{id}").json().keys() == plain.keys()


def test_two_tenants_do_not_see_each_other(here: Door, v1: V1) -> None:
    made(here.beside().client(), "Customers", Name="A")
    assert v1.get("/Customer")["count"] == 0
