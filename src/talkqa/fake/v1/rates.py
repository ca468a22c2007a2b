"""The hourly rates of an employee: a list that v1 alone knows (API.md §4.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from talkqa.fake.errors import InvalidError, NotFoundError
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import BOOL, DATE, DOUBLE, INT64, SHEETS, Field, Record
from talkqa.fake.values import WrongValueError, read

_FIELDS = {
    field.name.lower(): field
    for field in (
        Field("Id", INT64),
        Field("ValidFrom", DATE),
        Field("HourlyRate", DOUBLE),
        Field("HourlyCost", DOUBLE),
        Field("IsDeleted", BOOL, default=False),
    )
}


def read_rate(raw: Mapping[str, Any]) -> Record:
    """The sent values of one rate by name; unknown names are passed over. Raises WrongValueError."""
    known = [(_FIELDS[name.lower()], value) for name, value in raw.items() if name.lower() in _FIELDS]
    for field, value in known:
        if field.type == BOOL and value is not None and not isinstance(value, bool):
            raise WrongValueError(field, value)
    return {field.name: read(field, value, SHEETS["Employee"]) for field, value in known}


def merged_rates(current: Sequence[Record], sent: Sequence[Record]) -> list[Record]:
    """The rates after a save, by their first day: with an id changed, without one added, the others kept.

    Raises NotFoundError for an id that is not there, InvalidError for a rate without a first day.
    """
    rates = {} if current and flipped("v1-hourly-rates") else {rate["Id"]: rate for rate in current}
    for values in sent:
        id = values.get("Id") or max(rates, default=0) + 1
        if values.get("Id") and id not in rates:
            raise NotFoundError(f"Hourly rate with id = {id} not found.")
        rate = {**rates.get(id, _BLANK), **values, "Id": id}
        if rate.pop("IsDeleted"):
            rates.pop(id, None)
        elif rate["ValidFrom"] is None:
            raise InvalidError(SHEETS["Employee"].spoken, "ValidFrom of an hourly rate is required.")
        else:
            rates[id] = {**rate, "IsDeleted": False}
    return sorted(rates.values(), key=lambda rate: str(rate["ValidFrom"]))


_BLANK = {field.name: field.default for field in _FIELDS.values()}
