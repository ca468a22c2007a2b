"""Which scenarios a change of the checklist touches."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from pathlib import Path

from talkqa.checklist import Checklist
from talkqa.scenario.census import planned
from talkqa.scenario.write import write


def affected(old: Checklist, new: Checklist, items: Collection[str]) -> list[str]:
    """`feature file: scenario` of every scenario, of either checklist, that tests one of the items.

    Sorted. Raises `FeatureError` when the shipped features cannot be read.
    """
    return sorted({name for checklist in (old, new) for name in _named(checklist, items)})


def _named(checklist: Checklist, items: Collection[str]) -> set[str]:
    with tempfile.TemporaryDirectory(prefix="talkqa-features-") as folder:
        if not write(checklist, Path(folder)).files:
            return set()
        return {
            f"{check.feature_file}: {check.scenario}"
            for check in planned(Path(folder))
            if not set(check.items).isdisjoint(items)
        }
