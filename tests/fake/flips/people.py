"""Assumptions about contact persons, each from both sides."""

from __future__ import annotations

from tests.fake.doors import Door, made
from tests.fake.flips.cases import flip


@flip("two-defaults", chosen=[False, True], both=[True, True])
def a_second_default_person(door: Door) -> list[bool]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    for name in ("Kari", "Ola"):
        made(client, "ContactPersons/1001", FirstName=name, LastName="Lie", IsDefault=True)
    return [person["IsDefault"] for person in client.get("/ContactPersons").json()]
