"""Pages are cut from indexes, and are what a look at every record would give."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.fake import Fake
from talkqa.fake.lists.listing import Listing
from tests.fake.doors import Door, inside, made, replaced

STAMP = "LastChangedDateTimeOffset"
NAMES = ("a", "B", "c")
PHONES = ("1", "2")

Writes = list[tuple[str, int, str, float]]
writes: st.SearchStrategy[Writes] = st.lists(
    st.tuples(
        st.sampled_from(("create", "create", "edit", "delete")),
        st.integers(0, 9),
        st.sampled_from(NAMES),
        st.sampled_from((0.0, 5.0, -7.0)),
    ),
    max_size=14,
)
"""What happens, to which record, the name it gets, and by how many seconds the clock jumps before."""

ORDERS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "": lambda records: sorted(records, key=lambda r: r["Id"]),
    STAMP: lambda records: sorted(records, key=lambda r: (r[STAMP], r["Id"])),
    f"{STAMP} desc": lambda records: sorted(sorted(records, key=_id), key=_stamp, reverse=True),
    "Name": lambda records: sorted(records, key=lambda r: (r["Name"].lower(), r["Id"])),
    "Name,Id desc": lambda records: sorted(records, key=lambda r: (r["Name"].lower(), -r["Id"])),
}


def _id(record: Any) -> Any:
    return record["Id"]


def _stamp(record: Any) -> Any:
    return record[STAMP]


def _happen(door: Door, client: httpx.Client, plan: Writes) -> None:
    for what, which, name, jump in plan:
        door.tenant.clock.advance(jump)
        keys = sorted(door.tenant.state()["Customer"])
        if what == "create" or not keys:
            made(client, "Customers", Name=name, PhoneNumber=PHONES[which % 2])
        elif what == "edit":
            replaced(client, f"/Customers/{keys[which % len(keys)]}", Name=name)
        else:
            client.delete(f"/Customers/{keys[which % len(keys)]}")


@settings(deadline=None)
@given(writes, st.integers(0, 9), st.sampled_from([*ORDERS]), st.integers(1, 4), st.integers(1, 4), st.data())
def test_a_page_is_what_a_scan_of_all_records_gives(
    plan: Writes, which: int, order: str, size: int, number: int, data: st.DataObject
) -> None:
    door = inside(Fake())
    client = door.client()
    _happen(door, client, plan)
    records = list(door.tenant.state()["Customer"].values())
    stamps = sorted(record[STAMP] for record in records) or ["2020-01-01T00:00:00.0000000+00:00"]
    asked = {"PageSize": str(size), "PageNumber": str(number), "OrderBy": order}
    if data.draw(st.booleans()):
        since = asked["lastChangedDateTimeOffsetGreaterThan"] = stamps[which % len(stamps)]
        records = [record for record in records if record[STAMP] > since]
    if data.draw(st.booleans()):
        asked["phoneNumbers"] = PHONES[which % 2]
        records = [record for record in records if record["PhoneNumber"] == asked["phoneNumbers"]]
    expected = ORDERS[order](records)
    answer = client.get(f"/Customers?{urlencode(asked)}")
    assert (answer.json() if answer.content else []) == expected[(number - 1) * size : number * size]
    assert ("PageNumber" in answer.headers["X-Pagination"]) == (len(expected) > number * size)


@settings(deadline=None)
@given(writes)
def test_every_page_of_a_listing_together_is_every_record_once(plan: Writes) -> None:
    door = inside(Fake())
    client = door.client()
    _happen(door, client, plan)
    path: str | None = "/Customers?PageSize=2"
    found: list[Any] = []
    while path is not None:
        answer = client.get(path)
        found += answer.json() if answer.content else []
        path = httpx.Response(200, content=answer.headers["X-Pagination"]).json()["nextPageLink"]
    assert found == sorted(door.tenant.state()["Customer"].values(), key=_id)


def _record(id: int, second: int) -> dict[str, Any]:
    return {"Id": id, STAMP: f"2026-01-05T08:00:{second:02d}.0000000+00:00"}


changes = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3), st.booleans()), max_size=30)
"""An id, the second of its stamp, and whether the record goes if it is there."""


@settings(deadline=None)
@given(changes, st.integers(0, 3))
def test_a_listing_holds_its_orders_through_any_writes(plan: list[tuple[int, int, bool]], since: int) -> None:
    listing, shadow = Listing(), dict[str, dict[str, Any]]()
    for id, second, goes in plan:
        key = str(id)
        if goes and key in shadow:
            assert listing.drop(key) == shadow.pop(key)
            continue
        record = _record(id, second)
        assert listing.put(key, record) == shadow.get(key)
        shadow[key] = record
        later = [one for one in shadow.values() if one[STAMP] > _record(0, since)[STAMP]]
        expected = [str(one["Id"]) for one in sorted(later, key=_id)]
        assert list(listing.keys(_record(0, since)[STAMP])) == expected
        assert listing.page(_record(0, since)[STAMP], 1, 2) == expected[1:3]
    in_time = sorted(shadow.values(), key=lambda one: (one[STAMP], one["Id"]))
    assert list(listing.keys_by_change(None)) == [str(one["Id"]) for one in in_time]
    assert listing.page_by_change(None, 1, 2) == [str(one["Id"]) for one in in_time][1:3]
    assert list(listing.keys(None)) == [str(one["Id"]) for one in sorted(shadow.values(), key=_id)]
    assert listing.page(None, 1, 2) == list(listing.keys(None))[1:3]
    assert listing.records == shadow


def test_a_page_holds_what_was_shown_last() -> None:
    listing = Listing()
    listing.put("1", {**_record(1, 0), "Name": "Før"})
    listing.put("1", {**_record(1, 0), "Name": "Etter"})
    assert listing.json["1"].decode() == (
        '{"Id":1,"LastChangedDateTimeOffset":"2026-01-05T08:00:00.0000000+00:00","Name":"Etter"}'
    )


def test_a_changed_since_page_looks_at_no_record_that_did_not_change() -> None:
    class Unseen(dict[str, Any]):
        """A record that nobody may read any more."""

        def __getitem__(self, name: str) -> Any:
            assert not closed, "read"
            return super().__getitem__(name)

    closed = False
    listing = Listing.of((str(id), Unseen(_record(id, id % 60))) for id in range(1, 60))
    listing.put("60", _record(60, 59))
    closed = True
    assert list(listing.keys(_record(0, 58)[STAMP])) == ["59", "60"]


def test_a_first_page_since_long_ago_looks_at_few_records_although_nearly_all_changed() -> None:
    """Right after a write, when no order is known any more. Every second record has changed since."""
    looked_at: list[object] = []

    class Counted(dict[str, Any]):
        """A record that tells who reads it."""

        def __getitem__(self, name: str) -> Any:
            looked_at.append(self)
            return super().__getitem__(name)

    listing = Listing.of((str(id), Counted(_record(id, id % 2))) for id in range(1, 1001))
    looked_at.clear()
    page = list(islice(listing.keys(_record(0, 0)[STAMP]), 20))
    assert page == [str(id) for id in range(1, 40, 2)]
    assert 20 <= len(looked_at) <= 40
