"""The words of the client's page, one catalogue per language, and what the run itself said in that language.

What talkqa says of its own is whole in every language. Sentences of the stream (titles, reasons, findings) are
known by their pattern; one without a pattern stays as it is and is marked as English.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

LANGUAGES = ("en", "nb")
ENGLISH = "en"
_HOLE = re.compile(r"\{(\w+)\}")


class Words:
    """The words of one language. Raises KeyError for a key that its catalogue lacks."""

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language
        self._own = catalogue(language)
        self._said = patterns(language)

    def __call__(self, key: str, n: int | None = None, **words: object) -> str:
        """The text under a key, dotted; n picks between `one` and `many`, and fills {n}."""
        text = self._own[key]
        if isinstance(text, Mapping):
            text = text["one" if n == 1 else "many"]
        return str(text).format(n=n, **words)

    def said(self, text: str | None, opening: bool = False) -> Markup:
        """A sentence of the stream in this language, or as it is, marked as English."""
        text = text or ""
        found = self.translated(text)
        told = found if found is not None else text
        told = told[:1].upper() + told[1:] if opening else told
        if found is None and text and self.language != ENGLISH:
            return Markup('<span lang="en">{}</span>').format(told)
        return escape(told)

    def translated(self, text: str) -> str | None:
        """The sentence in this language; None when no pattern fits it."""
        if self.language == ENGLISH:
            return text
        return _translated(self.language, text)

    def day(self, stamp: str) -> str:
        """An ISO stamp as people write it; anything else unchanged."""
        try:
            at = datetime.fromisoformat(stamp)
        except ValueError:
            return stamp
        months: list[str] = self._own["months"]
        zone = at.strftime("%Z") if at.tzinfo else ""
        told = self("date", day=at.day, month=months[at.month - 1], year=at.year, time=f"{at:%H:%M}")
        return f"{told} {zone}".strip()


@cache
def catalogue(language: str) -> dict[str, Any]:
    """Key, dotted, to text, to `one` and `many`, or to a list. Raises ValueError for a language there is none of."""
    if language not in LANGUAGES:
        raise ValueError(f"no language {language!r}, expected one of {', '.join(LANGUAGES)}")
    return dict(_flat(_read(f"{language}.toml"), ""))


@cache
def patterns(language: str) -> list[tuple[re.Pattern[str], str]]:
    """How sentences of the stream are said in a language, the most definite pattern first."""
    if language == ENGLISH:
        return []
    pairs = _read(f"{language}-said.toml")["said"]
    pairs = sorted(pairs, key=lambda pair: -len(_HOLE.sub("", pair[0])))
    return [(_pattern(english), other) for english, other in pairs]


@cache
def _translated(language: str, text: str) -> str | None:
    for pattern, other in patterns(language):
        if hit := pattern.fullmatch(text):
            return other.format(**hit.groupdict())
    return None


def _pattern(english: str) -> re.Pattern[str]:
    """Holes take any text; before one, `a` is also `an`, as the checklist writes it."""
    parts = _HOLE.split(english)
    seen: set[str] = set()
    out = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            out += re.sub(r"(^|\\ )([aA])\\ $", r"\1\2n?\\ ", re.escape(part))
        elif part in seen:
            out += f"(?P={part})"
        else:
            seen.add(part)
            out += f"(?P<{part}>.+?)"
    return re.compile(out, re.DOTALL)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("talkqa.report") / "languages" / name).read_text(encoding="utf-8"))


def _flat(table: Mapping[str, Any], before: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for key, value in table.items():
        if isinstance(value, Mapping) and value.keys() != {"one", "many"}:
            found += _flat(value, f"{before}{key}.")
        else:
            found.append((before + key, value))
    return found
