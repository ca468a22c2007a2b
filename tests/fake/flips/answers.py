"""Assumptions about the form of answers, each from both sides."""

from __future__ import annotations

from tests.fake.doors import Door, made
from tests.fake.flips.cases import flip


@flip("problem-details", chosen=["detail", "instance", "status", "title", "type"],
      pascal_case=["Detail", "Instance", "Status", "Title", "Type"])  # fmt: skip
def a_customer_that_does_not_exist(door: Door) -> list[str]:
    return sorted(door.client().get("/Customers/77").json())


@flip("missing-properties", chosen=[400, ["FirstName", "LastName"]], without_errors=[400, []])
def an_employee_without_a_name(door: Door) -> list[object]:
    answer = door.client().post("/Employees", json={})
    return [answer.status_code, sorted(answer.json().get("errors", []))]


@flip("nulls", chosen=[True, True, True], left_out=[False, False, True])
def properties_without_a_value(door: Door) -> list[bool]:
    """Of a record, of its address, and a list of groups that is empty."""
    made(door.client(), "Customers", Name="Fjord AS", MailAddress={"City": "Oslo", "ZipCode": "0150"})
    record = door.client().get("/Customers").json()[0]
    return ["LegalName" in record, "AddressLine1" in record["MailAddress"], "ContactGroupIds" in record]


@flip(
    "answer-to-a-write",
    chosen=[None, 200, 200],
    by_the_book=["https://goapi.poweroffice.net/v2/Customers/1001", 204, 204],
)
def a_record_from_post_to_delete(door: Door) -> list[object]:
    """And a contact group's end."""
    client = door.client()
    answer = client.post("/Customers", json={"Name": "Fjord AS"})
    assert answer.status_code == 201
    gone = [client.delete(path) for path in ("/Customers/1001", "/ContactGroups/1")]
    assert [one.content for one in gone] == [b"", b""]
    return [answer.headers.get("location"), *(one.status_code for one in gone)]


@flip("unknown-routes", chosen=501, gateway=404)
def a_path_that_nobody_knows(door: Door) -> int:
    return door.client().get("/Departments").status_code


@flip("methods", chosen=[405, "GET, POST"], not_found=[404, None])
def a_method_that_is_not_published(door: Door) -> list[object]:
    answer = door.client().put("/Customers", json={})
    allowed = answer.headers.get("allow")
    return [answer.status_code, allowed and ", ".join(sorted(allowed.split(", ")))]


@flip("path-ids", chosen=400, not_found=404)
def an_id_that_is_a_word(door: Door) -> int:
    return door.client().get("/Customers/none").status_code
