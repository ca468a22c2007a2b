"""A checklist as data: flows with their tables, items, findings, and where all of it comes from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from talkqa.checklist.pairs import Pair
from talkqa.checklist.profiles import Profile


@dataclass(frozen=True)
class DocumentFacts:
    """What the header of the results says about the document. generated: its stamp as it stands there."""

    file: str
    title: str
    source_system: str
    target_system: str
    generated: str
    sha256: str


@dataclass(frozen=True)
class FlowTable:
    """A flow of the document with the rows that a SUT is configured with.

    line: of the heading, from 1. clauses: their kinds, in the document's order. from_profile: the document's
    own table is empty. not_tested_reason: why the whole flow cannot be tried; a SUT is then not told of it.
    """

    slug: str
    source: str
    target: str
    line: int
    pairs: tuple[Pair, ...]
    from_profile: bool
    clauses: tuple[str, ...]
    not_tested_reason: str | None = None

    def synchronises(self, key: str | None = None) -> bool:
        """Whether the row with that key (any row, without one) carries edits."""
        return any(pair.synchronised and key in (None, pair.key) for pair in self.pairs)


@dataclass(frozen=True)
class Item:
    """One line of the checklist. id: `<flow>/<what>`, from content. With a reason, no check is run.

    rules, scenarios: numbers that its checks stand for; also: those that they may stand for besides.
    """

    id: str
    flow: str
    title: str
    kind: Literal["property", "behaviour"]
    rules: tuple[str, ...]
    origin: str
    pair: Pair | None = None
    not_tested_reason: str | None = None
    scenarios: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The item as the header of the results shows it."""
        return {
            "id": self.id,
            "flow": self.flow,
            "title": self.title,
            "kind": self.kind,
            "rules": list(self.rules),
            "origin": self.origin,
            "source": self.pair.source if self.pair else None,
            "target": self.pair.target if self.pair else None,
            "not_tested_reason": self.not_tested_reason,
        }


@dataclass(frozen=True)
class Finding:
    """Something about the document that a reader must know before the items."""

    code: str
    flow: str
    text: str


@dataclass(frozen=True)
class Checklist:
    """All that a document and a profile ask to be checked. flows: every flow stated, tested or not."""

    document: DocumentFacts
    profile: Profile
    flows: tuple[FlowTable, ...]
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]

    @property
    def tested(self) -> tuple[Item, ...]:
        """The items that checks are run for."""
        return tuple(item for item in self.items if item.not_tested_reason is None)

    def item(self, item_id: str) -> Item | None:
        """The item with that id, if there is one."""
        return next((item for item in self.items if item.id == item_id), None)

    def to_json(self) -> dict[str, object]:
        """The parts of the results' header that come from the checklist."""
        return {
            "document": asdict(self.document),
            "profile": self.profile.to_json(),
            "flows": [
                {
                    "slug": flow.slug,
                    "source": flow.source,
                    "target": flow.target,
                    "line": flow.line,
                    "pairs": len(flow.pairs),
                    "from_profile": flow.from_profile,
                }
                for flow in self.flows
            ],
            "items": [item.to_json() for item in self.items],
            "findings": [asdict(finding) for finding in self.findings],
        }
