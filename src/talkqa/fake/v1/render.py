"""The JSON of v1's answers: camelCase, nulls left out, stamps in a form of their own (API.md §4.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from talkqa.fake.annexes.annex import Part
from talkqa.fake.clock import in_offset, stamp
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import ADDRESS, ENUM, STAMP, Record
from talkqa.fake.v1.columns import ADDRESS_PARTS, COLUMNS, RATES, STREETS, camel
from talkqa.fake.v1.rows import Row


def wire(row: Row, without: tuple[str, ...] = (), minutes: int = 0) -> Record:
    """One record.

    without: fields that this form does not have. minutes: from UTC, the offset in which stamps are shown.
    """
    shown: Record = {}
    for column, wire_name, form in _FORMS[row.type]:
        if column.name not in without and (value := row[column.name]) is not None:
            shown[wire_name] = value if form is None else form(value, minutes)
    return _as_assumed(row, shown)


def _as_assumed(row: Row, shown: Record) -> Record:
    """The same record where sources differ about its form."""
    if "isArchived" in shown and flipped("v1-archived-name"):
        shown["archived"] = shown.pop("isArchived")
    if "citizenship" in shown and flipped("v1-citizenship"):
        shown["citizenship"] = [shown["citizenship"]]
    for column in _ENUMS[row.type]:
        if column.wire in shown and flipped("v1-enums"):
            names = {number: name for name, number in column.numbers.items()}
            shown[column.wire] = names[shown[column.wire]]
    return shown


def _seconds(text: str, minutes: int) -> str:
    """`2023-10-25T07:58:57 +00:00`: whole seconds, and a space before the offset."""
    text = in_offset(text, minutes) if minutes else text
    return f"{text[:19]} {text[27:]}"


def _address(fields: Mapping[str, Any], minutes: int) -> Record:
    shown: Record = {"id": fields.get("Id")}
    shown.update({camel(name): fields.get(home) for name, home in ADDRESS_PARTS.items()})
    if changed := fields.get("LastChangedDateTimeOffset"):
        shown["lastChanged"] = _seconds(changed, minutes)
    return {name: value for name, value in shown.items() if value is not None}


def _streets(parts: list[Part], minutes: int) -> list[Record]:
    return [_street(part, minutes) for part in parts]


def _street(part: Part, minutes: int) -> Record:
    fields = {**part.fields, "Id": part.id, "LastChangedDateTimeOffset": stamp(part.changed)}
    return {**_address(fields, minutes), "isPrimary": part.fields["IsPrimary"]}


def _rates(rates: list[Record], minutes: int) -> list[Record]:
    """Hourly rates in the order of their days; each ends the day before the next begins."""
    shown = [{camel(name): value for name, value in rate.items() if value is not None} for rate in rates]
    for one, following in pairwise(shown):
        if one.get("validFrom") and following.get("validFrom"):
            last = date.fromisoformat(following["validFrom"]) - timedelta(days=1)
            one["validTo"] = max(last.isoformat(), one["validFrom"])
    return shown


_BY_TYPE: dict[str, Callable[[Any, int], Any]] = {
    STAMP: _seconds,
    ADDRESS: _address,
    STREETS: _streets,
    RATES: _rates,
}
_ENUMS = {
    type: tuple(column for column in columns if column.type == ENUM) for type, columns in COLUMNS.items()
}
_FORMS = {
    type: tuple((column, column.wire, _BY_TYPE.get(column.type)) for column in columns)
    for type, columns in COLUMNS.items()
}
"""Type to its fields, each with its name in answers and what becomes of its value there."""
