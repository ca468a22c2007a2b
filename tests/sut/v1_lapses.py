"""Systems under test that are good but for what they do with properties that only API v1 has.

`--sut python:tests.sut.v1_lapses:NeverWritesBirthdays`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from talkqa.reference.client import Client
from talkqa.reference.entities import Key, Record
from talkqa.reference.older import BesideV2
from talkqa.reference.synchroniser import Reference
from talkqa.sut import Assignment, Identity

BIRTHDAY = "/DateOfBirth"


class Forgetful(BesideV2):
    """Forgets what v1 is to be given."""

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        kept = [one for one in operations if key.type != "Contactperson" or one["path"] != BIRTHDAY]
        return super().patch(key, kept) if kept else self.get(key)


class NeverWritesBirthdays(Reference):
    """Keeps to itself the dates of birth that it should bring to Contactpersons. Caught by: that row alone."""

    def start(self, assignment: Assignment) -> Identity:
        told = super().start(assignment)
        if isinstance(self.client, BesideV2):
            self.client.__class__ = type("Forgetful", (Forgetful, Client), {"only_v1": self.client.only_v1})
        return told


class MakesUpBirthplaces(Reference):
    """Writes into each Contactperson through v1 what nobody typed, where no row says so. Caught by: LAW-9."""

    place = "PlaceOfBirth"
    value = "Ukjent"

    def cycle(self) -> None:
        super().cycle()
        if isinstance(self.client, BesideV2):
            for key in self.memory.alive("Contactperson"):
                if not self.client.older.row(key).get("placeOfBirth"):
                    self.client.older.save(key, {self.place: self.value})


class SpeaksV2Only(Reference):
    """Good, and without any v1."""

    def start(self, assignment: Assignment) -> Identity:
        told = super().start(assignment)
        return replace(told, offers=told.offers - {"v1"})
