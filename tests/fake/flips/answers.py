"""Assumptions about the form of answers, each from both sides."""

from __future__ import annotations

from tests.fake.doors import Door, made
from tests.fake.flips.cases import flip


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
