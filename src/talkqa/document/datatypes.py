"""The third column of a property table: a type, or an expression of the Sesam DTL on the value `"_."`.

Expressions were printed mangled for a year, then intact for half an hour, then withheld (`N/A`).
Mangling loses brackets, so it is undone by lookup: GRAMMAR, data types.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from talkqa.document.nodes import DataType

KINDS = ("string", "integer", "float", "decimal", "boolean", "list", "first", "date", "depends", "unknown")
"""first: the first element of a list. date: a date or time, also as text. depends: on the value."""

MISSING = DataType("", "unknown")
"""Stands for a cell that a broken row does not have."""

_BY_WORD = {
    **{kind: kind for kind in ("string", "integer", "float", "decimal", "boolean", "list", "first")},
    "datetime-format": "date",
    "datetime-parse": "date",
    "replace": "string",
    "if": "depends",
    "if-null": "depends",
}

_INTACT = (
    '["decimal", "_."]',
    '["list", "_."]',
    '["first", "_."]',
    '["integer", ["decimal", "_."]]',
    '["string", ["integer", ["decimal", "_."]]]',
    '["datetime-format","%Y-%m-%d","_."]',
    '["datetime-format","%Y-%m-%dT%H:%M:%S","_."]',
    '["datetime-format","%Y-%m-%dT%H:%M:%SZ","_."]',
    '["datetime-format", "%Y-%m-%d", "_."]',
    '["datetime-format", "%Y-%m-%dT%H:%M:%S", "_."]',
    '["datetime-format", "%Y-%m-%dT%H:%M:%SZ", "_."]',
    '["datetime-parse", "%Y-%m-%dT%H:%M:%S.%fZ", "_."]',
    '["if", ["neq", "_.", "X"], "integer", "string"]',
    '["if", ["is-decimal", "_."], ["decimal", "_."], "integer"]',
    '["if", ["is-decimal", "_."], ["decimal", "_."], ["float", ["decimal", "_."]]]',
    '["if", ["is-boolean", "boolean"], "boolean", "string"]',
    '["if-null", ["integer", "string"], ["decimal", "_."]]',
    '["replace"," ","", "string"]',
    '["if",["or",["is-empty","_."],["eq","","_."]],"-","_."]',
    '["if",["matches","+* *","_."],["join"," ",["slice", 1,["split", " ","_."]]],"_."]',
    '["if",["matches","+*","_."],["join"," ",["slice", 1,["split", " ","_."]]],"_."]',
    '["if",["gt",["abs",["datetime-diff", "year", "_.",["now"]]], 100], "1935-01-01",'
    '["datetime-format", "%Y-%m-%d", "_."]]',
    '["if",["eq","","_."],"-","_."]',
    '["if", ["is-empty", "_."], true, "boolean"]',
    '["if", ["is-empty", "_."], false, "boolean"]',
)

_WITHHELD = "N/A"
_LONGEST = 10_000
"""Characters; no expression is longer, and a longer text is not parsed."""
_SHARED = 400


def mangled(intact: str) -> str:
    """What the generator printed for an expression until 2024-03-26. Proven by 269 rows: GRAMMAR."""
    return intact.replace("[", "").replace(', "_."]', "")


_UNMANGLED = {mangled(intact): intact for intact in reversed(_INTACT)}
_PLAIN = re.compile(r'"([a-z-]+)"')
_FIRST_WORD = re.compile(r'[\["\s]*([a-z-]+)"')


def data_type(raw: str) -> DataType:
    """The type of a cell; never refuses, what it cannot tell is `unknown`."""
    return _shared(raw) if len(raw) <= _SHARED else _read(raw)


def _read(raw: str) -> DataType:
    text = raw.strip()
    if plain := _PLAIN.fullmatch(text):
        kind = _BY_WORD.get(plain[1], "unknown")
        return DataType(raw, kind, _UNMANGLED.get(text), _odd_if_unknown(kind))
    if not text or text == _WITHHELD:
        return DataType(raw, "unknown", None, ("datatype-unknown",))
    word = _FIRST_WORD.match(text)
    kind = _BY_WORD.get(word[1], "unknown") if word else "unknown"
    if _is_whole(text):
        return DataType(raw, kind, text, _odd_if_unknown(kind))
    return DataType(raw, kind, _UNMANGLED.get(text), ("datatype-mangled",))


def _odd_if_unknown(kind: str) -> tuple[str, ...]:
    return ("datatype-unknown",) if kind == "unknown" else ()


def _is_whole(text: str) -> bool:
    """True for a JSON array, which is what an intact expression is."""
    if len(text) > _LONGEST or text[:1] != "[":
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


_PLACE = re.compile(r',\s*"_\."\]')


def canonical(of: DataType) -> str:
    """A form that is the same for a type printed mangled and printed intact; `N/A` stays `N/A`.

    It mangles, as that cannot be undone, and drops the blanks after commas.
    """
    return re.sub(r",\s+", ",", _PLACE.sub("", of.raw.strip().replace("[", "")))


def may_be_expression(form: str) -> bool:
    """True for the canonical form of an expression, and for `N/A`, which withholds one."""
    plain = _PLAIN.fullmatch(form)
    return plain is None or plain[1] not in ("string", "integer", "float", "boolean")


def is_withheld(form: str) -> bool:
    return form == _WITHHELD


_shared = lru_cache(maxsize=2048)(_read)
