"""`baseline.toml`: failures that are known, and for how long they may stand.

A waiver hides nothing: its item is checked like any other and keeps its verdict. It only says that this
failure is no news, who answers for it, and until when.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

NAME = "baseline.toml"
LONGEST = timedelta(days=90)
"""How far ahead a waiver may expire, counted from the day of the run. Source: what was agreed for baselines."""


class BaselineError(ValueError):
    """The file cannot be used; the message says what, where, got, expected and what next."""


@dataclass(frozen=True)
class Waiver:
    """One known failure. expires: the last day on which it holds, ISO 8601. reference: the client's own."""

    item: str
    owner: str
    reason: str
    expires: str
    reference: str

    def expired(self, day: str) -> bool:
        """Whether it has run out on that day (ISO 8601; a time after it does not matter)."""
        return day[:10] > self.expires

    def __str__(self) -> str:
        return f"until {self.expires}: {self.reason} ({self.owner}, {self.reference})"


KEYS = tuple(field.name for field in fields(Waiver))


def read_baseline(path: Path, today: date) -> tuple[Waiver, ...]:
    """The waivers in a file, in its order.

    Raises BaselineError for what is no baseline, an item that stands twice and an expiry too far ahead.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BaselineError(f"{path}: {error.strerror}. Name a baseline that is there.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BaselineError(f"{path}: not TOML: {error}. Mend that line.") from error
    entries = found.pop("waiver", [])
    if found or not isinstance(entries, list):
        got = ", ".join(found) or repr(entries)
        raise BaselineError(f"{path}: got {got}, expected [[waiver]] entries and nothing else.")
    waivers = tuple(_waiver(f"{path}: waiver {number}", one, today) for number, one in enumerate(entries, 1))
    items = [one.item for one in waivers]
    if twice := sorted({item for item in items if items.count(item) > 1}):
        raise BaselineError(f"{path}: {', '.join(twice)}: waived twice, expected once. Take one entry out.")
    return waivers


def _waiver(where: str, entry: object, today: date) -> Waiver:
    if not isinstance(entry, dict):
        raise BaselineError(f"{where}: got {entry!r}, expected a table [[waiver]].")
    if missing := [key for key in KEYS if key not in entry]:
        raise BaselineError(f"{where}: {', '.join(missing)} is missing; it needs {', '.join(KEYS)}.")
    if unknown := sorted(set(entry) - set(KEYS)):
        raise BaselineError(f"{where}: {', '.join(unknown)}: no such key; it has {', '.join(KEYS)}.")
    return Waiver(**{key: _text(where, key, entry) for key in KEYS if key != "expires"},
                  expires=_expiry(where, entry, today))  # fmt: skip


def _text(where: str, key: str, entry: Mapping[str, Any]) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise BaselineError(f"{where}: {key}: got {value!r}, expected a text that says something.")
    return " ".join(value.split())


def _expiry(where: str, entry: Mapping[str, Any], today: date) -> str:
    value = entry["expires"]
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        day = None
    if type(day) is not date:
        raise BaselineError(f"{where}: expires: got {value!r}, expected a date such as {today.isoformat()}.")
    if day > today + LONGEST:
        latest = (today + LONGEST).isoformat()
        told = f"more than {LONGEST.days} days ahead; the latest is {latest}. Take an earlier date."
        raise BaselineError(f"{where}: expires: {day.isoformat()} is {told}")
    return day.isoformat()
