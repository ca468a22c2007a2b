"""Mutants that read lists too little, too trustingly, or at the wrong time."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping

import httpx

from talkqa.mutants.base import Mutant, mutant
from talkqa.mutants.duplicates import Anonymous, forget
from talkqa.reference.client import Client
from talkqa.reference.collect import Collector
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Flow
from talkqa.reference.entities import TICKS, Key, Record, key_of, stamp_of
from talkqa.reference.failures import Transient
from talkqa.reference.memory import Revision
from talkqa.reference.revisions import Revisions


@mutant("M-44a", "S-44")
class StrictForEver(Collector):
    """BUG: reads what is later than the highest stamp seen, and never everything. Caught by S-44."""

    def since(self, entity: str, full: bool) -> int | None:
        return self.memory.position(entity)


@mutant("M-44b", "S-44b")
class LocalClock(StrictForEver):
    """BUG: the read position is the synchroniser's own clock. Caught by S-44b."""

    def keep(self, entity: str, records: list[Record]) -> None:
        super().keep(entity, records)
        self.memory.set_position(entity, time.time_ns() // 100)


@mutant("M-44c", "S-44")
class RoundsUp(Collector):
    """BUG: the read position is rounded up to the second, and everything is read once only. Caught by S-44."""

    def since(self, entity: str, full: bool) -> int | None:
        position = self.memory.position(entity)
        return None if position is None else -(-position // TICKS) * TICKS - 1


@mutant("M-44d", "S-44", "S-25")
class FullMeansNow(Collector):
    """BUG: a full reading dates everything anew, so old values win. Caught by S-44, S-25."""

    full = False

    def collect(self, full: bool) -> Mapping[str, str]:
        self.full = full
        return super().collect(full)

    def keep(self, entity: str, records: list[Record]) -> None:
        is_whole = self.since(entity, self.full) is None
        super().keep(entity, records)
        now = self.memory.counter("horizon") + TICKS * self.dataflow.types.index(entity)
        for record in records if is_whole else ():
            key = key_of(entity, record)
            claims = self.memory.claims(key).items()
            self.memory.claim(key, {path: claim._replace(time=now) for path, claim in claims})


class NoOverlap(Collector):
    """Reads strictly what is later than the read position, as whoever trusts it does."""

    def since(self, entity: str, full: bool) -> int | None:
        return None if full else self.memory.position(entity)


@mutant("M-45a", "S-45", also=(NoOverlap,))
class PositionBeforeWork(Mutant):
    """BUG: the read position is on disk before what was read; a kill in between loses it. Caught by S-45."""

    before: sqlite3.Connection | None = None

    def round(self) -> None:
        self.before = sqlite3.connect(":memory:")
        self.memory.links.db.backup(self.before)
        super().round()
        self.before = None

    def kill(self) -> None:
        if self.before is not None:
            db = self.memory.links.db
            positions = db.execute("SELECT * FROM position").fetchall()
            self.before.backup(db)
            db.executemany("INSERT OR REPLACE INTO position VALUES (?, ?)", positions)
        super().kill()


@mutant("M-45b", "S-45")
class PositionPerPage(Collector):
    """BUG: the read position moves with each page, so a page that fails is never read. Caught by S-45."""

    def collect(self, full: bool) -> Mapping[str, str]:
        client, pages = self.client, self.client.pages

        def and_keep(entity: str, since: int | None) -> Iterator[list[Record]]:
            for page in pages(entity, since):
                self.keep(entity, page)
                yield page

        client.pages = and_keep  # type: ignore[method-assign]
        try:
            return super().collect(full)
        finally:
            client.pages = pages  # type: ignore[method-assign]


class NotesTheNew(Collector):
    """Notes which records the latest reading brought for the first time, own writes apart."""

    def keep(self, entity: str, records: list[Record]) -> None:
        position, own = self.memory.position(entity) or 0, self.memory.own_stamps()
        for record in records:
            if stamp_of(record) > position and stamp_of(record) not in own:
                cycle = self.memory.counter("cycles") + 1
                self.memory.set_counter(f"brought {key_of(entity, record)}", cycle)
        super().keep(entity, records)


@mutant("M-45c", "S-45", also=(NotesTheNew,))
class OneChanceOnly(Creator):
    """BUG: an entity whose creation failed in its cycle is behind the read position for ever. Caught by S-45."""

    def unlinked(self, flow: Flow) -> list[Key]:
        now = self.memory.counter("cycles") + 1
        return [a for a in super().unlinked(flow) if self.memory.counter(f"brought {a}") in (0, now)]


@mutant("M-46c", "S-46")
class LastPageForEver(Client):
    """BUG: a full last page is asked for again and again. Caught by S-46."""

    def has_next(self, answer: httpx.Response, length: int) -> bool:
        return length == self._page_size or super().has_next(answer, length)

    def _read(self, path: str, query: dict[str, str | int]) -> httpx.Response:
        answer = super()._read(path, query)
        if answer.status_code == 204 and int(query.get("PageNumber", 1)) > 1:
            query["PageNumber"] = int(query["PageNumber"]) - 1
            answer = super()._read(path, query)
        return answer


@mutant("M-46d", "S-46")
class OldAndUnknown(Collector):
    """BUG: what slipped between two pages is too old to be noticed by any later reading. Caught by S-46."""

    def keep(self, entity: str, records: list[Record]) -> None:
        position = self.memory.position(entity) or 0
        known = [r for r in records if stamp_of(r) > position or self.memory.revision(key_of(entity, r))]
        super().keep(entity, known)


@mutant("M-7b", "S-46")
class FirstFew(Creator):
    """BUG: only as many sources as a page holds are considered. Caught by S-46."""

    def sources(self, flow: Flow) -> list[Key]:
        return super().sources(flow)[: self.dataflow.page_size]


@mutant("M-40a", "S-40", also=(Anonymous,))
class UnseenIsGone(Collector):
    """BUG: the link of what a full list does not show is dropped, and everything made again. Caught by S-40."""

    def look_for_missing(self, entity: str, records: list[Record]) -> None:
        listed = {key_of(entity, record) for record in records}
        for link in self.memory.links.all():
            if link.b.type == entity and link.b not in listed:
                forget(self.memory, link)


@mutant("M-40b", "S-40")
class ChokesOnNothing(Client):
    """BUG: an empty list is an answer that it cannot read, and ends the cycle. Caught by S-40."""

    def _read(self, path: str, query: dict[str, str | int]) -> httpx.Response:
        answer = super()._read(path, query)
        if "PageNumber" in query:
            answer.json()
        return answer


class FailureIsEmpty(Collector):
    """Takes a failed listing for an empty one, and drops the links of all that is not in it."""

    statuses = ""

    def collect(self, full: bool) -> Mapping[str, str]:
        failed = super().collect(full)
        for entity, reason in failed.items():
            if re.search(f": ({self.statuses})", reason):
                for link in self.memory.links.all():
                    if entity in (link.a.type, link.b.type):
                        forget(self.memory, link)
        return failed


@mutant("M-40c", "S-40", also=(Anonymous,))
class ErrorIsEmpty(FailureIsEmpty):
    """BUG: an error answer is an empty list, and what is not in it is gone. Caught by S-40."""

    statuses = "5.."


@mutant("M-53e", "S-40", also=(Anonymous,))
class NotFoundIsEmpty(FailureIsEmpty):
    """BUG: a list that is not found is an empty list, and what is not in it is gone. Caught by S-40."""

    statuses = "404"


@mutant("M-29a", "S-29")
class DifferentIsNew(Revisions):
    """BUG: whatever differs from the last revision is a new edit, made now. Caught by S-29."""

    def is_stale(self, known: Revision, stamp: int) -> bool:
        return False

    def edit_time(self, key: Key, path: str, record: Record, known: Revision | None) -> int:
        return self.memory.counter("horizon") + 1 if known else super().edit_time(key, path, record, known)


class NeverStale(Revisions):
    """Takes in whatever comes."""

    def is_stale(self, known: Revision, stamp: int) -> bool:
        return False


@mutant("M-29b", "S-29", also=(NeverStale,))
class LastInListWins(Collector):
    """BUG: of two revisions in one list the last one counts. Caught by S-29."""

    def in_order(self, records: list[Record]) -> Iterable[Record]:
        return records


@mutant("M-16a", "S-16")
class PartIsWhole(Client):
    """BUG: the pages read before a failure count as the whole list. Caught by S-16."""

    def listing(self, entity: str, since: int | None = None) -> list[Record]:
        records: list[Record] = []
        try:
            for page in self.pages(entity, since):
                records += page
        except Transient:
            if not records:
                raise
        return records


@mutant("M-16b", "S-16b")
class CreatesForTheDead(Creator):
    """BUG: creates from what was listed, without a last look at the source. Caught by S-16b."""

    def still_there(self, a: Key) -> bool:
        return True


@mutant("M-23a", "S-23")
class BlindToAddresses(Revisions):
    """BUG: a record whose own stamp has not moved counts as unchanged. Caught by S-23."""

    def take_in(self, entity: str, record: Record) -> None:
        known = self.memory.revision(key_of(entity, record))
        if known is None or stamp_of(known.record) != stamp_of(record):
            super().take_in(entity, record)


@mutant("M-23b", "S-23b")
class AddressByEntityStamp(Revisions):
    """BUG: an address is dated by the stamp of its record, which it does not move. Caught by S-23b."""

    def edit_time(self, key: Key, path: str, record: Record, known: Revision | None) -> int:
        return stamp_of(record)
