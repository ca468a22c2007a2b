"""Assumptions about delivery addresses, bank accounts and contact groups, each from both sides."""

from __future__ import annotations

from typing import Any

import httpx

from tests.fake.doors import Door, made, replaced
from tests.fake.flips.cases import flip

OSLO = {"City": "Oslo", "ZipCode": "0150"}
ACCOUNT = {"BankAccountNumber": "15034012345"}


def company(door: Door, number: int = 1) -> httpx.Client:
    """Somebody signed in, where there are so many customers, from 1001 on."""
    client = door.client()
    for _ in range(number):
        made(client, "Customers", Name="Fjord AS")
    return client


@flip("annex-owner", chosen=404, bad_request=400)
def an_address_of_nobody(door: Door) -> int:
    return door.client().post("/ContactDeliveryAddresses/1001", json=OSLO).status_code


@flip("two-primaries", chosen=[False, True], both=[True, True])
def a_second_primary_address(door: Door) -> list[bool]:
    client = company(door)
    for _ in range(2):
        made(client, "ContactDeliveryAddresses/1001", IsPrimary=True, **OSLO)
    return [one["IsPrimary"] for one in client.get("/ContactDeliveryAddresses").json()]


@flip("no-primary", chosen=[False], next_one=[True])
def the_address_beside_a_deleted_primary(door: Door) -> list[bool]:
    client = company(door)
    for _ in range(2):
        made(client, "ContactDeliveryAddresses/1001", **OSLO)
    client.delete("/ContactDeliveryAddresses/1001/3001")
    return [one["IsPrimary"] for one in client.get("/ContactDeliveryAddresses").json()]


@flip("delivery-address-codes", chosen=[201, 400, 400], per_contact=[201, 201, 400])
def one_code_on_two_contacts_and_twice_on_the_second(door: Door) -> list[int]:
    client = company(door, 2)
    body = {**OSLO, "ExternalCode": "A1"}
    owners = (1001, 1002, 1002)
    return [client.post(f"/ContactDeliveryAddresses/{id}", json=body).status_code for id in owners]


@flip("bank-account-numbers", chosen=[201, 201], unique=[201, 400])
def one_account_number_on_two_contacts(door: Door) -> list[int]:
    client = company(door, 2)
    return [client.post(f"/ContactBankAccounts/{id}", json=ACCOUNT).status_code for id in (1001, 1002)]


@flip("bank-account-active", chosen=True, inactive=False)
def an_account_that_says_nothing(door: Door) -> Any:
    return made(company(door), "ContactBankAccounts/1001", **ACCOUNT)["IsActive"]


@flip("employee-bank-accounts", chosen=404, bad_request=400)
def an_account_that_the_employee_has_not(door: Door) -> int:
    client = door.client()
    made(client, "Employees", FirstName="Kari", LastName="Lie")
    return replaced(client, "/Employees/1001/BankAccounts", SalaryBankAccountId=4001).status_code


@flip("employee-bank-accounts-stamp", chosen=True, stays=False)
def an_employee_whose_account_is_chosen(door: Door) -> bool:
    client = door.client()
    before = made(client, "Employees", FirstName="Kari", LastName="Lie")
    made(client, "ContactBankAccounts/1001", **ACCOUNT)
    after = replaced(client, "/Employees/1001/BankAccounts", SalaryBankAccountId=4001).json()
    assert after["SalaryBankAccountId"] == 4001
    return bool(after["LastChangedDateTimeOffset"] > before["LastChangedDateTimeOffset"])


@flip("group-names", chosen=201, unique=400)
def a_second_group_named_standard(door: Door) -> int:
    return door.client().post("/ContactGroups", json={"Name": "Standard"}).status_code
