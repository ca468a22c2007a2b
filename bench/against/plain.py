"""A plain app as a yardstick: the same five operations on dicts, with as little as such an app can do.

Starlette on uvicorn (httptools, uvloop) and orjson, as anybody would write it who needs one type and no rules: a
token is looked up, a body's properties and their kinds are looked at, each request goes into a bounded journal, a
counter limits the rate, and a hook could make it misbehave. What it lacks is what the fake is for: the rules and
texts of the service, two APIs over one state, tenants, stamps of parts, states before and after, a choice of faults.

Run by `peers.Plain`: `python plain.py RECORDS PORT TOKEN`.
"""

from __future__ import annotations

import itertools
import sys
import time
from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Record = dict[str, Any]
Answering = Callable[[Request, bytes], Response]
ID, STAMP = "Id", "LastChangedDateTimeOffset"
MOST_ENTRIES = 10_000
"""Entries of the journal; the oldest goes when one more comes."""
MOST_A_SECOND = 1_000_000
"""So many that the bench never meets it; counted all the same."""


class Plain:
    """Its state: records by id, their stamps in order, and what has been asked."""

    def __init__(self, records: list[Record], token: str) -> None:
        self.records: dict[int, Record] = {record[ID]: record for record in records}
        self.changes = sorted((record[STAMP], record[ID]) for record in records)
        self.kinds = {name: type(value) for name, value in records[0].items()}
        self.blank = dict.fromkeys(records[0])
        self.ids = itertools.count(max(self.records) + 1)
        self.now = datetime.now(UTC)
        self.tokens = {token}
        self.journal: deque[tuple[str, str, bytes, int, bytes]] = deque(maxlen=MOST_ENTRIES)
        self.fault: Callable[[Request], Response | None] | None = None
        self._second, self._passed = time.monotonic(), 0

    def door(self, answer: Answering) -> Callable[[Request], Awaitable[Response]]:
        """The way of every request: signed in, within the rate, no fault, answered, journalled."""

        async def asked(request: Request) -> Response:
            body = await request.body() if request.method in ("POST", "PATCH") else b""
            response = self._refused(request) or answer(request, body)
            told = bytes(response.body)
            self.journal.append((request.method, request.scope["path"], body, response.status_code, told))
            return response

        return asked

    def _refused(self, request: Request) -> Response | None:
        if request.headers.get("authorization") not in self.tokens:
            return _json(401, {"detail": "Unauthorized"})
        if not self._is_within_rate():
            return _json(429, {"detail": "Rate limit is exceeded."})
        return self.fault(request) if self.fault else None

    def _is_within_rate(self) -> bool:
        now = time.monotonic()
        if now - self._second > 1:
            self._second, self._passed = now, 0
        self._passed += 1
        return self._passed <= MOST_A_SECOND

    def read(self, request: Request, _: bytes) -> Response:
        """One record by its id."""
        record = self.records.get(request.path_params["id"])
        return _json(404, {"detail": "not found"}) if record is None else _json(200, record)

    def changed(self, request: Request, _: bytes) -> Response:
        """What changed since a stamp, found by bisection."""
        asked = request.query_params
        since, size = asked["lastChangedDateTimeOffsetGreaterThan"], int(asked["PageSize"])
        first = bisect_right(self.changes, (since, sys.maxsize))
        rows = self.changes[first : first + size]
        return _json(200, [self.records[id] for _, id in rows])

    def post(self, _: Request, body: bytes) -> Response:
        """A new record."""
        values = orjson.loads(body)
        if not values.get("Name") or not self._are_good(values):
            return _json(400, {"detail": "not valid"})
        return self._keep(201, {**self.blank, **values, ID: next(self.ids)})

    def patch(self, request: Request, body: bytes) -> Response:
        """Properties of a record replaced, by a JSON Patch of `replace` alone."""
        record = self.records.get(request.path_params["id"])
        if record is None:
            return _json(404, {"detail": "not found"})
        changes = {step["path"][1:]: step["value"] for step in orjson.loads(body)}
        if not self._are_good(changes):
            return _json(400, {"detail": "not valid"})
        del self.changes[bisect_left(self.changes, (record[STAMP], record[ID]))]
        return self._keep(200, {**record, **changes})

    def _are_good(self, values: Record) -> bool:
        return all(
            name in self.kinds and (value is None or self.kinds[name] in (type(value), type(None)))
            for name, value in values.items()
        )

    def _keep(self, status: int, record: Record) -> Response:
        self.now += timedelta(milliseconds=1)
        record[STAMP] = f"{self.now.isoformat(timespec='microseconds')[:26]}0+00:00"
        self.records[record[ID]] = record
        insort(self.changes, (record[STAMP], record[ID]))
        return _json(status, record)


def _json(status: int, value: object) -> Response:
    return Response(orjson.dumps(value), status, media_type="application/json")


def main() -> None:
    """Serve until killed."""
    records, port, token = sys.argv[1:]
    plain = Plain(orjson.loads(Path(records).read_bytes()), token)
    many, one = "/v2/Customers", "/v2/Customers/{id:int}"
    routes = [
        Route(many, plain.door(plain.changed), methods=["GET"]),
        Route(many, plain.door(plain.post), methods=["POST"]),
        Route(one, plain.door(plain.read), methods=["GET"]),
        Route(one, plain.door(plain.patch), methods=["PATCH"]),
    ]
    app = Starlette(routes=routes)
    uvicorn.run(app, port=int(port), http="httptools", loop="uvloop", access_log=False, log_level="error")


if __name__ == "__main__":
    main()
