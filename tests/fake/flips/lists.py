"""Assumptions about lists, each from both sides."""

from __future__ import annotations

from tests.fake.doors import Door, made
from tests.fake.flips.cases import flip
from tests.fake.v1.clients import v1_client


@flip("default-order", chosen=[[1001, 1002], [1001, 1002]], newest_first=[[1002, 1001], [1002, 1001]])
def the_order_of_a_list(door: Door) -> list[list[int]]:
    """In v2 and in v1."""
    client = door.client()
    for name in ("Fjord AS", "Fjell AS"):
        made(client, "Customers", Name=name)
    lists = client.get("/Customers").json(), v1_client(door).get("Customer")["data"]
    return [[row.get("Id", row.get("id")) for row in rows] for rows in lists]
