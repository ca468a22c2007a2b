"""From the body of a v1 POST to values under the names they are kept under (API.md §4.2, §4.5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from talkqa.fake.errors import InvalidError, UnsupportedMediaTypeError
from talkqa.fake.fidelity import flipped
from talkqa.fake.jsontext import read_json
from talkqa.fake.message import Request
from talkqa.fake.schema import ADDRESS, BOOL, CONTACT_ADDRESS, ENUM, INT64, ROLES, SHEETS, Field, Record
from talkqa.fake.v1.answers import BindingError
from talkqa.fake.v1.columns import ADDRESS_PARTS, COLUMNS, NAMES, PRIVATE, RATES, STREETS, Column, camel
from talkqa.fake.v1.rates import read_rate
from talkqa.fake.values import WrongValueError, read, shown

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;.]+(\.[^@\s,;.]+)+")
_BOOLEANS = {"true": True, "false": False}
_WRITABLE = {
    type: {column.name.lower(): column for column in columns if column.writable}
    for type, columns in COLUMNS.items()
}
_PARTS = {v1.lower(): CONTACT_ADDRESS.named(home) for v1, home in ADDRESS_PARTS.items()}


def posted(request: Request, type: str) -> Record:
    """The writable fields of a POST by name, in their own kinds, nulls as None.

    MailAddress: a mapping of the parts that were sent. StreetAddresses: a list of such, with Id and IsPrimary.
    Unknown and read-only names are passed over. Raises BindingError, InvalidError or
    UnsupportedMediaTypeError.
    """
    raw, given = _object(request), {}
    for name, value in raw.items():
        if name.lower() == "streetaddress" and flipped("v1-left-out"):
            raise InvalidError(SHEETS[type].spoken, "StreetAddress is obsolete. Use StreetAddresses.")
        column = _column(type, name)
        if column is None or (value is None and column.name != "Id" and flipped("v1-explicit-null")):
            continue
        if not _is_mask(column, value):
            given[column.name] = None if value is None else _read(column, value)
    mail = given.get("EmailAddress")
    if mail and not _EMAIL.fullmatch(mail):
        raise InvalidError(SHEETS[type].spoken, f"The e-mail address '{mail[:80]}' is not valid.")
    return given


def _column(type: str, name: str) -> Column | None:
    """The field that a name in a request means; None for one that is unknown or read-only."""
    name = name.lower()
    if name in ("archived", "isarchived") and type in ROLES:
        name = "isarchived" if (name == "archived") == bool(flipped("v1-archived-name")) else ""
    return _WRITABLE[type].get(name)


def _object(request: Request) -> dict[str, Any]:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in ("application/json", "text/json") and not content_type.endswith("+json"):
        raise UnsupportedMediaTypeError(content_type)
    if not request.body.strip():
        raise BindingError({"": "A non-empty request body is required."})
    try:
        raw = read_json(request.body)
    except ValueError as error:
        raise BindingError({"$": f"The body is not valid JSON: {str(error)[:200]}"}) from None
    if not isinstance(raw, dict):
        raise BindingError({"$": f"The JSON value '{shown(raw)}' is not an object."})
    return raw


def _is_mask(column: Column, value: Any) -> bool:
    """What an answer showed instead of a private value, sent back."""
    return column.name in PRIVATE and value == "hidden" and not flipped("v1-hidden")


def _read(column: Column, raw: Any) -> Any:
    try:
        return _READERS.get(column.type, _plain)(column, raw)
    except WrongValueError as wrong:
        raise BindingError({column.wire: str(wrong)}) from None


def _plain(column: Column, raw: Any) -> Any:
    if column.name == "Citizenship" and flipped("v1-citizenship") and isinstance(raw, list):
        raw = raw[0] if raw else ""
    return read(column.field, raw, SHEETS["Customer"])


def _boolean(column: Column, raw: Any) -> bool:
    """true and false, also as text; of numbers 0 and 1, as clients in use send them."""
    is_number = isinstance(raw, int) and raw in (0, 1)
    if isinstance(raw, bool) or (is_number and not flipped("v1-booleans-as-numbers")):
        return bool(raw)
    value = _BOOLEANS.get(raw.strip().lower()) if isinstance(raw, str) else None
    if value is None:
        raise WrongValueError(column.field, raw)
    return value


def _enum(column: Column, raw: Any) -> str | None:
    """The name that is kept; None for the one that means nothing is set. Numbers, also as text, and names."""
    for name, number in column.numbers.items():
        if not isinstance(raw, bool) and (raw == number or _is_spelt(raw, str(number), name)):
            return name if number else None
    raise WrongValueError(column.field, raw)


def _is_spelt(raw: Any, *spellings: str) -> bool:
    return isinstance(raw, str) and raw.strip().lower() in [text.lower() for text in spellings]


def _names(column: Column, raw: Any) -> list[str]:
    if not isinstance(raw, list) or not all(isinstance(name, str) and name.strip() for name in raw):
        raise WrongValueError(column.field, raw)
    return list(dict.fromkeys(raw))


def _address(column: Column, raw: Any) -> Record:
    if not isinstance(raw, dict):
        raise WrongValueError(column.field, raw)
    return _parts(raw)


def _parts(raw: Mapping[str, Any]) -> Record:
    """The sent parts of an address under their v2 names."""
    known = [(_PARTS[name.lower()], value) for name, value in raw.items() if name.lower() in _PARTS]
    return {part.name: read(part, value, CONTACT_ADDRESS) for part, value in known}


def _streets(column: Column, raw: Any) -> list[Record]:
    if not isinstance(raw, list) or not all(isinstance(address, dict) for address in raw):
        raise WrongValueError(column.field, raw)
    return [_street(address) for address in raw]


def _street(raw: Mapping[str, Any]) -> Record:
    street = _parts(raw)
    for name, value in raw.items():
        if camel(name).lower() == "id" and value is not None:
            street["Id"] = read(Field("Id", INT64), value, CONTACT_ADDRESS)
        if name.lower() == "isprimary" and value is not None:
            street["IsPrimary"] = _boolean(Column("IsPrimary", BOOL), value)
    return street


def _rates(column: Column, raw: Any) -> list[Record]:
    if not isinstance(raw, list) or not all(isinstance(rate, dict) for rate in raw):
        raise WrongValueError(column.field, raw)
    return [read_rate(rate) for rate in raw]


_READERS: dict[str, Callable[[Column, Any], Any]] = {
    BOOL: _boolean,
    ENUM: _enum,
    NAMES: _names,
    ADDRESS: _address,
    STREETS: _streets,
    RATES: _rates,
}
