"""One scenario's world: a PowerOffice of its own, its user, the SUT, and what has been done so far."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from steps import _told
from steps._clients import Outside, Side, UserOfTwo
from steps._configured import Configured
from steps._driving import FULL_EVERY, Driver
from steps._lanes import Road
from steps._made_up import MadeUp
from steps._older import Older, only_v1, with_older
from steps._user import User
from talkqa.checklist import Checklist, Item
from talkqa.fake import Entry, Fault, Tenant
from talkqa.report.canaries import Canaries
from talkqa.sut import Synchroniser
from talkqa.verdict import CheckFailed, Evidence, Exchange, Inconclusive

IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where state folders go: a SUT's files must survive SIGKILL, not a power cut, and a disk's fsync costs 30 ms."""


@dataclass
class Thing:
    """One record that the scenario speaks of."""

    type: str
    key: str
    typed: dict[str, Any] = field(default_factory=dict)
    """The last value that a user typed, by path."""
    client: str = ""
    """Of two clients the one that it is in; "" where there is one."""

    def __str__(self) -> str:
        return f"{self.type} {self.key}{f' of the {self.client} client' if self.client else ''}"


class World(Configured):
    """What the steps of one scenario share."""

    def __init__(
        self,
        road: Road,
        another: Callable[[], Synchroniser],
        checklist: Checklist,
        made_up: MadeUp,
        items: Iterable[Item],
        assume: Mapping[str, str] | None = None,
        exhaustive: bool = False,
    ) -> None:
        super().__init__(checklist, items)
        self.made_up = made_up
        self.exhaustive = exhaustive
        """Whether a check that tries one thing at many places tries all of them, and not a sample."""
        self.counted: list[str] = []
        """How many places such a check has tried, for the report."""
        self._made_from = road, another, checklist, made_up, self.items, assume
        self.another = another
        """Makes one more of the SUT."""
        self.road, self.assume = road, assume
        self.tenant = road.fake.tenant(assume)
        self.sides: dict[str, Side] = {}
        """Where the two systems are two clients, both of them; `tenant` is then the source system's."""
        self.clients: dict[str, str] = {}
        """Which of the two each type of the dataflow belongs to; empty where there is one client."""
        self.outside: Outside = {}
        """What both held that the dataflow is not about, when that was looked at last."""
        self._crashes, self._crashed_before = road.crashes, len(road.crashes)
        self._strays, self._stray_since = road.fake.strays.journal, road.fake.strays.journal.latest
        self.user: User | UserOfTwo = User(road.inside(self.tenant.credential("user")))
        self.things: dict[str, list[Thing]] = {}
        self.lone: dict[str, Thing] = {}
        """The records that the scenario sets beside the others, by type."""
        self.did: list[str] = []
        self.edits: list[tuple[Thing, str, Any]] = []
        """Every value that a user saved in an edit, oldest first."""
        self.since = 1
        self.updates_before = 0
        self.alarms = 0
        """Lines of the SUT's report while a list was wrong."""
        self.at_end: list[Callable[[], None]] = []
        """What must be undone outside this world when it ends."""
        self.before: dict[str, dict[str, Any]] = {}
        """State of every type when the scenario's last edit or deletion began."""
        self.faults: list[Fault] = []
        self._cycles_before = 0
        self._folder = tempfile.TemporaryDirectory(prefix="talkqa-", dir=IN_MEMORY)
        state = Path(self._folder.name) / "state"
        endpoint = road.endpoint(self.tenant.credential("sut"))
        self.sync = Driver(another(), self.tenant, endpoint, state, self.dataflow, self.fail)
        self._exchanges: list[Exchange] = []
        self._older = Older()

    def afresh(self) -> World:
        """Another world like this one at its beginning, with the same made-up values; close it after use."""
        road, another, checklist, made_up, items, assume = self._made_from
        fresh = World(road, another, checklist, made_up.again(), items, assume, self.exhaustive)
        if self.house is not None:
            fresh.house = fresh.add("Customer").key
            fresh.things["Customer"].clear()
        return fresh

    # what there is -------------------------------------------------------------------------------

    def tenant_of(self, type_: str) -> Tenant:
        """The client that records of a type belong to."""
        return self.sides[self.clients[type_]].tenant if self.clients else self.tenant

    def thing(self, type_: str, key: str, typed: dict[str, Any] | None = None) -> Thing:
        """A record that the scenario may speak of."""
        return Thing(type_, key, typed or {}, self.clients.get(type_, ""))

    def the(self, type_: str) -> Thing:
        """The record that "the Employee" means: the last one of that type."""
        return self.things[type_][-1]

    def add(self, type_: str, *, person: bool = False, parent: str | None = None, **changed: Any) -> Thing:
        """A user creates a record with everything filled in, but for `changed` (dots written as `__`)."""
        if type_ == "Contactperson" and parent is None:
            parent = self.house or self.some_company()
        values = self.made_up.record(type_, person=person)
        values |= {
            path: self.made_up.value(path) for path in self.mapped(type_, values) if path not in values
        }
        values |= self._canaries(type_, values)
        values |= {path.replace("__", "."): value for path, value in changed.items()}
        values = {path: value for path, value in values.items() if value is not None}
        thing = self.thing(type_, self.user.create(type_, values, parent), values)
        self.things.setdefault(type_, []).append(thing)
        self.did.append(f"a user created {thing}")
        self.since = self.tenant.journal.latest
        return thing

    def _canaries(self, type_: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Numbers that no report may show, where no flow takes a value from; none in a run without a mark."""
        if not self.tenant.mark:
            return {}
        canaries = Canaries(self.tenant.mark)
        planted = {
            "Employee": {"NationalIdNumber": canaries.national_id},
            "Customer": {"JobStopReason": f"wants no money on account {canaries.account}"},
        }
        return {path: value for path, value in planted.get(type_, {}).items() if path not in values}

    def edit(self, thing: Thing, **changed: Any) -> None:
        """A user saves values (dots written as `__`) in one go."""
        values = {path.replace("__", "."): value for path, value in changed.items()}
        old = self.user.get(thing.type, thing.key, values) or {}
        self.tenant.clock.advance(1)
        self.user.edit(thing.type, thing.key, values)
        for path, value in values.items():
            self.did.append(f"{thing} {path}: {_told.short(_told.at(old, path))} → {_told.short(value)}")
            self.edits.append((thing, path, value))
        thing.typed |= values

    def some_company(self) -> str:
        """Key of a Customer under which Contactpersons can be made; the scenario does not speak of it."""
        company = self.add("Customer")
        self.things["Customer"].remove(company)
        return company.key

    # what a client sees ----------------------------------------------------------------------------

    def look(self, type_: str, rest: int = FULL_EVERY) -> dict[str, dict[str, Any]]:
        """All records of a type as a client sees them, once synchronisation has come to that much rest."""
        self.sync.settled(rest)
        found = self.user.list(type_)
        self.sync.looked()
        return found

    def record(self, thing: Thing, rest: int = FULL_EVERY) -> dict[str, Any]:
        """One record as a client sees it, likewise. Fails the check when it is gone."""
        self.sync.settled(rest)
        found = self.user.get(thing.type, thing.key, self.paths(thing.type))
        self.sync.looked()
        if found is None:
            self.fail(f"{thing} is there", "it is gone")
        return found

    # what was seen ---------------------------------------------------------------------------------

    def exchanges(self) -> list[Exchange]:
        """The journal as the judge sees it. Raises LookupError when some of it was not kept."""
        seen = len(self._exchanges)
        entries = _told.unbroken(self.tenant.journal.since(seen), seen + 1)
        named = {side.tenant.client_id: client for client, side in self.sides.items()}
        told = (_told.exchange(entry, named.get(entry.client, "")) for entry in entries)
        self._exchanges += [self._older.told(one) for one in told]
        return self._exchanges

    def own_writes(self, since: int = 0) -> list[Exchange]:
        """The SUT's requests for changes with a number above `since`."""
        return [one for one in self.exchanges()[since:] if one.author == "sut" and one.writes]

    def remember(self) -> None:
        """Take the state from which "nothing else has changed" is measured; evidence starts here too."""
        self.before = {type_: dict(records) for type_, records in self._state().items()}
        for type_ in {end for flow in self.flows for end in (flow.source, flow.target)}:
            if paths := only_v1(type_, self.paths(type_)):
                records = self.before[type_].items()
                tenant = self.tenant_of(type_)
                self.before[type_] = {key: with_older(tenant, type_, one, paths) for key, one in records}
        self.since = self.tenant.journal.latest + 1
        self._cycles_before = self.sync.cycles

    def _state(self) -> dict[str, dict[str, Any]]:
        """All records by type; of two clients those of the one that the type belongs to."""
        state: dict[str, dict[str, Any]] = dict(self.tenant.state())
        return state | {type_: self.tenant_of(type_).state()[type_] for type_ in self.clients}

    def plan(self, fault: Fault, cycles: int | None = None) -> None:
        """Arm a fault or hook; a scenario whose fault never struck is inconclusive.

        cycles: it strikes all that it fits in so many cycles, counted from the next; None: as it says itself.
        """
        self.faults.append(fault)
        self.tenant.plan(fault)
        if cycles is not None:
            fault.times = None
            self.sync.after_cycles(cycles, lambda: setattr(fault, "times", fault.fired))

    @property
    def broken_hooks(self) -> list[str]:
        """What the fake or the harness's own part of a mishap raised: inside a request, where a SUT may swallow it."""
        return self._crashes[self._crashed_before :]

    def strangers(self) -> list[Entry]:
        """The requests since the scenario began whose keys led to nobody."""
        here = [entry for entry in self.tenant.journal if entry.credential is None]
        return [*here, *self._strays.since(self._stray_since)]

    def is_disturbed(self) -> bool:
        """Whether more than users has come between: a kill, or an answer that was not what it should be."""
        wrong = ("reshape", "around", "delivery", "answer", "drop_before", "lose_answer", "rewrite")
        struck = (fault for fault in self.faults if fault.fired)
        return self.sync.was_killed or any(getattr(fault, name) for fault in struck for name in wrong)

    def fail(self, expected: str, observed: str) -> NoReturn:
        """The SUT does not do what the checklist says. Raises `CheckFailed`."""
        raise CheckFailed(self.evidence(expected, observed))

    def unclear(self, expected: str, observed: str) -> NoReturn:
        """It could not be decided. Raises `Inconclusive`."""
        raise Inconclusive(self.evidence(expected, observed))

    def evidence(self, expected: str, observed: str) -> Evidence:
        """The argument, with the stretch of the journal since the last thing done and what happened in it."""
        shown = [one for one in self.exchanges()[self.since - 1 :] if one.author == "sut"]
        writes = sum(one.writes for one in shown)
        cycles = _told.counted(self.sync.cycles - self._cycles_before, "cycle")
        counts = (
            f"{cycles} later; {_told.counted(len(shown) - writes, 'read')}, {_told.counted(writes, 'write')}"
        )
        stretch = (self.since, max(self.since, len(self._exchanges)))
        did = "; ".join(self.did[-4:]) or "nothing"
        told = f"{observed} ({counts})"
        return Evidence(did, expected, told, stretch, "; ".join(item.origin for item in self.items))

    def tenants(self) -> list[Tenant]:
        """All clients of this world."""
        return [side.tenant for side in self.sides.values()] or [self.tenant]

    def secrets(self) -> list[Iterable[str]]:
        """Every key, and the latest tokens, of each client."""
        return [tenant.secrets() for tenant in self.tenants()]

    def leans_on(self) -> list[str]:
        """The assumptions about PowerOffice that the scenario came upon."""
        return sorted({one for tenant in self.tenants() for one in tenant.choices.asked})

    def betrays(self, text: str) -> bool:
        """Whether a text holds a key or token of this world."""
        return any(secret in text for secrets in self.secrets() for secret in secrets)

    def close(self) -> None:
        """Stop the SUT and forget everything."""
        for undo in self.at_end:
            undo()
        self.sync.sut.stop()
        self.user.close()
        for tenant in self.tenants():
            tenant.close()
        self._folder.cleanup()
