"""One client of PowerOffice Go: its records, clock, keys, journal and faults; nothing is shared unasked.

This is what the harness holds; what arrives over HTTP goes to `desk`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from talkqa.fake.clock import TICKS_PER_SECOND, Clock
from talkqa.fake.desk import Desk
from talkqa.fake.entities import Write
from talkqa.fake.errors import ForbiddenError, RefusalError
from talkqa.fake.faults import Fault
from talkqa.fake.fidelity import Choices, InForce, flipped
from talkqa.fake.fidelity.ledger import checked
from talkqa.fake.journal import Journal
from talkqa.fake.journal.scrubbing import Secrets
from talkqa.fake.limits import Limits
from talkqa.fake.lists.listing import Listing
from talkqa.fake.message import Request, Response
from talkqa.fake.replica import LAGGING, LAGS, Replica
from talkqa.fake.schema import PERSON, SHEETS, Record
from talkqa.fake.signin import OWNERS, PRIVILEGES, Credential, Register
from talkqa.fake.snapshots import Snapshot, parts
from talkqa.fake.store import Store
from talkqa.fake.values import read_record

if TYPE_CHECKING:
    from talkqa.fake.service import Fake

USER = "user"
"""The credential under which writes from the product's screens are journalled."""

_RESOLUTIONS: dict[str | None, int] = {"milliseconds": TICKS_PER_SECOND // 1000, "seconds": TICKS_PER_SECOND}
"""Alternatives of an assumption, in ticks."""

_LASTING = frozenset(
    ("desk", "tokens", "limits", "client_id", "client_name", "choices", "_fake", "_register", "_credentials")
) | {"signed_in", "_secrets", "_secrets_of"}
"""What a reset leaves as it is."""
_NO_STATE = _LASTING | {"journal"}
"""What a snapshot leaves out."""


class Tenant:
    """An isolated client.

    page_limit: no page of v2 is longer than this, whatever PageSize says; v1 has no such limit, as a client
    that skips by its own $top would lose rows (API.md §4.4). page_overlap: rows of the page before that
    every later page shows once more. offsets: minutes from UTC in which answers show the stamps of a type.
    faults: the planned ones, spent ones too. restamp: what becomes of the stamp of a write, in ticks; None
    leaves it. limits: how many requests a second are let through; None: any. choices: which assumptions are
    flipped, and which were needed. beside: a tenant whose clock and journal it has too; entries say whose they are,
    and neither of the two is to be reset or brought back. tokens: the latest of `signed_in` so many. frozen: lists
    that are being paged through, by type and query, if pages are frozen.
    """

    LAYERS: ClassVar = {"faults": 2}

    def __init__(
        self,
        fake: Fake,
        register: Register,
        number: int,
        choices: Choices | None = None,
        beside: Tenant | None = None,
    ) -> None:
        self.choices = choices or Choices()
        self.clock: Clock = beside.clock if beside else Clock()
        self.journal: Journal = beside.journal if beside else Journal()
        self.store = Store()
        self.desk: Desk = Desk(self, register, beside.desk.lock if beside else None)
        self.page_limit: int | None = None
        self.page_overlap = 0
        self.offsets: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.replica = Replica()
        self.frozen: dict[tuple[str, str], Listing] = {}
        self.tokens: list[str] = []
        self.signed_in = 0
        self.client_id = f"{number:08d}"
        self.client_name = f"Client {number}"
        self._fake = fake
        self._register = register
        self._credentials: dict[str, Credential] = {}
        self._secrets, self._secrets_of = Secrets(), (0, 0)
        self._revoked: set[str] = set()
        self._withdrawn: set[tuple[str, str, bool]] = set()
        self.restamp: Callable[[int], int] | None = None
        self.limits: Limits | None = None
        self._shifts: dict[str, int] = {}

        self.assume(self.choices.flips)

    def assume(self, flips: Mapping[str, str]) -> None:
        """From now on these assumptions are flipped, and no others. Raises FidelityError for what is none."""
        self.choices.flips = checked(flips) if flips else {}
        for id in LAGGING:
            if id in flips:
                self.replica.follow(self, LAGS[flips[id]], 0)

    # Keys and privileges

    @property
    def mark(self) -> str:
        """What all keys and tokens hold, to be known by wherever they are found; "" for nothing."""
        return self._fake.mark

    def credential(self, name: str) -> Credential:
        """The keys of that name, made on first ask."""
        if name not in self._credentials:
            self._credentials[name] = Credential.fresh(name, self.mark)
            self._register.add(self, self._credentials[name])
        return self._credentials[name]

    def credentials(self) -> tuple[Credential, ...]:
        """All keys made so far."""
        return tuple(self._credentials.values())

    def knows(self, subscription_key: str) -> bool:
        """The subscription key is one of this client's."""
        return any(key.subscription_key == subscription_key for key in self._credentials.values())

    def secrets(self) -> Secrets:
        """Every key, and the latest tokens: what the journal must not show."""
        known = len(self._credentials), self.signed_in
        if known != self._secrets_of:
            keys = [(c.application_key, c.client_key, c.subscription_key) for c in self._credentials.values()]
            self._secrets = Secrets([key for trio in keys for key in trio] + self.tokens[-8:])
            self._secrets_of = known
        return self._secrets

    def revoke(self, name: str) -> None:
        """From now on sign-ins with that client key are refused, and its tokens are worth nothing."""
        self._revoked.add(name)

    def readmit(self, name: str) -> None:
        """Undo `revoke`."""
        self._revoked.discard(name)

    def expire(self, name: str | None) -> None:
        """The tokens of a credential expire now, whatever the clock says; it can sign in again."""
        self._register.expire(self, name)

    def is_revoked(self, name: str) -> bool:
        return name in self._revoked

    def withdraw(self, name: str, type: str, writing_only: bool = False) -> None:
        """Take the privilege for a type from a credential: for reading and writing, or for writing only."""
        self._withdrawn.add((name, type, True))
        if not writing_only:
            self._withdrawn.add((name, type, False))

    def grant(self, name: str, type: str) -> None:
        """Undo `withdraw`."""
        self._withdrawn -= {(name, type, True), (name, type, False)}

    def privileges(self, name: str) -> list[str]:
        """The valid privileges of a credential, such as Customer and Customer_Full."""
        pairs = [(type, writing) for type in PRIVILEGES for writing in (False, True)]
        return [_privilege(*pair) for pair in pairs if (name, *pair) not in self._withdrawn]

    def require(self, name: str, type: str, writing: bool) -> None:
        """Raise ForbiddenError unless the credential may read, or write, that type."""
        if not self._withdrawn:
            return
        if (name, type, writing) in self._withdrawn:
            raise ForbiddenError(_privilege(type, writing))
        owners = OWNERS.get(type, ())
        lacking = [owner for owner in owners if (name, owner, False) in self._withdrawn]
        if lacking and not _may_lack(type, lacking == list(owners)):
            raise ForbiddenError(" or ".join(owners))

    # Time

    def shift_stamps(self, name: str, seconds: float) -> None:
        """Stamp the writes of one credential so many seconds off the clock, earlier when negative."""
        self._shifts[name] = round(seconds * TICKS_PER_SECOND)

    def stamp_for(self, name: str) -> int:
        """The ticks with which a write of that credential is stamped now."""
        ticks = self.clock.ticks + self._shifts.get(name, 0)
        ticks -= ticks % _RESOLUTIONS.get(flipped("stamp-resolution"), 1)
        return self.restamp(ticks) if self.restamp else ticks

    def show_offset(self, type: str, minutes: int) -> None:
        """Answers show the stamps of that type with this offset from UTC; the moments stay the same."""
        self.offsets[type] = minutes

    # What the harness sees and does without HTTP

    def state(self) -> dict[str, dict[str, Record]]:
        """A snapshot of all records by type and key, as v2 shows them, with stamps in UTC."""
        with self.desk.lock:
            return {type: dict(records) for type, records in self.store.shelf.shown.items()}

    def add_role(self, role: str, contact_id: int, **fields: Any) -> Record:
        """A user makes an existing contact a customer, supplier or employee too, on the product's screens."""
        given = read_record(SHEETS[role], fields)
        writes = self._on_screen(f"add {role}", lambda at: self.store.add_role(role, contact_id, given, at))
        return writes[0].after or {}

    def set_active(self, role: str, contact_id: int, active: bool) -> None:
        """A user switches one role of a contact on or off, on the product's screens."""
        word = "activate" if active else "deactivate"
        self._on_screen(f"{word} {role}", lambda at: self.store.set_active(role, contact_id, active, at))

    def mark_in_use(self, type: str, key: str | int) -> None:
        """The record has transactions: deleting it is refused with 409. key as in `state()`."""
        self.store.in_use.add((type, str(key)))

    def mark_with_balance(self, contact_id: int) -> None:
        """A ledger has a balance: the contact cannot be archived."""
        self.store.with_balance.add(contact_id)

    def plan(self, fault: Fault) -> Fault:
        """Arm a fault; it is returned so that its counters can be read."""
        with self.desk.lock:
            if fault.armed is not None:
                fault.armed(self)
            self.faults.append(fault)
        return fault

    @property
    def is_armed(self) -> bool:
        """Some fault may still strike."""
        return bool(self.faults) and any(not fault.spent for fault in self.faults)

    def reset(self) -> None:
        """Begin anew: no record, no request, no fault, the first time. Keys, tokens and limits stay."""
        with self.desk.lock:
            for name, value in vars(Tenant(self._fake, self._register, 0, self.choices)).items():
                if name not in _LASTING:
                    setattr(self, name, value)

    def snapshot(self) -> Snapshot:
        """The state now: records, ids, clock, links, privileges, settings and planned faults with their counters.

        Journal, keys, tokens and limits are no part of it. A tenant of 1,000 records takes under a millisecond.
        """
        with self.desk.lock:
            state = {name: value for name, value in vars(self).items() if name not in _NO_STATE}
            return Snapshot(
                self, self.journal.latest, self.journal.undone, state, tuple(parts(state, self.LAYERS))
            )

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to a snapshot of this tenant, as often as one likes; the journal goes on.

        Raises ValueError for another tenant's.
        """
        if snapshot.owner is not self:
            raise ValueError("restore: a snapshot of another tenant, expected one of this.")
        with self.desk.lock:
            snapshot.bring_back()
            vars(self).update(snapshot.state)
            self.journal.undo(snapshot.number, snapshot.undone)

    def close(self) -> None:
        """Forget this tenant: its keys and tokens are unknown from now on."""
        self._fake.forget(self)

    def _on_screen(self, what: str, write: Callable[[int], tuple[Write, ...]]) -> tuple[Write, ...]:
        with self.desk.lock, InForce(self.choices):
            self.clock.step()
            request = Request("SCREEN", "", "", {}, b"")
            entry = self.journal.open(
                request, f"SCREEN {what}", USER, self.clock.ticks, Secrets(), self.client_id
            )
            try:
                writes = write(self.stamp_for(USER))
            except RefusalError as refusal:
                entry.status = refusal.status
                raise
            self.journal.close(entry, Response(200), writes, Secrets())
            self.replica.note(self)
            return writes


def _may_lack(type: str, all: bool) -> bool:
    """Sub-entities of a type are open without the privileges for some, or all, types of their owners."""
    if type == PERSON:
        return not all and not flipped("contact-person-privilege")
    return not all or flipped("annex-privileges") is not None


def _privilege(type: str, writing: bool) -> str:
    return PRIVILEGES[type] + ("_Full" if writing else "")
