"""The query of a v1 list: `$filter`, `$orderby`, `$top`, `$skip` (API.md §4.4)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from talkqa.fake.fidelity import flipped
from talkqa.fake.v1.answers import BindingError, ODataError
from talkqa.fake.v1.columns import KINDS
from talkqa.fake.v1.odata import compile_filter, compile_order
from talkqa.fake.v1.rows import Row
from talkqa.fake.v1.tokens import FilterError

OPTIONS = ("$filter", "$orderby", "$top", "$skip")
IDLE = ("$count", "$format", "$inlinecount")
"""Options that ask for what every list answer is and has anyway."""
LARGEST_ANSWER = 50_000
"""Rows; a larger answer is refused."""


def select(type: str, rows: list[Row], query: str, overlap: int = 0) -> tuple[list[Row], int]:
    """The rows of the page that a query asks for, and how many match in all.

    overlap: rows of the page before that every page after the first shows once more. Raises ODataError or
    BindingError.
    """
    asked = _options(query)
    try:
        kept = _kept(type, rows, asked)
        kept.sort(key=lambda row: int(row.record["Id"]), reverse=flipped("default-order") is not None)
        for name, descending in reversed(_order(type, asked)):
            sortable = _sortable_otherwise if flipped("sort-order") else _sortable
            kept.sort(key=lambda row: sortable(row[name]), reverse=descending)
    except FilterError as error:
        raise ODataError(str(error)) from None
    start, most = _whole_number(asked, "$skip"), _whole_number(asked, "$top")
    is_alone = start is not None and not {"$top", "$orderby"} <= asked.keys()
    if is_alone and flipped("v1-skip-alone"):
        raise ODataError("$skip needs $top and $orderby.")
    if overlap and most:
        kept = _moving(kept, most, min(overlap, most - 1))
    page = kept[start or 0 :] if most is None else kept[start or 0 :][:most]
    if len(page) > LARGEST_ANSWER:
        raise ODataError(f"The answer has more than {LARGEST_ANSWER} rows. Use $top and $skip.")
    return page, len(kept)


def _moving(rows: list[Row], most: int, overlap: int) -> list[Row]:
    """The rows as whoever pages through them meets them: each page begins with rows of the one before."""
    starts = range(0, max(1, len(rows) - overlap), most - overlap)
    return [row for start in starts for row in rows[start : start + most]]


def _options(query: str) -> dict[str, str]:
    """The query options; other names are passed over unless they claim to be options too."""
    asked: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if not name.startswith("$") or (name in IDLE and not flipped("v1-idle-options")):
            continue
        if name not in OPTIONS or name in asked:
            raise ODataError(f"The query option '{name[:80]}' is not allowed, or stands twice.")
        asked[name] = value
    if empty := [name for name, value in asked.items() if not value.strip()]:
        raise BindingError({name: f"The {name} field is required." for name in empty})
    return asked


def _kept(type: str, rows: list[Row], asked: dict[str, str]) -> list[Row]:
    if "$filter" not in asked:
        return rows
    if not asked["$filter"].lstrip().startswith("(") and flipped("v1-filter-parentheses"):
        raise FilterError("Syntax error at position 0: expected (.")
    keeps = compile_filter(asked["$filter"], KINDS[type])
    return [row for row in rows if keeps(row)]


def _order(type: str, asked: dict[str, str]) -> list[tuple[str, bool]]:
    return compile_order(asked["$orderby"], KINDS[type]) if "$orderby" in asked else []


def _sortable(value: Any) -> tuple[bool, Any]:
    """Nulls first; the letter case of texts does not count."""
    return value is not None, value.casefold() if isinstance(value, str) else value or 0


def _sortable_otherwise(value: Any) -> tuple[bool, Any]:
    """Nulls last, and letter case counts."""
    return value is None, 0 if value is None else value


def _whole_number(asked: dict[str, str], name: str) -> int | None:
    text = asked.get(name)
    if text is None:
        return None
    text = text.strip()
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise ODataError(f"Invalid value '{text[:80]}' for {name}: a number from 0 on was expected.")
    return int(text)
