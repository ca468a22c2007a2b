"""Assumptions about v1's POST, each from both sides."""

from __future__ import annotations

from typing import Any

from tests.fake.doors import Door, made
from tests.fake.flips.cases import flip
from tests.fake.v1.clients import v1_client

KARI = {"firstName": "Kari", "lastName": "Lie"}
OSLO = {"address1": "Storgata 1", "city": "Oslo", "zipCode": "0150"}


@flip("v1-booleans-as-numbers", chosen=True, refused=None)
def a_boolean_as_number(door: Door) -> Any:
    return v1_client(door).post("Customer", name="Fjord AS", isVatFree=1)["data"].get("isVatFree")


@flip("v1-explicit-null", chosen=None, passed_over="22 33 44 55")
def a_telephone_number_of_null(door: Door) -> Any:
    v1 = v1_client(door)
    v1.saved("Customer", name="Fjord AS", phoneNumber="22 33 44 55")
    return v1.saved("Customer", id=1001, phoneNumber=None).get("phoneNumber")


@flip("v1-required", chosen=True, mail_address_too=False)
def a_mail_address_without_a_city(door: Door) -> Any:
    return v1_client(door).post("Customer", name="Fjord AS", mailAddress={"address1": "Storgata 1"})[
        "success"
    ]


@flip("v1-mail-address", chosen="Storgata 1", replaced=None)
def a_part_of_an_address_that_is_not_sent(door: Door) -> Any:
    v1 = v1_client(door)
    v1.saved("Customer", name="Fjord AS", mailAddress=OSLO)
    saved = v1.saved("Customer", id=1001, mailAddress={"city": "Bergen", "zipCode": "5003"})
    return saved["mailAddress"].get("address1")


@flip("v1-street-address-ids", chosen=[False, 0], new=[True, 1])
def a_street_address_with_an_id_that_is_not_there(door: Door) -> list[Any]:
    v1 = v1_client(door)
    v1.saved("Customer", name="Fjord AS")
    success = v1.post("Customer", id=1001, streetAddresses=[{**OSLO, "id": 77}])["success"]
    return [success, len(v1.get("Customer/1001")["data"]["streetAddresses"])]


@flip("v1-removed-address-stamp", chosen=False, moves=True)
def a_delivery_address_removed_through_v2(door: Door) -> bool:
    v1, client = v1_client(door), door.client()
    made(client, "Customers", Name="Fjord AS")
    made(client, "ContactDeliveryAddresses/1001", City="Oslo", ZipCode="0150")
    door.tenant.clock.advance(60)
    client.delete("/ContactDeliveryAddresses/1001/3001")
    return bool(v1.get("Customer/1001")["data"]["lastChanged"] > "2026-01-05T08:00:59")


@flip("v1-address-stamp-of-person", chosen=True, stays=False)
def a_persons_city_written_through_v1(door: Door) -> bool:
    v1 = v1_client(door)
    v1.saved("Customer", name="Fjord AS")
    v1.saved("Customer/1001/Contact", **KARI)
    door.tenant.clock.advance(60)
    saved = v1.saved("Customer/1001/Contact", id=2001, city="Oslo")
    assert saved["city"] == "Oslo"
    return bool(saved["lastChanged"] > "2026-01-05T08:00:59")


@flip("v1-person-moves-customer", chosen=False, moves=True)
def a_customer_whose_person_changes(door: Door) -> bool:
    v1 = v1_client(door)
    v1.saved("Customer", name="Fjord AS")
    door.tenant.clock.advance(60)
    v1.saved("Customer/1001/Contact", **KARI)
    return bool(v1.get("Customer/1001")["data"]["lastChanged"] > "2026-01-05T08:00:59")


@flip("v1-primary-person", chosen=None, oldest=2001)
def the_primary_person_when_none_is_marked(door: Door) -> Any:
    v1 = v1_client(door)
    v1.saved("Customer", name="Fjord AS")
    for _ in range(2):
        v1.saved("Customer/1001/Contact", **KARI)
    return v1.get("Customer/1001")["data"].get("contactPersonId")


@flip("v1-fields-of-its-own", chosen=["Bergen", True], dropped=[None, False])
def fields_that_v2_does_not_have(door: Door) -> list[Any]:
    """A person's place of birth, and a customer's use of factoring."""
    v1 = v1_client(door)
    factoring = v1.saved("Customer", name="Fjord AS", useFactoring=True)["useFactoring"]
    return [v1.saved("Customer/1001/Contact", placeOfBirth="Bergen", **KARI).get("placeOfBirth"), factoring]


@flip("v1-hourly-rates", chosen=[500, 600], replaced=[600])
def a_second_hourly_rate(door: Door) -> list[Any]:
    v1 = v1_client(door)
    v1.saved("Employee", hourlyRates=[{"validFrom": "2025-01-01", "hourlyRate": 500}], **KARI)
    saved = v1.saved("Employee", id=1001, hourlyRates=[{"validFrom": "2026-01-01", "hourlyRate": 600}])
    return [rate["hourlyRate"] for rate in saved["hourlyRates"]]


@flip("v1-bank-accounts", chosen=[4001, None, "15034012345"], travel=[None, 4001, "15034012345"])
def the_account_for_expenses(door: Door) -> list[Any]:
    """In v2 the expense and the travel account, and in v1 its number."""
    v1, client = v1_client(door), door.client()
    v1.saved("Employee", **KARI)
    made(client, "ContactBankAccounts/1001", BankAccountNumber="15034012345")
    saved = v1.saved("Employee", id=1001, expenseBankAccountCode="15034012345")
    employee = client.get("/Employees/1001").json()
    names = "ExpenseBankAccountId", "TravelExpenseBankAccountId"
    return [*(employee[name] for name in names), saved.get("expenseBankAccountCode")]


@flip("v1-left-out", chosen=True, refused=False)
def the_obsolete_street_address(door: Door) -> Any:
    return v1_client(door).post("Customer", name="Fjord AS", streetAddress=OSLO)["success"]
