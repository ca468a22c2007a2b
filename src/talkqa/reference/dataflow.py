"""The dataflow of the assignment as typed flows; refuses what this synchroniser does not implement.

A decision that is silently ignored would look like an answer, so every one is checked by `decisions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from talkqa.reference.decisions import Decisions
from talkqa.reference.entities import ADDRESS, COLLECTION, NEVER_WRITTEN, ONLY_V1, Key, Record
from talkqa.reference.feeding import ranked
from talkqa.reference.values import get, is_empty
from talkqa.sut.errors import CannotStart

RANKS = 100
"""Steps of `side` from one type to the next: more than rows can feed one property."""

MODES = ("every", "merge-or-create", "link-first", "connected", "conditional")


@dataclass(frozen=True)
class Pair:
    """One property row: a source path, a target path, and when it counts."""

    source: str
    target: str
    creation_only: bool = False
    constant: Any = None
    when: Mapping[str, Any] | None = None
    refers: str = ""
    """The flow whose sources and targets the two values name: such a value is translated, never copied (R-21)."""
    primary: bool = False
    """Of several rows that feed one target the one to which the target's own edits go back (R-22)."""
    type: str = ""
    """What the target holds; "": what the source holds."""
    rank: int = 0
    """0; of the further rows that feed the target of a primary row the first has 1: the lower wins a tie."""

    def holds(self, source: Record) -> bool:
        """Whether the row counts for this source; a false condition leaves the target alone (R-22)."""
        return all(get(source, path) == value for path, value in (self.when or {}).items())


class Connection(NamedTuple):
    """How a source may be connected to something else: the holder's property is the id of the other (R-14)."""

    holder: str
    property: str
    to: str


@dataclass(frozen=True)
class Flow:
    """An ordered pair of types: targets are created from sources, values travel both ways."""

    slug: str
    source: str
    target: str
    pairs: tuple[Pair, ...]
    criteria: tuple[tuple[tuple[str, str], ...], ...] = ()
    """Alternatives of (source path, target path) combinations (R-34)."""
    creates: bool = True
    """Whether a source without a match gets a new target; false in link-first (R-13) and D-4 `never`."""
    connected: tuple[Connection, ...] = ()
    """Any of these to something synchronised is needed for a creation; none: no such need (R-14)."""
    condition: Mapping[str, Any] = field(default_factory=dict)
    """What a source must hold to be given a partner (R-14)."""
    source_only: Mapping[str, Any] = field(default_factory=dict)
    target_only: Mapping[str, Any] = field(default_factory=dict)
    """What a record must hold to be meant by the flow at all: persons only."""

    @cached_property
    def at_birth(self) -> tuple[Pair, ...]:
        """The rows that a new target is given: it is made through v2, and what v2 lacks is edited in after."""
        return tuple(pair for pair in self.pairs if pair.target not in ONLY_V1[self.target])

    @cached_property
    def travelling(self) -> tuple[Pair, ...]:
        """The rows whose values are kept equal; creation-only ones never travel afterwards."""
        return tuple(pair for pair in self.pairs if not pair.creation_only)

    @cached_property
    def references(self) -> tuple[Pair, ...]:
        """The travelling rows whose values name a record."""
        return tuple(pair for pair in self.travelling if pair.refers)

    @property
    def is_within(self) -> bool:
        """Whether both sides are one type: then it says which records are one thing (R-36)."""
        return self.source == self.target

    def is_back_of(self, other: Flow) -> bool:
        """Whether it leads from the other flow's targets to its sources."""
        return (self.source, self.target) == (other.target, other.source)


@dataclass(frozen=True)
class Dataflow:
    """All flows, parents before children (R-12), and the decisions."""

    flows: tuple[Flow, ...]
    decisions: Decisions
    page_size: int = 5000

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types that the flows use: no others are read."""
        used = {entity for flow in self.flows for entity in (flow.source, flow.target)}
        used |= {end for flow in self.flows for link in flow.connected for end in (link.holder, link.to)}
        return tuple(entity for entity in COLLECTION if entity in used)

    @cached_property
    def _paths(self) -> dict[str, tuple[str, ...]]:
        """The properties whose edits are followed, by type."""
        ends = [(f.source, p.source) for f in self.flows for p in f.travelling]
        ends += [(f.target, p.target) for f in self.flows for p in f.travelling]
        return {
            entity: tuple(dict.fromkeys(path for owner, path in ends if owner == entity))
            for entity in COLLECTION
        }

    @cached_property
    def _sides(self) -> dict[str, int]:
        """0 for a type that is no flow's target, else one more than its farthest source."""
        sides = dict.fromkeys(COLLECTION, 0)
        for flow in self.flows:
            sides[flow.target] = max(sides[flow.target], sides[flow.source] + 1)
        return sides

    @cached_property
    def texts(self) -> frozenset[tuple[str, str]]:
        """The targets that hold text, by type and path; a number that is brought there is written as digits."""
        return frozenset((f.target, p.target) for f in self.flows for p in f.travelling if p.type == "string")

    @cached_property
    def _ranks(self) -> dict[tuple[str, str], int]:
        """The properties that feed another beside a primary one, with their rows' ranks."""
        return {(f.source, p.source): p.rank for f in self.flows for p in f.travelling if p.rank}

    @cached_property
    def only_v1(self) -> Mapping[str, frozenset[str]]:
        """By type, the followed properties that API v2 does not have; types without one are left out."""
        found = {entity: ONLY_V1[entity] & set(self.paths(entity)) for entity in self.types}
        return {entity: paths for entity, paths in found.items() if paths}

    def paths(self, entity: str) -> tuple[str, ...]:
        """The properties of a type whose edits are followed."""
        return self._paths[entity]

    def side(self, key: Key, path: str = "") -> int:
        """How far from the source end of the flows a value stands; the lower side wins a tie (R-31).

        A property that feeds another beside a primary one stands a little farther, by its row's place (R-22).
        """
        return self._sides[key.type] * RANKS + self._ranks.get((key.type, path), 0)


def read_dataflow(assigned: Mapping[str, Any]) -> Dataflow:
    """Typed flows from the assignment's JSON. Raises `CannotStart`, saying what is not implemented."""
    decisions = Decisions.read(assigned.get("decisions") or {})
    flows = [_flow(table, decisions) for table in assigned.get("flows") or ()]
    return Dataflow(_parents_first(flows), decisions, int(assigned.get("page_size") or 5000))


def _flow(table: Mapping[str, Any], decisions: Decisions) -> Flow:
    slug, source, target = table["slug"], table["source"], table["target"]
    for entity in (source, target):
        if entity not in COLLECTION:
            raise CannotStart(
                f"flow {slug}: unknown type {entity!r}; expected one of {', '.join(COLLECTION)}"
            )
    if (mode := table.get("mode") or "every") not in MODES:
        raise CannotStart(f"flow {slug}: mode {mode!r} is not implemented; expected {' or '.join(MODES)}")
    return Flow(
        slug,
        source,
        target,
        ranked(slug, [pair for row in table.get("pairs") or () if (pair := _pair(slug, row))]),
        tuple(tuple((c["source"], c["target"]) for c in row) for row in table.get("merge_criteria") or ()),
        creates=mode != "link-first" and not (source == "Supplier" and decisions.f2_never),
        connected=tuple(Connection(**link) for link in table.get("connected") or ()),
        condition=table.get("condition") or {},
        source_only=table.get("source_only") or {},
        target_only=table.get("target_only") or {},
    )


def _pair(slug: str, row: Mapping[str, Any]) -> Pair | None:
    """A property row; None for one that nobody may write, though a table may list it (R-18, R-56)."""
    source, target = row.get("source") or "", row["target"]
    constant, only_at_birth = row.get("constant"), bool(row.get("creation_only"))
    if not source and (is_empty(constant) or not only_at_birth):
        raise CannotStart(
            f"flow {slug}: {target} has neither a source nor a constant with creation_only = true"
        )
    if ADDRESS in (source, target):
        raise CannotStart(f"flow {slug}: {ADDRESS} is mapped as a whole; expected a row for each part")
    if {source.rpartition(".")[2], target.rpartition(".")[2]} & NEVER_WRITTEN:
        return None
    refers, primary = row.get("refers") or "", bool(row.get("primary"))
    return Pair(
        source, target, only_at_birth, constant, row.get("when"), refers, primary, row.get("type") or ""
    )


def _parents_first(flows: list[Flow]) -> tuple[Flow, ...]:
    """A flow comes after those that create its sources (R-12), ways back apart: what a flow made has its partner.

    Raises `CannotStart` for a circle.
    """
    ordered: list[Flow] = []
    waiting = list(flows)
    while waiting:
        making = [flow for flow in waiting if flow.creates]
        ready = [
            flow
            for flow in waiting
            if not any(
                other.target == flow.source and not other.is_back_of(flow)
                for other in making
                if other is not flow
            )
        ]
        if not ready:
            raise CannotStart(f"flows {', '.join(f.slug for f in waiting)} create each other's sources")
        ordered += ready
        waiting = [f for f in waiting if f not in ready]
    return tuple(ordered)
