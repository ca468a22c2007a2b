"""Claims: who says what about a property since when, and which of them holds (R-25, R-30, R-31)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

LONG_AGO = 0
"""The time of a value that the server filled in by itself: older than every user's (R-58)."""


class Claim(NamedTuple):
    """One side's value of a property.

    A copy that the synchroniser made keeps time and side of the edit it carries (R-28).
    """

    value: Any
    normal: str
    """What the value is compared by; "" when it is empty."""
    time: int
    """When it was edited, in 100 ns ticks UTC by the server's stamps."""
    side: int
    """Where it was edited: 0 at the source end of the flows, growing towards the targets."""


UNKNOWN = Claim(None, "", LONG_AGO, 0)
"""Of a property that has not been looked at yet: it loses to everything."""


def precedence(claim: Claim) -> tuple[bool, int, int, str, str]:
    """Sorts the winner first: non-empty, latest, source side, smaller normal form, smaller spelling."""
    return not claim.normal, -claim.time, claim.side, claim.normal, str(claim.value)


def winner(claims: Iterable[Claim]) -> Claim:
    """The claim that holds for all sides. A total order, so it never matters how they are counted up."""
    return min(claims, key=precedence)
