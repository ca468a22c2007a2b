"""Assumptions about stamps, each from both sides."""

from __future__ import annotations

from tests.fake.doors import Door, made, replaced
from tests.fake.flips.cases import flip


@flip("stamp-of-equal-values", chosen=[True] * 4, stays=[False] * 4)
def patches_that_change_nothing(door: Door) -> list[bool]:
    """Of a customer, a contact person, a bank account and a contact group."""
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    made(client, "ContactPersons/1001", FirstName="Kari", LastName="Lie")
    made(client, "ContactBankAccounts/1001", BankAccountNumber="1503 40 12345")
    places = {
        "/Customers/1001": {"Name": "Fjord AS"},
        "/ContactPersons/1001/2001": {"FirstName": "Kari"},
        "/ContactBankAccounts/1001/4001": {"BankAccountNumber": "1503 40 12345"},
        "/ContactGroups/1": {"Name": "Standard"},
    }
    before = [client.get(path).json()["LastChangedDateTimeOffset"] for path in places]
    after = [
        replaced(client, path, **same).json()["LastChangedDateTimeOffset"] for path, same in places.items()
    ]
    return [new > old for new, old in zip(after, before, strict=True)]
