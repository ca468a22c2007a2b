"""Compares two revisions of a document: what is stated otherwise, and what is only written otherwise."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from talkqa.document import datatypes
from talkqa.document.changes import FLAPPING, REBUILD, Change, Comparison, Note
from talkqa.document.damping import WITHIN, damped
from talkqa.document.nodes import Document
from talkqa.document.renderings import renderings, same_system
from talkqa.document.substance import Fact, FlowName, Substance, substance

Slot = tuple[str, str]
_NO_PLACE = (0, "")


def compare(old: Document, new: Document, others: Iterable[Document] = ()) -> Comparison:
    """The differences between two revisions.

    others: further revisions of the same document. What they show not to last, as it was or will be changed
    back, has the doubt `flapping`. A table that is emptied or filled together with all others has the doubt `rebuild`.
    """
    flaps = _Flaps(old, new, others)
    changes = [*_Stated(substance(old), substance(new), flaps).changes(), *renderings(old, new)]
    rebuild = _rebuild(old, new)
    if rebuild:
        kind = f"property-row-{'removed' if _rows(old) else 'added'}"
        changes = [replace(one, doubt=REBUILD) if one.kind == kind else one for one in changes]
    return Comparison(old, new, tuple(changes), (*_notes(old, new), *rebuild))


class _Flaps:
    """Whether other revisions show that a change does not last, before or after: see `damped`."""

    def __init__(self, old: Document, new: Document, others: Iterable[Document]) -> None:
        dated = [document for document in (old, new, *others) if document.generated]
        dated.sort(key=lambda document: document.generated)
        self._times = [datetime.fromisoformat(document.generated) for document in dated]
        self._stated = [substance(document) for document in dated] if len(dated) > 2 else []
        self._ends = [at for at, document in enumerate(dated) if document is old or document is new]

    def doubt(self, went: Fact | None, came: Fact | None) -> str:
        if not self._stated or len(self._ends) < 2 or went == came:
            return ""
        return FLAPPING if all(self._is_steady(fact) for fact in (went, came) if fact) else ""

    def _is_steady(self, fact: Fact) -> bool:
        """Whether the fact is there in both revisions, or in neither, once flapping is left out."""
        held, _ = damped([fact in facts for facts in self._stated], self._times, WITHIN)
        return len({held[at] for at in self._ends}) == 1


class _Stated:
    """Facts that came, went or changed. A flow that came or went is one change, with all that it holds."""

    def __init__(self, before: Substance, after: Substance, flaps: _Flaps) -> None:
        self._before, self._after, self._flaps = before, after, flaps

    def changes(self) -> Iterator[Change]:
        old, new = _by_flow(self._before), _by_flow(self._after)
        for flow, facts in new.items():
            if flow in old:
                yield from self._in_flow(old[flow], facts)
            else:
                yield self._change("flow-added", None, facts[0], "", _holds(facts))
        for flow, facts in old.items():
            if flow not in new:
                yield self._change("flow-removed", facts[0], None, _holds(facts), "")

    def _in_flow(self, old: Sequence[Fact], new: Sequence[Fact]) -> Iterator[Change]:
        gone: dict[Slot, deque[Fact]] = defaultdict(deque)
        for fact in old:
            if fact not in self._after:
                gone[fact.kind, fact.subject].append(fact)
        for fact in new:
            if fact in self._before:
                yield from self._printed_otherwise(fact)
            else:
                left = gone[fact.kind, fact.subject]
                yield from self._came(left.popleft() if left else None, fact)
        for facts in gone.values():
            for fact in facts:
                if fact.kind != "data-type":
                    yield self._change(f"{fact.kind}-removed", fact, None)

    def _printed_otherwise(self, fact: Fact) -> Iterator[Change]:
        """The same type, mangled in one document and intact in the other."""
        if fact.kind == "data-type" and self._before[fact].text.strip() != self._after[fact].text.strip():
            yield self._change("data-type-rerendered", fact, fact)

    def _came(self, went: Fact | None, came: Fact) -> Iterator[Change]:
        if came.kind == "data-type":
            if went is not None:  # the type of a row that came is told with the row
                yield self._change(_type_kind(went.detail, came.detail), went, came)
        else:
            yield self._change(f"{came.kind}-{'changed' if went else 'added'}", went, came)

    def _change(
        self, kind: str, went: Fact | None, came: Fact | None, old: str | None = None, new: str | None = None
    ) -> Change:
        """old, new: what to show, instead of what stands in the document."""
        old_line, old_text = self._before[went] if went else _NO_PLACE
        new_line, new_text = self._after[came] if came else _NO_PLACE
        fact = came or went
        assert fact is not None
        return Change(
            kind,
            fact.flow,
            " ".join(filter(None, (fact.subject, f"#{fact.number}" if fact.number > 1 else ""))),
            old_text if old is None else old,
            new_text if new is None else new,
            old_line,
            new_line,
            self._flaps.doubt(went, came),
        )


def _by_flow(facts: Substance) -> Mapping[FlowName, list[Fact]]:
    """A flow's facts, its heading first."""
    found: dict[FlowName, list[Fact]] = defaultdict(list)
    for fact in facts:
        found[fact.flow].append(fact)
    return found


def _holds(facts: Sequence[Fact]) -> str:
    """`every, keep-in-sync, properties; 0 merge rows, 12 property rows`."""
    kinds = [fact.detail or fact.subject for fact in facts if fact.kind in ("opening", "clause")]
    counts = (sum(fact.kind == kind for fact in facts) for kind in ("merge-row", "property-row"))
    return "{}; {} merge rows, {} property rows".format(", ".join(kinds) or "no clause", *counts)


def _type_kind(old: str, new: str) -> str:
    """Withholding an expression or printing it again is no change of the type, as far as can be seen."""
    withheld = datatypes.is_withheld(old) or datatypes.is_withheld(new)
    if withheld and datatypes.may_be_expression(old) and datatypes.may_be_expression(new):
        return "data-type-rerendered"
    return "data-type-changed"


def _rows(document: Document) -> int:
    return sum(len(flow.property_rows) for flow in document.flows)


def _rebuild(old: Document, new: Document) -> tuple[Note, ...]:
    """All tables emptied or filled at once: GRAMMAR, how documents change."""
    before, after = _rows(old), _rows(new)
    if before and not after and new.flows:
        text = (
            f"all property tables are empty at once, {before} rows are gone: most likely caught in a rebuild"
        )
        return (Note("rebuild", f"{text}. Wait for the next revision."),)
    if after and not before and old.flows:
        return (Note("rebuild", "all property tables of the old document are empty: most likely a rebuild"),)
    return ()


def _notes(old: Document, new: Document) -> Iterator[Note]:
    for one, other in ((old.source_system, new.source_system), (old.target_system, new.target_system)):
        if not same_system(one, other):
            yield Note(
                "other-systems", f"the titles name {one} and {other}: are these one document's revisions?"
            )
    if new.generated and new.generated < old.generated:
        yield Note("order", f"the new document ({new.generated}) is older than the old one ({old.generated})")
    if old.flows and not new.flows:
        yield Note("no-flows", f"the new document has no flow, the old one has {len(old.flows)}")
    for document in (old, new):
        if errors := sum(found.severity == "error" for found in document.diagnostics):
            yield Note("errors", f"{document.file}: {errors} errors, so what is compared may be incomplete")
