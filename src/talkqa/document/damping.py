"""Tells a change that lasts from one that is changed back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

WITHIN = timedelta(days=30)
"""Our choice: a month, as revisions come every week or so; the quickest return took one second."""


def damped(
    there: Sequence[bool], times: Sequence[datetime], within: timedelta
) -> tuple[list[bool], list[tuple[int, int]]]:
    """A series without changes that are changed back in time, and those changes as (index, index of return).

    A change holds when it is not changed back, or only later than `within`.
    """
    held: list[bool] = []
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(there):
        if at and there[at] != held[-1]:
            back = _back(there, times, at, within)
            if back:
                found.append((at, back))
                held += [held[-1]] * (back - at)
                at = back
                continue
        held.append(there[at])
        at += 1
    return held, found


def _back(there: Sequence[bool], times: Sequence[datetime], at: int, within: timedelta) -> int:
    """Where the change at an index is changed back in time; 0 where it is not."""
    for later in range(at + 1, len(there)):
        if times[later] - times[at] > within:
            break
        if there[later] != there[at]:
            return later
    return 0
