"""Mutants that damage what they should not touch, or write what is no value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from talkqa.mutants.base import mutant
from talkqa.reference.claims import Claim
from talkqa.reference.client import Client
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Flow
from talkqa.reference.entities import ADDRESS, COLLECTION, STAMP, Key, Record
from talkqa.reference.failures import Failure
from talkqa.reference.links import Link
from talkqa.reference.reconcile import Operation, Reconciler, replace
from talkqa.reference.slots import Member
from talkqa.reference.values import get

DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "Employee": {"DateOfBirth": None, "HiredDate": None, "StartDate": None, "EndDate": None},
    "Supplier": {"DateOfBirth": None, "ExternalNumber": None, "ContactGroupIds": [], "Payout": True},
    "Customer": {
        "InvoiceEmailAddress": None,
        "CustomerSince": None,
        "ContactGroupIds": [],
        "Allowance": None,
    },
    "Contactperson": {"IsActive": True, "IsDefault": False},
}
"""What a full replacement does to properties that it does not know."""


@mutant("M-10b", "S-10")
class SendsNull(Creator):
    """BUG: null is sent for empty properties. Caught by S-10."""

    def body_for(self, flow: Flow, a: Key, record: Record) -> dict[str, Any]:
        known = [pair.target for pair in flow.travelling if "." not in pair.target and pair.holds(record)]
        return dict.fromkeys(known) | super().body_for(flow, a, record)


@mutant("M-10c", "S-10")
class SendsEverything(Creator):
    """BUG: the whole source entity is sent along, private data included. Caught by S-10."""

    def body_for(self, flow: Flow, a: Key, record: Record) -> dict[str, Any]:
        extra = record if flow.target == "Contactperson" else {}
        return {**extra, **super().body_for(flow, a, record)}


@mutant("M-18a", "S-18")
class FullReplace(Reconciler):
    """BUG: an update replaces the whole entity; what is unmapped falls to its default. Caught by S-18."""

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        others = [replace(name, value) for name, value in DEFAULTS[key.type].items()]
        return super().operations_for(key, wanted) + others


@mutant("M-18b", "S-18b")
class WholeAddress(Reconciler):
    """BUG: one changed part of an address replaces the whole of it. Caught by S-18b."""

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        parts = {path: claim for path, claim in wanted.items() if path.startswith(f"{ADDRESS}.")}
        rest = {path: claim for path, claim in wanted.items() if path not in parts}
        address = {path.partition(".")[2]: claim.value for path, claim in parts.items()}
        operations = super().operations_for(key, rest)
        return (
            [*operations, replace(ADDRESS, {"City": "-", "ZipCode": "-"} | address)]
            if address
            else operations
        )


@mutant("M-18d", "S-17", "S-18")
class ReadOnlyToo(Reconciler):
    """BUG: a read-only operation makes PowerOffice refuse the whole patch. Caught by S-17, S-18."""

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        return [*super().operations_for(key, wanted), replace(STAMP, self.memory.record(key)[STAMP])]


@mutant("M-20b", "S-20")
class LowersEmails(Reconciler):
    """BUG: e-mail addresses come back in lower case. Caught by S-20."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = super().wanted(key)
        for path in self.slots.of(key):
            claim = self.claim((key, path))
            if (
                path == "EmailAddress"
                and path not in found
                and claim.value != (lower := claim.value and claim.value.lower())
            ):
                found[path] = claim._replace(value=lower)
        return found


@mutant("M-30a", "S-30b")
class EmptinessTravels(Reconciler):
    """BUG: a cleared value clears the other side. Caught by S-30b."""

    def winner(self, held: Sequence[tuple[Member, Claim]]) -> Claim:
        return max((claim for _, claim in held), key=lambda claim: (claim.time, claim.normal))


class Destroyer(Client):
    """A client that can delete."""

    def delete(self, key: Key) -> None:
        self._patiently(self._send, "DELETE", f"{COLLECTION[key.type]}/{key.id}")


class Follows(Reconciler):
    """Does something to the survivor of every link whose source was deleted."""

    def live_links(self) -> list[Link]:
        dead = self.memory.tombstones()
        for link in self.memory.links.all():
            if link.a in dead and link.b not in dead:
                try:
                    self.follow(link.b)
                except Failure:
                    continue
        return super().live_links()

    def follow(self, survivor: Key) -> None:
        raise NotImplementedError


@mutant("M-38a", "S-38", also=(Destroyer,))
class DeletesAlong(Follows):
    """BUG: the partner is deleted with its source. Caught by S-38."""

    def follow(self, survivor: Key) -> None:
        assert isinstance(self.client, Destroyer)
        self.client.delete(survivor)
        self.revisions.bury(survivor)


@mutant("M-38b", "S-38")
class ArchivesAlong(Follows):
    """BUG: the partner is archived, or deactivated, when its source is deleted. Caught by S-38."""

    def follow(self, survivor: Key) -> None:
        name, value = ("IsActive", False) if survivor.type == "Contactperson" else ("IsArchived", True)
        if get(self.memory.record(survivor), name) != value:
            self.revisions.own_write(survivor, self.client.patch(survivor, [replace(name, value)]), {})
