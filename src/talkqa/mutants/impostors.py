"""Synchronisers that only pretend; no item may pass with any of them."""

from __future__ import annotations

from talkqa.reference.client import Client
from talkqa.reference.entities import COLLECTION
from talkqa.sut.protocol import Assignment, Identity


class DoesNothing:
    """BUG: every cycle ends well, and no request is ever made."""

    def start(self, assignment: Assignment) -> Identity:
        return Identity("impostor does-nothing", "1")

    def cycle(self) -> None:
        pass

    def reset(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def kill(self) -> None:
        pass


class AlwaysSuccess(DoesNothing):
    """BUG: signs in, lists everything, reports success, and writes nothing."""

    client: Client | None = None

    def start(self, assignment: Assignment) -> Identity:
        self.client = Client(assignment.endpoint, assignment.pause)
        return Identity("impostor always-success", "1")

    def cycle(self) -> None:
        assert self.client is not None
        for entity in COLLECTION:
            self.client.listing(entity)

    def stop(self) -> None:
        if self.client is not None:
            self.client.close()

    def kill(self) -> None:
        self.stop()


class Crashes(DoesNothing):
    """BUG: raises at start."""

    def start(self, assignment: Assignment) -> Identity:
        raise RuntimeError("this impostor always crashes at start")


IMPOSTORS: dict[str, type[DoesNothing]] = {
    "does-nothing": DoesNothing,
    "always-success": AlwaysSuccess,
    "crashes": Crashes,
}
