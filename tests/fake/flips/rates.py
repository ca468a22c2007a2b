"""Assumptions about the limits of requests, each from both sides."""

from __future__ import annotations

from talkqa.fake import Limits
from tests.fake.doors import Door, sign_in
from tests.fake.flips.cases import flip


@flip("rate-window", chosen=429, whole_seconds=204)
def ten_requests_before_and_one_after_the_full_second(door: Door) -> int:
    client = door.client()
    door.tenant.limits = Limits()
    door.tenant.clock.advance(0.9)
    assert [client.get("/Customers").status_code for _ in range(10)] == [204] * 10
    door.tenant.clock.advance(0.2)
    return client.get("/Customers").status_code


@flip("rate-of-sign-ins", chosen=[200, 200, 200, 200, 200, 429], one=[200, 429, 429, 429, 429, 429])
def six_sign_ins_in_a_second(door: Door) -> list[int]:
    door.tenant.limits = Limits()
    keys = door.tenant.credential("sut")
    return [sign_in(door.bare(), keys, door.token_url).status_code for _ in range(6)]


@flip("retry-after", chosen="1", left_out=None)
def the_eleventh_request_in_a_second(door: Door) -> str | None:
    client = door.client()
    door.tenant.limits = Limits()
    answers = [client.get("/Customers") for _ in range(11)]
    assert [one.status_code for one in answers] == [204] * 10 + [429]
    wait: str | None = answers[-1].headers.get("retry-after")
    return wait


@flip("parallel-posts", chosen=[201] * 12, ten_a_second=[201] * 10 + [503, 201])
def eleven_customers_in_a_second_and_one_later(door: Door) -> list[int]:
    client = door.client()
    at_once = [client.post("/Customers", json={"Name": "Fjord AS"}).status_code for _ in range(11)]
    door.tenant.clock.advance(1)
    return [*at_once, client.post("/Customers", json={"Name": "Fjord AS"}).status_code]
