"""Assumptions about POST and PATCH, each from both sides."""

from __future__ import annotations

from typing import Any

import httpx

from tests.fake.doors import Door, made, replaced
from tests.fake.flips.cases import flip

OSLO = {"City": "Oslo", "ZipCode": "0150"}


def posted(door: Door, plural: str = "Customers", **fields: Any) -> httpx.Response:
    return door.client().post(f"/{plural}", json={"Name": "Fjord AS", **fields})


@flip("unknown-properties-in-post", chosen=[201, 201], refused=[400, 400])
def an_unknown_and_a_read_only_property(door: Door) -> list[int]:
    return [posted(door, **fields).status_code for fields in ({"Colour": "blue"}, {"Id": 7})]


@flip("name-case", chosen="22 33 44 55", exact=None)
def a_property_in_camel_case(door: Door) -> Any:
    return posted(door, phoneNumber="22 33 44 55").json()["PhoneNumber"]


@flip("value-kinds", chosen=201, strict=400)
def a_number_as_text(door: Door) -> int:
    return posted(door, Number="10500").status_code


@flip("names-required-in-patch", chosen=[400, 400], accepted=[200, 200])
def names_that_are_emptied(door: Door) -> list[int]:
    """A customer's, and a contact person's."""
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    made(client, "ContactPersons/1001", FirstName="Kari", LastName="Lie")
    first = replaced(client, "/Customers/1001", Name=None)
    return [first.status_code, replaced(client, "/ContactPersons/1001/2001", LastName=None).status_code]


@flip("remove-and-null", chosen="NO", null=None)
def a_country_that_is_removed(door: Door) -> Any:
    client = door.client()
    made(client, "Customers", Name="Fjord AS", MailAddress={**OSLO, "CountryCode": "SE"})
    answer = client.patch("/Customers/1001", json=[{"op": "remove", "path": "/MailAddress/CountryCode"}])
    return answer.json()["MailAddress"]["CountryCode"]


@flip("empty-text", chosen="", null=None)
def an_empty_telephone_number(door: Door) -> Any:
    return posted(door, PhoneNumber="").json()["PhoneNumber"]


@flip("lengths", chosen=[201, 201], at_most_255=[201, 400])
def names_of_255_and_256_letters(door: Door) -> list[int]:
    return [posted(door, Name="a" * length).status_code for length in (255, 256)]


@flip("patch-atomic", chosen=[400, None], passed_over=[200, "22 33 44 55"])
def a_good_operation_before_a_bad_one(door: Door) -> list[Any]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    answer = replaced(client, "/Customers/1001", PhoneNumber="22 33 44 55", Colour="blue")
    return [answer.status_code, client.get("/Customers/1001").json()["PhoneNumber"]]


@flip("patch-address-of-none", chosen=[200, "Oslo"], refused=[400, None])
def a_city_without_an_address(door: Door) -> list[Any]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    answer = replaced(client, "/Customers/1001", MailAddress__City="Oslo")
    return [answer.status_code, (client.get("/Customers/1001").json()["MailAddress"] or {}).get("City")]


@flip("patch-remove-last", chosen=[200, []], refused=[400, [1]])
def the_last_group_removed_by_a_dash(door: Door) -> list[Any]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS", ContactGroupIds=[1])
    answer = client.patch("/Customers/1001", json=[{"op": "remove", "path": "/ContactGroupIds/-"}])
    return [answer.status_code, client.get("/Customers/1001").json()["ContactGroupIds"]]


@flip("newer-supplier-fields", chosen=[200, 200], refused=[400, 200])
def a_suppliers_newer_and_older_property(door: Door) -> list[int]:
    client = door.client()
    made(client, "Suppliers", Name="Fjord AS")
    fields = ({"ScanId": "7"}, {"Payout": False})
    return [replaced(client, "/Suppliers/1001", **one).status_code for one in fields]


@flip("country-case", chosen="SE", strict=None)
def a_country_in_small_letters(door: Door) -> Any:
    answer = posted(door, MailAddress={**OSLO, "CountryCode": "se"})
    return answer.json()["MailAddress"]["CountryCode"] if answer.status_code == 201 else None


@flip("enum-case", chosen=201, strict=400)
def an_enum_in_small_letters(door: Door) -> int:
    return posted(door, InvoiceDeliveryType="print").status_code


@flip("other-content-types", chosen=[415, 415], accepted=[201, 200])
def bodies_called_plain_text(door: Door) -> list[int]:
    """Of a POST and of a PATCH."""
    client, headers = door.client(), {"Content-Type": "text/plain"}
    first = client.post("/Customers", content='{"Name": "Fjord AS"}', headers=headers)
    made(client, "Customers", Name="Fjell AS")
    second = client.patch("/Customers/1001", content="[]", headers=headers)
    return [first.status_code, second.status_code]


@flip("largest-body", chosen=201, four_megabytes=413)
def a_body_of_five_megabytes(door: Door) -> int:
    body, headers = b'{"Name": "Fjord AS"}' + b" " * 5_000_000, {"Content-Type": "application/json"}
    return door.client().post("/Customers", content=body, headers=headers).status_code
