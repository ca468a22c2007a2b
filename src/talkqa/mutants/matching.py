"""Mutants that take the wrong records for one thing, or the right ones not."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from talkqa.mutants.base import mutant
from talkqa.mutants.frame import Destroyer
from talkqa.reference.claims import Claim
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Flow
from talkqa.reference.entities import Key, Record
from talkqa.reference.linking import Combination, Obstacle
from talkqa.reference.links import Link
from talkqa.reference.reconcile import Reconciler
from talkqa.reference.slots import Member
from talkqa.reference.values import get

Candidates = dict[Combination, list[Key]]


@mutant("M-33a", "S-33", document="matching")
class CreatesBeforeLooking(Creator):
    """BUG: a new one is created before anybody looks for a match. Caught by S-33."""

    def match(self, flow: Flow, a: Key, candidates: Candidates) -> Key | None:
        return None


class Remembers(Creator):
    """Notes when a match was found."""

    def keep(self, link: Link) -> bool:
        if link.how == "criterion":
            for key in (link.a, link.b):
                self.memory.set_counter(f"matched {key}", self.memory.counter("horizon"))
        return super().keep(link)


@mutant("M-33b", "S-33", also=(Remembers,), document="matching")
class LinksWithoutMerging(Reconciler):
    """BUG: a match is linked, and its values stay apart until somebody edits one. Caught by S-33."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        since = self.memory.counter(f"matched {key}")
        return {path: claim for path, claim in super().wanted(key).items() if claim.time > since}


@mutant("M-33c", "S-33", document="matching")
class SourceOverwrites(Reconciler):
    """BUG: the source overwrites its match wholesale, with nothing where it has nothing. Caught by S-33."""

    def winner(self, held: Sequence[tuple[Member, Claim]]) -> Claim:
        return min((claim for _, claim in held), key=lambda claim: claim.side)


@mutant("M-33d", "S-33", document="matching")
class OnlyRecentMatches(Creator):
    """BUG: a match is looked for only among what was read in this cycle. Caught by S-33 with an old target."""

    def candidates(self, flow: Flow) -> Candidates:
        now = self.memory.counter("cycles") + 1
        return {
            combination: [b for b in found if self.first_seen(b, now) == now]
            for combination, found in super().candidates(flow).items()
        }

    def first_seen(self, key: Key, now: int) -> int:
        if not self.memory.counter(f"first {key}"):
            self.memory.set_counter(f"first {key}", now)
        return self.memory.counter(f"first {key}")

    def add_candidate(self, flow: Flow, a: Key, candidates: Candidates) -> None:
        pass


@mutant("M-34a", "S-34", document="matching")
class AllRowsMustMatch(Creator):
    """BUG: the rows are not alternatives; all of them must match. Caught by S-34."""

    def combinations(self, flow: Flow, record: Record, end: int) -> list[Combination]:
        joined = tuple(pair for row in flow.criteria for pair in row)
        return super().combinations(replace(flow, criteria=(joined,)), record, end)


@mutant("M-34b", "S-34", document="matching")
class HalfARow(Creator):
    """BUG: half of a combination is enough. Caught by S-34."""

    def combinations(self, flow: Flow, record: Record, end: int) -> list[Combination]:
        halves = tuple((pair,) for row in flow.criteria for pair in row)
        return super().combinations(replace(flow, criteria=halves), record, end)


@mutant("M-34c", "S-34", document="matching")
class EmptyEqualsEmpty(Creator):
    """BUG: two records without a value have the same value. Caught by S-34."""

    def combinations(self, flow: Flow, record: Record, end: int) -> list[Combination]:
        rows = enumerate(flow.criteria)
        return [(n, tuple(self.revisions.normal(ends[end], record) for ends in row)) for n, row in rows]


@mutant("M-34d", "S-34", document="within")
class HiddenEqualsHidden(Creator):
    """BUG: what PowerOffice shows as hidden is the same as any other hidden value. Caught by S-34."""

    def combinations(self, flow: Flow, record: Record, end: int) -> list[Combination]:
        found = [
            (n, tuple(self.revisions.normal(ends[end], record) for ends in row))
            for n, row in enumerate(flow.criteria)
        ]
        return [(number, values) for number, values in found if all(values)]


@mutant("M-35a", "S-35", document="matching")
class ExactText(Creator):
    """BUG: values are compared letter by letter. Caught by S-35."""

    def combinations(self, flow: Flow, record: Record, end: int) -> list[Combination]:
        known = {number for number, _ in super().combinations(flow, record, end)}
        rows = enumerate(flow.criteria)
        return [(n, tuple(str(get(record, ends[end])) for ends in row)) for n, row in rows if n in known]


@mutant("M-35b", "S-35", document="matching")
class TooAlike(Creator):
    """BUG: dots, plus-tags and the strokes of letters do not count in addresses. Caught by S-35."""

    def combinations(self, flow: Flow, record: Record, end: int) -> list[Combination]:
        found = super().combinations(flow, record, end)
        return [(number, tuple(map(self.folded, values))) for number, values in found]

    def folded(self, value: str) -> str:
        name, at, host = value.partition("@")
        plain = unicodedata.normalize("NFKD", host.replace("ø", "o"))
        return f"{name.split('+')[0].replace('.', '')}@{plain}" if at else value


@mutant("M-36a", "S-36b", document="within")
class MergesTheParents(Creator):
    """BUG: Customers are one thing because their Contactpersons are. Caught by S-36b."""

    def link_twins(self, flow: Flow) -> None:
        super().link_twins(flow)
        customers = next((f for f in self.dataflow.flows if f.is_within and f.source == "Customer"), None)
        for link in self.memory.links.all():
            if customers and link.flow == flow.slug and flow.source == "Contactperson":
                a, b = (Key("Customer", key.id.split("/")[0]) for key in (link.a, link.b))
                if (last := self.last(customers, a)) != self.last(customers, b):
                    self.keep(Link(customers.slug, last, self.first(customers, b), "twin"))


@mutant("M-36b", "S-36", also=(Destroyer,), document="within")
class DeletesTheDuplicate(Creator):
    """BUG: of two records that are one thing the second is deleted. Caught by S-36."""

    def keep(self, link: Link) -> bool:
        if link.how == "twin":
            assert isinstance(self.client, Destroyer)
            self.client.delete(link.a)
            self.revisions.bury(link.a)
        return super().keep(link)


@mutant("M-36c", "S-36", document="within")
class IgnoresTheSecond(Creator):
    """BUG: of records that are one thing only the first is looked at. Caught by S-36."""

    def link_twins(self, flow: Flow) -> None:
        pass


class Guesses(Creator):
    """Takes the first free target that looks alike where nothing says which it is."""

    def match(self, flow: Flow, a: Key, candidates: Candidates) -> Key | None:
        return super().match(flow, a, candidates) or self.look_alike(flow, a)

    def look_alike(self, flow: Flow, a: Key) -> Key | None:
        names = self.names(self.memory.record(a))
        free = (b for b in self.memory.alive(flow.target) if not self.memory.links.taken(b))
        return next((b for b in free if self.names(self.memory.record(b)) == names), None)

    def names(self, record: Record) -> tuple[object, ...]:
        return tuple(record.get(name) for name in ("Name", "FirstName", "LastName"))


@mutant("M-13c", "S-13", document="matching")
class LinksByName(Guesses):
    """BUG: values flow before there is a link, between records of one name. Caught by S-13."""


@mutant("M-37a", "S-37")
class TakesANamesake(Guesses):
    """BUG: a Customer of the same name is taken for the Supplier's, and overwritten. Caught by S-37."""

    def look_alike(self, flow: Flow, a: Key) -> Key | None:
        name = self.memory.record(a).get("Name")
        free = (b for b in self.memory.alive(flow.target) if not self.memory.links.taken(b))
        return next((b for b in free if name and self.memory.record(b).get("Name") == name), None)


@mutant("M-37b", "S-37b", document="matching")
class TakesTheFirst(Creator):
    """BUG: of several matches the first one listed is taken. Caught by S-37b."""

    def match(self, flow: Flow, a: Key, candidates: Candidates) -> Key | None:
        try:
            return super().match(flow, a, candidates)
        except Obstacle:
            combinations = self.combinations(flow, self.memory.record(a), end=0)
            return next(b for c in combinations for b in candidates.get(c, ()))


@mutant("M-37c", "S-37b", document="matching")
class CreatesAThird(Creator):
    """BUG: where several match, one more is created. Caught by S-37b."""

    def match(self, flow: Flow, a: Key, candidates: Candidates) -> Key | None:
        try:
            return super().match(flow, a, candidates)
        except Obstacle:
            return None


@mutant("M-56b", "S-34", "S-56", document="within")
class MatchesByMask(Creator):
    """BUG: two with a national id, which is shown as hidden, are one, though nobody said so. Caught by S-34, S-56."""

    def combinations(self, flow: Flow, record: Record, end: int) -> list[Combination]:
        masked = [(-1, ("hidden",))] if get(record, "NationalIdNumber") == "hidden" else []
        return super().combinations(flow, record, end) + masked
