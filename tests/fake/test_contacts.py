"""One contact with up to three roles (P-1), and what becomes of it (API.md §5.3)."""

from __future__ import annotations

import httpx
import pytest

from talkqa.fake.errors import RefusalError
from tests.fake.doors import Door, made, replaced


def test_a_second_role_has_the_same_id_and_shows_the_same_base(here: Door, client: httpx.Client) -> None:
    supplier = made(client, "Suppliers", Name="Fisk AS", EmailAddress="post@fisk.no", ContactGroupIds=[1])
    here.tenant.add_role("Customer", supplier["Id"], ExternalImportReference="C-1")
    customer = client.get(f"/Customers/{supplier['Id']}").json()
    shared = ("Id", "Name", "EmailAddress", "ContactGroupIds", "ContactCreatedDateTimeOffset")
    assert [customer[name] for name in shared] == [supplier[name] for name in shared]
    assert customer["ExternalImportReference"] == "C-1"
    assert client.get(f"/Suppliers/{supplier['Id']}").json()["ExternalImportReference"] is None
    assert customer["CustomerCreatedDateTimeOffset"] > customer["ContactCreatedDateTimeOffset"]


def test_an_edit_through_one_role_shows_in_the_others_and_moves_their_stamp(
    here: Door, client: httpx.Client
) -> None:
    id = made(client, "Suppliers", Name="Fisk AS")["Id"]
    before = here.tenant.add_role("Customer", id)
    replaced(client, f"/Suppliers/{id}", PhoneNumber="99")
    after = client.get(f"/Customers/{id}").json()
    assert after["PhoneNumber"] == "99"
    assert after["LastChangedDateTimeOffset"] > before["LastChangedDateTimeOffset"]
    writes = here.tenant.journal[-2].writes
    assert [(write.type, write.key) for write in writes] == [("Supplier", str(id)), ("Customer", str(id))]


def test_an_edit_of_a_roles_own_property_leaves_the_other_role_alone(
    here: Door, client: httpx.Client
) -> None:
    id = made(client, "Suppliers", Name="Fisk AS")["Id"]
    customer = here.tenant.add_role("Customer", id)
    replaced(client, f"/Suppliers/{id}", Payout=False)
    assert client.get(f"/Customers/{id}").json() == customer
    assert [write.type for write in here.tenant.journal[-2].writes] == ["Supplier"]


def test_adding_a_role_is_journalled_as_a_users_write(here: Door, client: httpx.Client) -> None:
    id = made(client, "Suppliers", Name="Fisk AS")["Id"]
    here.tenant.add_role("Customer", id)
    entry = here.tenant.journal[-1]
    assert (entry.credential, entry.operation) == ("user", "SCREEN add Customer")
    assert [(w.type, w.key, w.before) for w in entry.writes] == [("Customer", str(id), None)]


def test_a_role_cannot_be_added_twice_nor_to_nobody(here: Door, client: httpx.Client) -> None:
    id = made(client, "Suppliers", Name="Fisk AS")["Id"]
    with pytest.raises(RefusalError, match="already is a supplier"):
        here.tenant.add_role("Supplier", id)
    with pytest.raises(RefusalError, match="Contact with id = 4 not found"):
        here.tenant.add_role("Supplier", 4)


def test_an_employee_who_becomes_a_customer_is_a_person(here: Door, client: httpx.Client) -> None:
    id = made(client, "Employees", FirstName="Kari", LastName="Ås")["Id"]
    here.tenant.add_role("Customer", id)
    customer = client.get(f"/Customers/{id}").json()
    assert (customer["IsPerson"], customer["FirstName"], customer["Name"]) == (True, "Kari", None)


def test_a_role_is_not_deleted_while_another_is_active(here: Door, client: httpx.Client) -> None:
    id = made(client, "Suppliers", Name="Fisk AS")["Id"]
    here.tenant.add_role("Customer", id)
    refused = client.delete(f"/Customers/{id}")
    assert refused.status_code == 409
    assert refused.json()["title"] == "Customer conflict"
    assert refused.json()["detail"] == f"Customer with id = {id} is in use and cannot be deleted."
    here.tenant.set_active("Supplier", id, False)
    assert client.delete(f"/Customers/{id}").status_code == 200
    assert client.get(f"/Suppliers/{id}").json()["IsActive"] is False


def test_the_last_role_takes_the_contact_and_its_persons_along(here: Door, client: httpx.Client) -> None:
    id = made(client, "Customers", Name="Fisk AS", ExternalImportReference="X")["Id"]
    person = made(client, f"ContactPersons/{id}", FirstName="A", LastName="B")["Id"]
    client.delete(f"/Customers/{id}")
    removed = [(write.type, write.key, write.after) for write in here.tenant.journal[-1].writes]
    assert removed == [("Customer", str(id), None), ("Contactperson", f"{id}/{person}", None)]
    assert client.get("/ContactPersons").status_code == 204
    assert client.get(f"/ContactPersons/{id}/{person}").status_code == 404
    assert made(client, "Customers", Name="Next", ExternalImportReference="X")["Id"] != id


def test_a_record_marked_as_used_is_not_deleted(here: Door, client: httpx.Client) -> None:
    id = made(client, "Customers", Name="Fisk AS")["Id"]
    person = made(client, f"ContactPersons/{id}", FirstName="A", LastName="B")["Id"]
    here.tenant.mark_in_use("Customer", id)
    here.tenant.mark_in_use("Contactperson", f"{id}/{person}")
    assert client.delete(f"/Customers/{id}").status_code == 409
    refused = client.delete(f"/ContactPersons/{id}/{person}")
    assert refused.status_code == 409
    assert refused.json()["title"] == "Contact person conflict"


def test_an_employee_who_is_somebodys_sales_person_is_not_deleted(client: httpx.Client) -> None:
    employee = made(client, "Employees", FirstName="Kari", LastName="Ås")
    customer = made(client, "Customers", Name="A", SalesPersonEmployeeNumber=employee["Number"])
    assert customer["SalesPersonEmployeeId"] == employee["Id"]
    assert client.delete(f"/Employees/{employee['Id']}").status_code == 409
    replaced(client, f"/Customers/{customer['Id']}", SalesPersonEmployeeId=None)
    assert client.delete(f"/Employees/{employee['Id']}").status_code == 200


def test_a_customer_shows_the_new_number_of_its_sales_person(here: Door, client: httpx.Client) -> None:
    employee = made(client, "Employees", FirstName="Kari", LastName="Ås")
    id = made(client, "Customers", Name="A", SalesPersonEmployeeId=employee["Id"])["Id"]
    replaced(client, f"/Employees/{employee['Id']}", Number=4711)
    assert client.get(f"/Customers/{id}").json()["SalesPersonEmployeeNumber"] == 4711


def test_archived_cannot_be_set_while_a_ledger_has_a_balance(here: Door, client: httpx.Client) -> None:
    id = made(client, "Customers", Name="A")["Id"]
    here.tenant.mark_with_balance(id)
    assert replaced(client, f"/Customers/{id}", IsArchived=True).status_code == 400
    assert replaced(client, f"/Customers/{id}", PhoneNumber="1").status_code == 200


def test_the_harness_sets_the_ids_that_come_next(here: Door, client: httpx.Client) -> None:
    here.tenant.store.next_id("Customer", 100)
    here.tenant.store.next_id("Contactperson", 300)
    first = made(client, "Suppliers", Name="A")["Id"]
    here.tenant.store.next_id("Employee", 300)
    employee = made(client, "Employees", FirstName="A", LastName="B")["Id"]
    person = made(client, f"ContactPersons/{first}", FirstName="A", LastName="B")["Id"]
    assert (first, employee, person) == (100, 300, 300)
    assert list(here.tenant.state()["Contactperson"]) == ["100/300"]


def test_an_id_that_is_taken_is_skipped(here: Door, client: httpx.Client) -> None:
    here.tenant.store.next_id("Customer", 100)
    made(client, "Customers", Name="A")
    here.tenant.store.next_id("Customer", 100)
    assert made(client, "Customers", Name="B")["Id"] == 101


def test_a_refused_post_uses_up_no_id(client: httpx.Client) -> None:
    first = made(client, "Customers", Name="A")["Id"]
    assert client.post("/Customers", json={}).status_code == 400
    assert made(client, "Customers", Name="B")["Id"] == first + 1


def test_a_snapshot_of_the_state_does_not_change_with_later_writes(here: Door, client: httpx.Client) -> None:
    id = made(client, "Customers", Name="A", MailAddress={"City": "Oslo", "ZipCode": "0161"})["Id"]
    before = here.tenant.state()
    replaced(client, f"/Customers/{id}", Name="B", MailAddress__City="Bergen")
    assert before["Customer"][str(id)]["Name"] == "A"
    assert before["Customer"][str(id)]["MailAddress"]["City"] == "Oslo"
    assert here.tenant.state()["Customer"][str(id)]["Name"] == "B"
