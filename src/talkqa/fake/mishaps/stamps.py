"""Time misbehaves: stamps of writes, the clock itself, and the way stamps are shown."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson

from talkqa.fake.clock import TICKS_PER_SECOND, in_offset
from talkqa.fake.faults import Fault
from talkqa.fake.journal import Entry
from talkqa.fake.message import Response
from talkqa.fake.mishaps.kinds import is_call, is_write, kind
from talkqa.fake.tenant import Tenant

STAMP_SUFFIXES = ("DateTimeOffset", "lastChanged", "createdDate", "CreatedDate")
"""How the names of all properties end that are stamps, in v2 and in v1."""


@contextmanager
def _restamped(tenant: Tenant, restamp: Callable[[int], int]) -> Iterator[None]:
    before = tenant.restamp
    tenant.restamp = restamp
    try:
        yield
    finally:
        tenant.restamp = before


def _restamping(restamp: Callable[[int], int]) -> Fault:
    """A fault that stamps every write it strikes in another way; for ever, unless told otherwise."""

    def around(tenant: Tenant, entry: Entry) -> AbstractContextManager[None]:
        return _restamped(tenant, restamp)

    return Fault("", when=is_write, times=None, around=around)


@kind("stamp-skew")
def stamp_skew(seconds: float = -2.0) -> Fault:
    """Writes are stamped so many seconds off the clock; name the credential whose own writes are meant."""
    shift = round(seconds * TICKS_PER_SECOND)
    return _restamping(lambda ticks: ticks + shift)


@kind("equal-stamps")
def equal_stamps() -> Fault:
    """All writes struck have the stamp of the first of them."""
    first: list[int] = []

    def restamp(ticks: int) -> int:
        if not first:
            first.append(ticks)
        return first[0]

    return replace(_restamping(restamp), memory=first)


@kind("coarse-stamps")
def coarse_stamps(seconds: int = 1) -> Fault:
    """Stamps are cut to whole multiples of so many seconds."""
    grain = max(1, seconds) * TICKS_PER_SECOND
    return _restamping(lambda ticks: ticks - ticks % grain)


@kind("clock-jump")
def clock_jump(seconds: float = -3600.0) -> Fault:
    """The service's clock jumps by so many seconds before the request is judged, back when negative."""
    return Fault("", when=is_call, before=lambda tenant: tenant.clock.advance(seconds))


@kind("daylight-saving")
def daylight_saving() -> Fault:
    """Answers show stamps in Norwegian time, +02:00 in summer: in one night an hour is shown twice. Either API."""
    return Fault("", when=is_call, times=None, reshape=_in_norway)


def _in_norway(response: Response, entry: Entry) -> Response:
    if response.status >= 300 or not response.headers.get("content-type", "").startswith("application/json"):
        return response
    return response.with_body(orjson.dumps(_local(orjson.loads(response.body))))


def _local(value: Any) -> Any:
    if isinstance(value, list):
        return [_local(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _local_stamp(one) if name.endswith(STAMP_SUFFIXES) and isinstance(one, str) else _local(one)
        for name, one in value.items()
    }


def _local_stamp(text: str) -> str:
    """A stamp in UTC, as answers of either API ordinarily show it, in Norwegian time; any other stays."""
    return in_offset(text, norwegian_offset(text)) if text.endswith("+00:00") else text


def norwegian_offset(text: str) -> int:
    """Minutes from UTC in Norway at that moment, by the rule of the European Union.

    Summer time lasts from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October.
    """
    moment = datetime.fromisoformat(text[:19]).replace(tzinfo=UTC)
    return 120 if _change(moment.year, 3) <= moment < _change(moment.year, 10) else 60


def _change(year: int, month: int) -> datetime:
    last_sunday = max(week[calendar.SUNDAY] for week in calendar.monthcalendar(year, month))
    return datetime(year, month, last_sunday, 1, tzinfo=UTC)
