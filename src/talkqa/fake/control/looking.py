"""What the live page shows: lists of records and of requests, a page of each at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from talkqa.fake.annexes.sheets import CONTACT_GROUP, OWNED
from talkqa.fake.journal import Entry
from talkqa.fake.journal.export import told
from talkqa.fake.journal.masking import Mask
from talkqa.fake.lists.listing import Listing
from talkqa.fake.schema import PERSON, Record
from talkqa.fake.tenant import Tenant

KINDS = ("Customer", "Supplier", "Employee", PERSON, *OWNED, CONTACT_GROUP)
"""The types of records, in the order in which the page shows them."""
MOST_ROWS = 200
"""Rows of one answer."""
_SOUGHT = ("Id", "Number", "Name", "FirstName", "LastName", "EmailAddress", "OrganizationNumber")


def overview(tenant: Tenant) -> dict[str, Any]:
    """Numbers that change while clients call. requests: all that came; gone: of them, the oldest that are no more."""
    with tenant.desk.lock:
        return {
            "client": tenant.client_id,
            "requests": tenant.journal.latest,
            "gone": tenant.journal.gone,
            "records": {type: len(tenant.store.listed(type).records) for type in KINDS},
            "now": tenant.clock.now().isoformat(),
            "armed": sum(not fault.spent for fault in tenant.faults),
        }


def records(tenant: Tenant, type: str, page: int, size: int, find: str) -> dict[str, Any]:
    """One page of a type, last changed first. find: only records that have this text in a name or number."""
    with tenant.desk.lock:
        listing = tenant.store.listed(type)
        if not find:
            return _page(type, page, len(listing.records), _cut(listing, page, size))
        everything = list(listing.records.values())
    fitting = [record for record in everything if _has(record, find.casefold())]
    fitting.sort(key=lambda record: str(record["LastChangedDateTimeOffset"]), reverse=True)
    return _page(type, page, len(fitting), fitting[(page - 1) * size : page * size])


def requests(tenant: Tenant, since: int) -> dict[str, Any]:
    """The latest requests after that number, a line each, oldest first."""
    latest = tenant.journal.since(max(since, tenant.journal.latest - MOST_ROWS))
    mask = Mask(tenant.credentials())
    lines = orjson.loads(mask(orjson.dumps([_line(entry) for entry in latest])))
    return {**overview(tenant), "entries": lines}


def request(tenant: Tenant, number: int) -> dict[str, Any] | None:
    """One request with all that is known of it, without secrets; None when there is none of that number."""
    entry = tenant.journal.numbered(number)
    if entry is None:
        return None
    masked = Mask(tenant.credentials())(orjson.dumps(told(entry)))
    found: dict[str, Any] = orjson.loads(masked)
    return found


def _cut(listing: Listing, page: int, size: int) -> list[Record]:
    """From the end of the order of change, so that a page costs the same however long the list is."""
    end = len(listing.records) - (page - 1) * size
    keys = listing.page_by_change(None, max(0, end - size), max(0, min(size, end)))
    return [listing.records[key] for key in reversed(list(keys))]


def _page(type: str, page: int, total: int, rows: Iterable[Record]) -> dict[str, Any]:
    return {"type": type, "page": page, "total": total, "rows": list(rows)}


def _has(record: Record, text: str) -> bool:
    return any(text in str(record.get(name) or "").casefold() for name in _SOUGHT)


def _line(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "credential": entry.credential,
        "method": entry.method,
        "path": entry.path,
        "query": entry.query,
        "operation": entry.operation,
        "status": entry.status,
        "fault": entry.fault,
        "delivered": entry.delivered,
        "writes": len(entry.writes),
    }
