"""Property rows that feed one target: one of them is primary, the others only feed it (R-22)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from talkqa.sut.errors import CannotStart

if TYPE_CHECKING:
    from talkqa.reference.dataflow import Pair


def ranked(slug: str, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The rows, those that feed the target of a primary one with their rank.

    Raises `CannotStart` where rows feed one target and not exactly one of them is primary: there would be no telling
    which source an edit of the target goes back to.
    """
    found = []
    for pair in pairs:
        rivals = [other for other in pairs if are_rivals(pair, other)]
        if len(rivals) > 1 and sum(one.primary for one in rivals) != 1:
            told = ", ".join(one.source for one in rivals)
            raise CannotStart(
                f"flow {slug}: {told} feed {pair.target}; expected exactly one with primary = true"
            )
        feeding = [one for one in rivals if not one.primary]
        found.append(
            replace(pair, rank=feeding.index(pair) + 1) if pair in feeding and len(rivals) > 1 else pair
        )
    return tuple(found)


def are_rivals(one: Pair, other: Pair) -> bool:
    """Whether both fill one target at the same time, for good; each row is its own rival."""
    if one.creation_only or other.creation_only or one.target != other.target:
        return False
    return can_both_count(one.when or {}, other.when or {})


def can_both_count(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether one source can meet both conditions."""
    return all(one[path] == other[path] for path in one.keys() & other.keys())
