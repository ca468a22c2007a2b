"""Mutants that do the wrong thing when answers fail, keys end or they are killed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tenacity import stop_never

from talkqa.mutants.base import Mutant, mutant
from talkqa.mutants.duplicates import Anonymous, forget
from talkqa.mutants.reading import FailureIsEmpty, NotesTheNew
from talkqa.reference.client import Client
from talkqa.reference.collect import Collector
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Flow
from talkqa.reference.entities import Key, Record, stamp_of
from talkqa.reference.failures import NotAuthorised, NotTaken, Refused, Transient
from talkqa.reference.memory import Memory
from talkqa.reference.reconcile import Operation, Reconciler
from talkqa.sut.errors import CannotStart
from talkqa.sut.protocol import Assignment, Identity


def refused_in(creator: Creator, flow: Flow) -> set[str]:
    """The sources whose creation PowerOffice has refused."""
    return {one.key for one in creator.memory.links.parked() if one.flow == flow.slug and one.fingerprint}


@mutant("M-48a", "S-48")
class RollsBack(Anonymous):
    """BUG: one refused creation undoes its batch, and all of it is made again. Caught by S-48."""

    def create_missing(self, flow: Flow) -> None:
        before = set(self.memory.links.all())
        super().create_missing(flow)
        if refused_in(self, flow):
            for link in set(self.memory.links.all()) - before:
                forget(self.memory, link)


@mutant("M-48b", "S-48")
class StuckBehind(Creator):
    """BUG: whatever comes after a refused creation waits for it. Caught by S-48."""

    def create(self, flow: Flow, a: Key) -> None:
        if refused_in(self, flow) <= {str(a)}:
            super().create(flow, a)


@mutant("M-48c", "S-48")
class RefusedIsDone(Creator):
    """BUG: a creation that was refused counts as done. Caught by S-48."""

    def unlinked(self, flow: Flow) -> list[Key]:
        done = refused_in(self, flow)
        return [a for a in super().unlinked(flow) if str(a) not in done]


@mutant("M-49a", "S-49")
class DoneBeforehand(Reconciler):
    """BUG: an update is noted as done before it is answered. Caught by S-49."""

    def write(self, key: Key) -> None:
        wanted = self.wanted(key)
        try:
            super().write(key)
        except Transient:
            self.memory.claim(key, wanted)
            raise


@mutant("M-49b", "S-49", also=(NotesTheNew,))
class OnlyOnNews(Reconciler):
    """BUG: an update that failed is tried again only after another edit. Caught by S-49."""

    def bring_up_to_date(self, key: Key) -> None:
        now = self.memory.counter("cycles") + 1
        family = {one[0] for members in self.slots.of(key).values() for one in members}
        if any(self.memory.counter(f"brought {one}") == now for one in family):
            super().bring_up_to_date(key)


@mutant("M-50a", "S-50", also=(Anonymous,))
class LinksInMemory(Mutant):
    """BUG: links are lost when the process is killed. Caught by S-50."""

    def kill(self) -> None:
        self.memory.links.db.execute("DELETE FROM link")
        super().kill()


@mutant("M-50b", "S-50")
class HistoryInMemory(Mutant):
    """BUG: who said what when is lost when the process is killed. Caught by S-50."""

    def kill(self) -> None:
        self.memory.links.db.execute("DELETE FROM claim")
        super().kill()


@mutant("M-50c", "S-50", also=(Anonymous,))
class HalfAFile(Mutant):
    """BUG: a kill leaves half a file, and it starts from nothing. Caught by S-50."""

    def kill(self) -> None:
        for table in ("link", "intent", "claim", "expected", "position", "revision", "parked", "counter"):
            self.memory.links.db.execute(f"DELETE FROM {table}")
        super().kill()


@mutant("M-27c", "S-50")
class ForgetsAtStart(Mutant):
    """BUG: who said what when is forgotten at every start. Caught by S-50."""

    def start(self, assignment: Assignment) -> Identity:
        identity = super().start(assignment)
        self.memory.links.db.execute("DELETE FROM claim")
        return identity


class Elsewhere(Memory):
    """Takes another file when the first is in use."""

    def __init__(self, folder: Path) -> None:
        try:
            super().__init__(folder)
        except CannotStart:
            super().__init__(folder / "second")


@mutant("M-51a", "S-51", also=(Elsewhere,))
class NobodyElse(Anonymous):
    """BUG: two synchronisers work side by side, each with a memory of its own. Caught by S-51."""


@mutant("M-51b", "S-51b")
class MarksNobody(Anonymous):
    """BUG: its marks do not tell for whom a record was made, so a lost memory doubles them. Caught by S-51b."""


@mutant("M-52a", "S-52")
class NeverWaits(Mutant):
    """BUG: what was throttled is tried again at once. Caught by S-52."""

    def start(self, assignment: Assignment) -> Identity:
        return super().start(replace(assignment, pause=lambda seconds: None))


@mutant("M-52b", "S-52")
class ThrottledForGood(Client):
    """BUG: a throttled request counts as refused for good. Caught by S-52."""

    def _send(self, method: str, path: str, kind: str = "", **request: Any) -> Any:
        try:
            return super()._send(method, path, kind, **request)
        except NotTaken as failure:
            if failure.wait is not None and method != "GET":
                raise Refused(str(failure), 429) from failure
            raise


@mutant("M-52c", "S-52")
class ThrottledIsDone(Client):
    """BUG: a throttled update counts as accepted. Caught by S-52."""

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        try:
            return super().patch(key, operations)
        except NotTaken:
            return self.get(key)


@mutant("M-52d", "S-52")
class GivesUp(Reconciler):
    """BUG: an update that was throttled too often is given up. Caught by S-52."""

    def write(self, key: Key) -> None:
        try:
            super().write(key)
        except NotTaken as failure:
            raise Refused(str(failure), 429) from failure


@mutant("M-53a", "S-53")
class TriesForEver(Client):
    """BUG: a write that fails is tried again without end. Caught by S-53."""

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        self._patiently = self._patiently.copy(stop=stop_never)
        return super().patch(key, operations)


@mutant("M-53b", "S-53b")
class ParkedUpdate(Reconciler):
    """BUG: a record that was refused once is never written again. Caught by S-53b."""

    def bring_up_to_date(self, key: Key) -> None:
        if not any(one.key == str(key) and one.fingerprint for one in self.memory.links.parked()):
            super().bring_up_to_date(key)


@mutant("M-53c", "S-53d")
class ReplaysOld(Reconciler):
    """BUG: an update that failed is sent again later as it was, after newer ones. Caught by S-53d."""

    queue: tuple[tuple[Key, list[Operation]], ...] = ()

    def reconcile(self, paused: Collection[str] = ()) -> None:
        due, self.queue = self.queue, ()
        super().reconcile(paused)
        for key, operations in due:
            self.client.patch(key, operations)

    def write(self, key: Key) -> None:
        operations = self.operations_for(key, self.wanted(key))
        try:
            super().write(key)
        except Transient:
            self.queue = (*self.queue, (key, operations))
            raise


@mutant("M-53d", "S-53c")
class OneForAll(Collector):
    """BUG: one type that cannot be read stops the cycle for all flows. Caught by S-53c."""

    def collect(self, full: bool) -> Mapping[str, str]:
        failed = super().collect(full)
        return dict.fromkeys(self.dataflow.types, next(iter(failed.values()))) if failed else failed


@mutant("M-54a", "S-54c", also=(Anonymous,))
class ForbiddenIsEmpty(FailureIsEmpty):
    """BUG: a type that may not be read counts as empty, and its records as gone. Caught by S-54c."""

    statuses = "40[13]"


@mutant("M-54b", "S-54")
class TokenPerRequest(Client):
    """BUG: signs in for every request. Caught by S-54."""

    def _signed_in(self) -> str:
        self._token = ""
        return super()._signed_in()


@mutant("M-54c", "S-54b")
class KnocksForEver(Client):
    """BUG: a sign-in that is refused is tried again without end. Caught by S-54b."""

    def _sign_in(self) -> dict[str, Any]:
        while True:
            try:
                return super()._sign_in()
            except NotAuthorised:
                continue


@mutant("M-54d", "S-54b")
class StartsFromNow(Collector):
    """BUG: after the key was renewed it reads what comes from then on. Caught by S-54b."""

    was_refused = False

    def collect(self, full: bool) -> Mapping[str, str]:
        try:
            failed = super().collect(full)
        except NotAuthorised:
            self.was_refused = True
            raise
        self.was_refused = False
        return failed

    def keep(self, entity: str, records: list[Record]) -> None:
        if not self.was_refused:
            super().keep(entity, records)
        elif records:
            self.memory.set_position(entity, max(map(stamp_of, records)) + 10**8)
