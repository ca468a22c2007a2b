"""What others are told of a journal whose oldest requests have left: exports, filters, control routes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest

from talkqa.fake import Fake, Tenant
from talkqa.fake.clients import Clients
from talkqa.fake.control import control_routes, looking
from talkqa.fake.journal import Journal
from talkqa.fake.journal.choosing import Choice
from talkqa.fake.journal.export import exported
from tests.fake.doors import Door, inside
from tests.fake.test_journal_leaving import asked, numbers


@pytest.fixture
def tenant() -> Tenant:
    """Requests 8 to 12 are kept: 8 and 10 ask for what is not there, the others list."""
    here = inside(Fake())
    here.tenant.journal = Journal(most_entries=5)
    client = here.client()
    for number in range(2, 13):
        client.get("/Customers/5" if number in (3, 8, 10) else "/Customers")
    return here.tenant


def test_an_export_as_ndjson_begins_with_the_first_that_is_kept(tenant: Tenant) -> None:
    lines = [json.loads(line) for line in exported(tenant, "ndjson")]
    assert [(line["number"], line["status"]) for line in lines] == [
        (8, 404),
        (9, 204),
        (10, 404),
        (11, 204),
        (12, 204),
    ]


def test_a_har_tells_how_many_are_no_more(tenant: Tenant) -> None:
    (whole,) = exported(tenant, "har", Choice(status=404))
    log = json.loads(whole)["log"]
    assert ([entry["_number"] for entry in log["entries"]], log["_gone"]) == ([8, 10], 7)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), [8, 9, 10, 11, 12]),
        (Choice(since=10), [11, 12]),
        (Choice(since=3, last=2), [11, 12]),
        (Choice(status=404), [8, 10]),
    ],
)
def test_filters_choose_among_what_is_kept(tenant: Tenant, choice: Choice, expected: list[int]) -> None:
    assert numbers(choice.of(tenant.journal)) == expected


@pytest.fixture
def control() -> Iterator[httpx.Client]:
    """Of a client with 12 requests, of which 8 to 12 are kept."""
    fake = Fake()
    clients = Clients(fake)
    tenant = clients.open().tenant
    tenant.journal = asked(Journal(most_entries=5), 12)
    with (
        fake.serve(0, control_routes(clients)) as server,
        httpx.Client(base_url=f"{server.origin}/_talkqa", trust_env=False) as client,
    ):
        yield client


def test_control_routes_tell_how_many_came_and_how_many_of_them_are_no_more(control: httpx.Client) -> None:
    health, listed = control.get("/health").json(), control.get("/requests?since=9").json()
    assert [(told["requests"], told["gone"]) for told in (health, listed)] == [(12, 7)] * 2
    assert [line["number"] for line in listed["entries"]] == [10, 11, 12]
    assert [line["number"] for line in control.get("/requests").json()["entries"]] == [8, 9, 10, 11, 12]


def test_of_many_requests_the_latest_rows_are_listed(here: Door) -> None:
    here.tenant.journal = asked(Journal(most_entries=300), 1000)
    rows = looking.requests(here.tenant, since=7)["entries"]
    assert [row["number"] for row in rows] == list(range(801, 1001))


def test_a_request_that_is_no_more_is_told_from_one_that_never_was(control: httpx.Client) -> None:
    assert control.get("/requests/8").json()["path"] == "/v2/Customers/7"
    left, never = control.get("/requests/7"), control.get("/requests/13")
    assert (left.status_code, never.status_code) == (404, 404)
    assert left.json() == {"error": "request 7: it is no more, the journal begins with request 8."}
    assert never.json() == {"error": "request 13: there is none of that number."}


@pytest.mark.parametrize("form", ["ndjson", "har"])
def test_an_exports_header_tells_how_many_are_no_more(control: httpx.Client, form: str) -> None:
    answer = control.get("/journal", params={"format": form, "since": 11})
    assert (answer.status_code, answer.headers["talkqa-gone"]) == (200, "7")


def test_numbers_of_a_server_that_has_run_for_weeks_are_read(control: httpx.Client) -> None:
    for path in ("/requests?since=40000000000", "/journal?since=40000000000"):
        assert control.get(path).status_code == 200
    assert "there is none" in control.get("/requests/40000000000").json()["error"]
