"""The clients of a served fake that somebody outside controls: each a tenant with its first state and snapshots."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from talkqa.fake.snapshots import Snapshot
from talkqa.fake.tenant import Tenant

if TYPE_CHECKING:
    from talkqa.fake.limits import Limits
    from talkqa.fake.service import Fake

MOST_CLIENTS, MOST_SNAPSHOTS = 1_000, 100
"""How many of each are kept at most, so that no caller can fill the memory."""
_NAME = re.compile(r"[\w.-]{1,80}", re.ASCII)


class UnknownError(LookupError):
    """There is no client, or no snapshot, of that name; the text says which there are."""


class TooManyError(RuntimeError):
    """No more can be kept; the text says what to do."""


class Client:
    """One tenant under control. snapshots: by name, oldest first."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant = tenant
        self.snapshots: dict[str, Snapshot] = {}
        self._first = tenant.snapshot()

    def reset(self) -> None:
        """The first state again: its records, no request, no fault, the first time. Keys and snapshots stay."""
        self.tenant.reset()
        self.tenant.restore(self._first)

    def keep(self, name: str) -> Snapshot:
        """Keep the present state under a name, in place of what had it. Raises ValueError or TooManyError."""
        if not _NAME.fullmatch(name):
            expected = "1 to 80 letters, digits, hyphens, dots or underscores"
            raise ValueError(f"snapshot: name is '{name[:80]}', expected {expected}.")
        if name not in self.snapshots and len(self.snapshots) >= MOST_SNAPSHOTS:
            raise TooManyError(f"snapshot: {MOST_SNAPSHOTS} are kept already. Delete one, or use its name.")
        self.snapshots[name] = self.tenant.snapshot()
        return self.snapshots[name]

    def bring_back(self, name: str) -> None:
        """Go back to a kept state. Raises UnknownError."""
        self.tenant.restore(self._kept(name))

    def drop(self, name: str) -> None:
        """Forget a kept state. Raises UnknownError."""
        self._kept(name)
        del self.snapshots[name]

    def _kept(self, name: str) -> Snapshot:
        if name not in self.snapshots:
            known = ", ".join(self.snapshots) or "none"
            raise UnknownError(f"snapshot '{name[:80]}': unknown, there are: {known}.")
        return self.snapshots[name]


class Clients:
    """All clients under control, oldest first, by the id that the service shows for them.

    limits: makes the request rates that each of them is given; without it there are none. assume: assumptions
    that are flipped for each of them, with the alternatives. strays: what holds the
    requests whose keys lead to no client; it is found by its id, and cannot be closed.
    """

    def __init__(
        self,
        fake: Fake,
        limits: Callable[[], Limits | None] = lambda: None,
        assume: Mapping[str, str] | None = None,
    ) -> None:
        self._fake = fake
        self._assume = assume
        self._limits = limits
        self.strays = Client(fake.strays)
        self._clients: dict[str, Client] = {}

    def __iter__(self) -> Iterator[Client]:
        return iter(tuple(self._clients.values()))

    def open(self, fill: Callable[[Tenant], object] | None = None) -> Client:
        """A new one, isolated from all others. fill: makes its first state. Raises TooManyError."""
        if len(self._clients) >= MOST_CLIENTS:
            raise TooManyError(f"clients: {MOST_CLIENTS} are open already. Close one first.")
        tenant = self._fake.tenant(self._assume)
        tenant.limits = self._limits()
        if fill is not None:
            fill(tenant)
        client = self._clients[tenant.client_id] = Client(tenant)
        return client

    def close(self, id: str) -> None:
        """Forget one, with its keys. Raises UnknownError."""
        if id not in self._clients:
            raise self._unknown(id)
        self._clients.pop(id).tenant.close()

    def find(self, id: str | None = None) -> Client:
        """The client with that id, or the oldest. Raises UnknownError."""
        if id == self.strays.tenant.client_id:
            return self.strays
        found = next(iter(self), None) if id is None else self._clients.get(id)
        if found is None:
            raise self._unknown(id or "")
        return found

    def _unknown(self, id: str) -> UnknownError:
        known = ", ".join(list(self._clients)[:20]) or "none"
        return UnknownError(f"client '{id[:80]}': unknown, there are: {known}.")
