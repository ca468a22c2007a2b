"""The two systems of a dataflow as two clients of PowerOffice, each behind its own keys (D-1 `two`, R-4).

Every type belongs to one of them: what is only a source to the source client, what is only a target to the target
client. Refuses a dataflow in which a type would belong to both.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from talkqa.reference.client import Client
from talkqa.reference.dataflow import Dataflow, Flow
from talkqa.reference.entities import CLIENT, SOURCE, TARGET, Key, Record
from talkqa.sut.errors import CannotStart
from talkqa.sut.protocol import Assignment


class TwoClients(Client):
    """Goes before a class of client: itself the source system's, with the target system's as `other`.

    Each record says which client it is from, so that equal ids are never one key.
    """

    targets: ClassVar[frozenset[str]] = frozenset()
    """The types of the target client."""
    other: Client

    def listing(self, entity: str, since: int | None = None) -> list[Record]:
        """All records of a type, from the client that it belongs to."""
        if entity in self.targets:
            return [of(TARGET, record) for record in self.other.listing(entity, since)]
        return [of(SOURCE, record) for record in super().listing(entity, since)]

    def get(self, key: Key) -> Record:
        """One record of that client. Raises `Gone` when it is not there."""
        if key.type in self.targets:
            return of(TARGET, self.other.get(key))
        return of(SOURCE, super().get(key))

    def find_mark(self, entity: str, mark: str) -> Record | None:
        """The record of that client that carries a creation mark."""
        if entity in self.targets:
            found = self.other.find_mark(entity, mark)
            return found and of(TARGET, found)
        found = super().find_mark(entity, mark)
        return found and of(SOURCE, found)

    def create(self, path: str, body: Record) -> Record:
        """POST once, to the target client: only targets are ever created."""
        return of(TARGET, self.other.create(path, body))

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        """JSON Patch, at that client."""
        if key.type in self.targets:
            return of(TARGET, self.other.patch(key, operations))
        return of(SOURCE, super().patch(key, operations))

    def close(self) -> None:
        """Let the connections of both go."""
        self.other.close()
        super().close()


def of(client: str, record: Record) -> Record:
    """A record that says which client it is from."""
    return {**record, CLIENT: client}


def connect(client: type[Client], assignment: Assignment, dataflow: Dataflow) -> Client:
    """The client, or with D-1 `two` both of them as one. Raises `CannotStart` where two cannot be served."""
    ways = assignment.pause, dataflow.page_size
    if not dataflow.decisions.two_clients:
        return client(assignment.endpoint, *ways)
    if assignment.target is None:
        raise CannotStart(
            "decision clients = 'two' (D-1), and the assignment has one set of keys; expected target_endpoint too, "
            "the keys of the target system's client. Give them, or say clients = 'same'"
        )
    targets = frozenset(target_types(dataflow.flows))
    both = type(f"Two{client.__name__}", (TwoClients, client), {"targets": targets})(
        assignment.endpoint, *ways
    )
    assert isinstance(both, TwoClients)
    both.other = client(assignment.target, *ways)
    return both


def target_types(flows: Collection[Flow]) -> set[str]:
    """The types of the target client. Raises `CannotStart` where a type would belong to both, or reach across."""
    sources, targets = {flow.source for flow in flows}, {flow.target for flow in flows}
    if both := sorted(sources & targets):
        flow = next(one for one in flows if one.source in both)
        raise _refusal(f"{flow.source} is the source of flow {flow.slug} and the target of another")
    for flow in flows:
        if flow.target == "Contactperson" and flow.source != "Employee":
            raise _refusal(
                f"flow {flow.slug} makes Contactpersons under a {flow.source} of the source client"
            )
        if flow.connected:
            raise _refusal(f"flow {flow.slug} asks for a connection, which may be in either client")
    return targets


def _refusal(got: str) -> CannotStart:
    return CannotStart(
        f"decision clients = 'two' (D-1): {got}; expected flows in which each type is source or target only, such as "
        "Employee to Contactperson and Supplier to Customer. Leave that flow out, or say clients = 'same'"
    )
