"""Assumptions about contact persons, each from both sides."""

from __future__ import annotations

from tests.fake.doors import Door, made, replaced
from tests.fake.flips.cases import flip

KARI = {"FirstName": "Kari", "LastName": "Lie"}


@flip("person-under-person", chosen=400, accepted=201)
def a_contact_person_of_a_person(door: Door) -> int:
    client = door.client()
    made(client, "Customers", IsPerson=True, **KARI)
    return client.post("/ContactPersons/1001", json=KARI).status_code


@flip("person-under-employee", chosen=400, not_found=404)
def a_contact_person_of_an_employee(door: Door) -> int:
    client = door.client()
    made(client, "Employees", **KARI)
    return client.post("/ContactPersons/1001", json=KARI).status_code


@flip("company-becomes-person", chosen=[200, 200], refused=[400, 200])
def a_company_with_a_contact_person(door: Door) -> list[int]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS", **KARI)
    made(client, "ContactPersons/1001", **KARI)
    answer = replaced(client, "/Customers/1001", IsPerson=True)
    return [answer.status_code, client.get("/ContactPersons/1001/2001").status_code]


@flip("two-defaults", chosen=[False, True], both=[True, True])
def a_second_default_person(door: Door) -> list[bool]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    for name in ("Kari", "Ola"):
        made(client, "ContactPersons/1001", FirstName=name, LastName="Lie", IsDefault=True)
    return [person["IsDefault"] for person in client.get("/ContactPersons").json()]


@flip("default-person-deleted", chosen=[False], next_one=[True])
def the_person_beside_a_deleted_default(door: Door) -> list[bool]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    made(client, "ContactPersons/1001", IsDefault=True, **KARI)
    made(client, "ContactPersons/1001", **KARI)
    client.delete("/ContactPersons/1001/2001")
    return [person["IsDefault"] for person in client.get("/ContactPersons").json()]


@flip("person-address-stamp", chosen=False, moves=True)
def a_persons_city(door: Door) -> bool:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    before = made(client, "ContactPersons/1001", MailAddress={"City": "Oslo", "ZipCode": "0150"}, **KARI)
    after = replaced(client, "/ContactPersons/1001/2001", MailAddress__City="Bergen").json()
    return bool(after["LastChangedDateTimeOffset"] > before["LastChangedDateTimeOffset"])
