"""The documented rates, when a tenant is given them."""

from __future__ import annotations

import httpx
import pytest

from talkqa.fake.clock import TICKS_PER_SECOND as SECOND
from talkqa.fake.limits import TOKEN, V1, V2, Limits
from tests.fake.doors import Door, sign_in


def statuses(client: httpx.Client, count: int) -> list[int]:
    return [client.get("/Customers").status_code for _ in range(count)]


def test_without_limits_any_number_is_let_through(client: httpx.Client) -> None:
    assert set(statuses(client, 60)) == {204}


def test_the_eleventh_request_in_a_second_is_429_in_the_documented_words(door: Door) -> None:
    client = door.client()
    door.tenant.limits = Limits()
    assert statuses(client, 11) == [204] * 10 + [429]
    refused = client.get("/Customers")
    assert refused.json() == {
        "statusCode": 429,
        "message": "Rate limit is exceeded. Try again in 1 seconds.",
    }
    assert refused.headers["Retry-After"] == "1"
    assert door.tenant.journal[-1].fault is None


def test_who_waits_as_advised_is_let_through_again(here: Door, client: httpx.Client) -> None:
    here.tenant.limits = Limits()
    assert statuses(client, 11)[-1] == 429
    here.tenant.clock.advance(1)
    assert statuses(client, 11) == [204] * 10 + [429]


def test_each_subscription_key_has_its_own_count(here: Door, client: httpx.Client) -> None:
    user = here.client("user")
    here.tenant.limits = Limits()
    assert statuses(client, 11)[-1] == 429
    assert statuses(user, 10) == [204] * 10


def test_sign_ins_are_counted_apart(here: Door, client: httpx.Client) -> None:
    here.tenant.limits = Limits(token=2)
    credential = here.tenant.credential("sut")
    answers = [sign_in(here.bare(), credential, here.token_url) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "1"
    assert statuses(client, 10) == [204] * 10


def test_a_request_beyond_the_limit_commits_nothing(here: Door, client: httpx.Client) -> None:
    here.tenant.limits = Limits(v2=1)
    assert client.post("/Customers", json={"Name": "A"}).status_code == 201
    assert client.post("/Customers", json={"Name": "B"}).status_code == 429
    assert [record["Name"] for record in here.tenant.state()["Customer"].values()] == ["A"]


def test_v1_lets_50_a_second_through_for_an_application_key(door: Door) -> None:
    credential = door.tenant.credential("sut")
    origin = door.base_url.removesuffix("/v2").replace("goapi.", "api.")
    client = door.bare()
    keys = (credential.application_key, credential.client_key)
    answer = client.post(f"{origin}/OAuth/Token", auth=keys, data={"grant_type": "client_credentials"})
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    url = f"{origin}/Customer/"
    door.tenant.limits = Limits()
    statuses = [client.get(url, headers=headers).status_code for _ in range(51)]
    assert statuses == [200] * 50 + [429]


@pytest.mark.parametrize(("window", "most"), [(V2, 10), (V1, 50)])
def test_the_documented_rates(window: str, most: int) -> None:
    """10 a second for a subscription key in v2, 50 for an application key in v1."""
    limits = Limits()
    passed = [limits.refuse(window, "key", 0) is None for _ in range(most + 1)]
    assert passed == [True] * most + [False]


def test_any_second_counts_not_only_whole_ones() -> None:
    limits = Limits(v2=2)
    half = SECOND // 2
    moments = [0, half, SECOND - 1, SECOND, SECOND + half - 1, SECOND + half]
    passed = [limits.refuse(V2, "key", moment) is None for moment in moments]
    assert passed == [True, True, False, True, False, True]


def test_the_wall_clock_can_count() -> None:
    now = [100.0]
    limits = Limits(v2=1, wall=lambda: now[0])
    assert limits.refuse(V2, "key", 0) is None
    assert limits.refuse(V2, "key", 10 * SECOND) is not None
    now[0] += 1
    assert limits.refuse(V2, "key", 0) is None


def test_a_clock_that_is_turned_back_does_not_lock_anybody_out() -> None:
    limits = Limits(v2=1)
    assert limits.refuse(V2, "key", 100 * SECOND) is None
    assert limits.refuse(V2, "key", 0) is None


def test_no_limit_is_none() -> None:
    limits = Limits(token=None)
    assert [limits.refuse(TOKEN, "key", 0) for _ in range(99)] == [None] * 99
