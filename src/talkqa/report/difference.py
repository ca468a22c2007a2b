"""What became of each item between two runs: newly failing, fixed, and what else changed.

Pure. Items are compared by id, which comes from the document's content. Where one of the runs left flows out,
those flows are left out of the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from talkqa.report.results import ALL_FLOWS, Results
from talkqa.verdict.verdicts import FAIL, NOT_TESTED, PASS, Verdict

KINDS: Mapping[str, str] = {
    "newly_failing": "newly failing",
    "fixed": "fixed",
    "still_failing": "still failing",
    "newly_not_tested": "newly not tested",
    "new": "new items",
    "gone": "gone items",
    "otherwise": "another verdict",
}
"""The kinds of change in the order in which they are told, and what people call them."""


@dataclass(frozen=True)
class Side:
    """One of the two runs, as far as it is compared.

    items: verdict and title by id. statements: ids of the document's clauses and rows. only: slugs of the flows
    that were asked for, empty for all. incomplete: results are missing in its file.
    """

    started: str
    document: str
    generated: str
    sha256: str
    sut: str
    profile: str
    only: tuple[str, ...]
    items: Mapping[str, tuple[Verdict, str]]
    statements: tuple[str, ...] = ()
    incomplete: bool = False

    def to_json(self) -> dict[str, Any]:
        """Without the items, for people and machines."""
        names = ("started", "document", "generated", "sha256", "sut", "profile", "incomplete")
        return {name: getattr(self, name) for name in names} | {"only": list(self.only)}


@dataclass(frozen=True)
class Change:
    """One item. old and new: its verdicts, None where it is not there. reason: why it is not a pass now."""

    kind: str
    item: str
    title: str
    old: Verdict | None
    new: Verdict | None
    reason: str = ""


@dataclass(frozen=True)
class Difference:
    """Two runs compared.

    kept: number of items with the same verdict as before, those still failing not counted. statements_new and
    statements_gone: ids of the document's clauses and rows. document: what changed in it, a line each, where both
    revisions are known.
    """

    old: Side
    new: Side
    changes: tuple[Change, ...]
    kept: int
    statements_new: tuple[str, ...] = ()
    statements_gone: tuple[str, ...] = ()
    document: tuple[str, ...] = field(default=())

    @cached_property
    def by_kind(self) -> dict[str, tuple[Change, ...]]:
        """The changes of each kind, every kind present."""
        return {kind: tuple(one for one in self.changes if one.kind == kind) for kind in KINDS}

    @property
    def same_document(self) -> bool:
        """Whether both runs checked the same bytes."""
        return self.old.sha256 == self.new.sha256

    def to_json(self) -> dict[str, Any]:
        """For `--format json`."""
        return {
            "old": self.old.to_json(),
            "new": self.new.to_json(),
            **{kind: [_told(one) for one in changes] for kind, changes in self.by_kind.items()},
            "kept": self.kept,
            "document": {
                "changed": not self.same_document,
                "statements_new": list(self.statements_new),
                "statements_gone": list(self.statements_gone),
                "changes": list(self.document),
            },
        }


def side_of(results: Results) -> Side:
    """What a run is compared by."""
    header = results.header
    return Side(
        header.started,
        header.document.title,
        header.document.generated,
        header.document.sha256,
        header.sut.spec,
        header.profile.name,
        tuple(header.only),
        {result.item.id: (result.verdict, result.item.title) for result in results.items},
        tuple(one.id for one in header.statements),
        results.incomplete,
    )


def difference(old: Side, results: Results) -> Difference:
    """From an earlier run to these results."""
    new = side_of(results)
    reasons = {result.item.id: result.reason for result in results.items}
    compared = _compared(old.only, new.only)
    before = {id: one for id, one in old.items.items() if compared(id)}
    after = {id: one for id, one in new.items.items() if compared(id)}
    changes = [change for id in after if (change := _of(id, before.get(id), after[id], reasons[id]))]
    changes += [
        Change("gone", id, title, verdict, None) for id, (verdict, title) in before.items() if id not in after
    ]
    kept = sum(id in before and before[id][0] == one[0] != FAIL for id, one in after.items())
    left, right = set(old.statements), set(new.statements)
    return Difference(
        old, new, tuple(changes), kept,
        tuple(id for id in new.statements if id not in left) if left else (),
        tuple(id for id in old.statements if id not in right) if right else (),
    )  # fmt: skip


def _of(
    id: str, before: tuple[Verdict, str] | None, after: tuple[Verdict, str], reason: str
) -> Change | None:
    verdict, title = after
    if before is None:
        return Change("new", id, title, None, verdict, reason)
    kind = _kind(before[0], verdict)
    return Change(kind, id, title, before[0], verdict, reason) if kind else None


def _kind(old: Verdict, new: Verdict) -> str:
    """ "" for an item that is as it was, unless that is a failure."""
    if new == FAIL:
        return "still_failing" if old == FAIL else "newly_failing"
    if new == old:
        return ""
    if new == NOT_TESTED:
        return "newly_not_tested"
    return "fixed" if (old, new) == (FAIL, PASS) else "otherwise"


def _compared(old: tuple[str, ...], new: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether an item is of a flow that both runs were asked for."""

    def asked(flow: str, only: tuple[str, ...]) -> bool:
        return not only or flow in only or flow == ALL_FLOWS

    return lambda id: all(asked(id.split("/", 1)[0], only) for only in (old, new))


def _told(change: Change) -> dict[str, Any]:
    return {
        "item": change.item,
        "title": change.title,
        "old": change.old,
        "new": change.new,
        "reason": change.reason,
    }
