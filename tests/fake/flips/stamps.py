"""Assumptions about stamps, each from both sides."""

from __future__ import annotations

from itertools import pairwise

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


@flip("stamp-of-address", chosen=[False, False, False], new_and_removed_move=[True, False, True])
def an_address_that_comes_changes_and_goes(door: Door) -> list[bool]:
    client = door.client()
    stamps = [made(client, "Customers", Name="Fjord AS")["LastChangedDateTimeOffset"]]
    for address in ({"City": "Oslo", "ZipCode": "0150"}, {"City": "Bergen", "ZipCode": "5003"}, None):
        answer = replaced(client, "/Customers/1001", MailAddress=address)
        stamps.append(answer.json()["LastChangedDateTimeOffset"])
    return [new > old for old, new in pairwise(stamps)]


@flip("stamp-resolution", chosen=".0020002", milliseconds=".0020000", seconds=".0000000")
def the_decimals_of_a_stamp(door: Door) -> str:
    """Of the second request of a clock that starts at a full second and moves 1.0001 ms with each."""
    stamp = made(door.client(), "Customers", Name="Fjord AS")["LastChangedDateTimeOffset"]
    assert stamp.startswith("2026-01-05T08:00:00.")
    return str(stamp[19:27])


@flip("read-after-write", chosen=[200, 200], ten_milliseconds=[404, 200])
def a_record_that_was_just_made(door: Door) -> list[int]:
    """At once, and ten milliseconds later."""
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    at_once = client.get("/Customers/1001").status_code
    door.tenant.clock.advance(0.01)
    return [at_once, client.get("/Customers/1001").status_code]
