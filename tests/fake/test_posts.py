"""What a POST must hold, and what it makes (P-3, API.md §5.3, §5.6)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.fake.doors import Door, made


def test_defaults_are_filled_in(client: httpx.Client) -> None:
    customer = made(client, "Customers", Name="A", MailAddress={"City": "Ås", "ZipCode": "1430"})
    expected = {
        "CurrencyCode": "NOK",
        "IsPerson": False,
        "IsArchived": False,
        "IsActive": True,
        "SendPaymentReminders": True,
        "TransferToDebtCollectionAgency": True,
        "UseInvoiceFee": True,
        "DoNotAddLatePaymentFees": False,
        "IsVatFree": False,
        "InvoiceDeliveryType": "Print",
        "PhoneNumber": None,
        "ContactGroupIds": [],
    }
    assert {name: customer[name] for name in expected} == expected
    assert customer["MailAddress"]["CountryCode"] == "NO"


def test_numbers_come_from_the_series_of_the_role_and_skip_taken_ones(client: httpx.Client) -> None:
    assert made(client, "Customers", Name="A", Number=10_001)["Number"] == 10_001
    assert [made(client, "Customers", Name="A")["Number"] for _ in range(3)] == [10_000, 10_002, 10_003]
    assert made(client, "Suppliers", Name="A")["Number"] == 20_000
    assert made(client, "Employees", FirstName="A", LastName="B")["Number"] == 1


@pytest.mark.parametrize(
    ("plural", "fields", "detail"),
    [
        ("Customers", {}, "Name is required."),
        ("Customers", {"Name": None}, "Name is required."),
        ("Customers", {"Name": "  "}, "Name is required."),
        ("Customers", {"Name": "A", "IsPerson": True}, "FirstName and LastName is required."),
        ("Suppliers", {"IsPerson": True, "FirstName": "A"}, "LastName is required."),
        ("Employees", {"FirstName": "A"}, "The LastName field is required."),
        ("Employees", {"FirstName": "", "LastName": "B"}, "The FirstName field is required."),
        ("Customers", {"Name": "A", "Number": 1}, "not within a number series"),
        ("Customers", {"Name": "A", "ExternalImportReference": "x" * 51}, "maximum length of 50"),
        ("Customers", {"Name": "A", "CurrencyCode": "XXX"}, "XXX is not active"),
        ("Customers", {"Name": 5}, "The value '5' is not valid for Name."),
        ("Customers", {"Name": "A", "IsPerson": "yes"}, "'yes' is not valid for IsPerson"),
        ("Customers", {"Name": "A", "DateOfBirth": "2001-02-30"}, "DateOfBirth"),
        ("Customers", {"Name": "A", "Allowance": 100.5}, "between -1000 and 100"),
        ("Customers", {"Name": "A", "BillableRate": -1}, "positive"),
        ("Customers", {"Name": "A", "ReminderDeliveryType": "EHF"}, "ReminderDeliveryType"),
        ("Customers", {"Name": "A", "ReminderDeliveryType": 1}, "Enums is not allowed to be represented"),
        ("Customers", {"Name": "A", "InvoiceDeliveryType": "PdfByEmail"}, "needs an e-mail address"),
        ("Customers", {"Name": "A", "InvoiceDeliveryType": "AvtaleGiro"}, "cannot be set directly"),
        ("Customers", {"Name": "A", "InvoiceDeliveryType": "EHF"}, "needs an organization number"),
        ("Customers", {"Name": "A", "InvoiceEmailAddressCC": ";".join(["a@b.no"] * 11)}, "at most 10"),
        ("Customers", {"Name": "A", "NationalIdNumber": "123"}, "NationalIdNumber is not valid"),
        ("Customers", {"Name": "A", "SubLedgerNumberSeriesId": "x"}, "SubLedgerNumberSeriesId"),
        ("Customers", {"Name": "A", "MailAddress": {"City": "Oslo"}}, "The ZipCode field is required."),
        (
            "Customers",
            {"Name": "A", "MailAddress": {"City": " ", "ZipCode": "1"}},
            "The City field is required.",
        ),
        ("Customers", {"Name": "A", "MailAddress": "Oslo"}, "MailAddress"),
        (
            "Customers",
            {"Name": "A", "MailAddress": {"City": "London", "ZipCode": "1", "CountryCode": "UK"}},
            "The country code UK is not valid according to ISO 3166-1.",
        ),
        (
            "Customers",
            {"Name": "A", "MailAddress": {"City": "x" * 101, "ZipCode": "1"}},
            "City must be a string with a maximum length of 100",
        ),
        (
            "Employees",
            {"FirstName": "A", "LastName": "B", "InternationalIdReportToAltinn": True},
            "are required when InternationalIdReportToAltinn is true",
        ),
        ("Employees", {"FirstName": "A", "LastName": "B", "Gender": "Hidden"}, "cannot be set to Hidden"),
    ],
)
def test_what_breaks_a_rule_is_400_and_leaves_nothing(
    here: Door, client: httpx.Client, plural: str, fields: dict[str, Any], detail: str
) -> None:
    answer = client.post(f"/{plural}", json=fields)
    assert answer.status_code == 400
    assert detail in answer.json()["detail"]
    assert here.tenant.journal[-1].writes == ()
    assert not any(here.tenant.state().values())


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"DepartmentCode": "Avdeling10"}, "Department with code = 'Avdeling10' not found."),
        ({"DepartmentId": 5}, "Department with id = 5 not found."),
        ({"SalesPersonEmployeeId": 5}, "Employee with id = 5 not found."),
        ({"ContactGroupIds": [1, 6]}, "Could not find contact group(s) with id = 6."),
    ],
)
def test_a_reference_to_nothing_is_404(client: httpx.Client, fields: dict[str, Any], detail: str) -> None:
    answer = client.post("/Customers", json={"Name": "A", **fields})
    assert answer.status_code == 404
    assert answer.json()["title"] == "Customer validation error(s)"
    assert answer.json()["detail"] == detail


def test_a_code_chooses_the_id_unless_the_id_is_sent_too(here: Door, client: httpx.Client) -> None:
    id = here.tenant.store.catalogue.add("Department", "10")
    by_code = made(client, "Customers", Name="A", DepartmentCode="10", PaymentTerm=14)
    assert (by_code["DepartmentId"], by_code["PaymentTermId"]) == (id, 2)
    by_both = made(client, "Customers", Name="A", DepartmentCode="nothing", DepartmentId=id)
    assert by_both["DepartmentCode"] == "10"


@pytest.mark.parametrize("name", ["ExternalImportReference", "ExternalNumber", "Number"])
def test_a_unique_value_belongs_to_one_record_of_the_class(client: httpx.Client, name: str) -> None:
    value = "ABC123" if name == "ExternalImportReference" else 21_000
    first = made(client, "Customers", Name="A", **{name: value})
    answer = client.post("/Customers", json={"Name": "B", name: value})
    assert answer.status_code == 400
    assert answer.json()["title"] == "Customer validation error(s)"
    expected = f"{name} is already in use. '{value}' is used on (contact) Id = {first['Id']}."
    assert answer.json()["detail"] == expected
    assert client.post("/Suppliers", json={"Name": "B", name: value}).status_code == 201


def test_an_address_code_belongs_to_one_address(client: httpx.Client) -> None:
    address = {"City": "Ås", "ZipCode": "1430", "ExternalCode": "a1"}
    first = made(client, "Customers", Name="A", MailAddress=address)
    assert client.post("/Suppliers", json={"Name": "B", "MailAddress": address}).status_code == 400
    assert client.delete(f"/Customers/{first['Id']}").status_code == 200
    assert client.post("/Suppliers", json={"Name": "B", "MailAddress": address}).status_code == 201


def test_names_match_in_any_case_and_unknown_and_read_only_ones_are_passed_over(
    client: httpx.Client,
) -> None:
    fields = {"name": "A", "EMAILADDRESS": "a@b.no", "JobTitle": "x", "Id": 5, "IsActive": False}
    customer = made(client, "Customers", **fields)
    assert (customer["Name"], customer["EmailAddress"], customer["IsActive"]) == ("A", "a@b.no", True)
    assert customer["Id"] != 5
    assert "JobTitle" not in customer


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("text/json", 201),
        ("application/json-patch+json", 201),
        ("application/vnd.x+json", 201),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
    ],
)
def test_content_types_of_a_post(client: httpx.Client, content_type: str, status: int) -> None:
    headers = {"content-type": content_type}
    assert client.post("/Customers", content=b'{"Name": "A"}', headers=headers).status_code == status


def test_private_numbers_read_hidden(client: httpx.Client) -> None:
    employee = made(
        client,
        "Employees",
        FirstName="A",
        LastName="B",
        NationalIdNumber="30011679680",
        InternationalIdNumber="P1",
    )
    assert (employee["NationalIdNumber"], employee["InternationalIdNumber"]) == ("hidden", "hidden")
    assert made(client, "Employees", FirstName="A", LastName="B")["NationalIdNumber"] is None


def test_a_missing_body_says_what_is_missing(client: httpx.Client) -> None:
    answer = client.post("/Customers", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (400, "Customer object is missing.")


def test_a_number_may_be_text_and_a_date_may_have_a_time(client: httpx.Client) -> None:
    customer = made(client, "Customers", Name="A", Number="10055", CustomerSince="2020-01-02T00:00:00")
    assert (customer["Number"], customer["CustomerSince"]) == (10_055, "2020-01-02")


def test_problem_details_have_their_five_members(client: httpx.Client) -> None:
    answer = client.get("/Customers/5")
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json() == {
        "type": "https://tools.ietf.org/html/rfc9110#section-15.5.5",
        "title": "Object(s) not found",
        "status": 404,
        "detail": "Customer with id = 5 not found.",
        "instance": None,
    }


def test_text_keeps_every_character(client: httpx.Client) -> None:
    name = "Ærlig & Øl ÅS \u0041\u030a 😀 \u0000 'x'"
    assert made(client, "Customers", Name=name)["Name"] == name


def test_of_several_ids_that_nothing_has_the_same_one_is_always_told(client: httpx.Client) -> None:
    unknown = {
        "PaymentTermId": 9,
        "LocationId": 9,
        "DeliveryTermId": 9,
        "DepartmentId": 9,
        "ManagerEmployeeId": 9,
    }
    answer = client.post("/Employees", json={"FirstName": "Ola", "LastName": "Lie", **unknown})
    assert answer.json()["detail"] == "Department with id = 9 not found."
