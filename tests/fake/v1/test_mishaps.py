"""Faults of lists that strike v1 as well as v2."""

from __future__ import annotations

from typing import Any

import pytest

from talkqa.fake.mishaps import plan
from tests.fake.doors import Door
from tests.fake.v1.clients import V1, v1_client


@pytest.fixture
def ids(v1: V1) -> list[int]:
    return [v1.saved("/Supplier", name="A")["id"] for _ in range(5)]


def pages(v1: V1) -> list[Any]:
    return [v1.get("/Supplier", orderby="Id", top=2, skip=skip) for skip in (0, 2, 4)]


def rows(envelopes: list[Any]) -> list[list[int]]:
    return [[row["id"] for row in envelope["data"]] for envelope in envelopes]


def test_a_row_slips_between_the_first_page_and_the_second(here: Door, v1: V1, ids: list[int]) -> None:
    here.tenant.plan(plan("row-slips"))
    assert rows(pages(v1)) == [ids[:2], ids[3:4], ids[4:]]
    assert [entry.fault for entry in here.tenant.journal][-3:] == [None, "row-slips", None]


def test_a_page_is_empty_although_the_count_says_more(here: Door, v1: V1, ids: list[int]) -> None:
    here.tenant.plan(plan("empty-page", nth=2))
    told = pages(v1)
    assert rows(told) == [ids[:2], [], ids[4:]]
    assert {envelope["count"] for envelope in told} == {5}


def test_a_list_looks_empty_once_in_the_form_of_v1(here: Door, v1: V1, ids: list[int]) -> None:
    here.tenant.plan(plan("204-once"))
    assert v1.get("/Supplier", orderby="Id") == {"data": [], "count": 0, "success": True}
    told = v1.get("/Supplier", orderby="Id")
    assert ([row["id"] for row in told["data"]], told["count"]) == (ids, 5)


@pytest.mark.parametrize("kind", ["page-overlap", "short-page", "stale-page"])
def test_what_v1_has_no_room_for_leaves_its_lists_alone(
    here: Door, v1: V1, ids: list[int], kind: str
) -> None:
    here.tenant.plan(plan(kind))
    assert rows(pages(v1)) == [ids[:2], ids[2:4], ids[4:]]
    assert here.tenant.journal[-1].fault is None


def test_one_hour_is_shown_twice_in_the_night_in_which_summer_time_ends(here: Door, v1: V1) -> None:
    """In 2026 at 01:00 UTC on 25 October; a single record too."""
    here.tenant.clock.advance(293 * 86_400 - 7 * 3600 - 600)
    made = v1_client(here).saved("/Supplier", name="Before")
    here.tenant.clock.advance(900)
    v1 = v1_client(here)
    v1.saved("/Supplier", name="After")
    here.tenant.plan(plan("daylight-saving"))
    shown = [row["lastChanged"] for row in v1.get("/Supplier", orderby="Id")["data"]]
    assert shown == ["2026-10-25T02:50:00 +02:00", "2026-10-25T02:05:00 +01:00"]
    assert v1.get(f"/Supplier/{made['id']}")["data"]["createdDate"] == "2026-10-25T02:50:00 +02:00"


def test_a_token_expires_between_two_pages(here: Door, v1: V1, ids: list[int]) -> None:
    here.tenant.plan(plan("token-expires"))
    statuses = [
        v1.http.get("/Supplier", params={"$orderby": "Id", "$top": 2, "$skip": skip}).status_code
        for skip in (0, 2, 2)
    ]
    assert statuses == [200, 401, 401]
    assert rows(pages(v1_client(here))) == [ids[:2], ids[2:4], ids[4:]]


@pytest.mark.parametrize("kind", ["row-slips", "empty-page"])
def test_single_records_and_refusals_stay_what_they_are(
    here: Door, v1: V1, ids: list[int], kind: str
) -> None:
    fault = here.tenant.plan(plan(kind, times=None))
    assert v1.get(f"/Supplier/{ids[0]}")["data"]["id"] == ids[0]
    assert v1.get("/ClientIntegrationInformation/")["success"] is True
    assert fault.fired == 0
    assert v1.get("/Supplier", orderby="Nothing", top=1, skip=1)["success"] is False
