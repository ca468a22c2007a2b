"""Lists that move while they are read, pages that look like the end, and reads that come too early."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import orjson

from talkqa.fake.faults import Fault
from talkqa.fake.journal import Entry
from talkqa.fake.lists.listing import Listing
from talkqa.fake.message import Response
from talkqa.fake.mishaps.kinds import is_later_page, is_list, is_next_page, is_page, is_v1_read, kind
from talkqa.fake.tenant import Tenant

Reshape = Callable[[Response, Entry], Response]


@contextmanager
def _set(tenant: Tenant, name: str, value: object) -> Iterator[None]:
    """A setting of the tenant for as long as one request is carried out."""
    before = getattr(tenant, name)
    setattr(tenant, name, value)
    try:
        yield
    finally:
        setattr(tenant, name, before)


@kind("page-overlap")
def page_overlap(rows: int = 1) -> Fault:
    """A page after the first begins with so many rows of the page before.

    In v2 only: in v1 a row more on one page would push another off it.
    """

    def around(tenant: Tenant, entry: Entry) -> AbstractContextManager[None]:
        return _set(tenant, "page_overlap", rows)

    return Fault("", when=is_later_page, around=around)


@kind("row-slips")
def row_slips() -> Fault:
    """A page after the first begins one row too late: the row is on neither, as when an earlier one went away.

    In either API.
    """
    return Fault("", when=is_next_page, reshape=_with_rows(lambda rows: rows[1:]))


@kind("short-page")
def short_page(rows: int = 1) -> Fault:
    """Pages hold at most so many rows, however many were asked for. Strikes for ever, so no row is lost.

    In v2 only: a client of v1 skips by its own $top, and would lose rows that the service never loses.
    """

    def around(tenant: Tenant, entry: Entry) -> AbstractContextManager[None]:
        return _set(tenant, "page_limit", max(1, rows))

    return Fault("", when=is_list, times=None, around=around)


@kind("empty-page")
def empty_page() -> Fault:
    """A page has no rows although it links to the next one; its rows are on none.

    In either API; in v1 the count tells that there are some.
    """
    return Fault("", when=is_page, reshape=_with_rows(lambda rows: []))


@kind("204-once")
def no_content_once() -> Fault:
    """204 and no next page although the list has rows; in v1, which knows no 204, no rows and a count of 0."""
    return Fault("", when=is_page, reshape=_emptied)


@kind("stale-page")
def stale_page(seconds: float = 60.0) -> Fault:
    """A page as it was so many seconds ago, as from a replica that lags; not for sub-entities and groups.

    In v2 only: for v1 there is replica-lag.
    """

    def around(tenant: Tenant, entry: Entry) -> AbstractContextManager[None]:
        return _as_it_was(tenant, seconds)

    return Fault("", when=is_list, around=around)


@kind("replica-lag")
def replica_lag(seconds: float = 1.0, requests: int = 0) -> Fault:
    """v1 reads what was so many seconds and so many requests ago, but not before this was planned (API.md §3).

    Strikes for ever; what a POST answers is up to date.
    """

    def armed(tenant: Tenant) -> None:
        tenant.replica.follow(tenant, seconds, requests)

    def around(tenant: Tenant, entry: Entry) -> AbstractContextManager[None]:
        return tenant.replica.behind(tenant, seconds, requests)

    return Fault("", when=is_v1_read, times=None, armed=armed, around=around)


@contextmanager
def _as_it_was(tenant: Tenant, seconds: float) -> Iterator[None]:
    """The lists without the writes of the last so many seconds."""
    shelf, present = tenant.store.shelf, tenant.store.shelf.lists
    past = {type: dict(listing.records) for type, listing in present.items()}
    since = tenant.clock.now() - timedelta(seconds=seconds)
    for entry in reversed(tenant.journal):
        for write in reversed(entry.writes) if entry.at > since and tenant.journal.stands(entry) else ():
            records = past.setdefault(write.type, {})
            if write.before is None:
                records.pop(write.key, None)
            else:
                records[write.key] = write.before
    shelf.lists = {type: Listing.of(records.items()) for type, records in past.items()}
    try:
        yield
    finally:
        shelf.lists = present


def _with_rows(change: Callable[[list[Any]], list[Any]]) -> Reshape:
    """What gives the answer to a list other rows: an array in v2, the data of an envelope in v1."""

    def reshape(response: Response, entry: Entry) -> Response:
        told = orjson.loads(response.body) if response.status == 200 else None
        if isinstance(told, list) and told:
            return response.with_body(orjson.dumps(change(told)))
        if isinstance(told, dict) and told.get("data") and isinstance(told["data"], list):
            return response.with_body(orjson.dumps({**told, "data": change(told["data"])}))
        return response

    return reshape


def _emptied(response: Response, entry: Entry) -> Response:
    """The answer of a list without rows, in the form of its API; a refusal stays what it is."""
    told = orjson.loads(response.body) if response.status == 200 else None
    if isinstance(told, list):
        return Response.empty(204, {"x-pagination": '{"nextPageLink":null}'})
    if isinstance(told, dict) and isinstance(told.get("data"), list):
        return response.with_body(orjson.dumps({**told, "data": [], "count": 0}))
    return response
