"""Assumptions about lists, each from both sides."""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.fake.doors import Door, made
from tests.fake.flips.cases import flip
from tests.fake.v1.clients import v1_client


def three(door: Door) -> httpx.Client:
    """Somebody signed in, where there are customers 1001 to 1003."""
    client = door.client()
    for name, phone in (("fjell AS", None), ("Fjord AS", "22 33 44 55"), ("Ås AS", "11 22 33 44")):
        made(client, "Customers", Name=name, PhoneNumber=phone, ExternalImportReference=name)
    return client


def ids(answer: httpx.Response) -> list[int]:
    return [record["Id"] for record in answer.json()] if answer.status_code == 200 else []


@flip("default-order", chosen=[[1001, 1002, 1003]] * 2, newest_first=[[1003, 1002, 1001]] * 2)
def the_order_of_a_list(door: Door) -> list[list[int]]:
    """In v2 and in v1."""
    client = three(door)
    return [ids(client.get("/Customers")), [row["id"] for row in v1_client(door).get("Customer")["data"]]]


@flip(
    "sort-order",
    chosen=[[1001, 1003, 1002], [1001, 1002, 1003], [1001, 1003, 1002], [1001, 1002, 1003]],
    nulls_last=[[1003, 1002, 1001], [1002, 1001, 1003], [1003, 1002, 1001], [1002, 1001, 1003]],
)
def the_order_by_phone_and_by_name(door: Door) -> list[list[int]]:
    """In v2 and in v1; å comes after all letters of ASCII."""
    client, names = three(door), ("PhoneNumber", "Name")
    v2 = [ids(client.get("/Customers", params={"OrderBy": name})) for name in names]
    older = v1_client(door)
    return v2 + [[row["id"] for row in older.get("Customer", orderby=name)["data"]] for name in names]


@flip("pages-not-frozen", chosen=[[1001], [1003]], frozen=[[1001], [1002]])
def a_record_that_goes_between_two_pages(door: Door) -> list[list[int]]:
    client = three(door)
    first = ids(client.get("/Customers?PageSize=1&PageNumber=1"))
    client.delete("/Customers/1001")
    return [first, ids(client.get("/Customers?PageSize=1&PageNumber=2"))]


@flip("x-pagination", chosen=[{"nextPageLink": None}] * 2, absent=[{}, {}])
def the_header_of_a_last_and_of_an_empty_page(door: Door) -> list[Any]:
    client = three(door)
    return [json.loads(client.get(path).headers["X-Pagination"]) for path in ("/Customers", "/Suppliers")]


@flip("page-bounds", chosen=[400, 400, 400], clamped=[200, 200, 200])
def pages_that_cannot_be(door: Door) -> list[int]:
    client = three(door)
    queries = ("PageSize=20001", "PageSize=0", "PageNumber=-1")
    return [client.get(f"/Customers?{query}").status_code for query in queries]


@flip("bracketed-parameters", chosen=[1001], passed_over=[1001, 1002, 1003])
def a_page_size_in_brackets(door: Door) -> list[int]:
    return ids(three(door).get("/Customers?resourceParameter[PageSize]=1"))


@flip("resource-parameter-as-text", chosen=[200, 200, 400], refused=[400, 400, 400])
def resource_parameter_as_text(door: Door) -> list[int]:
    """As two generators of C# clients write the object, and a text of another kind."""
    client = three(door)
    texts = "class%20ResourceParameters%20%7B%0A%20PageSize%3A%201%0A%7D", "Go.ResourceParameters", "2"
    return [client.get(f"/Customers?resourceParameter={text}&PageNumber=1").status_code for text in texts]


@flip("unknown-query-names", chosen=200, refused=400)
def a_query_name_that_nothing_defines(door: Door) -> int:
    return three(door).get("/Customers?colour=blue").status_code


@flip("created-filter-on-contacts", chosen=204, passed_over=200)
def the_short_name_of_the_created_filter(door: Door) -> int:
    query = {"createdDateTimeOffsetGreaterThan": "2030-01-01T00:00:00Z"}
    return three(door).get("/Customers", params=query).status_code


@flip("time-literals", chosen=400, space_is_plus=200)
def a_plus_that_was_not_escaped(door: Door) -> int:
    query = "lastChangedDateTimeOffsetGreaterThan=2025-01-01T00:00:00.0000000+00:00"
    return three(door).get(f"/Customers?{query}").status_code


@flip("text-case", chosen=[[], [], 201], ignored=[[1002], [1002], 400])
def a_reference_in_capitals(door: Door) -> list[Any]:
    """In a filter for one value, in a filter for several, and on a second record."""
    client = three(door)
    made(client, "Customers", Name="Vik AS", EmailAddress="Post@Vik.no")
    one = ids(client.get("/Customers", params={"externalImportReference": "FJORD AS"}))
    mail = ids(client.get("/Customers", params={"emailAddresses": "post@vik.no"}))
    body = {"Name": "Fjord AS", "ExternalImportReference": "FJORD AS"}
    return [one, [id - 2 for id in mail], client.post("/Customers", json=body).status_code]


@flip("long-queries", chosen=[200, 404], answered=[200, 200])
def queries_of_1800_and_2100_characters(door: Door) -> list[int]:
    client = three(door)
    queries = ["customerNos=" + ",".join(["10000"] * number) for number in (300, 350)]
    return [client.get(f"/Customers?{query}").status_code for query in queries]
