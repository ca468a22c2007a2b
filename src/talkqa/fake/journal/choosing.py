"""Which entries of a journal are meant: filters from Python, or as texts from the query of a control route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

from talkqa.fake import routes
from talkqa.fake.journal.entries import Journal
from talkqa.fake.journal.entry import Entry
from talkqa.fake.v1 import routes as v1_routes

_STATUS = re.compile(r"[1-9]\d\d|[1-9]xx", re.ASCII | re.IGNORECASE)


class ChoiceError(ValueError):
    """A filter that cannot be read; the text says which, what was got and what is expected."""


@dataclass(frozen=True)
class Choice:
    """What an entry must be to be chosen; None, or False, leaves it open.

    credential: who signed in; "" for nobody. operation: as routes spell it, letter case aside. status: 404, or
    "4xx" for all of a hundred. since: only numbers above it. began, ended: only from that moment on, and before
    that one, by the tenant's clock. fault: the name of one that struck; "any" for each. type: of the records
    that the route is about, or that were written. writes: only accepted writes. last: only the latest so many.
    """

    credential: str | None = None
    operation: str | None = None
    method: str | None = None
    status: int | str | None = None
    since: int = 0
    began: datetime | None = None
    ended: datetime | None = None
    fault: str | None = None
    type: str | None = None
    writes: bool = False
    last: int | None = None

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Choice:
        """From the texts of a query. Raises ChoiceError."""
        known = [field.name for field in fields(cls)]
        if wrong := asked.keys() - set(known):
            raise ChoiceError(f"journal: no filter '{min(wrong)[:80]}', expected some of {', '.join(known)}.")
        return cls(**{name: _READERS.get(name, _text)(name, text) for name, text in asked.items()})

    def of(self, journal: Journal) -> list[Entry]:
        """The entries that fit, oldest first."""
        found = [entry for entry in journal.since(self.since) if self._fits(entry)]
        return found if self.last is None else found[max(0, len(found) - self.last) :]

    def _fits(self, entry: Entry) -> bool:
        return all(self._answers(entry))

    def _answers(self, entry: Entry) -> Iterator[bool]:
        """One for each filter that is set; the dear ones come last."""
        if self.credential is not None:
            yield (entry.credential or "") == self.credential
        if self.operation is not None:
            yield entry.operation.lower() == self.operation.lower()
        if self.method is not None:
            yield entry.method == self.method.upper()
        if self.status is not None:
            yield _is_status(entry.status, str(self.status).lower())
        if self.writes:
            yield bool(entry.writes)
        if self.began is not None:
            yield entry.at >= self.began
        if self.ended is not None:
            yield entry.at < self.ended
        if self.fault is not None:
            struck = entry.fault.split(",") if entry.fault else []
            yield bool(struck) if self.fault == "any" else self.fault in struck
        if self.type is not None:
            yield self.type.lower() in {type.lower() for type in _types(entry)}


def chosen(journal: Journal, **filters: Any) -> Iterator[Entry]:
    """The entries that fit all that is given, oldest first. filters: those of `Choice`."""
    return iter(Choice(**filters).of(journal))


def _types(entry: Entry) -> Iterable[str]:
    about = _types_of_routes().get(entry.operation)
    return {write.type for write in entry.writes} | ({about} if about else set())


@cache
def _types_of_routes() -> dict[str, str]:
    return {route.operation: route.type for route in (*routes.ROUTES, *v1_routes.ROUTES) if route.type}


def _is_status(status: int, wanted: str) -> bool:
    return str(status)[0] == wanted[0] if wanted.endswith("xx") else str(status) == wanted


def _text(name: str, text: str) -> str:
    return text


def _status(name: str, text: str) -> str:
    if not _STATUS.fullmatch(text):
        raise ChoiceError(f"journal: {name} is '{text[:80]}', expected a status such as 404 or 4xx.")
    return text


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 12:
        raise ChoiceError(f"journal: {name} is '{text[:80]}', expected a whole number.")
    return int(text)


def _flag(name: str, text: str) -> bool:
    if text.lower() not in ("true", "false", "1", "0"):
        raise ChoiceError(f"journal: {name} is '{text[:80]}', expected true or false.")
    return text.lower() in ("true", "1")


def _moment(name: str, text: str) -> datetime:
    """A time without an offset is UTC; a space is the plus that somebody forgot to escape."""
    try:
        read = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        expected = "a time such as 2026-01-05T08:00:00Z"
        raise ChoiceError(f"journal: {name} is '{text[:80]}', expected {expected}.") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


_READERS: dict[str, Callable[[str, str], Any]] = {
    "status": _status,
    "since": _number,
    "last": _number,
    "began": _moment,
    "ended": _moment,
    "writes": _flag,
}
