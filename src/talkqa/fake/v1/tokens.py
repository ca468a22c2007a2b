"""From the text of a `$filter` to its tokens (API.md §4.4)."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any, NamedTuple

from talkqa.fake.clock import read_stamp
from talkqa.fake.fidelity import flipped

TEXT, NUMBER, BOOL, NULL, DATE, STAMP, GUID = "text", "number", "boolean", "null", "date", "stamp", "guid"
WORD, SIGN, END = "word", "sign", "end"

_TOKEN = re.compile(
    r"(?P<prefix>(?i:datetimeoffset|datetime|guid))'(?P<inside>(?:[^']|'')*)'"
    r"|'(?P<text>(?:[^']|'')*)'"
    r"|(?P<number>-?\d{1,19}(?:\.\d{1,19})?(?:[eE][+-]?\d{1,2})?)[LlMmDdFf]?(?![\w.])"
    r"|(?P<word>[A-Za-z_]\w{0,199}(?:/\w{1,99})?)"
    r"|(?P<sign>[(),])",
    re.ASCII,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?", re.ASCII)
_OWN_FORM = re.compile(r".*\s[+-]\d\d:?\d\d|\s.*|.*\s", re.ASCII | re.DOTALL)
_NO_OFFSET = re.compile(r"[^TtZz]*([Tt][\d:.]*)?", re.ASCII)
_CONSTANTS = {"true": (BOOL, True), "false": (BOOL, False), "null": (NULL, None)}


class FilterError(ValueError):
    """A `$filter` or `$orderby` that the service does not understand; the message is for the client."""


class Token(NamedTuple):
    """kind: of a literal its type, else `word`, `sign` or `end`. at: its place, from 0."""

    kind: str
    value: Any
    at: int


def tokens(text: str) -> list[Token]:
    """The tokens, an `end` last. Raises FilterError."""
    found: list[Token] = []
    at = 0
    while True:
        while text[at : at + 1].isspace():
            at += 1
        if at == len(text):
            return [*found, Token(END, "the end", at)]
        match = _TOKEN.match(text, at)
        if match is None:
            raise FilterError(f"Syntax error at position {at}.")
        found.append(_token(match, at))
        at = match.end()


def _token(match: re.Match[str], at: int) -> Token:
    if match["prefix"] is not None:
        return Token(*_prefixed(match["prefix"].lower(), match["inside"].replace("''", "'")), at)
    if match["text"] is not None:
        return Token(TEXT, match["text"].replace("''", "'"), at)
    if match["number"] is not None:
        number = match["number"]
        return Token(NUMBER, int(number) if number.lstrip("-").isdecimal() else float(number), at)
    if match["word"] is not None:
        kind, value = _CONSTANTS.get(match["word"], (WORD, match["word"]))
        return Token(kind, value, at)
    return Token(SIGN, match["sign"], at)


def _prefixed(prefix: str, inside: str) -> tuple[str, str]:
    value = _READERS[prefix](inside)
    if value is None:
        raise FilterError(f"Unrecognized {prefix} literal '{inside[:80]}'.")
    return _KINDS[prefix], value


def _date(text: str) -> str | None:
    """A date as `2015-11-26`; a time of day that is not midnight stays behind it, so texts compare in time."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.isoformat() if moment.time() != datetime.min.time() else moment.date().isoformat()


def _stamp(text: str) -> str | None:
    """A stamp in the store's form. The answers' own form, a space before the offset, is none [iss14]."""
    if _OWN_FORM.fullmatch(text):
        return None
    if _NO_OFFSET.fullmatch(text) and flipped("v1-stamp-literals"):
        text += "+01:00"
    return read_stamp(text)


def _guid(text: str) -> str | None:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return None


_READERS = {"datetimeoffset": _stamp, "datetime": _date, "guid": _guid}
_KINDS = {"datetimeoffset": STAMP, "datetime": DATE, "guid": GUID}
