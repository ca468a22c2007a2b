"""From a JSON value to the value of a property, or the reason why not.

Kind, length and code lists only; what depends on another property is in `rules`.
"""

from __future__ import annotations

import math
import re
import uuid
from datetime import date
from typing import Any

from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import (
    ADDRESS,
    BOOL,
    DATE,
    DOUBLE,
    ENUM,
    IDS,
    INT32,
    INT64,
    LONGEST_TEXT,
    STRING,
    UUID,
    Field,
    Record,
    Sheet,
)

_BOUNDS = {INT32: 2**31, INT64: 2**63}
_INTEGER = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)([T ][\d:.]+(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_COUNTRIES.split())
"""ISO 3166-1 alpha-2."""


class WrongValueError(ValueError):
    """A value that a property cannot hold; `reason` is a full sentence, or "" for the general one."""

    def __init__(self, field: Field, raw: Any, reason: str = "") -> None:
        super().__init__(reason or f"The value '{shown(raw)}' is not valid for {field.name}.")
        self.field, self.raw, self.reason = field, raw, reason


def shown(raw: Any) -> str:
    """A value as an error text quotes it: at most 80 characters, containers by their kind only."""
    if isinstance(raw, dict | list):
        return "object" if isinstance(raw, dict) else "array"
    return str(raw)[:80]


def read(field: Field, raw: Any, sheet: Sheet) -> Any:
    """The value to store. None, and nothing, become the property's default. Raises WrongValueError.

    sheet: the type that the property belongs to; it knows the shape of its address.
    """
    if raw is None:
        if field.default not in (None, ()) and flipped("remove-and-null"):
            return None
        return [] if field.type == IDS else field.default
    return _READERS[field.type](field, raw, sheet)


def _string(field: Field, raw: Any, _: Sheet) -> str | None:
    if not isinstance(raw, str):
        raise WrongValueError(field, raw)
    if not raw and flipped("empty-text"):
        return None
    limit = field.limit or LONGEST_TEXT
    if len(raw) > limit and (field.limit is not None or flipped("lengths")):
        raise WrongValueError(
            field, raw, f"The field {field.name} must be a string with a maximum length of {limit}."
        )
    if field.is_country and raw:
        return _country(field, raw)
    return raw


def _country(field: Field, raw: str) -> str:
    if raw.upper() not in COUNTRIES or (not raw.isupper() and flipped("country-case")):
        raise WrongValueError(
            field, raw, f"The country code {shown(raw)} is not valid according to ISO 3166-1."
        )
    return raw.upper()


def _integer(field: Field, raw: Any, _: Sheet) -> int:
    if isinstance(raw, str) and _INTEGER.fullmatch(raw):
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise WrongValueError(field, raw)
    bound = _BOUNDS.get(field.type, 2**63)
    if not -bound <= raw < bound:
        raise WrongValueError(field, raw)
    return raw


def _double(field: Field, raw: Any, _: Sheet) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise WrongValueError(field, raw)
    try:
        number = float(raw)
    except (ValueError, OverflowError):
        raise WrongValueError(field, raw) from None
    if not math.isfinite(number):
        raise WrongValueError(field, raw)
    return number


def _boolean(field: Field, raw: Any, _: Sheet) -> bool:
    if not isinstance(raw, bool):
        raise WrongValueError(field, raw)
    return raw


def _date(field: Field, raw: Any, _: Sheet) -> str:
    match = _DATE.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise WrongValueError(field, raw)
    try:
        return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        raise WrongValueError(field, raw) from None


def _uuid(field: Field, raw: Any, _: Sheet) -> str:
    try:
        return str(uuid.UUID(raw))
    except (ValueError, AttributeError, TypeError):
        raise WrongValueError(field, raw) from None


def _enum(field: Field, raw: Any, _: Sheet) -> str:
    if isinstance(raw, int) and not isinstance(raw, bool):
        reason = "is not valid. (Enums is not allowed to be represented as integers)."
        raise WrongValueError(field, raw, f"Enum '{field.name.lower()}' with value = {raw} {reason}")
    for choice in field.choices:
        if raw == choice:
            return choice
        if isinstance(raw, str) and raw.lower() == choice.lower() and not flipped("enum-case"):
            return choice
    raise WrongValueError(field, raw)


def _ids(field: Field, raw: Any, sheet: Sheet) -> list[int]:
    if not isinstance(raw, list):
        raise WrongValueError(field, raw)
    return [_integer(field, item, sheet) for item in raw]


def _address(field: Field, raw: Any, sheet: Sheet) -> Record:
    if not isinstance(raw, dict):
        raise WrongValueError(field, raw)
    given = read_record(sheet.address, raw)
    return {**sheet.address.defaults, **given}


def read_record(sheet: Sheet, raw: dict[str, Any]) -> Record:
    """The properties of a JSON object that can be posted; names match in any case, others are passed over."""
    record: Record = {}
    fields, texts = sheet.postable, sheet.texts
    for name, value in raw.items():
        if value and type(value) is str and len(value) <= texts.get(name, 0):
            record[name] = value  # most are such
            continue
        field = fields.get(name.lower())
        if field is None or (field.name != name and flipped("name-case")):
            continue
        if isinstance(value, str) and field.type in _NUMBERS and flipped("value-kinds"):
            raise WrongValueError(field, value)
        is_known = value is not None
        record[field.name] = (_READERS[field.type] if is_known else read)(field, value, sheet)
    return record


_NUMBERS = frozenset((INT32, INT64, DOUBLE))
_READERS = {
    STRING: _string,
    INT64: _integer,
    INT32: _integer,
    DOUBLE: _double,
    BOOL: _boolean,
    DATE: _date,
    UUID: _uuid,
    ENUM: _enum,
    IDS: _ids,
    ADDRESS: _address,
}
