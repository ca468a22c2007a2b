"""The query of a v2 list: order, page and choice of properties; filters are in `filters` (API.md §5.2).

Works on records as they are shown. Stamps are compared as text, which their fixed width allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from talkqa.fake.errors import RefusalError
from talkqa.fake.fidelity import flipped
from talkqa.fake.lists.filters import FILTERS, Conditions, Keep, wanted
from talkqa.fake.lists.listing import CHANGED, ID, Listing
from talkqa.fake.schema import ADDRESS, IDS, Field, Record, Sheet

DEFAULT_PAGE, LARGEST_PAGE = 5000, 20_000
_BY_CHANGE = [(CHANGED, False)]

_NEVER_BLANK = ("pagenumber", "pagesize", "maxpagesize", "usedatabasevalidation")
_BRACKETS = re.compile(r"resourceparameter(?:\[(\w+)\]|\.(\w+))", re.IGNORECASE)
_AS_TEXT = re.compile(r"(?:^|&)resourceparameter=[^&]*resourceparameters\b[^&]*", re.IGNORECASE)
"""The object as a generated C# client writes it: `class ResourceParameters {…`, or the name of its type."""


class Page(NamedTuple):
    """One page of a list, as the keys of its records.

    names: the properties that are shown, None for all. next: the query of the page after it, None on the last.
    """

    keys: list[str]
    names: list[str] | None
    next: str | None


def select(
    sheet: Sheet,
    listing: Listing,
    query: str,
    unknown_groups: Callable[[list[int]], list[int]],
    page_limit: int | None = None,
    page_overlap: int = 0,
) -> Page:
    """The page that a query asks for. Raises RefusalError with the documented sentences.

    page_limit: no page is longer than this, whatever PageSize says. page_overlap: rows of the page before that
    every later page shows once more, as rows do that move while a listing is paged.
    """
    asked = parameters(query)
    if not asked.keys() <= _KNOWN[sheet.type] and flipped("unknown-query-names"):
        unknown = min(asked.keys() - _KNOWN[sheet.type])
        raise RefusalError(f"The query option '{unknown[:80]}' is not supported.", "Invalid query option")
    conditions = wanted(sheet.type, asked, unknown_groups)
    order = _order(sheet, asked["orderby"]) if "orderby" in asked else []
    if flipped("default-order"):
        order.append((ID, True))
    number = _whole_number(asked, "PageNumber", 1, 2**31 - 1)
    size = _whole_number(asked, "PageSize", DEFAULT_PAGE, LARGEST_PAGE)
    size = min(size, page_limit or size)
    start = max(0, (number - 1) * size - page_overlap)
    length = number * size - start
    if not _UNUSED.isdisjoint(asked):
        _require_readable(asked)
    names = _fields(sheet, asked["fields"]) if "fields" in asked else None
    found = _found(listing, conditions, order, start, length + 1)
    return Page(found[:length], names, _following(query, number) if len(found) > length else None)


def _found(
    listing: Listing, conditions: Conditions, order: list[tuple[str, bool]], start: int, length: int
) -> list[str]:
    """The keys of the records that are wanted, in order, so many from the start-th on.

    By id and by time of change nothing is looked at beyond what is taken.
    """
    since, keeps = conditions
    is_by_change = order == _BY_CHANGE
    if not keeps and not order:
        return listing.page(since, start, length)
    if not keeps and is_by_change:
        return listing.page_by_change(since, start, length)
    keys = _kept(listing, listing.keys_by_change(since) if is_by_change else listing.keys(since), keeps)
    if order and not is_by_change:
        keys = iter(_sorted(listing, keys, order))
    return list(islice(keys, start, start + length))


def _kept(listing: Listing, keys: Iterator[str], keeps: tuple[Keep, ...]) -> Iterator[str]:
    records = listing.records
    for keep in keeps:
        keys = _sifted(records, keys, keep)
    return keys


def _sifted(records: Mapping[str, Record], keys: Iterator[str], keep: Keep) -> Iterator[str]:
    return (key for key in keys if keep(records[key]))


def _sorted(listing: Listing, keys: Iterator[str], order: list[tuple[str, bool]]) -> list[str]:
    """Sorted by one property after the other, the last first; what is equal stays in order of id."""
    records, rows = listing.records, list(keys)
    sortable = _sortable_otherwise if flipped("sort-order") else _sortable
    for name, descending in reversed(order):
        rows.sort(key=lambda key: sortable(records[key][name]), reverse=descending)
    return rows


def parameters(query: str) -> Mapping[str, str]:
    """The query by lower-case names, the first of each; `resourceParameter[X]` counts as X.

    OData options are refused, other unknown names are passed over, blank values mean unused: except of numbers
    and booleans, which ASP.NET cannot read from them.
    """
    if _AS_TEXT.search(query) and not flipped("resource-parameter-as-text"):
        query = _AS_TEXT.sub("", query)
    if "esourceparameter" in query.lower() and flipped("bracketed-parameters"):
        pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
        query = urlencode([(name, value) for name, value in pairs if not _BRACKETS.fullmatch(name)])
    return _parameters(query) if len(query) > _LONGEST_KEPT else _known_parameters(query)


def _parameters(query: str) -> dict[str, str]:
    asked: dict[str, str] = {}
    for raw, value in parse_qsl(query, keep_blank_values=True, errors="replace"):
        if raw.lower() == "resourceparameter":
            raise RefusalError("resourceParameter has parts, and no value of its own.", _INVALID_RESOURCE)
        if raw.startswith("$"):
            raise RefusalError(f"The query option '{raw[:80]}' is not supported.", "Invalid query option")
        if value.strip() or _plain(raw) in _NEVER_BLANK:
            asked.setdefault(_plain(raw), value.strip())
    return asked


_LONGEST_KEPT = 500
"""Characters of a query whose reading is kept: clients ask the same again and again."""
_known_parameters = lru_cache(maxsize=1024)(_parameters)


def _require_readable(asked: Mapping[str, str]) -> None:
    """What is understood and changes nothing must still be of its kind."""
    if asked.get("usedatabasevalidation", "true").lower() not in ("true", "false"):
        raise RefusalError(
            "UseDatabaseValidation is not valid: true or false is expected.", _INVALID_RESOURCE
        )
    _whole_number(asked, "MaxPageSize", LARGEST_PAGE, 2**31 - 1)


def _plain(name: str) -> str:
    match = _BRACKETS.fullmatch(name)
    return (match[1] or match[2] if match else name).lower()


def _whole_number(asked: Mapping[str, str], name: str, default: int, largest: int) -> int:
    text = asked.get(name.lower())
    if text is None:
        return default
    if len(text) > 10 or not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= largest:
        if flipped("page-bounds"):
            return min(max(int(text), 1), largest) if text.lstrip("-").isdecimal() else default
        detail = f"{name} '{text[:80]}' is not valid: a whole number from 1 to {largest} is expected."
        raise RefusalError(detail, _INVALID_RESOURCE)
    return int(text)


_INVALID_RESOURCE = "Invalid resourceParameter"
_EVERYWHERE = {"pagenumber", "pagesize", "fields", "orderby", "usedatabasevalidation", "subscription-key"}
_UNUSED = frozenset(("usedatabasevalidation", "maxpagesize"))
_KNOWN = {type: _EVERYWHERE | filters.keys() for type, filters in FILTERS.items()}
"""Type to the query names that its list has, in lower case."""


def _fields(sheet: Sheet, text: str) -> list[str]:
    return [_property(sheet, part, "Fields").name for part in text.split(",")]


def _order(sheet: Sheet, text: str) -> list[tuple[str, bool]]:
    order = []
    for part in text.split(","):
        name, _, direction = part.strip().partition(" ")
        field = _property(sheet, name, "OrderBy")
        if field.type in (ADDRESS, IDS) or direction.strip().lower() not in ("", "asc", "desc"):
            raise _bad_format("OrderBy")
        order.append((field.name, direction.strip().lower() == "desc"))
    return order


def _property(sheet: Sheet, name: str, option: str) -> Field:
    field = sheet.readable.get(name.strip().lower())
    if field is None:
        raise _bad_format(option)
    return field


def _bad_format(option: str) -> RefusalError:
    detail = f"{option} property in resourceParameter is not formatted correct."
    return RefusalError(detail, _INVALID_RESOURCE)


def _sortable(value: Any) -> tuple[bool, Any]:
    """Nulls first; texts regardless of case."""
    if value is None:
        return False, 0
    return True, value.lower() if isinstance(value, str) else value


def _sortable_otherwise(value: Any) -> tuple[bool, Any]:
    """Nulls last, and letter case counts."""
    return value is None, 0 if value is None else value


def without_page(query: str) -> tuple[str, str]:
    """A query without the number of its page, and that number; "1" when there is none."""
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace")
    kept = [(name, value) for name, value in pairs if _plain(name) not in ("pagenumber", "subscription-key")]
    numbers = [value for name, value in pairs if _plain(name) == "pagenumber"]
    return urlencode(kept), numbers[0] if numbers else "1"


def _following(query: str, number: int) -> str:
    rest, page = without_page(query)[0], urlencode([("PageNumber", str(number + 1))])
    return f"{rest}&{page}" if rest else page
