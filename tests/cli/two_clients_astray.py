"""The reference, with one fault each between two clients of PowerOffice: what the checks are there to see."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from talkqa.reference.client import Client
from talkqa.reference.entities import CLIENT, Key, Record
from talkqa.reference.failures import Gone
from talkqa.reference.synchroniser import Reference
from talkqa.reference.two_clients import TwoClients
from talkqa.sut import Assignment, CannotStart, Identity


class OneKeySet(Reference):
    """BUG: signs in to the target system with the keys of the source."""

    def start(self, assignment: Assignment) -> Identity:
        return super().start(replace(assignment, target=assignment.endpoint))


class Exchanged(Reference):
    """BUG: takes each client for the other."""

    def start(self, assignment: Assignment) -> Identity:
        if assignment.target is None:
            return super().start(assignment)
        return super().start(replace(assignment, endpoint=assignment.target, target=assignment.endpoint))


class Astray(Reference):
    """Its client is of another kind where there are two."""

    kind: type[TwoClients]

    def start(self, assignment: Assignment) -> Identity:
        known = super().start(assignment)
        if isinstance(self.client, TwoClients):
            self.client.__class__ = type(self.kind.__name__, (self.kind, type(self.client)), {})
        return known


class MakesCustomersAtHome(TwoClients):
    """BUG: signs in with the source client's keys where Customers are made, and with the right ones elsewhere."""

    def create(self, path: str, body: Record) -> Record:
        return Client.create(self, path, body) if path == "/Customers" else super().create(path, body)


class ReadsEmployeesAbroad(TwoClients):
    """BUG: lists the Employees of the target client."""

    def listing(self, entity: str, since: int | None = None) -> list[Record]:
        return self.other.listing(entity, since) if entity == "Employee" else super().listing(entity, since)


class WritesNamesakes(TwoClients):
    """BUG: saves an edit in both clients, at whatever has that number."""

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        for client in (self.other, Plain(self)):
            with suppress(Gone):
                client.patch(key, operations)
        return super().patch(key, operations)


class Untold(TwoClients):
    """BUG: a key is type and number alone, so one number in both clients is one record."""

    def listing(self, entity: str, since: int | None = None) -> list[Record]:
        return [untold(record) for record in super().listing(entity, since)]

    def get(self, key: Key) -> Record:
        return untold(super().get(key))

    def create(self, path: str, body: Record) -> Record:
        return untold(super().create(path, body))

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        return untold(super().patch(key, operations))


class ListsForEver(TwoClients):
    """BUG: lists Customers of the target client again and again."""

    def listing(self, entity: str, since: int | None = None) -> list[Record]:
        while entity == "Customer":
            self.other.listing(entity)
        return super().listing(entity, since)


class Plain:
    """The source client alone, for every type."""

    def __init__(self, both: TwoClients) -> None:
        self._both = both

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        return Client.patch(self._both, key, operations)


def untold(record: Record) -> Record:
    """A record that does not say which client it is from."""
    return {path: value for path, value in record.items() if path != CLIENT}


class CustomersAtHome(Astray):
    kind = MakesCustomersAtHome


class EmployeesAbroad(Astray):
    kind = ReadsEmployeesAbroad


class Namesakes(Astray):
    kind = WritesNamesakes


class Endless(Astray):
    kind = ListsForEver


class BareNumbers(Astray):
    kind = Untold


class WrongTargetKey(Reference):
    """SET-UP: an old key of the target client."""

    def start(self, assignment: Assignment) -> Identity:
        old = "00000000-0000-0000-0000-000000000000"
        target = assignment.target and replace(assignment.target, client_key=old)
        return super().start(replace(assignment, target=target))


class TellsItsKeys(Reference):
    """BUG: does not start with two clients, and says the keys of the second."""

    def start(self, assignment: Assignment) -> Identity:
        if assignment.target is not None:
            raise CannotStart(f"no access with {assignment.target.client_key}")
        return super().start(assignment)
