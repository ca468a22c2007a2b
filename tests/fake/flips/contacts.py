"""Assumptions about contacts and their roles, each from both sides."""

from __future__ import annotations

from typing import Any

from tests.fake.doors import Door, made, replaced
from tests.fake.flips.cases import flip


@flip("shared-properties", chosen=["Fjell AS", "1"], role_only=["Fjord AS", "1"])
def a_name_and_a_group_edited_through_one_role(door: Door) -> list[Any]:
    """The other role shows the new group either way."""
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    door.tenant.add_role("Supplier", 1001, Name="Fjord AS")
    replaced(client, "/Customers/1001", Name="Fjell AS", ContactGroupIds=[1])
    supplier = client.get("/Suppliers/1001").json()
    return [supplier["Name"], ",".join(map(str, supplier["ContactGroupIds"]))]


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


@flip("of-the-other-kind", chosen=[201, 201, 201], refused=[400, 400, 201])
def what_only_the_other_kind_has(door: Door) -> list[int]:
    client = door.client()
    person = {"IsPerson": True, "FirstName": "Kari", "LastName": "Lie"}
    sent = (
        {"Name": "Fjord AS", "DateOfBirth": "1980-02-29"},
        {**person, "OrganizationNumber": "923609016"},
        {**person, "DateOfBirth": "1980-02-29"},
    )
    return [client.post("/Customers", json=values).status_code for values in sent]


@flip("second-role", chosen=[1001, 1002], by_organisation_number=[1001, 1001])
def a_supplier_with_the_organisation_number_of_a_customer(door: Door) -> list[int]:
    client = door.client()
    company = {"Name": "Fjord AS", "OrganizationNumber": "923609016"}
    return [made(client, plural, **company)["Id"] for plural in ("Customers", "Suppliers")]


@flip("employee-is-person", chosen=True, no=False)
def an_employee_who_becomes_a_customer(door: Door) -> Any:
    made(door.client(), "Employees", FirstName="Kari", LastName="Lie")
    return door.tenant.add_role("Customer", 1001, Name="Kari Lie")["IsPerson"]


@flip("name-of-person", chosen=None, joined="Kari Lie")
def the_name_of_a_person(door: Door) -> Any:
    return made(door.client(), "Customers", IsPerson=True, FirstName="Kari", LastName="Lie")["Name"]


@flip("organisation-number-repeated", chosen=[201, 201], refused=[201, 400])
def two_companies_with_one_number(door: Door) -> list[int]:
    client = door.client()
    bodies = [{"Name": name, "OrganizationNumber": "923609016"} for name in ("Fjord AS", "Fjell AS")]
    return [client.post("/Customers", json=body).status_code for body in bodies]


@flip("number-series", chosen=[201, 201], narrow=[201, 400])
def customers_numbered_10500_and_50000(door: Door) -> list[int]:
    client = door.client()
    bodies = [{"Name": "Fjord AS", "Number": number} for number in (10_500, 50_000)]
    return [client.post("/Customers", json=body).status_code for body in bodies]


@flip("number-texts", chosen=[False, False], per_property=[True, True])
def a_number_that_is_taken_and_one_outside_its_series(door: Door) -> list[bool]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS", Number=10_000)
    answers = [client.post("/Customers", json={"Name": "Fjell AS", "Number": one}) for one in (10_000, 5)]
    assert [one.status_code for one in answers] == [400, 400]
    return ["Number" in one.json().get("errors", {}) for one in answers]


@flip("delete-with-other-role", chosen=409, employees_do_not_count=200)
def a_customer_who_is_an_employee_too(door: Door) -> int:
    client = door.client()
    made(client, "Employees", FirstName="Kari", LastName="Lie")
    door.tenant.add_role("Customer", 1001, Name="Kari Lie")
    return client.delete("/Customers/1001").status_code


@flip("parts-of-deleted-contact", chosen=[200, 204], refused=[409, 200])
def a_customer_with_a_contact_person(door: Door) -> list[int]:
    client = door.client()
    made(client, "Customers", Name="Fjord AS")
    made(client, "ContactPersons/1001", FirstName="Kari", LastName="Lie")
    return [client.delete("/Customers/1001").status_code, client.get("/ContactPersons").status_code]


@flip("links", chosen=[409, 409, 409], transactions_only=[200, 200, 200])
def what_others_point_to(door: Door) -> list[int]:
    """An employee's bank account, a sales person, and a contact group with a member."""
    client = door.client()
    made(client, "Employees", FirstName="Kari", LastName="Lie")
    made(client, "ContactBankAccounts/1001", BankAccountNumber="15034012345")
    replaced(client, "/Employees/1001/BankAccounts", SalaryBankAccountId=4001)
    made(client, "Customers", Name="Fjord AS", SalesPersonEmployeeId=1001, ContactGroupIds=[1])
    paths = ("/ContactBankAccounts/1001/4001", "/Employees/1001", "/ContactGroups/1")
    return [client.delete(path).status_code for path in paths]


@flip("unknown-ids-in-body", chosen=404, bad_request=400)
def a_department_that_does_not_exist(door: Door) -> int:
    body = {"Name": "Fjord AS", "DepartmentId": 77}
    return door.client().post("/Customers", json=body).status_code


@flip("email-check", chosen=[201, 400], everybody=[400, 400])
def a_customers_and_a_suppliers_mistyped_address(door: Door) -> list[int]:
    client, body = door.client(), {"Name": "Fjord AS", "EmailAddress": "post(at)fjord.no"}
    return [client.post(path, json=body).status_code for path in ("/Customers", "/Suppliers")]


@flip("currencies", chosen=[201, 201], nok_only=[201, 400])
def customers_in_nok_and_eur(door: Door) -> list[int]:
    client = door.client()
    bodies = [{"Name": "Fjord AS", "CurrencyCode": code} for code in ("NOK", "EUR")]
    return [client.post("/Customers", json=body).status_code for body in bodies]


@flip("invoice-delivery-default", chosen="PdfByEmail", ehf_first="EHF")
def a_company_with_an_e_mail_address(door: Door) -> Any:
    company = {"Name": "Fjord AS", "OrganizationNumber": "923609016", "EmailAddress": "post@fjord.no"}
    return made(door.client(), "Customers", **company)["InvoiceDeliveryType"]


@flip("elma", chosen=201, none=400)
def a_company_that_wants_ehf(door: Door) -> int:
    company = {"Name": "Fjord AS", "OrganizationNumber": "923609016", "InvoiceDeliveryType": "EHF"}
    return door.client().post("/Customers", json=company).status_code


@flip("keep-updated", chosen=None, fills_in="FJORD AS")
def the_legal_name_of_a_company_that_gives_none(door: Door) -> Any:
    company = {"Name": "Fjord AS", "OrganizationNumber": "923609016"}
    return made(door.client(), "Customers", **company)["LegalName"]
