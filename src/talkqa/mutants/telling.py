"""Mutants that keep silent, tell too much, or count wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from talkqa.mutants.base import Mutant, mutant
from talkqa.reference.claims import Claim
from talkqa.reference.client import Client
from talkqa.reference.entities import Key, Record, key_of, stamp_of
from talkqa.reference.failures import NotAuthorised
from talkqa.reference.links import Links
from talkqa.reference.memory import Memory
from talkqa.reference.revisions import Revisions
from talkqa.reference.synchroniser import Waiting


@mutant("M-60a", "S-60")
class DropsInSilence(Mutant):
    """BUG: what was refused is dropped in silence. Caught by S-60."""

    def report(self) -> list[Waiting]:
        return [line for line in super().report() if "partner" in line.reason]


class NeverCleared(Links):
    """Keeps what waits for ever."""

    def unpark(self, flow: str, key: str) -> None:
        pass


@mutant("M-60b", "S-60")
class ReportsForEver(Memory):
    """BUG: what was reported once stays in the report after it is synchronised. Caught by S-60."""

    links_class = NeverCleared


@mutant("M-60c", "S-60")
class TellsItsKey(Client):
    """BUG: the reason for a failed sign-in quotes the key. Caught by S-60."""

    def _sign_in(self) -> dict[str, Any]:
        try:
            return super()._sign_in()
        except NotAuthorised as failure:
            raise NotAuthorised(f"{failure} (client key {self._endpoint.client_key})") from failure


class Counts(Revisions):
    """Counts more updates than there are."""

    def count(self, more: int) -> None:
        self.memory.set_counter("updates", self.memory.counter("updates") + more)


@mutant("M-61a", "S-61")
class CountsProperties(Counts):
    """BUG: each property of a write counts as an update. Caught by S-61."""

    def own_write(self, key: Key, record: Record, written: Mapping[str, Claim]) -> None:
        super().own_write(key, record, written)
        self.count(max(0, len(written) - 1))


class CountsSent(Client):
    """Counts every request for a change that it sends."""

    sent = 0

    def _exchange(self, method: str, url: str, **request: Any) -> httpx.Response:
        self.sent += method in ("POST", "PATCH") and url != self._endpoint.token_url
        return super()._exchange(method, url, **request)


@mutant("M-61b", "S-61", also=(CountsSent,))
class CountsAttempts(Mutant):
    """BUG: each attempt counts, the refused ones too. Caught by S-61."""

    def updates(self) -> int:
        assert isinstance(self.client, CountsSent)
        return self.client.sent


@mutant("M-61c", "S-61")
class CountsEchoes(Counts):
    """BUG: an own write counts once more when it shows in a list. Caught by S-61."""

    def take_in(self, entity: str, record: Record) -> None:
        key, stamp = key_of(entity, record), stamp_of(record)
        known = self.memory.revision(key)
        if known and stamp == known.own != self.memory.counter(f"echo {key}"):
            self.memory.set_counter(f"echo {key}", stamp)
            self.count(1)
        super().take_in(entity, record)


@mutant("M-61d", "S-61")
class CountsUsers(Counts):
    """BUG: what users save counts too. Caught by S-61."""

    def take_in(self, entity: str, record: Record) -> None:
        known = self.memory.revision(key_of(entity, record))
        if known and stamp_of(record) > known.seen and stamp_of(record) != known.own:
            self.count(1)
        super().take_in(entity, record)
