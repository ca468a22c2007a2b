"""Assumptions about who may call, each from both sides."""

from __future__ import annotations

import httpx

from tests.fake.doors import Door, made
from tests.fake.flips.cases import flip


def told(answer: httpx.Response) -> list[object]:
    return [answer.status_code, "message" in answer.text or "detail" in answer.text]


@flip("missing-subscription-key", chosen=[401, 401], forbidden=[403, 403])
def a_subscription_key_that_lacks_or_is_wrong(door: Door) -> list[int]:
    client = door.client()
    del client.headers["Ocp-Apim-Subscription-Key"]
    wrong = {"Ocp-Apim-Subscription-Key": "no such key"}
    return [client.get("/Customers", headers=headers).status_code for headers in ({}, wrong)]


@flip("unauthorised-body", chosen=[401, True, None], empty=[401, False, "Bearer"])
def a_token_that_is_none(door: Door) -> list[object]:
    answer = door.client().get("/Customers", headers={"Authorization": "Bearer none"})
    return [*told(answer), answer.headers.get("www-authenticate")]


@flip("forbidden-body", chosen=[403, True], empty=[403, False])
def a_privilege_that_lacks(door: Door) -> list[object]:
    client = door.client()
    door.tenant.withdraw("sut", "Customer")
    return told(client.get("/Customers"))


@flip("revoked-key-and-tokens", chosen=[401, 401], until_they_expire=[204, 401])
def a_key_that_is_revoked(door: Door) -> list[int]:
    """At once, and when the token's 20 minutes are over."""
    client = door.client()
    door.tenant.revoke("sut")
    at_once = client.get("/Customers").status_code
    door.tenant.clock.advance(1200)
    return [at_once, client.get("/Customers").status_code]


@flip("contact-person-privilege", chosen=[204, 403], both=[403, 403])
def contact_persons_without_customers_or_suppliers(door: Door) -> list[int]:
    client = door.client()
    seen = []
    for owner in ("Supplier", "Customer"):
        door.tenant.withdraw("sut", owner)
        seen.append(client.get("/ContactPersons").status_code)
    return seen


@flip("annex-privileges", chosen=403, own_only=200)
def bank_accounts_without_any_owner(door: Door) -> int:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    made(client, "ContactBankAccounts/1001", BankAccountNumber="15034012345")
    for owner in ("Customer", "Supplier", "Employee"):
        door.tenant.withdraw("sut", owner)
    return client.get("/ContactBankAccounts").status_code
