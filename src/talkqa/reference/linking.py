"""Who is whose partner already: one contact, one mark, one match (R-5, R-33 … R-37, R-47)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from talkqa.reference.client import Client
from talkqa.reference.dataflow import Dataflow, Flow
from talkqa.reference.entities import ROLES, Key, Record, key_of
from talkqa.reference.failures import Refused, Transient
from talkqa.reference.links import Intent, Link
from talkqa.reference.memory import Memory
from talkqa.reference.revisions import Revisions
from talkqa.reference.values import get

Combination = tuple[int, tuple[str, ...]]
"""The number of a criterion and the normal forms of its values."""


def holds(record: Record, wanted: Mapping[str, Any]) -> bool:
    """Whether a record has all these values."""
    return all(get(record, path) == value for path, value in wanted.items())


class Obstacle(Exception):
    """Why a source cannot have a partner now; its text goes into the report (R-11, R-60)."""


class Linker:
    """Links what already exists. Makes no guess, and changes nothing but the memory."""

    def __init__(self, client: Client, memory: Memory, dataflow: Dataflow, revisions: Revisions) -> None:
        self.client = client
        self.memory = memory
        self.dataflow = dataflow
        self.revisions = revisions

    def link_existing(self, flow: Flow) -> None:
        """Settle the creations in doubt, then link every source that has a partner already."""
        self.settle_intents(flow)
        if flow.is_within:
            self.link_twins(flow)
        candidates = self.candidates(flow)
        for a in [] if flow.is_within else self.unlinked(flow):
            try:
                self.link_one(flow, a, candidates)
            except Obstacle as obstacle:
                self.park(flow, a, str(obstacle))

    def unlinked(self, flow: Flow) -> list[Key]:
        """The living sources of a flow that never had a partner (R-7, R-9, R-39)."""
        linked = self.memory.links.linked(flow.slug)
        return [a for a in self.sources(flow) if a not in linked]

    def sources(self, flow: Flow) -> list[Key]:
        """Every living entity that the flow means, old and new, made by users or here (R-7)."""
        return self.meant(flow.source, flow.source_only)

    def meant(self, entity: str, only: Mapping[str, Any]) -> list[Key]:
        """The living entities of a type that hold what the flow is limited to."""
        alive = self.memory.alive(entity)
        return [key for key in alive if holds(self.memory.record(key), only)] if only else alive

    def link_one(self, flow: Flow, a: Key, candidates: dict[Combination, list[Key]]) -> bool:
        """Link a source to what is its partner already. Raises `Obstacle` when that is ambiguous."""
        known = {"identity": self.same_contact, "mark": self.own_mark, "way back": self.way_back}
        for how, find in known.items():
            if (b := find(flow, a)) is not None:
                return self.keep(Link(flow.slug, a, b, how))
        match = self.match(flow, a, candidates)
        return match is not None and self.keep(Link(flow.slug, a, match, "criterion"))

    def keep(self, link: Link) -> bool:
        """Remember the link."""
        self.memory.links.link(link)
        return True

    def same_contact(self, flow: Flow, a: Key) -> Key | None:
        """The target role of the same contact: its own partner, without any request (R-5)."""
        b = a._replace(type=flow.target)
        both_roles = {flow.source, flow.target} <= ROLES
        return b if both_roles and self.memory.is_alive(b) and not self.memory.links.taken(b) else None

    def way_back(self, flow: Flow, a: Key) -> Key | None:
        """The partner in the flow that leads the other way: nothing goes back into its own type (R-8)."""
        origins = [self.memory.links.origin(f.slug, a) for f in self.dataflow.flows if f.is_back_of(flow)]
        return next((b for b in origins if b is not None and self.memory.is_alive(b)), None)

    def own_mark(self, flow: Flow, a: Key) -> Key | None:
        """What was created for this source before the memory was lost (S-51b)."""
        if not self.dataflow.decisions.creation_mark:
            return None
        b = self.memory.marked(flow.target, self.mark(flow, a))
        return None if b is None or self.memory.links.taken(b) else b

    def mark(self, flow: Flow, a: Key) -> str:
        """What a creation for this source carries in its external reference; at most 50 characters (D-12)."""
        return f"talkqa.{flow.slug.replace('-', '.')}.{a.id}"

    # Merge criteria

    def candidates(self, flow: Flow) -> dict[Combination, list[Key]]:
        """Every living target by every combination that its values fill; the whole history counts (R-33)."""
        found: dict[Combination, list[Key]] = defaultdict(list)
        if flow.criteria:
            for b in self.meant(flow.target, flow.target_only):
                for combination in self.combinations(flow, self.memory.record(b), end=1):
                    found[combination].append(b)
        return found

    def link_twins(self, flow: Flow) -> None:
        """Records of one type that share a combination are one thing; each stays (R-36)."""
        groups: dict[Combination, list[Key]] = defaultdict(list)
        for key in self.sources(flow):
            for combination in self.combinations(flow, self.memory.record(key), end=0):
                groups[combination].append(key)
        for group in groups.values():
            for one, other in pairwise(group):
                if (last := self.last(flow, other)) != self.last(flow, one):
                    self.keep(Link(flow.slug, last, self.first(flow, one), "twin"))

    def last(self, flow: Flow, key: Key) -> Key:
        """Twins form a chain, so that links stay one to one; this is its end."""
        while (following := self.memory.links.partner(flow.slug, key)) is not None:
            key = following
        return key

    def first(self, flow: Flow, key: Key) -> Key:
        """The other end of the chain."""
        while (before := self.memory.links.origin(flow.slug, key)) is not None:
            key = before
        return key

    def combinations(self, flow: Flow, record: Record, end: int) -> list[Combination]:
        """The criteria that a record fills; end: 0 source, 1 target. Empty and masked fill none (R-34)."""
        found = []
        for number, row in enumerate(flow.criteria):
            paths = [ends[end] for ends in row]
            values = tuple(self.revisions.normal(path, record) for path in paths)
            if all(values) and not any(get(record, path) == "hidden" for path in paths):
                found.append((number, values))
        return found

    def match(self, flow: Flow, a: Key, candidates: dict[Combination, list[Key]]) -> Key | None:
        """The one free target that fills a criterion as the source does. Raises `Obstacle`."""
        record = self.memory.record(a)
        combinations = self.combinations(flow, record, end=0) if holds(record, flow.condition) else []
        matches = list(dict.fromkeys(b for c in combinations for b in candidates.get(c, ())))
        if len(matches) > 1:
            raise Obstacle(f"matches several, and nobody can tell which: {', '.join(map(str, matches))}")
        if matches and self.memory.links.taken(matches[0]):
            raise Obstacle(f"matches {matches[0]}, which is linked already")
        return matches[0] if matches else None

    # Creations in doubt

    def settle_intents(self, flow: Flow) -> None:
        """For each creation that may have happened: look its mark up before anything else (R-47)."""
        for intent in self.memory.links.intents(flow.slug):
            if not intent.mark:
                self.park(flow, intent.a, "may have been created, and no mark tells; a person must look")
                continue
            try:
                self.settle(flow, intent, self.client.find_mark(flow.target, intent.mark))
            except (Transient, Refused):
                continue

    def settle(self, flow: Flow, intent: Intent, found: Record | None) -> None:
        """Link what was made; if nothing was made, the source may be tried again."""
        if found is None:
            self.memory.links.drop_intent(flow.slug, intent.a)
        else:
            self.born(flow, intent, found, "mark")

    def born(self, flow: Flow, intent: Intent, record: Record, how: str) -> Key:
        """Keep a created target and its link, by the id that the server gave it (R-2).

        Found by its mark some time later, only what it still has as it was given is a copy (R-28).
        """
        b, given = key_of(flow.target, record), intent.given
        if how == "mark":
            given = {path: c for path, c in given.items() if self.revisions.normal(path, record) == c.normal}
        with self.memory.transaction():
            self.revisions.own_write(b, record, given)
            self.memory.links.link(Link(flow.slug, intent.a, b, how))
        return b

    def park(self, flow: Flow, a: Key, reason: str, fingerprint: str = "") -> None:
        """Say why a source has no partner, and since when (R-60)."""
        self.memory.links.park(flow.slug, str(a), reason, self.memory.counter("horizon"), fingerprint)
