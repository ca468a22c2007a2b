"""The virtual clock of one tenant and the text form of its stamps.

Time is counted in ticks of 100 ns since 1970-01-01T00:00Z, because PowerOffice Go shows seven decimals
and a `datetime` holds six. The clock never follows the wall clock: it moves by a small step with every
request, and when it is told to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from functools import lru_cache

from talkqa.fake.fidelity import flipped

TICKS_PER_SECOND = 10_000_000
STEP = 10_001
"""Ticks per request: 1.0001 ms, so that all seven decimals are in use."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = datetime(1970, 1, 1).toordinal()
_LATEST = int((datetime(9900, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds()) * TICKS_PER_SECOND
_START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_LITERAL = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?"
    r"\s?(?:([Zz])|([+-])(\d\d):?(\d\d))?\s*",
    re.ASCII,
)
_LOST_SIGN = re.compile(r".*\d \d\d:\d\d", re.ASCII)
"""A plus that was not escaped arrives as a space."""


class Clock:
    """Starts at 2026-01-05T08:00Z and only goes where it is sent."""

    def __init__(self) -> None:
        self.ticks = int((_START - _EPOCH).total_seconds()) * TICKS_PER_SECOND
        self._holds = 0

    def now(self) -> datetime:
        """The virtual time, in UTC, cut to microseconds."""
        return moment(self.ticks)

    def advance(self, seconds: float) -> None:
        """Move on by so many seconds; a negative number turns the clock back.

        It stops at the years 1970 and 9900, so that every stamp can be shown.
        """
        self.ticks = min(max(self.ticks + round(seconds * TICKS_PER_SECOND), 0), _LATEST)

    def step(self) -> None:
        """One request goes by; no time passes while the clock is held."""
        if not self._holds:
            self.ticks += STEP

    @contextmanager
    def hold(self) -> Iterator[None]:
        """All writes inside get the same stamp."""
        self.step()
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1


def moment(ticks: int) -> datetime:
    """Ticks as an aware UTC datetime."""
    return _EPOCH + timedelta(microseconds=ticks // 10)


@lru_cache(maxsize=1024)
def stamp(ticks: int) -> str:
    """Ticks as answers show them: `2026-01-05T08:00:00.0010001+00:00`.

    Always UTC, always the same width, so two stamps compare as text the way they compare in time. Kept for a
    while: one write shows its moment in several places.
    """
    second, rest = divmod(ticks, TICKS_PER_SECOND)
    return f"{_second(second)}.{rest:07d}+00:00"


@lru_cache(maxsize=64)
def _second(second: int) -> str:
    """The stamps of one second have most of their text in common, and the slow part of it."""
    return moment(second * TICKS_PER_SECOND).isoformat()[:19]


def http_date(ticks: int) -> str:
    """Ticks as the Date header of an answer: `Mon, 05 Jan 2026 08:00:00 GMT`."""
    return _http_date(ticks // TICKS_PER_SECOND)


@lru_cache(maxsize=64)
def _http_date(second: int) -> str:
    return formatdate(second, usegmt=True)


def in_offset(text: str, minutes: int) -> str:
    """The same moment, as answers show it in UTC (`+00:00`), written with another offset."""
    local = datetime.fromisoformat(text[:19]) + timedelta(minutes=minutes)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"{local.isoformat()[:19]}{text[19:-6]}{sign}{hours:02d}:{rest:02d}"


def read_stamp(text: str) -> str | None:
    """A time literal of a request as a stamp; None when it is not one.

    Accepts `T` or a space, no offset (then UTC), a space before the offset and any number of decimals up
    to nine, as the literals seen in API.md §5.2. An offset whose sign is missing is refused: that is the
    `+` somebody forgot to escape.
    """
    found = _known_stamp(text) if len(text) <= _LONGEST_KEPT else _read_stamp(text)
    if found is None and _LOST_SIGN.fullmatch(text) and flipped("time-literals"):
        return _read_stamp(f"{text[:-6]}+{text[-5:]}")
    return found


def _read_stamp(text: str) -> str | None:
    if _is_ours(text):
        return text
    match = _LITERAL.fullmatch(text)
    if match is None:
        return None
    parts = match.groups(default="0")
    decimals, sign, off_hours, off_minutes = parts[6], parts[8], int(parts[9]), int(parts[10])
    try:
        date = datetime(*[int(part) for part in parts[:6]])  # type: ignore[arg-type]
    except ValueError:
        return None
    seconds = (date.toordinal() - _EPOCH_DAY) * 86_400 + date.hour * 3600 + date.minute * 60 + date.second
    offset = (off_hours * 3600 + off_minutes * 60) * (-1 if sign == "-" else 1)
    return _bounded((seconds - offset) * TICKS_PER_SECOND + int(decimals.ljust(7, "0")[:7]))


def _is_ours(text: str) -> bool:
    """A stamp as answers show it: what most clients send back."""
    if len(text) != 33 or text[4:20:3] != "--T::." or text[27:] != "+00:00":
        return False
    if not text.isascii() or not text[20:27].isdecimal() or not "1970" < text[:4] < "9900":
        return False
    try:
        datetime.fromisoformat(text[:19])
    except ValueError:
        return False
    return True


_LONGEST_KEPT = 40
"""Characters of a literal whose reading is kept: clients ask for what changed since the same time again."""
_known_stamp = lru_cache(maxsize=256)(_read_stamp)


def _bounded(ticks: int) -> str:
    try:
        return stamp(ticks)
    except OverflowError:
        return "0" if ticks < 0 else "9999-12-31T23:59:59.9999999+00:00"
