"""Lists of v1: envelope, order, pages, and the requests of a connector in use (API.md §4.1, §4.4)."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from tests.fake.doors import Door
from tests.fake.v1.clients import ORIGIN, V1, v1_client

SINCE_EVER = "(LastChanged ge datetimeoffset'1970-01-01')"


def names(envelope: Any) -> list[str]:
    return [row["name"] for row in envelope["data"]]


@pytest.fixture
def five(v1: V1) -> V1:
    """Customers named c, B, a, B and one without name of its own."""
    for name in ("c", "B", "a", "B"):
        v1.saved("/Customer", name=name)
    v1.saved("/Customer", isPerson=True, firstName="F", lastName="L")
    return v1


def test_an_empty_list_is_200_with_an_empty_data(v1: V1) -> None:
    assert v1.get("/Supplier/") == {"data": [], "count": 0, "success": True}


def test_count_is_of_all_matches_whatever_the_page(five: V1) -> None:
    page = five.get("/Customer", filter="(Name ne null)", orderby="Id", top=1, skip=2)
    assert (names(page), page["count"]) == (["a"], 4)
    past = five.get("/Customer", filter="(Name ne null)", orderby="Id", top=1, skip=9)
    assert (past["data"], past["count"]) == ([], 4)
    assert five.get("/Customer", top=0) == {"data": [], "count": 5, "success": True}


def test_without_options_everything_is_listed_by_id_archived_rows_too(v1: V1) -> None:
    first = v1.saved("/Customer", name="A", isArchived=True)
    second = v1.saved("/Customer", name="B")
    listed = v1.get("/Customer")["data"]
    assert [row["id"] for row in listed] == [first["id"], second["id"]]
    assert listed[0]["isArchived"] is True


@pytest.mark.parametrize(
    ("order", "codes"),
    [
        ("Name", [10004, 10002, 10001, 10003, 10000]),
        ("Name asc", [10004, 10002, 10001, 10003, 10000]),
        ("Name desc", [10000, 10001, 10003, 10002, 10004]),
        ("Name desc, Code desc", [10000, 10003, 10001, 10002, 10004]),
        ("IsPerson desc,Name asc,Id desc", [10004, 10002, 10003, 10001, 10000]),
        ("LastChanged desc", [10004, 10003, 10002, 10001, 10000]),
    ],
)
def test_rows_come_in_the_order_of_the_keys(five: V1, order: str, codes: list[int]) -> None:
    assert [row["code"] for row in five.get("/Customer", orderby=order)["data"]] == codes


@pytest.mark.parametrize(
    "options",
    [
        {"orderby": "name"},
        {"orderby": "Nothing asc"},
        {"orderby": "Name up"},
        {"orderby": "Name asc Id desc"},
        {"orderby": "Name,"},
        {"orderby": "MailAddress"},
        {"top": "-1"},
        {"top": "ten"},
        {"top": "9" * 30},
        {"orderby": "Id", "top": "1", "skip": "1.5"},
        {"select": "Name"},
    ],
)
def test_wrong_options_are_refused_as_odata(five: V1, options: dict[str, str]) -> None:
    assert five.refused("/Customer", **options)["exception"] == "OData"


def test_an_option_that_stands_twice_is_refused(v1: V1) -> None:
    answer = v1.http.get(httpx.URL(f"{ORIGIN}/Customer", query=b"$top=1&$top=2"))
    assert answer.json()["validation"]["exception"] == "OData"


@pytest.mark.parametrize("name", ["$filter", "$orderby", "$top", "$skip"])
def test_an_empty_option_is_a_binding_error_inside_a_success(v1: V1, name: str) -> None:
    answer = v1.http.get("/Customer", params={name: ""})
    assert answer.status_code == 200
    envelope = answer.json()
    assert envelope["success"] is True
    assert (envelope["data"]["status"], set(envelope["data"]["errors"])) == (400, {name})
    assert envelope["data"]["errors"][name] == [f"The {name} field is required."]


def test_names_without_a_dollar_are_passed_over(five: V1) -> None:
    assert five.http.get("/Customer", params={"top": "1", "_": "x"}).json()["count"] == 5


def test_stamps_are_whole_seconds_with_a_space_before_the_offset(v1: V1) -> None:
    row = v1.saved("/Supplier", name="A")
    for field in ("lastChanged", "createdDate", "supplierCreatedDate"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d \+00:00", row[field]), field


def test_changes_are_found_from_a_stamp_on(here: Door, v1: V1) -> None:
    v1.saved("/Customer", name="old")
    here.tenant.clock.advance(600)
    border = f"{here.tenant.clock.now():%Y-%m-%dT%H:%M:%S}"
    v1.saved("/Customer", name="new")
    assert names(v1.get("/Customer", filter=f"(LastChanged ge datetimeoffset'{border}')")) == ["new"]
    assert names(v1.get("/Customer", filter=f"(LastChanged lt datetimeoffset'{border}')")) == ["old"]


def pages_of_a_connector(v1: V1, path: str, size: int) -> list[Any]:
    """Pages by name until one is empty, as the connector in use reads them."""
    rows: list[Any] = []
    for page in range(1, 100):
        query = f"$filter={SINCE_EVER}&$orderby=Name asc&$top={size}&$skip={size * (page - 1)}"
        url = httpx.URL(f"{ORIGIN}{path}", query=query.encode())
        data = v1.http.get(url, headers={"X-Sesam-Page": str(page)}).json()["data"]
        if not data:
            return rows
        rows += data
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("path", ["/Customer", "//Customer", "/customer/"])
@pytest.mark.parametrize("size", [20, 10])
def test_a_connectors_pages_give_every_row_exactly_once(v1: V1, path: str, size: int) -> None:
    made = [v1.saved("/Customer", name=f"Same {number % 3}")["id"] for number in range(53)]
    rows = pages_of_a_connector(v1, path, size)
    assert sorted(row["id"] for row in rows) == made


def test_a_connectors_unpaged_lists_give_every_row_exactly_once(v1: V1) -> None:
    owner = v1.saved("/Supplier", name="A")["id"]
    person = {"firstName": "A", "lastName": "B"}
    people = [v1.saved(f"/Supplier/{owner}/Contact", **person)["id"] for _ in range(25)]
    employees = [v1.saved("/Employee", **person)["id"] for _ in range(25)]
    for path, expected in (("/Partycontactperson", people), ("/Employee", employees)):
        query = f"$filter={SINCE_EVER}".encode()
        data = v1.http.get(httpx.URL(f"{ORIGIN}{path}", query=query)).json()["data"]
        assert sorted(row["id"] for row in data) == expected


def test_a_cursor_cut_to_a_day_reads_that_day_again(here: Door, v1: V1) -> None:
    row = v1.saved("/Customer", name="A")
    day = row["lastChanged"][:10]
    assert names(v1.get("/Customer", filter=f"(LastChanged ge datetimeoffset'{day}')")) == ["A"]
    here.tenant.clock.advance(86_400)
    later = f"{here.tenant.clock.now():%Y-%m-%d}"
    again = v1_client(here)
    assert names(again.get("/Customer", filter=f"(LastChanged ge datetimeoffset'{later}')")) == []


def test_an_older_connectors_date_filter_is_understood(v1: V1) -> None:
    for since in ("2019-12-14", "2019-12-15", None):
        v1.saved("/Customer", name=str(since), since=since)
    assert names(v1.get("/Customer", filter="(Since ge DateTime'2019-12-15')")) == ["2019-12-15"]


@pytest.mark.parametrize(
    ("count", "size", "overlap", "expected"),
    [
        (5, 3, 1, [[0, 1, 2], [2, 3, 4], []]),
        (6, 3, 1, [[0, 1, 2], [2, 3, 4], [4, 5], []]),
        (5, 2, 1, [[0, 1], [1, 2], [2, 3], [3, 4], []]),
        (5, 2, 9, [[0, 1], [1, 2], [2, 3], [3, 4], []]),
        (2, 2, 1, [[0, 1], []]),
        (5, 2, 0, [[0, 1], [2, 3], [4], []]),
    ],
)
def test_a_later_page_can_begin_with_rows_of_the_one_before(
    here: Door, v1: V1, count: int, size: int, overlap: int, expected: list[list[int]]
) -> None:
    """As when rows move while a list is paged: no page is longer than asked for, and no row is lost."""
    ids = [v1.saved("/Supplier", name="A")["id"] for _ in range(count)]
    here.tenant.page_overlap = overlap
    pages = [v1.get("/Supplier", orderby="Id", top=size, skip=size * n) for n in range(len(expected))]
    assert [[ids.index(row["id"]) for row in page["data"]] for page in pages] == expected
    assert {page["count"] for page in pages} == {sum(len(page) for page in expected)}


def test_stamps_can_be_shown_in_another_offset(here: Door, v1: V1) -> None:
    address = {"city": "Oslo", "zipCode": "0161"}
    plain = v1.saved("/Customer", name="A", mailAddress=address, streetAddresses=[address])
    here.tenant.show_offset("Customer", 120)
    shown = v1.get(f"/Customer/{plain['id']}")["data"]
    stamps = [
        (plain["lastChanged"], shown["lastChanged"]),
        (plain["createdDate"], shown["createdDate"]),
        (plain["mailAddress"]["lastChanged"], shown["mailAddress"]["lastChanged"]),
        (plain["streetAddresses"][0]["lastChanged"], shown["streetAddresses"][0]["lastChanged"]),
    ]
    for utc, local in stamps:
        assert (utc[11:13], utc[19:]) == ("08", " +00:00")
        assert local == utc.replace("T08", "T10").replace("+00:00", "+02:00")
    assert v1.get("/Customer")["data"][0]["lastChanged"] == shown["lastChanged"]
