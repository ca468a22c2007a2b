"""What each kind of misbehaviour does, over every door that offers it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from talkqa.fake import Fault
from talkqa.fake.mishaps import KINDS, plan
from tests.fake.doors import Door, made, replaced, sign_in

NEW = {"Name": "A"}


class Silences:
    """Instead of waiting on the socket: remembers how long it should have waited."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def silences(door: Door, monkeypatch: pytest.MonkeyPatch) -> Silences:
    silences = Silences()
    monkeypatch.setattr(door.fake, "wait", silences)
    return silences


def armed(door: Door, kind: str, **settings: Any) -> Fault:
    return door.tenant.plan(plan(kind, credential="sut", **settings))


def names(door: Door) -> list[str]:
    return [record["Name"] for record in door.tenant.state()["Customer"].values()]


def last(door: Door) -> tuple[int, str | None, bool]:
    entry = door.tenant.journal[-1]
    return entry.status, entry.fault, entry.delivered


def ids(answer: httpx.Response) -> list[int]:
    return [record["Id"] for record in answer.json()]


def paged(client: httpx.Client, plural: str = "Customers", size: int = 2) -> list[list[int]]:
    """The ids of each page, by the links."""
    pages = [client.get(f"/{plural}", params={"PageSize": size})]
    while link := json.loads(pages[-1].headers["X-Pagination"])["nextPageLink"]:
        pages.append(client.get(link))
    return [ids(page) if page.content else [] for page in pages]


def five(client: httpx.Client) -> list[int]:
    return [made(client, "Customers", Name=f"C{n}")["Id"] for n in range(5)]


def test_there_are_at_least_24_kinds_and_each_says_what_it_does() -> None:
    assert len(KINDS) >= 24
    assert all(len(kind.text) > 20 and kind.doors for kind in KINDS.values())


def test_each_kind_is_named_in_this_file() -> None:
    """A kind without a test here, or beside v1 for what only v1 does, would be seen."""
    here = Path(__file__)
    texts = here.read_text() + (here.parent / "v1" / "test_replica.py").read_text()
    tested = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)*)"', texts))
    assert set(KINDS) - tested == set()


# The wire


def test_refuse_is_a_connect_error_and_commits_nothing(here: Door) -> None:
    client = here.client()
    armed(here, "refuse")
    with pytest.raises(httpx.ConnectError):
        client.post("/Customers", json=NEW)
    assert names(here) == []
    assert KINDS["refuse"].doors == ("in process",)


def test_reset_before_commits_nothing(door: Door) -> None:
    client = door.client()
    armed(door, "reset-before")
    with pytest.raises(httpx.ReadError):
        client.post("/Customers", json=NEW)
    assert names(door) == []
    assert last(door) == (0, "reset-before", False)


def test_reset_while_commits_and_the_answer_breaks_off(door: Door) -> None:
    client = door.client()
    armed(door, "reset-while")
    with pytest.raises(httpx.ReadError):
        client.post("/Customers", json=NEW)
    assert names(door) == ["A"]
    assert last(door) == (201, "reset-while", False)


def test_reset_after_gives_the_whole_answer_and_then_the_connection_is_dead(
    request: pytest.FixtureRequest,
) -> None:
    fake, server = request.getfixturevalue("served")
    door = Door(fake, fake.tenant(), server.base_url, server.token_url, None)
    client = door.client()
    armed(door, "reset-after")
    answer = client.post("/Customers", json=NEW)
    stream = answer.extensions["network_stream"].get_extra_info("socket")
    assert (answer.status_code, answer.json()["Name"]) == (201, "A")
    assert "connection" not in answer.headers
    assert stream.fileno() == -1 or _is_dead(stream)
    assert KINDS["reset-after"].doors == ("socket",)


def _is_dead(stream: Any) -> bool:
    stream.settimeout(5)
    try:
        return len(stream.recv(1)) == 0
    except ConnectionResetError:
        return True


def test_a_stall_is_longer_than_the_patience_of_the_client(here: Door) -> None:
    client = here.client()
    armed(here, "stall", seconds=60.0)
    before = here.tenant.clock.now()
    with pytest.raises(httpx.ReadTimeout):
        client.post("/Customers", json=NEW, timeout=5)
    assert 5 <= (here.tenant.clock.now() - before).total_seconds() < 6
    assert names(here) == ["A"]


def test_a_patient_client_gets_the_whole_answer_after_a_stall(door: Door, silences: Silences) -> None:
    client = door.client()
    armed(door, "stall", seconds=60.0)
    before = door.tenant.clock.now()
    assert client.post("/Customers", json=NEW, timeout=90).json()["Name"] == "A"
    passed = (door.tenant.clock.now() - before).total_seconds()
    assert (silences.seconds, passed < 1) == ([60.0], True) if door.transport is None else passed >= 60
    assert last(door) == (201, "stall", True)


def test_a_slow_drip_arrives_in_pieces_with_silences_between_them(door: Door, silences: Silences) -> None:
    client = door.client()
    armed(door, "slow-drip", pieces=4, seconds=2.0)
    before = door.tenant.clock.now()
    assert client.post("/Customers", json=NEW, timeout=5).json()["Name"] == "A"
    passed = (door.tenant.clock.now() - before).total_seconds()
    if door.transport is None:
        assert silences.seconds == [2.0] * 3
    else:
        assert 6 <= passed < 7


def test_a_truncated_body_is_shorter_than_promised(door: Door) -> None:
    client = door.client()
    armed(door, "truncated-body", operation="GET /Customers")
    made(client, "Customers", Name="A")
    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|without sending complete"):
        client.get("/Customers")
    assert last(door) == (200, "truncated-body", False)


def test_with_a_wrong_length_half_a_body_looks_whole(door: Door) -> None:
    client = door.client()
    body = client.get("/ClientIntegrationInformation").content
    armed(door, "wrong-length")
    answer = client.get("/ClientIntegrationInformation")
    assert (answer.status_code, answer.content) == (200, body[: len(body) // 2])
    assert client.get("/ClientIntegrationInformation").content == body


def test_an_answer_without_a_body_can_be_cut_too(door: Door) -> None:
    client = door.client()
    customer = made(client, "Customers", Name="A")
    armed(door, "commit-truncated")
    with pytest.raises(httpx.RemoteProtocolError):
        client.delete(f"/Customers/{customer['Id']}")
    assert names(door) == []


# Refusals


@pytest.mark.parametrize(
    ("kind", "status", "after", "media"),
    [
        ("429-retry-after", 429, "7", "application/json"),
        ("429", 429, None, "application/json"),
        ("500", 500, None, "application/problem+json"),
        ("502", 502, None, "text/html"),
        ("503", 503, None, "application/json"),
        ("504-before-commit", 504, None, "application/json"),
        ("401", 401, None, "application/json"),
        ("403", 403, None, "application/problem+json"),
        ("html-error-page", 200, None, "text/html"),
    ],
)
def test_a_refusal_commits_nothing_and_comes_once(
    door: Door, kind: str, status: int, after: str | None, media: str
) -> None:
    client = door.client()
    armed(door, kind, **({"seconds": 7} if after else {}))
    answer = client.post("/Customers", json=NEW)
    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, after)
    assert answer.headers["content-type"].partition(";")[0] == media
    assert names(door) == []
    assert last(door) == (status, kind, True)
    assert client.post("/Customers", json=NEW).status_code == 201


def test_429_speaks_the_documented_words(door: Door) -> None:
    client = door.client()
    armed(door, "429-retry-after", seconds=1)
    expected = {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 1 seconds."}
    assert client.get("/Customers").json() == expected


def test_a_token_expires_between_two_pages_and_a_new_one_goes_on(door: Door) -> None:
    client = door.client()
    expected = five(client)
    armed(door, "token-expires")
    first = client.get("/Customers", params={"PageSize": 2})
    link = json.loads(first.headers["X-Pagination"])["nextPageLink"]
    assert [client.get(link).status_code, client.get(link).status_code] == [401, 401]
    again = sign_in(door.bare(), door.tenant.credential("sut"), door.token_url).json()["access_token"]
    client.headers["Authorization"] = f"Bearer {again}"
    assert ids(first) + ids(client.get(link)) == expected[:4]


def test_the_token_of_another_credential_does_not_expire(door: Door) -> None:
    client, user = door.client(), door.client("user")
    five(client)
    armed(door, "token-expires")
    client.get("/Customers", params={"PageSize": 2, "PageNumber": 2})
    assert user.get("/Customers").status_code == 200


# Around the commit


def test_closed_before_commit_commits_nothing(door: Door) -> None:
    client = door.client()
    armed(door, "closed-before-commit")
    assert client.get("/Customers").status_code == 204
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/Customers", json=NEW)
    assert names(door) == []


def test_commit_lost_commits_and_does_not_answer(door: Door) -> None:
    client = door.client()
    armed(door, "commit-lost")
    with pytest.raises((httpx.ReadTimeout, httpx.RemoteProtocolError)):
        client.post("/Customers", json=NEW)
    assert names(door) == ["A"]
    assert last(door) == (201, "commit-lost", False)


def test_commit_delayed_answers_late(door: Door, silences: Silences) -> None:
    client = door.client()
    armed(door, "commit-delayed", seconds=20.0)
    before = door.tenant.clock.now()
    assert client.post("/Customers", json=NEW, timeout=30).status_code == 201
    if door.transport is None:
        assert silences.seconds == [20.0]
    else:
        assert (door.tenant.clock.now() - before).total_seconds() >= 20


def test_commit_delayed_beyond_the_patience_of_the_client_is_a_timeout(here: Door) -> None:
    client = here.client()
    armed(here, "commit-delayed", seconds=20.0)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/Customers", json=NEW, timeout=10)
    assert names(here) == ["A"]


def test_commit_truncated_commits_and_breaks_off(door: Door) -> None:
    client = door.client()
    armed(door, "commit-truncated")
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/Customers", json=NEW)
    assert names(door) == ["A"]
    assert last(door) == (201, "commit-truncated", False)


def test_commit_502_commits_and_answers_as_if_it_had_not(door: Door) -> None:
    client = door.client()
    armed(door, "commit-502")
    answer = client.post("/Customers", json=NEW)
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert names(door) == ["A"]
    assert len(door.tenant.journal[-1].writes) == 1


def test_delivered_twice_makes_two_records_and_two_entries(door: Door) -> None:
    client = door.client()
    armed(door, "delivered-twice")
    answer = client.post("/Customers", json=NEW)
    first, second = door.tenant.journal[-2:]
    assert names(door) == ["A", "A"]
    assert [first.delivered, second.delivered] == [False, True]
    assert [entry.fault for entry in (first, second)] == ["delivered-twice"] * 2
    assert answer.json()["Id"] == int(second.writes[0].key) == int(first.writes[0].key) + 1


# Pages


def test_page_overlap_shows_a_row_of_the_page_before_again(door: Door) -> None:
    client = door.client()
    a, b, c, d, e = five(client)
    armed(door, "page-overlap")
    assert paged(client) == [[a, b], [b, c, d], [e]]


def test_a_row_slips_between_two_pages(door: Door) -> None:
    client = door.client()
    a, b, _, d, e = five(client)
    armed(door, "row-slips")
    assert paged(client) == [[a, b], [d], [e]]


def test_short_pages_still_show_every_row_once(door: Door) -> None:
    client = door.client()
    a, b, c, d, e = five(client)
    armed(door, "short-page", rows=3)
    assert paged(client, size=4) == [[a, b, c], [d, e]]


def test_an_empty_page_can_have_a_next_one(door: Door) -> None:
    client = door.client()
    a, b, _, _, e = five(client)
    armed(door, "empty-page", nth=2)
    assert paged(client) == [[a, b], [], [e]]


def test_204_once_hides_a_list_that_has_rows(door: Door) -> None:
    client = door.client()
    expected = five(client)
    armed(door, "204-once")
    answer = client.get("/Customers")
    assert (answer.status_code, answer.content) == (204, b"")
    assert ids(client.get("/Customers")) == expected


def test_a_stale_page_does_not_know_the_latest_writes(door: Door) -> None:
    client = door.client()
    old, gone = made(client, "Customers", Name="Old"), made(client, "Customers", Name="Gone")
    door.tenant.clock.advance(120)
    replaced(client, f"/Customers/{old['Id']}", Name="New")
    client.delete(f"/Customers/{gone['Id']}")
    made(client, "Customers", Name="Newest")
    armed(door, "stale-page", seconds=60.0)
    stale, fresh = client.get("/Customers").json(), client.get("/Customers").json()
    assert [record["Name"] for record in stale] == ["Old", "Gone"]
    assert [record["Name"] for record in fresh] == ["New", "Newest"]


# Time


def stamps(door: Door, count: int = 3) -> list[str]:
    client = door.client()
    return [made(client, "Customers", Name="A")["LastChangedDateTimeOffset"] for _ in range(count)]


def test_stamp_skew_moves_the_stamps_of_one_credentials_own_writes(door: Door) -> None:
    armed(door, "stamp-skew", seconds=-3600.0)
    (own,) = stamps(door, 1)
    other = made(door.client("user"), "Customers", Name="A")["LastChangedDateTimeOffset"]
    assert (own[:16], other[:16]) == ("2026-01-05T07:00", "2026-01-05T08:00")


def test_equal_stamps_are_equal(door: Door) -> None:
    armed(door, "equal-stamps")
    assert len(set(stamps(door))) == 1


def test_coarse_stamps_are_whole_seconds(door: Door) -> None:
    armed(door, "coarse-stamps")
    assert set(stamps(door)) == {"2026-01-05T08:00:00.0000000+00:00"}


def test_the_clock_jumps_back_and_stays_there(door: Door) -> None:
    armed(door, "clock-jump", seconds=-7200.0, operation="POST /Customers", nth=2)
    assert [text[:16] for text in stamps(door)] == ["2026-01-05T08:00"] + ["2026-01-05T06:00"] * 2


def test_one_hour_is_shown_twice_in_the_night_in_which_summer_time_ends(door: Door) -> None:
    """In 2026 that is at 01:00 UTC on 25 October: 02:59+02:00 is followed by 02:00+01:00."""
    door.tenant.clock.advance(293 * 86_400 - 7 * 3600 - 600)
    client = door.client()
    armed(door, "daylight-saving")
    first = made(client, "Customers", Name="Before")
    door.tenant.clock.advance(900)
    made(client, "Customers", Name="After")
    shown = [record["LastChangedDateTimeOffset"] for record in client.get("/Customers").json()]
    assert [text[:16] + text[-6:] for text in shown] == ["2026-10-25T02:50+02:00", "2026-10-25T02:05+01:00"]
    since = {"lastChangedDateTimeOffsetGreaterThan": first["LastChangedDateTimeOffset"]}
    (later,) = client.get("/Customers", params=since).json()
    assert later["Name"] == "After"


# Rewriting


def test_trim_stores_texts_without_the_spaces_at_their_ends(door: Door) -> None:
    client = door.client()
    armed(door, "trim")
    customer = made(client, "Customers", Name="  A S ", MailAddress={"City": " Ås", "ZipCode": "1430 "})
    assert (customer["Name"], customer["MailAddress"]["City"]) == ("A S", "Ås")
    assert customer["MailAddress"]["ZipCode"] == "1430"
    changed = replaced(client, f"/Customers/{customer['Id']}", Name=" B ").json()
    assert changed["Name"] == "B"
    assert json.loads(door.tenant.journal[-1].request_body)[0]["value"] == " B "


def test_title_case_changes_names_and_nothing_else(door: Door) -> None:
    client = door.client()
    armed(door, "title-case")
    customer = made(client, "Customers", Name="ola nordmann as", EmailAddress="ola@example.no")
    assert (customer["Name"], customer["EmailAddress"]) == ("Ola Nordmann As", "ola@example.no")
    changed = replaced(client, f"/Customers/{customer['Id']}", Name="kari LIE").json()
    assert changed["Name"] == "Kari Lie"
