"""Mutants that change values on the way, or compare them too strictly or too loosely."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from talkqa.mutants.base import Mutant, mutant
from talkqa.reference.claims import Claim
from talkqa.reference.client import Client
from talkqa.reference.dataflow import Dataflow, Pair
from talkqa.reference.entities import TICKS, Key, Record
from talkqa.reference.memory import Revision
from talkqa.reference.reconcile import Operation, Reconciler
from talkqa.reference.revisions import Revisions
from talkqa.reference.values import get


class Spells(Reconciler):
    """Writes values in another form than they have."""

    def operations_for(self, key: Key, wanted: Mapping[str, Claim]) -> list[Operation]:
        spelt = {path: claim._replace(value=self.spelt(path, claim.value)) for path, claim in wanted.items()}
        return super().operations_for(key, spelt)

    def spelt(self, path: str, value: Any) -> Any:
        raise NotImplementedError


@mutant("M-55a", "S-55")
class LosesZeros(Spells):
    """BUG: an organisation number is written as a number, without its zeros in front. Caught by S-55."""

    def spelt(self, path: str, value: Any) -> Any:
        return str(value).lstrip("0") if path == "OrganizationNumber" else value


@mutant("M-55b", "S-55")
class TruthAsText(Spells):
    """BUG: truth values are written as the words True and False. Caught by S-55."""

    def spelt(self, path: str, value: Any) -> Any:
        return str(value) if isinstance(value, bool) else value


@mutant("M-55c", "S-55")
class WholeAsFraction(Spells):
    """BUG: whole numbers are written as 1234.0. Caught by S-55."""

    def spelt(self, path: str, value: Any) -> Any:
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@mutant("M-55d", "S-55")
class Noise(Spells):
    """BUG: fractions gain noise in their last digit. Caught by S-55."""

    def spelt(self, path: str, value: Any) -> Any:
        return math.nextafter(value, math.inf) if isinstance(value, float) else value


@mutant("M-20c", "S-20")
class Inverts(Spells):
    """BUG: a truth value is inverted on its way. Caught by S-20."""

    def spelt(self, path: str, value: Any) -> Any:
        return not value if isinstance(value, bool) else value


@mutant("M-56a", "S-56")
class WritesMasked(Mutant):
    """BUG: a masked value is copied, so the word hidden is written. Caught by S-56."""

    def read(self, dataflow: Any) -> Dataflow:
        known = super().read(dataflow)
        rows = {
            table["slug"]: tuple(
                Pair(row["source"], row["target"])
                for row in table["pairs"]
                if row["source"] == "NationalIdNumber"
            )
            for table in dataflow["flows"]
        }
        flows = (replace(flow, pairs=(*flow.pairs, *rows[flow.slug])) for flow in known.flows)
        return replace(known, flows=tuple(flows))


@mutant("M-57a", "S-57")
class DatesByZone(Spells):
    """BUG: a date is taken for midnight here, and written as its day in UTC. Caught by S-57."""

    def spelt(self, path: str, value: Any) -> Any:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return datetime.fromisoformat(value).astimezone(UTC).date().isoformat()
        return value


@mutant("M-57c", "S-57")
class WholeSeconds(Revisions):
    """BUG: stamps are cut to whole seconds, so their order within one is lost. Caught by S-57."""

    def edit_time(self, key: Key, path: str, record: Record, known: Revision | None) -> int:
        moment = super().edit_time(key, path, record, known)
        return moment - moment % TICKS


@mutant("M-58a", "S-58")
class BlankIsText(Revisions):
    """BUG: a blank is a value, and not the same as nothing. Caught by S-58."""

    def normal(self, path: str, record: Record) -> str:
        value = get(record, path)
        is_blank = isinstance(value, str) and value and not value.strip()
        return value if is_blank else super().normal(path, record)


@mutant("M-30c", "S-58")
class AbsentIsCleared(Revisions):
    """BUG: a property that an answer leaves out counts as cleared, and is restored. Caught by S-58."""

    def completed(self, record: Record, known: Revision | None) -> Record:
        return record


@mutant("M-58c", "S-58b")
class DefaultsAreEdits(Revisions):
    """BUG: a value that the server filled in counts as a user's edit. Caught by S-58b."""

    def is_server_default(self, path: str, record: Record, known: Revision | None) -> bool:
        return False


@mutant("M-59a", "S-59")
class BytesCount(Revisions):
    """BUG: composed and decomposed letters are different values. Caught by S-59."""

    def normal(self, path: str, record: Record) -> str:
        return str(get(record, path) or "").strip() if path == "Name" else super().normal(path, record)


@mutant("M-59b", "S-59")
class Folds(Spells):
    """BUG: letters beyond ASCII are dropped. Caught by S-59."""

    def spelt(self, path: str, value: Any) -> Any:
        return value.encode("ascii", "ignore").decode() if isinstance(value, str) else value


@mutant("M-59c", "S-59")
class Reformats(Reconciler):
    """BUG: telephone numbers are rewritten in international form on both sides. Caught by S-59."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = super().wanted(key)
        claim = self.claim((key, "PhoneNumber"))
        if "PhoneNumber" in self.slots.of(key) and claim.normal != claim.value:
            found.setdefault("PhoneNumber", claim._replace(value=claim.normal))
        return found


@mutant("M-59d", "S-59b")
class CutTravelsBack(Revisions):
    """BUG: what the server stored in place of a value is a new edit, and travels back. Caught by S-59b."""

    def own_write(self, key: Key, record: Record, written: Mapping[str, Claim]) -> None:
        kept = {path: claim for path, claim in written.items() if self.normal(path, record) == claim.normal}
        super().own_write(key, record, kept)


@mutant("M-59e", "S-59")
class DropsExtensions(Revisions):
    """BUG: telephone numbers with different extensions count as one. Caught by S-59."""

    def normal(self, path: str, record: Record) -> str:
        return super().normal(path, record).partition(";ext=")[0]


class NotesAbsent(Revisions):
    """Remembers what an answer left out, beside what it had before."""

    def completed(self, record: Record, known: Revision | None) -> Record:
        absent = sorted(known.record.keys() - record.keys() - {"absent"}) if known else []
        return {**super().completed(record, known), "absent": absent}


@mutant("M-58b", "S-58", also=(NotesAbsent,))
class AbsentClears(Reconciler):
    """BUG: what an answer on one side leaves out is cleared on the other. Caught by S-58."""

    def wanted(self, key: Key) -> dict[str, Claim]:
        found = super().wanted(key)
        for path, members in self.slots.of(key).items():
            left = any(
                at in self.memory.record(other).get("absent", ()) for other, at in members if other != key
            )
            if left and (own := self.claim((key, path))).normal:
                found[path] = own._replace(value=None, normal="")
        return found


class ByTheLocalClock(Client):
    """Asks for changes since a time of day of this computer."""

    def pages(self, entity: str, since: int | None) -> Iterator[list[Record]]:
        local = None if since is None else datetime.fromtimestamp(since // TICKS)
        moved = None if local is None else int(local.replace(tzinfo=UTC).timestamp()) * TICKS
        return super().pages(entity, moved)


@mutant("M-57b", "S-57")
class LocalTime(ByTheLocalClock):
    """BUG: the read position is sent in local time and without its offset. Caught by S-57."""
