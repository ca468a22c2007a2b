"""Filters, pages, order and choice of properties (API.md §5.2)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.fake.doors import Door, made, replaced


def names(client: httpx.Client, path: str, **query: Any) -> list[str]:
    """The names in one page of a list, in its order."""
    answer = client.get(path, params=query)
    assert answer.status_code in (200, 204), answer.text
    return [record["Name"] for record in answer.json()] if answer.content else []


@pytest.fixture
def three(client: httpx.Client) -> list[Any]:
    return [
        made(client, "Customers", Name="b", Number=10_500, ExternalNumber=7, EmailAddress="b@x.no"),
        made(client, "Customers", Name="C", Number=12_000, ContactGroupIds=[1], OrganizationNumber="1"),
        made(client, "Customers", Name="a", Number=13_500, ExternalImportReference="ref,1", IsArchived=True),
    ]


def test_a_list_is_ordered_by_id_and_holds_archived_records(client: httpx.Client, three: list[Any]) -> None:
    assert client.get("/Customers").json() == three


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"customerNos": "10000-11000, 12000"}, ["b", "C"]),
        ({"customerNos": "12000-"}, ["C", "a"]),
        ({"CUSTOMERNOS": "13500"}, ["a"]),
        ({"externalNos": "7"}, ["b"]),
        ({"externalImportReference": "ref,1"}, ["a"]),
        ({"externalImportReference": "ref"}, []),
        ({"contactGroupIds": "1"}, ["C"]),
        ({"emailAddresses": "x@x.no, b@x.no"}, ["b"]),
        ({"organizationNumbers": "1"}, ["C"]),
        ({"customerNos": "  "}, ["b", "C", "a"]),
        ({"UseDatabaseValidation": "true"}, ["b", "C", "a"]),
        ({"somethingElse": "1"}, ["b", "C", "a"]),
        ({"OrderBy": "Name"}, ["a", "b", "C"]),
        ({"orderby": "name desc"}, ["C", "b", "a"]),
        ({"OrderBy": "ExternalNumber, Number desc"}, ["a", "C", "b"]),
        ({"PageSize": "2"}, ["b", "C"]),
        ({"pageNumber": "2", "pageSize": "2"}, ["a"]),
        ({"resourceParameter[PageNumber]": "2", "resourceParameter[PageSize]": "1"}, ["C"]),
        ({"PageNumber": "9"}, []),
    ],
)
def test_a_query_selects_and_orders(
    client: httpx.Client, three: list[Any], query: dict[str, str], expected: list[str]
) -> None:
    assert names(client, "/Customers", **query) == expected


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ({"$top": "5"}, "'$top' is not supported"),
        ({"PageSize": "20001"}, "1 to 20000"),
        ({"PageSize": "0"}, "1 to 20000"),
        ({"PageNumber": "0"}, "PageNumber"),
        ({"PageNumber": "x"}, "PageNumber"),
        ({"PageNumber": ""}, "PageNumber"),
        ({"PageSize": " "}, "PageSize"),
        ({"resourceParameter": "2"}, "resourceParameter"),
        ({"MaxPageSize": "many"}, "MaxPageSize"),
        ({"UseDatabaseValidation": "yes"}, "UseDatabaseValidation"),
        ({"PageNumber": "9" * 1500}, "PageNumber"),
        ({"Fields": "Id;Name"}, "Fields property in resourceParameter is not formatted correct."),
        ({"OrderBy": "Name upwards"}, "OrderBy property in resourceParameter is not formatted correct."),
        ({"lastChangedDateTimeOffsetGreaterThan": "soon"}, "'soon' is not valid"),
        ({"customerNos": "a-b"}, "'a-b' is not valid"),
        (
            {"contactGroupIds": "1-2"},
            "contactGroupIds contains negative numbers and/or range of numbers. '-' is not allowed,"
            " only comma ',' separated single positive numbers are allowed.",
        ),
    ],
)
def test_a_bad_query_is_400_and_says_why(client: httpx.Client, query: dict[str, str], detail: str) -> None:
    answer = client.get("/Customers", params=query)
    assert answer.status_code == 400
    assert detail in answer.json()["detail"]


def test_a_query_beyond_2048_characters_is_a_misleading_404(client: httpx.Client) -> None:
    """API.md §5.2: roughly 2000."""
    longest = f"externalImportReference={'x' * (2048 - 24)}"
    assert client.get(f"/Customers?{longest}").status_code == 204
    answer = client.get(f"/Customers?{longest}x")
    assert (answer.status_code, answer.json()["title"]) == (404, "Object(s) not found")


def test_unknown_contact_groups_are_404_in_the_documented_words(client: httpx.Client) -> None:
    answer = client.get("/Customers", params={"contactGroupIds": "41345, 1, 21445"})
    assert answer.status_code == 404
    assert answer.json()["detail"] == "Could not find contact group(s) with id = 41345, 21445."


def test_a_page_may_hold_20000(client: httpx.Client) -> None:
    assert client.get("/Customers", params={"PageSize": "20000"}).status_code == 204


def test_an_unescaped_plus_in_a_time_is_refused(client: httpx.Client) -> None:
    text = "lastChangedDateTimeOffsetGreaterThan=2021-09-25T08:03:00.0000000+00:00"
    assert client.get(f"/Customers?{text}").status_code == 400
    assert client.get(f"/Customers?{text.replace('+', '%2B')}").status_code == 204


@pytest.mark.parametrize(
    ("plural", "filter"),
    [
        ("Customers", "customerCreatedDateTimeOffsetGreaterThan"),
        ("Suppliers", "supplierCreatedDateTimeOffsetGreaterThan"),
        ("Employees", "employeeCreatedDateTimeOffsetGreaterThan"),
    ],
)
def test_created_is_not_moved_by_edits(client: httpx.Client, plural: str, filter: str) -> None:
    first = made(client, plural, Name="A", FirstName="A", LastName="A")
    second = made(client, plural, Name="B", FirstName="B", LastName="B")
    replaced(client, f"/{plural}/{first['Id']}", PhoneNumber="1")
    when = first[filter[0].upper() + filter[1:].removesuffix("GreaterThan")]
    assert [r["Id"] for r in client.get(f"/{plural}", params={filter: when}).json()] == [second["Id"]]


def test_fields_drops_everything_that_is_not_named(client: httpx.Client, three: list[Any]) -> None:
    answer = client.get("/Customers", params={"Fields": "name, ID"})
    assert answer.json()[0] == {"Name": "b", "Id": three[0]["Id"]}


def test_no_page_is_longer_than_the_tenants_limit(here: Door, client: httpx.Client, three: list[Any]) -> None:
    here.tenant.page_limit = 2
    assert names(client, "/Customers", PageSize=5000) == ["b", "C"]
    assert names(client, "/Customers", PageSize=5000, PageNumber=2) == ["a"]
    assert names(client, "/Customers", PageSize=1, PageNumber=2) == ["C"]


def test_the_next_page_link_keeps_filters_and_forgets_the_key(here: Door, three: list[Any]) -> None:
    client = here.client()
    key = client.headers.pop("Ocp-Apim-Subscription-Key")
    query = {"subscription-key": key, "customerNos": "10000-", "resourceParameter[PageSize]": "1"}
    link = client.get("/Customers", params=query).headers["X-Pagination"]
    assert key not in link
    assert link.endswith('/v2/Customers?customerNos=10000-&resourceParameter%5BPageSize%5D=1&PageNumber=2"}')


def test_filtering_on_national_ids_needs_a_privilege_nobody_has(client: httpx.Client) -> None:
    assert client.get("/Employees", params={"employeeNationalIdNumbers": "1"}).status_code == 403
