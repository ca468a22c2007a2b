"""A document over its revisions: how many flows and property rows, and what was changed and changed back.

Contents vanish and come back, often within seconds (GRAMMAR, how documents change), so the bare counts
jump. The steady counts leave out what was changed back within a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from talkqa.document.changes import revision
from talkqa.document.compare import compare
from talkqa.document.damping import WITHIN, damped
from talkqa.document.datatypes import may_be_expression
from talkqa.document.nodes import Document
from talkqa.document.reader import DocumentError
from talkqa.document.renderings import same_system
from talkqa.document.substance import Fact, Substance, substance


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision among the others.

    steady_flows, steady_rows: counts without what was changed back soon. changes: real changes since the
    revision before, by kind. same_as: stamp of the first earlier revision that states the same, or "".
    """

    document: Document
    flows: int
    property_rows: int
    steady_flows: int
    steady_rows: int
    changes: dict[str, int]
    same_as: str

    def to_json(self) -> dict[str, object]:
        return {
            **revision(self.document),
            "steady_flows": self.steady_flows,
            "steady_property_rows": self.steady_rows,
            "changes": self.changes,
            "same_as": self.same_as,
        }


@dataclass(frozen=True, slots=True)
class Return:
    """A fact that changed and changed back. went: true when it was away meanwhile. Stamps: from, until."""

    fact: Fact
    went: bool
    changed: str
    changed_back: str

    def to_json(self) -> dict[str, object]:
        return {
            "flow": self.fact.flow._asdict(),
            "kind": self.fact.kind,
            "subject": self.fact.subject,
            "detail": self.fact.detail,
            "was": "away" if self.went else "there",
            "from": self.changed,
            "until": self.changed_back,
        }


@dataclass(frozen=True, slots=True)
class History:
    """All revisions in the order of their stamps. returns: in the order in which they changed."""

    revisions: tuple[Revision, ...]
    returns: tuple[Return, ...]
    within: timedelta

    def to_json(self) -> dict[str, object]:
        """The whole history for machines."""
        return {
            "within_seconds": int(self.within.total_seconds()),
            "revisions": [one.to_json() for one in self.revisions],
            "changed_back": [one.to_json() for one in self.returns],
        }


def history(documents: Iterable[Document], within: timedelta = WITHIN) -> History:
    """The revisions of one document, ordered by stamp; a file given twice counts once.

    within: what is changed back in at most that time is left out of the steady counts. Raises DocumentError
    for a document without a stamp, and for documents that are not revisions of one.
    """
    ordered, stated = _distinct(_ordered(documents))
    times = [datetime.fromisoformat(document.generated) for document in ordered]
    steady: list[Counter[str]] = [Counter() for _ in ordered]
    returns: list[tuple[int, Return]] = []
    for fact in dict.fromkeys(fact for facts in stated for fact in facts):
        there = [fact in facts for facts in stated]
        held, found = damped(there, times, within)
        for at, is_there in enumerate(held):
            steady[at][fact.kind] += is_there
        for start, end in found:
            stamps = ordered[start].generated, ordered[end].generated
            returns.append((start, Return(fact, not there[start], *stamps)))
    returns.sort(key=lambda one: one[0])
    return History(tuple(_revisions(ordered, stated, steady)), tuple(one for _, one in returns), within)


def _ordered(documents: Iterable[Document]) -> list[Document]:
    kept: list[Document] = []
    for document in documents:
        if not document.generated:
            raise DocumentError(
                f"{document.file}: no readable `Generated:` stamp, expected one to order revisions by. Leave it out."
            )
        kept.append(document)
    kept.sort(key=lambda document: document.generated)
    for document in kept[1:]:
        _check_same(kept[0], document)
    return kept


def _distinct(ordered: Iterable[Document]) -> tuple[list[Document], list[Substance]]:
    """Revisions and what they state, without a second file of the same stamp that states the same."""
    documents: list[Document] = []
    stated: list[Substance] = []
    for document in ordered:
        facts = substance(document)
        if (
            not documents
            or documents[-1].generated != document.generated
            or stated[-1].keys() != facts.keys()
        ):
            documents.append(document)
            stated.append(facts)
    return documents, stated


def _check_same(first: Document, other: Document) -> None:
    for one, two in ((first.source_system, other.source_system), (first.target_system, other.target_system)):
        if not same_system(one, two):
            raise DocumentError(
                f"{other.file}: is titled {other.title!r}, expected a revision of {first.title!r} ({first.file}). "
                "Name the revisions of one document."
            )


def _revisions(
    ordered: Sequence[Document], stated: Sequence[Substance], steady: Sequence[Counter[str]]
) -> Iterable[Revision]:
    first: dict[frozenset[Fact], str] = {}
    before: Document | None = None
    for document, facts, held in zip(ordered, stated, steady, strict=True):
        what = frozenset(map(_weakened, facts))
        compared = compare(before, document).counts_of_real if before else {}
        yield Revision(
            document,
            len(document.flows),
            sum(fact.kind == "property-row" for fact in facts),
            held["flow"],
            held["property-row"],
            compared,
            first.get(what, ""),
        )
        first.setdefault(what, document.generated)
        before = document


def _weakened(fact: Fact) -> Fact:
    """Without the text of an expression, which may be withheld in another revision."""
    if fact.kind == "data-type" and may_be_expression(fact.detail):
        return fact._replace(detail="an expression")
    return fact
