"""One list: records as v2 shows them, the bytes of each, and the orders in which pages are cut from them.

The cost of a page grows with what was changed since its stamp, or with the page where nearly all was; never with
the number of records. Plain dicts and lists of records that are replaced, never changed, so that a copy is cheap
and stays what it was.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import orjson

from talkqa.fake.message import exact
from talkqa.fake.schema import Record

ID, CHANGED = "Id", "LastChangedDateTimeOffset"
_AFTER_ALL = float("inf")
_DENSE = 8
"""Records looked at for each that is wanted, at most, before sorting is thought to be cheaper."""
Row = TypeVar("Row", tuple[float, str], tuple[int, str], tuple[str, float, str])


def _insert(rows: list[Row], row: Row) -> None:
    """Keep the order. What is new nearly always comes last: no need to search for its place."""
    if not rows or rows[-1] < row:
        rows.append(row)
    else:
        insort(rows, row)


class Listing:
    """`records[key]` is how v2 shows a record, `json[key]` that in bytes. Only `put` and `drop` change anything."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.json: dict[str, bytes] = {}
        self._by_id: list[tuple[int, str]] = []
        self._by_change: list[tuple[str, float, str]] = []
        self._sorted: tuple[str, list[tuple[float, str]]] | None = None

    @classmethod
    def of(cls, records: Iterable[tuple[str, Record]]) -> Listing:
        """A list of these keys and records."""
        listing = cls()
        for key, record in records:
            listing.put(key, record)
        return listing

    def put(self, key: str, record: Record) -> Record | None:
        """Show a record, new or changed; the record that was shown before."""
        before = self.records.get(key)
        id, changed = record[ID], record[CHANGED]
        if before is None:
            _insert(self._by_id, (id, key))
            _insert(self._by_change, (changed, id, key))
        elif before[CHANGED] != changed:
            del self._by_change[bisect_left(self._by_change, (before[CHANGED], id, key))]
            _insert(self._by_change, (changed, id, key))
        self.records[key] = record
        self.json[key] = exact(orjson.dumps(record))
        self._sorted = None
        return before

    def drop(self, key: str) -> Record:
        """Show the record no more; the record that was shown. Raises KeyError."""
        before = self.records.pop(key)
        del self.json[key]
        del self._by_id[bisect_left(self._by_id, (before[ID], key))]
        del self._by_change[bisect_left(self._by_change, (before[CHANGED], before[ID], key))]
        self._sorted = None
        return before

    def keys(self, since: str | None) -> Iterator[str]:
        """Keys by id, of all records or of those changed after that stamp."""
        if since is not None and self._is_near(since, self._after(since), 0):
            return (key for _, key in self._by_id if self.records[key][CHANGED] > since)
        rows = self._by_id if since is None else self._changed_by_id(since, self._after(since))
        return (key for _, key in rows)

    def keys_by_change(self, since: str | None) -> Iterator[str]:
        """The same by time of the last change, then by id."""
        rows = self._by_change
        return (rows[place][2] for place in range(self._after(since), len(rows)))

    def page(self, since: str | None, start: int, length: int) -> list[str]:
        """So many of `keys(since)`, from the start-th on."""
        if since is None:
            return [key for _, key in self._by_id[start : start + length]]
        first = self._after(since)
        if self._is_near(since, first, start):
            return list(islice(self.keys(since), start, start + length))
        return [key for _, key in self._changed_by_id(since, first)[start : start + length]]

    def page_by_change(self, since: str | None, start: int, length: int) -> list[str]:
        """So many of `keys_by_change(since)`, from the start-th on."""
        start += self._after(since)
        return [key for _, _, key in self._by_change[start : start + length]]

    def _is_near(self, since: str, first: int, start: int) -> bool:
        """Looking at records by id meets those that changed since sooner than sorting them would."""
        changed = len(self._by_change) - first
        if _DENSE * changed < len(self._by_id) or _DENSE * start >= changed:
            return False
        return self._sorted is None or self._sorted[0] != since

    def _changed_by_id(self, since: str, first: int) -> list[tuple[float, str]]:
        """Kept until the next write: whoever pages through a long list asks for the same again."""
        if self._sorted is None or self._sorted[0] != since:
            changed = [(id, key) for _, id, key in self._by_change[first:]]
            changed.sort()
            self._sorted = since, changed
        return self._sorted[1]

    def _after(self, since: str | None) -> int:
        """The first place in `_by_change` whose record changed after that stamp."""
        return 0 if since is None else bisect_right(self._by_change, (since, _AFTER_ALL, ""))
