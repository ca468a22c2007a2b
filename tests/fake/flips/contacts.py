"""Assumptions about contacts and their roles, each from both sides."""

from __future__ import annotations

from typing import Any

from tests.fake.doors import Door, made, replaced
from tests.fake.flips.cases import flip


@flip("role-stamp", chosen=True, own=False)
def the_other_roles_stamp_moves(door: Door) -> bool:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    door.tenant.add_role("Supplier", 1001)
    before = client.get("/Suppliers/1001").json()["LastChangedDateTimeOffset"]
    replaced(client, "/Customers/1001", Name="Fjell AS")
    supplier = client.get("/Suppliers/1001").json()
    assert supplier["Name"] == "Fjell AS"
    return bool(supplier["LastChangedDateTimeOffset"] > before)


@flip("employee-is-person", chosen=True, no=False)
def an_employee_who_becomes_a_customer(door: Door) -> Any:
    made(door.client(), "Employees", FirstName="Kari", LastName="Lie")
    return door.tenant.add_role("Customer", 1001, Name="Kari Lie")["IsPerson"]


@flip("organisation-number-repeated", chosen=[201, 201], refused=[201, 400])
def two_companies_with_one_number(door: Door) -> list[int]:
    client = door.client()
    bodies = [{"Name": name, "OrganizationNumber": "923609016"} for name in ("Fjord AS", "Fjell AS")]
    return [client.post("/Customers", json=body).status_code for body in bodies]
