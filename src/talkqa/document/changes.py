"""What differs between two revisions of a document, as data; made by `compare`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from talkqa.document.nodes import Document
from talkqa.document.substance import FlowName

REAL = (
    *("flow-added", "flow-removed", "opening-changed", "clause-added", "clause-removed"),
    *("condition-added", "condition-removed", "condition-changed", "connected-added", "connected-removed"),
    *("merge-row-added", "merge-row-removed"),
    *("property-row-added", "property-row-removed", "property-row-changed", "data-type-changed"),
    "system-changed",
)
"""Kinds of changes in what the document states."""

RENDERING = ("data-type-rerendered", "system-renamed", "formatting")
"""Kinds of changes in how it is written. Re-rendered: mangled, intact and withheld forms of one data type."""

KINDS = (*REAL, *RENDERING)

REBUILD = "rebuild"
FLAPPING = "flapping"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    flow: None for what concerns the whole document. old, new: what stands there, "" where nothing does.
    old_line, new_line: 1-based, 0 where nothing stands. doubt: why it may be no lasting change: `rebuild` (one
    of the documents was caught half made), `flapping` (it is seen to be changed back), or "".
    """

    kind: str
    flow: FlowName | None
    subject: str
    old: str = ""
    new: str = ""
    old_line: int = 0
    new_line: int = 0
    doubt: str = ""

    @property
    def is_real(self) -> bool:
        """True when another thing is stated, not the same thing in another way."""
        return self.kind in REAL

    def to_json(self) -> dict[str, object]:
        flow = self.flow
        return {
            "kind": self.kind,
            "real": self.is_real,
            "doubt": self.doubt,
            "flow": flow._asdict() if flow else None,
            "subject": self.subject,
            "old": self.old,
            "new": self.new,
            "old_line": self.old_line,
            "new_line": self.new_line,
        }


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader must know before the changes."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions and their differences, in the order of the new document, then of the old one."""

    old: Document
    new: Document
    changes: tuple[Change, ...]
    notes: tuple[Note, ...]

    @property
    def real(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.is_real)

    @property
    def counts(self) -> dict[str, int]:
        """Changes by kind, without kinds that do not occur."""
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    @property
    def counts_of_real(self) -> dict[str, int]:
        """The same of what is stated otherwise."""
        return {kind: count for kind, count in self.counts.items() if kind in REAL}

    def to_json(self) -> dict[str, object]:
        """The whole comparison for machines."""
        return {
            "old": revision(self.old),
            "new": revision(self.new),
            "counts": self.counts,
            "changes": [change.to_json() for change in self.changes],
            "notes": [{"code": note.code, "text": note.text} for note in self.notes],
        }


def revision(document: Document) -> dict[str, object]:
    """What names a revision, and how much it holds."""
    return {
        "file": document.file,
        "sha256": document.sha256,
        "title": document.title,
        "generated": document.generated,
        "flows": len(document.flows),
        "merge_rows": sum(len(flow.merge_rows) for flow in document.flows),
        "property_rows": sum(len(flow.property_rows) for flow in document.flows),
    }
