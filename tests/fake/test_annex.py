"""Delivery addresses and bank accounts (P-4, API.md §5.1, §5.8)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.fake.doors import Door, made, replaced

ADDRESS = {"AddressLine1": "Kaia 1", "City": "Bergen", "ZipCode": "5003"}
ACCOUNT = {"BankAccountNumber": "1234 56 78903"}
KINDS = {"ContactDeliveryAddresses": ADDRESS, "ContactBankAccounts": ACCOUNT}
SPOKEN = {
    "ContactDeliveryAddresses": "Contact delivery address",
    "ContactBankAccounts": "Contact bank account",
}


@pytest.fixture
def company(client: httpx.Client) -> int:
    return int(made(client, "Customers", Name="Fisk AS")["Id"])


@pytest.fixture(params=KINDS)
def plural(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def part(client: httpx.Client, plural: str, owner: int, **more: Any) -> Any:
    return made(client, f"{plural}/{owner}", **{**KINDS[plural], **more})


def test_a_delivery_address_shows_every_documented_property(client: httpx.Client, company: int) -> None:
    address = part(client, "ContactDeliveryAddresses", company, ExternalCode="a1")
    stamps = {address.pop("CreatedDateTimeOffset"), address.pop("LastChangedDateTimeOffset")}
    assert len(stamps) == 1
    assert address == {
        "Id": address["Id"],
        "ContactId": company,
        "AddressLine1": "Kaia 1",
        "AddressLine2": None,
        "City": "Bergen",
        "ZipCode": "5003",
        "CountryCode": "NO",
        "ExternalCode": "a1",
        "IsPrimary": True,
    }


def test_a_bank_account_shows_every_documented_property(client: httpx.Client, company: int) -> None:
    account = part(client, "ContactBankAccounts", company, BicSwift="DNBANOKK")
    stamps = {account.pop("CreateDateTimeOffset"), account.pop("LastChangedDateTimeOffset")}
    assert len(stamps) == 1
    assert account == {
        "Id": account["Id"],
        "ContactId": company,
        "BankAccountNumber": "1234 56 78903",
        "BankCode": None,
        "BicSwift": "DNBANOKK",
        "CountryCode": "NO",
        "IsActive": True,
    }


def test_it_is_read_patched_listed_and_deleted(client: httpx.Client, company: int, plural: str) -> None:
    path = f"/{plural}/{company}/{part(client, plural, company)['Id']}"
    changed = replaced(client, path, countrycode="se")
    assert (changed.status_code, changed.json()["CountryCode"]) == (200, "SE")
    assert client.get(path).json() == changed.json()
    assert client.get(f"/{plural}").json() == [changed.json()]
    assert client.delete(path).status_code == 200
    assert client.get(path).status_code == 404
    assert client.get(f"/{plural}").status_code == 204


@pytest.mark.parametrize("role", ["Customers", "Suppliers", "Employees"])
def test_a_contact_of_any_role_can_have_them(client: httpx.Client, plural: str, role: str) -> None:
    names = {"FirstName": "A", "LastName": "B"} if role == "Employees" else {"Name": "A"}
    owner = made(client, role, **names)["Id"]
    assert part(client, plural, owner)["ContactId"] == owner


def test_none_is_made_under_an_unknown_contact(client: httpx.Client, plural: str) -> None:
    answer = client.post(f"/{plural}/77", json=KINDS[plural])
    assert (answer.status_code, answer.json()["title"]) == (404, "Object(s) not found")
    assert answer.json()["detail"] == "Contact with id = 77 not found."


def test_it_is_found_under_its_own_contact_only(client: httpx.Client, company: int, plural: str) -> None:
    id = part(client, plural, company)["Id"]
    other = made(client, "Customers", Name="Other")["Id"]
    sentence = f"{SPOKEN[plural]} with id = {id} not found on Contact with id = {other}."
    path = f"/{plural}/{other}/{id}"
    for answer in (client.get(path), replaced(client, path, CountryCode="SE"), client.delete(path)):
        assert (answer.status_code, answer.json()["title"]) == (404, "Object(s) not found")
        assert answer.json()["detail"] == sentence


@pytest.mark.parametrize(
    ("plural", "name"),
    [
        ("ContactDeliveryAddresses", "City"),
        ("ContactDeliveryAddresses", "ZipCode"),
        ("ContactBankAccounts", "BankAccountNumber"),
    ],
)
def test_what_is_required_is_needed_and_cannot_be_emptied(
    client: httpx.Client, company: int, plural: str, name: str
) -> None:
    given = {key: value for key, value in KINDS[plural].items() if key != name}
    answer = client.post(f"/{plural}/{company}", json=given)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [name])
    path = f"/{plural}/{company}/{part(client, plural, company)['Id']}"
    refused = replaced(client, path, **{name: None})
    assert (refused.status_code, refused.json()["title"]) == (400, f"{SPOKEN[plural]} validation error(s)")


@pytest.mark.parametrize(
    ("name", "limit"),
    [("AddressLine1", 200), ("AddressLine2", 200), ("City", 100), ("ZipCode", 50), ("ExternalCode", 50)],
)
def test_lengths_are_limited(client: httpx.Client, company: int, name: str, limit: int) -> None:
    path = f"/ContactDeliveryAddresses/{company}"
    assert client.post(path, json={**ADDRESS, name: "x" * (limit + 1)}).status_code == 400
    made(client, path.strip("/"), **{**ADDRESS, name: "x" * limit})


def test_an_unknown_location_is_refused_in_the_documented_words(client: httpx.Client, company: int) -> None:
    id = part(client, "ContactDeliveryAddresses", company)["Id"]
    answer = replaced(client, f"/ContactDeliveryAddresses/{company}/{id}", addressLine3="x")
    assert (answer.status_code, answer.json()["title"]) == (
        400,
        "Contact delivery address validation error(s)",
    )
    assert answer.json()["detail"] == (
        "ContactDeliveryAddressPatchDto: The target location specified by path segment 'addressLine3'"
        " was not found."
    )


def test_the_operations_of_the_published_example_are_carried_out(client: httpx.Client, company: int) -> None:
    id = part(client, "ContactDeliveryAddresses", company, AddressLine2="Voss", CountryCode="SE")["Id"]
    steps = [
        {"op": "add", "path": "/addressLine1", "value": "123 Main St"},
        {"op": "copy", "from": "/addressLine2", "path": "/city"},
        {"op": "move", "from": "/addressLine2", "path": "/city"},
        {"op": "replace", "path": "/zipCode", "value": "12345"},
        {"op": "remove", "path": "/countryCode"},
        {"op": "test", "path": "/addressLine1", "value": "123 Main St"},
    ]
    answer = client.patch(f"/ContactDeliveryAddresses/{company}/{id}", json=steps).json()
    expected = {"AddressLine1": "123 Main St", "AddressLine2": None, "City": "Voss", "ZipCode": "12345"}
    assert {name: answer[name] for name in expected} == expected
    assert answer["CountryCode"] == "NO"


def test_the_first_address_of_a_contact_is_primary_by_itself(client: httpx.Client, company: int) -> None:
    other = made(client, "Suppliers", Name="Other")["Id"]
    marks = [
        part(client, "ContactDeliveryAddresses", owner, IsPrimary=False)["IsPrimary"]
        for owner in (company, company, other)
    ]
    assert marks == [True, False, True]


def test_a_new_primary_address_replaces_the_former_one(client: httpx.Client, company: int) -> None:
    first = part(client, "ContactDeliveryAddresses", company)
    second = part(client, "ContactDeliveryAddresses", company, IsPrimary=True)
    path = f"/ContactDeliveryAddresses/{company}"
    former = client.get(f"{path}/{first['Id']}").json()
    assert (former["IsPrimary"], second["IsPrimary"]) == (False, True)
    assert former["LastChangedDateTimeOffset"] > first["LastChangedDateTimeOffset"]
    replaced(client, f"{path}/{first['Id']}", IsPrimary=True)
    assert client.get(f"{path}/{second['Id']}").json()["IsPrimary"] is False


def test_an_external_code_belongs_to_one_address(client: httpx.Client, company: int) -> None:
    first = part(client, "ContactDeliveryAddresses", company, ExternalCode="a1")
    path = f"/ContactDeliveryAddresses/{company}"
    second = part(client, "ContactDeliveryAddresses", company)
    used = f"ExternalCode is already in use. 'a1' is used on (contact delivery address) Id = {first['Id']}."
    for refused in (
        client.post(path, json={**ADDRESS, "ExternalCode": "a1"}),
        replaced(client, f"{path}/{second['Id']}", ExternalCode="a1"),
    ):
        assert (refused.status_code, refused.json()["detail"]) == (400, used)
    assert replaced(client, f"{path}/{first['Id']}", ExternalCode="a1", City="Voss").status_code == 200
    client.delete(f"{path}/{first['Id']}")
    assert replaced(client, f"{path}/{second['Id']}", ExternalCode="a1").status_code == 200


def test_no_write_moves_the_stamp_of_the_contact(client: httpx.Client, company: int, plural: str) -> None:
    before = client.get(f"/Customers/{company}").json()
    path = f"/{plural}/{company}/{part(client, plural, company)['Id']}"
    replaced(client, path, CountryCode="SE")
    client.delete(path)
    assert client.get(f"/Customers/{company}").json() == before


def test_a_patch_moves_its_own_stamp_only(client: httpx.Client, company: int, plural: str) -> None:
    first, other = part(client, plural, company), part(client, plural, company)
    after = replaced(client, f"/{plural}/{company}/{first['Id']}", CountryCode="SE").json()
    created = "CreatedDateTimeOffset" if plural == "ContactDeliveryAddresses" else "CreateDateTimeOffset"
    assert after[created] == first[created]
    assert after["LastChangedDateTimeOffset"] > first["LastChangedDateTimeOffset"]
    assert client.get(f"/{plural}/{company}/{other['Id']}").json() == other


def test_the_list_is_filtered_by_owner_and_time(client: httpx.Client, company: int, plural: str) -> None:
    other = made(client, "Suppliers", Name="Other")["Id"]
    mine, theirs = part(client, plural, company), part(client, plural, other)

    def ids(**query: str) -> list[int]:
        answer = client.get(f"/{plural}", params=query)
        return [] if answer.status_code == 204 else [row["Id"] for row in answer.json()]

    assert ids(contactIds=str(company)) == [mine["Id"]]
    assert ids(contactIds=f"{company}, {other}") == [mine["Id"], theirs["Id"]]
    stamp = mine["LastChangedDateTimeOffset"]
    assert ids(lastChangedDateTimeOffsetGreaterThan=stamp) == [theirs["Id"]]
    assert ids(createdDateTimeOffsetGreaterThan=stamp) == [theirs["Id"]]
    replaced(client, f"/{plural}/{company}/{mine['Id']}", CountryCode="SE")
    assert ids(createdDateTimeOffsetGreaterThan=stamp) == [theirs["Id"]]
    assert ids(lastChangedDateTimeOffsetGreaterThan=stamp) == [mine["Id"], theirs["Id"]]


def test_external_codes_are_found_in_any_letter_case(client: httpx.Client, company: int) -> None:
    wanted = part(client, "ContactDeliveryAddresses", company, ExternalCode="Abc")
    part(client, "ContactDeliveryAddresses", company, ExternalCode="Abcd")
    answer = client.get("/ContactDeliveryAddresses", params={"externalCodes": "x, aBC"})
    assert [row["Id"] for row in answer.json()] == [wanted["Id"]]


def test_account_numbers_are_found_however_they_are_grouped(client: httpx.Client, company: int) -> None:
    wanted = part(client, "ContactBankAccounts", company)
    part(client, "ContactBankAccounts", company, BankAccountNumber="98765432101")
    for text in ("12345678903", "1234.56.78903", "1234 56 78903,5"):
        answer = client.get("/ContactBankAccounts", params={"bankAccountNumbers": text})
        assert [row["Id"] for row in answer.json()] == [wanted["Id"]]


def test_lists_take_pages_fields_and_order(client: httpx.Client, company: int, plural: str) -> None:
    ids = [part(client, plural, company)["Id"] for _ in range(3)]
    query = {"PageSize": "2", "Fields": "id", "OrderBy": "Id desc"}
    answer = client.get(f"/{plural}", params=query)
    assert answer.json() == [{"Id": ids[2]}, {"Id": ids[1]}]
    assert answer.json() == client.get(f"/{plural}", params={**query, "PageNumber": "1"}).json()
    assert client.get(f"/{plural}", params={**query, "PageNumber": "2"}).json() == [{"Id": ids[0]}]
    assert client.get(f"/{plural}", params={"Fields": "Nothing"}).status_code == 400


def test_they_go_with_the_last_role_of_their_contact(here: Door, client: httpx.Client, plural: str) -> None:
    owner = made(client, "Customers", Name="A")["Id"]
    id = part(client, plural, owner, ExternalCode="a1")["Id"]
    client.delete(f"/Customers/{owner}")
    assert client.get(f"/{plural}/{owner}/{id}").status_code == 404
    assert client.get(f"/{plural}").status_code == 204
    gone = {write.key: write.after for write in here.tenant.journal[-3].writes}
    assert gone == {str(owner): None, f"{owner}/{id}": None}
    other = made(client, "Customers", Name="B")["Id"]
    assert part(client, plural, other, ExternalCode="a1")["ContactId"] == other


def test_one_in_use_is_not_deleted(here: Door, client: httpx.Client, company: int, plural: str) -> None:
    id = part(client, plural, company)["Id"]
    here.tenant.mark_in_use(SPOKEN[plural].title().replace(" ", ""), f"{company}/{id}")
    answer = client.delete(f"/{plural}/{company}/{id}")
    assert (answer.status_code, answer.json()["title"]) == (409, f"{SPOKEN[plural]} conflict")
    assert answer.json()["detail"] == f"{SPOKEN[plural]} with id = {id} is in use and cannot be deleted."


def test_they_need_a_privilege_of_their_own_and_one_for_an_owner(here: Door, plural: str) -> None:
    client = here.client()
    type = SPOKEN[plural].title().replace(" ", "")
    here.tenant.withdraw("sut", type, writing_only=True)
    assert client.get(f"/{plural}").status_code == 204
    assert client.post(f"/{plural}/1", json=KINDS[plural]).status_code == 403
    here.tenant.grant("sut", type)
    for owner in ("Customer", "Supplier"):
        here.tenant.withdraw("sut", owner)
    assert client.get(f"/{plural}").status_code == 204
    here.tenant.withdraw("sut", "Employee")
    assert client.get(f"/{plural}").status_code == 403


def test_an_employees_bank_accounts_are_chosen(client: httpx.Client) -> None:
    employee = made(client, "Employees", FirstName="A", LastName="B")
    account = part(client, "ContactBankAccounts", employee["Id"])["Id"]
    path = f"/Employees/{employee['Id']}/BankAccounts"
    answer = replaced(client, path, salaryBankAccountId=account)
    assert answer.status_code == 200
    changed = {name for name, value in answer.json().items() if value != employee[name]}
    assert changed == {"SalaryBankAccountId", "LastChangedDateTimeOffset"}
    assert answer.json()["SalaryBankAccountId"] == account
    assert client.get(f"/Employees/{employee['Id']}").json() == answer.json()
    assert client.delete(f"/ContactBankAccounts/{employee['Id']}/{account}").status_code == 409
    assert replaced(client, path, SalaryBankAccountId=None).json()["SalaryBankAccountId"] is None
    assert client.delete(f"/ContactBankAccounts/{employee['Id']}/{account}").status_code == 200


def test_the_choice_of_accounts_is_refused_in_the_documented_words(client: httpx.Client) -> None:
    employee = made(client, "Employees", FirstName="A", LastName="B")["Id"]
    path = f"/Employees/{employee}/BankAccounts"
    wrong = replaced(client, path, ExpenseBankAccountId="bogus")
    assert (wrong.status_code, wrong.json()["title"]) == (400, "Employee bank accounts validation error(s)")
    sentence = "EmployeeBankAccountsPatchDto: The value 'bogus' is invalid for target location."
    assert wrong.json()["detail"] == sentence
    assert replaced(client, path, FirstName="C").status_code == 400
    missing = replaced(client, "/Employees/77/BankAccounts", ExpenseBankAccountId=1)
    assert (missing.status_code, missing.json()["detail"]) == (404, "Employee with id = 77 not found.")


def test_only_an_account_of_the_employee_can_be_chosen(client: httpx.Client, company: int) -> None:
    employee = made(client, "Employees", FirstName="A", LastName="B")["Id"]
    theirs = part(client, "ContactBankAccounts", company)["Id"]
    answer = replaced(client, f"/Employees/{employee}/BankAccounts", TravelExpenseBankAccountId=theirs)
    assert answer.status_code == 404
    expected = f"Contact bank account with id = {theirs} not found on Contact with id = {employee}."
    assert answer.json()["detail"] == expected


def test_the_choice_of_accounts_needs_its_own_privilege(here: Door) -> None:
    client = here.client()
    employee = made(client, "Employees", FirstName="A", LastName="B")["Id"]
    here.tenant.withdraw("sut", "EmployeeBankAccounts", writing_only=True)
    path = f"/Employees/{employee}/BankAccounts"
    assert replaced(client, path, SalaryBankAccountId=None).status_code == 403
    assert replaced(client, f"/Employees/{employee}", FirstName="C").status_code == 200


@pytest.mark.parametrize("id", ["0", "-5", "9223372036854775807", "-9223372036854775808"])
def test_an_id_that_nobody_has_is_404_whatever_the_number(
    client: httpx.Client, company: int, id: str
) -> None:
    for path in (f"/Customers/{id}", f"/ContactGroups/{id}", f"/ContactBankAccounts/{company}/{id}"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["title"]) == (404, "Object(s) not found")


@pytest.mark.parametrize("id", ["9223372036854775808", "x", "1.0", "--1", "٣"])
def test_an_id_that_is_no_64_bit_number_is_400(client: httpx.Client, id: str) -> None:
    assert client.get(f"/ContactGroups/{id}").status_code == 400


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_missing_body_is_told_whatever_the_content_type(client: httpx.Client, method: str) -> None:
    answer = client.request(method, "/ContactGroups" if method == "POST" else "/ContactGroups/1")
    assert (answer.status_code, answer.json()["detail"]) == (400, "Contact group object is missing.")
