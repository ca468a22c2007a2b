"""What happened in a scenario, short enough for a picture: who created, edited, read and wrote what, in which cycle.

Only for checks that did not pass. Values stand beside their path as `path` and `value`, so that redaction by
structure finds those that nobody may see.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from steps._told import short
from talkqa.verdict import Change, Exchange, leaves
from talkqa.verdict.sent import differing

MOST = 40
"""Entries that are kept: the first few, where the records are made, and the last, where it goes wrong."""

FIRST = 12
MOST_VALUES = 3
"""Values of one write that are named; how many more there are is said in `more`."""

_KINDS = {
    "employee": "Employee",
    "supplier": "Supplier",
    "customer": "Customer",
    "contactperson": "Contactperson",
}
"""Parts of a path, of either API, that name a type of record. The last one in a path counts."""

Moment = dict[str, Any]


def timeline(exchanges: Iterable[Exchange], began: Sequence[int]) -> list[Moment]:
    """The moments of a scenario, oldest first.

    began: number of the latest request at the start of each cycle; the number of a moment's cycle is how many had
    begun, and 0 is before the first.
    """
    found: list[Moment] = []
    for one in exchanges:
        cycle = bisect_left(began, one.number)
        for moment in _moments(one, cycle):
            if found and _same_reading(found[-1], moment):
                found[-1]["times"] += 1
            else:
                found.append(moment)
    left_out = len(found) - MOST
    if left_out <= 0:
        return found
    gap = {"number": 0, "who": "", "did": "left out", "times": left_out + 1}
    return [*found[:FIRST], gap, *found[FIRST + left_out + 1 :]]


def _moments(one: Exchange, cycle: int) -> Iterator[Moment]:
    basis: Moment = {"number": one.number, "cycle": cycle, "who": one.author}
    if "token" in one.path.lower():
        return
    if one.accepted and one.changes:
        for change in one.changes:
            yield basis | _change(change) | {"type": _lane(change.type, one)}
    elif one.writes:
        did = "wrote nothing new" if one.accepted else "was refused"
        yield basis | {"did": did, "type": _lane(type_of(one.path), one)}
    elif type_of(one.path):
        yield basis | {"did": "read", "type": _lane(type_of(one.path), one), "times": 1}


def _lane(type_: str, one: Exchange) -> str:
    """The type of record; of two clients each has lanes of its own."""
    return f"{type_} ({one.client})" if type_ and one.client else type_


def _change(change: Change) -> Moment:
    happened = "created" if change.before is None else "deleted" if change.after is None else "changed"
    moment: Moment = {"did": happened, "type": change.type, "key": change.key}
    if happened != "changed":
        return moment
    after = leaves(change.after or {})
    paths = sorted(path for path in differing(change) if not path.startswith("LastChanged"))
    values = [{"path": path, "value": short(after.get(path))} for path in paths[:MOST_VALUES]]
    return moment | {"values": values, "more": max(0, len(paths) - MOST_VALUES)}


def _same_reading(last: Moment, new: Moment) -> bool:
    alike = all(last.get(key) == new.get(key) for key in ("who", "did", "type", "cycle"))
    return alike and new["did"] == "read"


def type_of(path: str) -> str:
    """The type of record that a request is about, "" when the path names none."""
    parts = (part.removesuffix("s") for part in re.split(r"[/(?]", path.lower()))
    kinds = [_KINDS[part] for part in parts if part in _KINDS]
    return kinds[-1] if kinds else ""
