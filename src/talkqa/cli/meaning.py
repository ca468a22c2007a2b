"""What a change of the document means for testing: its items, and the scenarios that stand for them."""

from __future__ import annotations

from dataclasses import dataclass

from talkqa.checklist import Profile, build
from talkqa.checklist.changes import ItemChanges, item_changes, stated_by_item
from talkqa.document.changes import Comparison
from talkqa.scenario.affected import affected


@dataclass(frozen=True)
class Testing:
    """What a comparison means for testing. scenarios: `feature file: scenario`, of either revision."""

    items: ItemChanges
    scenarios: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {**self.items.to_json(), "scenarios": list(self.scenarios)}


def meaning(comparison: Comparison, profile: Profile) -> Testing:
    """Items and scenarios that a comparison touches. Raises `FeatureError` for shipped features."""
    old, new = build(comparison.old, profile), build(comparison.new, profile)
    items = item_changes(old.items, new.items, stated_by_item(comparison, new.items))
    return Testing(items, tuple(affected(old, new, items.ids)) if items.ids else ())
