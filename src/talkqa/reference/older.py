"""API v1 beside v2, for the properties that only v1 has: one company, two APIs.

Asks v1 for nothing else: v2 tells more of everything else, and v1's moments are whole seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import httpx

from talkqa.reference.client import Client
from talkqa.reference.entities import Key, Record, key_of, stamp_text
from talkqa.reference.failures import Gone, Refused
from talkqa.sut.protocol import Endpoint

LISTS = {
    "Employee": "/Employee/",
    "Supplier": "/Supplier/",
    "Customer": "/Customer/",
    "Contactperson": "/PartyContactPerson/",
}
OWNERS = ("Customer", "Supplier")
"""What a Contactperson may stand under; v1 has a route for each."""

Rows = Mapping[str, Record]
"""v1's rows by the id of their keys."""


class Older(Client):
    """API v1 of the same company: a host and a sign-in of its own, and no subscription key."""

    def __init__(self, endpoint: Endpoint, pause: Callable[[float], None], page_size: int = 5000) -> None:
        place = urlsplit(endpoint.base_url)
        origin = f"{place.scheme}://{place.netloc.replace('goapi.', 'api.')}"
        older = replace(endpoint, base_url=origin, token_url=f"{origin}/OAuth/Token")
        super().__init__(older, pause, page_size)
        self._subscription = {}

    def rows(self, entity: str, since: int | None) -> Rows:
        """The rows of a type; since: ticks, those that changed at or after them."""
        return {id_of(row): row for row in self._rows(entity, since)}

    def _rows(self, entity: str, since: int | None) -> Iterator[Record]:
        skipped, query = 0, dict[str, Any]({"$orderby": "Id", "$top": self._page_size})
        if since is not None:
            query["$filter"] = f"(LastChanged ge datetimeoffset'{stamp_text(since)}')"
        while True:
            told = self._told("GET", LISTS[entity], params={**query, "$skip": skipped})
            yield from told["data"]
            skipped += len(told["data"])
            if not told["data"] or skipped >= told["count"]:
                return

    def row(self, key: Key) -> Record:
        """One row. Raises `Gone` when it is not there."""
        contact, _, person = key.id.partition("/")
        if not person:
            return self._row("GET", LISTS[key.type] + contact)
        return self._under_its_owner("GET", contact, person)

    def save(self, key: Key, values: Mapping[str, Any]) -> Record:
        """Set values, by v2's form of their names; the row as it is then. Setting them twice does no harm."""
        contact, _, person = key.id.partition("/")
        body = {"id": int(person or contact), **{camel(path): value for path, value in values.items()}}
        if not person:
            return self._row("POST", LISTS[key.type], json=body, kind="application/json")
        return self._under_its_owner("POST", contact, "", json=body, kind="application/json")

    def _under_its_owner(self, method: str, contact: str, tail: str, **request: Any) -> Record:
        first, second = (f"/{owner}/{contact}/Contact/{tail}" for owner in OWNERS)
        try:
            return self._row(method, first, **request)
        except Gone:
            return self._row(method, second, **request)

    def _row(self, method: str, path: str, **request: Any) -> Record:
        row: Record | None = self._told(method, path, **request).get("data")
        if row is None:  # the other way in which v1 says that it knows no such id
            raise Gone(f"{method} {path}: a success that holds nothing", httpx.codes.OK)
        return row

    def _told(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        return _success(self._patiently(self._send, method, path, **request))


class BesideV2(Client):
    """Goes before a client of v2 in a class of both: its records also hold what only v1 knows of them."""

    only_v1: Mapping[str, frozenset[str]] = {}
    """By type, the properties that the dataflow has and v2 has not."""

    @cached_property
    def older(self) -> Older:
        """Made when it is first needed."""
        return Older(self._endpoint, self._pause, self._page_size)

    def listing(self, entity: str, since: int | None = None) -> list[Record]:
        """As v2 lists them; a row that v1's list does not have yet is asked for."""
        records = super().listing(entity, since)
        if not records or entity not in self.only_v1:
            return records
        rows = self.older.rows(entity, since)
        keys = [key_of(entity, record) for record in records]
        found = [rows.get(key.id) or self.older.row(key) for key in keys]
        return [self._joined(entity, *both) for both in zip(records, found, strict=True)]

    def get(self, key: Key) -> Record:
        """As both have it. Raises `Gone` when it is not there."""
        record = super().get(key)
        return self._joined(key.type, record, self.older.row(key)) if key.type in self.only_v1 else record

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        """Through v1 what only v1 has, then through v2 the others; the record as it is then."""
        mine = [one for one in operations if one["path"].strip("/") in self.only_v1.get(key.type, ())]
        if not mine:
            return super().patch(key, operations)
        self.older.save(key, {one["path"].strip("/"): one["value"] for one in mine})
        others = [one for one in operations if one not in mine]
        if others:
            super().patch(key, others)
        return self.get(key)

    def close(self) -> None:
        """Let the connections of both go."""
        if "older" in self.__dict__:
            self.older.close()
        super().close()

    def _joined(self, entity: str, record: Record, row: Record) -> Record:
        """v1 leaves out what is empty."""
        return {**record, **{path: row.get(camel(path)) for path in self.only_v1[entity]}}


def beside(client: type[Client], only_v1: Mapping[str, frozenset[str]]) -> type[Client]:
    """A client that speaks v1 too where the dataflow asks for it; the client itself where nothing does."""
    return type(client.__name__, (BesideV2, client), {"only_v1": only_v1}) if only_v1 else client


def camel(path: str) -> str:
    """A property as v1 writes it."""
    return path[:1].lower() + path[1:]


def id_of(row: Record) -> str:
    """The id of the key of a row."""
    return f"{row['partyId']}/{row['id']}" if "partyId" in row else str(row["id"])


def _success(answer: httpx.Response) -> dict[str, Any]:
    """The envelope of an answer. Raises `Gone` or `Refused` for a 200 that says no (the fact sheet, §4.1)."""
    told: dict[str, Any] = answer.json()
    where = f"{answer.request.method} {answer.request.url.path}"
    if not told["success"]:
        failure = Gone if told["validation"].get("exception") == "EntityNotFound" else Refused
        raise failure(f"{where}: {told['validation'].get('summary')}", answer.status_code)
    if isinstance(told.get("data"), dict) and "errors" in told["data"]:
        raise Refused(f"{where}: {told['data']['errors']}", answer.status_code)
    return told
