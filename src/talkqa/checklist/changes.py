"""What a change of the document means for testing: items that are new, gone or changed.

Items are compared by id, which comes from content, so a row that moved is no change. Compares only; which
of two checklists is the right one is not said here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from talkqa.document.changes import Comparison


class ItemLike(Protocol):
    """An item of a checklist, or of the header of a results stream."""

    @property
    def id(self) -> str: ...
    @property
    def flow(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def not_tested_reason(self) -> str | None: ...


@dataclass(frozen=True)
class ItemChange:
    """An item that both checklists have. what: what is different, a sentence each, never none."""

    old: ItemLike
    new: ItemLike
    what: tuple[str, ...]

    @property
    def lost_its_test(self) -> bool:
        """It was tested, and is not any more."""
        return self.old.not_tested_reason is None and self.new.not_tested_reason is not None

    @property
    def gained_its_test(self) -> bool:
        return self.old.not_tested_reason is not None and self.new.not_tested_reason is None


@dataclass(frozen=True)
class ItemChanges:
    """Items of two checklists. added, changed: in the new one's order; gone: in the old one's."""

    added: tuple[ItemLike, ...]
    gone: tuple[ItemLike, ...]
    changed: tuple[ItemChange, ...]
    kept: int

    @property
    def lost_test(self) -> tuple[ItemChange, ...]:
        """Items that lost their test. Those that are gone altogether are not among them."""
        return tuple(change for change in self.changed if change.lost_its_test)

    @property
    def ids(self) -> frozenset[str]:
        """Every item that is new, gone or changed."""
        touched = [*self.added, *self.gone, *(change.new for change in self.changed)]
        return frozenset(item.id for item in touched)

    def to_json(self) -> dict[str, object]:
        """For machines, and for the header of the results."""
        return {
            "added": [_item(item) for item in self.added],
            "gone": [_item(item) for item in self.gone],
            "changed": [{**_item(change.new), "what": list(change.what)} for change in self.changed],
            "lost_test": [_item(change.new) for change in self.lost_test],
            "kept": self.kept,
        }


def item_changes(
    old: Iterable[ItemLike], new: Iterable[ItemLike], stated: Mapping[str, list[str]] | None = None
) -> ItemChanges:
    """Compare items by id.

    stated: what the document says otherwise of an item, by its id (see `stated_by_item`), for changes that
    the items themselves do not show.
    """
    before = {item.id: item for item in old}
    after = {item.id: item for item in new}
    changed = []
    for item_id in after.keys() & before.keys():
        what = (*_different(before[item_id], after[item_id]), *(stated or {}).get(item_id, ()))
        if what:
            changed.append(ItemChange(before[item_id], after[item_id], what))
    order = {item_id: at for at, item_id in enumerate(after)}
    return ItemChanges(
        tuple(item for item in after.values() if item.id not in before),
        tuple(item for item in before.values() if item.id not in after),
        tuple(sorted(changed, key=lambda change: order[change.new.id])),
        len(after.keys() & before.keys()) - len(changed),
    )


def stated_by_item(comparison: Comparison, items: Iterable[ItemLike]) -> dict[str, list[str]]:
    """Clauses and rows of the new document that say something else than before, by the item made of that line."""
    by_origin: dict[str, list[ItemLike]] = {}
    for item in items:
        by_origin.setdefault(item.origin, []).append(item)
    found: dict[str, list[str]] = {}
    for change in comparison.real:
        if change.kind.endswith("-changed"):
            what = f"{change.kind.removesuffix('-changed').replace('-', ' ')}: {change.old} ⇒ {change.new}"
            for item in by_origin.get(f"document line {change.new_line}", ()):
                found.setdefault(item.id, []).append(what)
    return found


def _different(old: ItemLike, new: ItemLike) -> Iterator[str]:
    if old.title != new.title:
        yield f"says: {old.title} ⇒ {new.title}"
    if old.kind != new.kind:
        yield f"kind: {old.kind} ⇒ {new.kind}"
    if old.not_tested_reason != new.not_tested_reason:
        yield f"{_tested(old)} ⇒ {_tested(new)}"


def _tested(item: ItemLike) -> str:
    return "tested" if item.not_tested_reason is None else f"not tested ({item.not_tested_reason})"


def _item(item: ItemLike) -> dict[str, object]:
    return {"id": item.id, "title": item.title, "not_tested_reason": item.not_tested_reason}
