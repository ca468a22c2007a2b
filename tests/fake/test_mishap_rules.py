"""Which requests a planned kind strikes, and which plans are refused."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from talkqa.fake.mishaps import KINDS, MishapError, plan, plan_from
from tests.fake.doors import Door, made


def struck(client: httpx.Client, count: int) -> list[bool]:
    return [client.get("/Customers").status_code == 500 for _ in range(count)]


def test_a_method_can_be_meant(here: Door, client: httpx.Client) -> None:
    here.tenant.plan(plan("500", method="post", times=None))
    assert client.get("/Customers").status_code == 204
    assert client.post("/Customers", json={"Name": "A"}).status_code == 500


def test_the_same_seed_strikes_the_same_requests(here: Door, client: httpx.Client) -> None:
    first = here.tenant.plan(plan("500", probability=0.5, seed=7, times=None))
    once = struck(client, 40)
    here.tenant.faults = [plan("500", probability=0.5, seed=7, times=None)]
    assert struck(client, 40) == once
    assert 5 < sum(once) < 35
    assert first.fired == sum(once)
    here.tenant.faults = [plan("500", probability=0.5, seed=8, times=None)]
    assert struck(client, 40) != once


@pytest.mark.parametrize(("probability", "expected"), [(0, [False] * 3), (1, [True] * 3)])
def test_a_probability_of_nought_never_strikes_and_of_one_always(
    here: Door, client: httpx.Client, probability: float, expected: list[bool]
) -> None:
    here.tenant.plan(plan("500", probability=probability, times=None))
    assert struck(client, 3) == expected


def test_a_kind_about_writes_leaves_reads_and_sign_ins_alone(here: Door) -> None:
    fault = here.tenant.plan(plan("commit-502"))
    client = here.client()
    assert client.get("/Customers").status_code == 204
    assert fault.fired == 0
    assert client.post("/Customers", json={"Name": "A"}).status_code == 502


def test_a_kind_about_lists_leaves_single_records_alone(here: Door, client: httpx.Client) -> None:
    customer = made(client, "Customers", Name="A")
    here.tenant.plan(plan("204-once"))
    assert client.get(f"/Customers/{customer['Id']}").status_code == 200
    assert client.get("/Customers").status_code == 204


def test_the_brackets_of_a_page_number_are_understood(here: Door, client: httpx.Client) -> None:
    fault = here.tenant.plan(plan("row-slips"))
    client.get("/Customers", params={"resourceParameter[PageNumber]": "1"})
    assert fault.fired == 0
    client.get("/Customers", params={"resourceParameter[PageNumber]": "2"})
    assert fault.fired == 1


def test_a_plan_from_json_is_the_same_plan(here: Door, client: httpx.Client) -> None:
    here.tenant.plan(plan_from({"kind": "429-retry-after", "seconds": 9, "nth": 2}))
    answers = [client.get("/Customers") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [204, 429, 204]
    assert answers[1].headers["Retry-After"] == "9"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ([], 'expected an object with a text "kind"'),
        ({"kind": 3}, 'expected an object with a text "kind"'),
        ({"kind": "nothing"}, "fault kind 'nothing': unknown, expected one of "),
        ({"kind": "stall", "second": 1}, "no setting 'second', expected one of operation, "),
        ({"kind": "stall", "name": "x"}, "no setting 'name', expected one of operation, "),
        ({"kind": "stall", "seconds": "1"}, "seconds is '1', expected a number"),
        ({"kind": "stall", "seconds": float("nan")}, "seconds is 'nan', expected a number"),
        ({"kind": "stall", "seconds": 1e12}, "up to 1000000000"),
        ({"kind": "slow-drip", "pieces": 1.5}, "pieces is '1.5', expected a whole number"),
        ({"kind": "500", "nth": 0}, "nth is '0', expected a whole number from 1"),
        ({"kind": "500", "nth": True}, "nth is 'True', expected a whole number from 1"),
        ({"kind": "500", "times": 0}, "expected a whole number from 1, or null for ever"),
        ({"kind": "500", "probability": 2}, "expected a number from 0 to 1"),
        ({"kind": "500", "operation": 5}, 'expected a text such as "POST /Customers"'),
    ],
)
def test_a_wrong_plan_is_refused_with_what_is_expected(raw: Any, told: str) -> None:
    with pytest.raises(MishapError) as refused:
        plan_from(raw)
    assert told in str(refused.value)


def test_a_kind_is_refused_where_the_door_cannot_do_it() -> None:
    with pytest.raises(MishapError, match="refuse: not offered on the socket, only in process"):
        plan_from({"kind": "refuse"}, door="socket")


def test_what_may_be_set_is_told_with_its_defaults() -> None:
    told = KINDS["slow-drip"].to_json()
    assert told["settings"] == {"pieces": 10, "seconds": 1.0}
    assert told["doors"] == ("in process", "socket")
    assert told["text"].startswith("The answer arrives in so many pieces")


def test_a_clock_that_jumps_too_far_stops_where_stamps_can_still_be_shown(
    here: Door, client: httpx.Client
) -> None:
    here.tenant.plan(plan("clock-jump", seconds=1e9, times=None))
    here.tenant.plan(plan("stamp-skew", seconds=1e9))
    for _ in range(300):
        client.get("/ClientIntegrationInformation")
        client.headers["Authorization"] = here.client().headers["Authorization"]
    stamp = made(client, "Customers", Name="A")["LastChangedDateTimeOffset"]
    assert (here.tenant.clock.now().year, stamp[:4]) == (9900, "9931")
    here.tenant.faults = [plan("clock-jump", seconds=-1e9, times=None)]
    for _ in range(300):
        client.get("/ClientIntegrationInformation")
    assert here.tenant.clock.now().year == 1970
