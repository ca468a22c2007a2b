"""Assumptions about the limits of requests, each from both sides."""

from __future__ import annotations

from talkqa.fake import Limits
from tests.fake.doors import Door
from tests.fake.flips.cases import flip


@flip("retry-after", chosen="1", left_out=None)
def the_eleventh_request_in_a_second(door: Door) -> str | None:
    client = door.client()
    door.tenant.limits = Limits()
    answers = [client.get("/Customers") for _ in range(11)]
    assert [one.status_code for one in answers] == [204] * 10 + [429]
    wait: str | None = answers[-1].headers.get("retry-after")
    return wait
