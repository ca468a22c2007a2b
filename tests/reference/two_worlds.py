"""Two clients of PowerOffice for one test: sources in the first, targets in the second."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from talkqa.fake import Fake, Tenant
from talkqa.reference.synchroniser import Reference
from talkqa.sut.inprocess import Cycling
from talkqa.sut.protocol import Assignment, Endpoint
from tests.reference.world import BASE, TOKEN, World, default_dataflow

FLOWS = ("employee-contactperson", "supplier-customer")


def two_client_dataflow() -> dict[str, Any]:
    """The flows whose types are source or target only."""
    dataflow = default_dataflow()
    dataflow["flows"] = [flow for flow in dataflow["flows"] if flow["slug"] in FLOWS]
    dataflow["decisions"]["clients"] = "two"
    return dataflow


class Side(World):
    """One of the two clients with a user of its own; only the first has a synchroniser."""

    def __init__(self, factory: Callable[[], Cycling] = Reference, *, beside: World | None = None) -> None:
        self.beside = beside
        super().__init__(factory, house=False)
        self.dataflow = two_client_dataflow()

    def opened(self) -> tuple[Fake, Tenant]:
        """The first is a client of a new fake, the second stands beside it."""
        if self.beside is None:
            return super().opened()
        fake = self.beside.fake
        return fake, fake.tenant(beside=self.beside.tenant)


class TwoWorlds:
    """The source's world and the target's; the synchroniser is run by the source's."""

    def __init__(self, factory: Callable[[], Cycling] = Reference) -> None:
        self.source = Side(factory)
        self.target = Side(beside=self.source)
        self.source.target = endpoint(self.target)
        house = self.target.add("Customer", Name="House AS")
        self.source.dataflow["decisions"]["f1"]["parent"] = {"contact_id": int(house)}
        self.house = house

    def close(self) -> None:
        """Let go of both."""
        self.source.close()
        self.target.close()


def endpoint(world: World) -> Endpoint:
    """Where the synchroniser finds that client."""
    keys = world.tenant.credential("sut")
    trio = keys.application_key, keys.client_key, keys.subscription_key
    return Endpoint(BASE, TOKEN, *trio, world.fake.transport())


def assignment(worlds: TwoWorlds, folder: Path) -> Assignment:
    """What the synchroniser is told at its start."""
    source = worlds.source
    return Assignment(endpoint(source), source.dataflow, folder, target=source.target)
