"""A checklist as data: flows with their tables, items, findings, and where all of it comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from talkqa.checklist.pairs import Pair
from talkqa.checklist.profiles import MergeRow, Profile
from talkqa.checklist.reasons import Reason
from talkqa.checklist.slugs import slug
from talkqa.checklist.systems import Connection


@dataclass(frozen=True)
class DocumentFacts:
    """What the header of the results says about the document. generated: its stamp as it stands there."""

    file: str
    title: str
    source_system: str
    target_system: str
    generated: str
    sha256: str


_SHOWN_FIRST = {"PhoneNumber": 0, "EmailAddress": 1}
_NAMES = {"FirstName", "LastName", "Name", "MailAddress.CountryCode"}
"""What tells records apart while they are looked for, or has few values."""


@dataclass(frozen=True)
class FlowTable:
    """A flow of the document with the rows that a SUT is configured with.

    slug: from the document's names; source, target: the fake's entities, or the document's names where it has
    none. line: of the heading, from 1. clauses: their kinds, in the document's order. from_profile: the
    document's own table is empty. not_tested_reason: why the whole flow cannot be tried; a SUT is then not told
    of it. criteria: the document's merge rows that can be tried, in v2 names. connected: how a source is connected
    to the entities of which one must be synchronised. condition: what a source must hold to be synchronised.
    source_only, target_only: what all records meant must hold (persons only). source_label, target_label: the
    sides as the document writes them, system included.
    """

    slug: str
    source: str
    target: str
    line: int
    pairs: tuple[Pair, ...]
    from_profile: bool
    clauses: tuple[str, ...]
    not_tested_reason: str | None = None
    criteria: tuple[MergeRow, ...] = ()
    connected: tuple[Connection, ...] = ()
    condition: Mapping[str, object] = field(default_factory=dict)
    source_only: Mapping[str, object] = field(default_factory=dict)
    target_only: Mapping[str, object] = field(default_factory=dict)
    source_label: str = ""
    target_label: str = ""
    listed: tuple[str, ...] = ()
    """The entities of which a source must be connected to one, as the document writes them."""
    condition_text: str = ""
    """The condition as the document writes it."""
    target_system: str = ""
    instead_of: str = ""
    """Of a flow that the document states again, the slug of the first that can be tried: only one of them can be told
    to a system at a time, so this one takes its place in its own scenarios, and is not told in others."""

    @property
    def kind(self) -> str:
        """The flow by the fake's entities, whatever the document calls them: `customer-contactperson`."""
        return slug(self.source, self.target)

    @property
    def witnesses(self) -> tuple[Pair, ...]:
        """Texts that are kept equal and decide no link: they show who is linked; telephone numbers first."""
        deciding = {path for row in self.criteria for pair in row for path in pair}
        found = [
            pair
            for pair in self.pairs
            if pair.synchronised
            and pair.type == "string"
            and not pair.when
            and not pair.v1
            and not deciding & {pair.source, pair.target}
            and not {pair.source, pair.target} & _NAMES
        ]
        return tuple(sorted(found, key=lambda pair: _SHOWN_FIRST.get(pair.source, len(_SHOWN_FIRST))))

    @property
    def mode(self) -> str:
        """What the clauses amount to; their order does not matter."""
        if "conditional" in self.clauses:
            return "conditional"
        if "link-required" in self.clauses:
            return "connected" if self.connected else "link-first"
        return "merge-or-create" if "merge-on" in self.clauses else "every"

    @property
    def creates(self) -> bool:
        """Whether a source without a match can get a new target."""
        return self.mode != "link-first"

    @property
    def is_plain(self) -> bool:
        """Whether every source gets a target, with nothing to match, to be connected to or to meet."""
        return self.mode == "every" and not self.source_only and not self.target_only

    def synchronises(self, key: str | None = None) -> bool:
        """Whether the row with that key (any row, without one) carries edits."""
        return any(pair.synchronised and key in (None, pair.key) for pair in self.pairs)


@dataclass(frozen=True)
class Item:
    """One line of the checklist. id: `<flow>/<what>`, from content. With a reason, no check is run.

    rules, scenarios: numbers that its checks stand for; also: those that they may stand for besides.
    states: the statement of the document that it interprets, as `Stated.what` has it; "" for items over all flows.
    offers: what the system under test must offer for its checks, by the names of the SUT protocol.
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
    states: str = ""
    offers: tuple[str, ...] = ()

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
class Stated:
    """One statement of the document: a clause, a merge row or a property row. Each comes to items, or to one
    that says why it is not tested.

    what: its place in its flow, from content: `keep-in-sync`, `merge-on/Id:Id`, `PhoneNumber:PhoneNumber`.
    items: ids of the items that interpret it; is_tested: whether checks are run for any of them.
    """

    flow: str
    what: str
    kind: Literal["clause", "merge row", "property row"]
    line: int
    items: tuple[str, ...]
    is_tested: bool

    @property
    def id(self) -> str:
        """`customer-contactperson/keep-in-sync`."""
        return f"{self.flow}/{self.what}"


@dataclass(frozen=True)
class Checklist:
    """All that a document and a profile ask to be checked.

    flows: every flow stated, tested or not. statements: every clause and row, each once.
    """

    document: DocumentFacts
    profile: Profile
    flows: tuple[FlowTable, ...]
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    statements: tuple[Stated, ...] = ()

    @property
    def tested(self) -> tuple[Item, ...]:
        """The items that checks are run for."""
        return tuple(item for item in self.items if item.not_tested_reason is None)

    def for_system(self, offered: Collection[str], meanings: Mapping[str, str]) -> Checklist:
        """The same for a system that offers these things only: items that need another are not tested.

        Of properties that only API v1 has a system is told if it speaks v1: it could not name them otherwise.
        meanings: what each name stands for, in words.
        """

        def judged(item: Item) -> Item:
            lacking = [meanings.get(name, name) for name in item.offers if name not in offered]
            if item.not_tested_reason or not lacking:
                return item
            return replace(item, not_tested_reason=Reason.NOT_OFFERED.say(what=" and ".join(lacking)))

        told = self.flows if "v1" in offered else tuple(map(_without_v1, self.flows))
        return replace(self, flows=told, items=tuple(map(judged, self.items)))

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
            "statements": [
                {"id": one.id, "kind": one.kind, "line": one.line, "items": list(one.items)}
                for one in self.statements
            ],
        }


def told_together(flows: Iterable[FlowTable], own: Collection[str] = ()) -> tuple[FlowTable, ...]:
    """The flows that a system is told of at once. own: slugs that take the place of what they are told instead of."""
    known = tuple(flows)
    places = {flow.instead_of for flow in known if flow.slug in own and flow.instead_of}
    kept = (flow for flow in known if flow.slug not in places and (not flow.instead_of or flow.slug in own))
    return tuple(replace(flow, instead_of="") if flow.instead_of else flow for flow in kept)


def _without_v1(flow: FlowTable) -> FlowTable:
    """The flow as a system is told of it that does not speak API v1."""
    return replace(flow, pairs=tuple(pair for pair in flow.pairs if not pair.v1))
