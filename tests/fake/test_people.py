"""Contact persons (P-2, API.md §5.7)."""

from __future__ import annotations

import httpx
import pytest

from tests.fake.doors import Door, made, replaced


@pytest.fixture
def company(client: httpx.Client) -> int:
    return int(made(client, "Customers", Name="Fisk AS")["Id"])


def test_a_person_shows_its_owner_and_has_an_id_of_its_own(client: httpx.Client, company: int) -> None:
    person = made(client, f"ContactPersons/{company}", FirstName="A", LastName="B", Title="CEO")
    assert person["ContactId"] == company
    assert person["Id"] != company
    assert client.get("/ContactPersons").json() == [person]
    assert client.get(f"/ContactPersons/{company}/{person['Id']}").json() == person


@pytest.mark.parametrize("absent", ["FirstName", "LastName"])
def test_first_and_last_name_are_required(client: httpx.Client, company: int, absent: str) -> None:
    fields = {"FirstName": "A", "LastName": "B"}
    del fields[absent]
    answer = client.post(f"/ContactPersons/{company}", json=fields)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [absent]


def test_a_supplier_can_have_persons_too(client: httpx.Client) -> None:
    supplier = made(client, "Suppliers", Name="Garn AS")["Id"]
    assert made(client, f"ContactPersons/{supplier}", FirstName="A", LastName="B")["ContactId"] == supplier


def test_an_employee_cannot_have_persons(client: httpx.Client) -> None:
    employee = made(client, "Employees", FirstName="A", LastName="B")["Id"]
    answer = client.post(f"/ContactPersons/{employee}", json={"FirstName": "A", "LastName": "B"})
    assert answer.status_code == 400


def test_a_person_cannot_have_persons_until_a_user_makes_it_a_company(client: httpx.Client) -> None:
    id = made(client, "Customers", IsPerson=True, FirstName="Kari", LastName="Ås")["Id"]
    fields = {"FirstName": "A", "LastName": "B"}
    assert client.post(f"/ContactPersons/{id}", json=fields).status_code == 400
    assert replaced(client, f"/Customers/{id}", IsPerson=False, Name="Kari Ås AS").status_code == 200
    assert client.post(f"/ContactPersons/{id}", json=fields).status_code == 201


def test_there_are_no_persons_under_an_unknown_contact(client: httpx.Client) -> None:
    answer = client.post("/ContactPersons/77", json={"FirstName": "A", "LastName": "B"})
    assert (answer.status_code, answer.json()["title"]) == (404, "Object(s) not found")


def test_a_person_is_found_under_its_own_contact_only(client: httpx.Client, company: int) -> None:
    id = made(client, f"ContactPersons/{company}", FirstName="A", LastName="B")["Id"]
    other = made(client, "Customers", Name="Other")["Id"]
    sentence = f"Contact person with id = {id} not found on Contact with id = {other}."
    path = f"/ContactPersons/{other}/{id}"
    for answer in (client.get(path), replaced(client, path, Title="x"), client.delete(path)):
        assert (answer.status_code, answer.json()["detail"]) == (404, sentence)


def test_the_owner_cannot_be_changed(client: httpx.Client, company: int) -> None:
    id = made(client, f"ContactPersons/{company}", FirstName="A", LastName="B")["Id"]
    answer = replaced(client, f"/ContactPersons/{company}/{id}", ContactId=1)
    assert answer.status_code == 400
    assert "'ContactId' was not found" in answer.json()["detail"]


def test_an_external_code_belongs_to_one_person(client: httpx.Client, company: int) -> None:
    first = made(client, f"ContactPersons/{company}", FirstName="A", LastName="B", ExternalCode="e1")
    fields = {"FirstName": "C", "LastName": "D", "ExternalCode": "e1"}
    refused = client.post(f"/ContactPersons/{company}", json=fields)
    assert refused.status_code == 400
    expected = f"ExternalCode is already in use. 'e1' is used on (contact person) Id = {first['Id']}."
    assert refused.json()["detail"] == expected
    client.delete(f"/ContactPersons/{company}/{first['Id']}")
    assert client.post(f"/ContactPersons/{company}", json=fields).status_code == 201


def test_the_list_is_filtered_by_owner_and_by_external_code(client: httpx.Client, company: int) -> None:
    other = made(client, "Suppliers", Name="Other")["Id"]
    mine = made(client, f"ContactPersons/{company}", FirstName="A", LastName="B", ExternalCode="e1")
    theirs = made(client, f"ContactPersons/{other}", FirstName="C", LastName="D", ExternalCode="e2")
    assert client.get("/ContactPersons", params={"contactIds": str(company)}).json() == [mine]
    assert client.get("/ContactPersons", params={"contactIds": f"{company}, {other}"}).json() == [
        mine,
        theirs,
    ]
    assert client.get("/ContactPersons", params={"externalCodes": "e2,e3"}).json() == [theirs]


def test_a_new_default_person_replaces_the_former_one(client: httpx.Client, company: int) -> None:
    first = made(client, f"ContactPersons/{company}", FirstName="A", LastName="B", IsDefault=True)["Id"]
    second = made(client, f"ContactPersons/{company}", FirstName="C", LastName="D")["Id"]
    assert replaced(client, f"/ContactPersons/{company}/{second}", IsDefault=True).status_code == 200
    assert client.get(f"/ContactPersons/{company}/{first}").json()["IsDefault"] is False


def test_an_address_with_a_typing_error_in_the_e_mail_is_refused(client: httpx.Client, company: int) -> None:
    fields = {"FirstName": "A", "LastName": "B", "EmailAddress": "kari at fisk.no"}
    assert client.post(f"/ContactPersons/{company}", json=fields).status_code == 400
    assert client.post("/Suppliers", json={"Name": "A", "EmailAddress": "kari@fisk"}).status_code == 400
    assert client.post("/Customers", json={"Name": "A", "EmailAddress": "kari@fisk"}).status_code == 201


def test_persons_default_to_active_and_not_default(here: Door, client: httpx.Client, company: int) -> None:
    person = made(client, f"ContactPersons/{company}", FirstName="A", LastName="B")
    assert (person["IsActive"], person["IsDefault"], person["MailAddress"]) == (True, False, None)
