"""Which values the fake's own OpenAPI document allows, where the published types alone would promise more.

Everything here stands beside a published type and never in its place. A schema cannot say what needs other
records, such as uniqueness, nor that names match in any letter case and numbers may be given as text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from talkqa.fake import rules
from talkqa.fake.lists.query import LARGEST_PAGE
from talkqa.fake.references import LAST_NUMBER, SERIES
from talkqa.fake.schema import ADDRESS, IDS, ROLES, Field, Sheet
from talkqa.fake.values import COUNTRIES

Schema = dict[str, Any]


def any_case(words: Iterable[str]) -> str:
    """A pattern of these words in any letter case, in signs that every dialect has."""
    spelt = ("".join(f"[{c.upper()}{c.lower()}]" if c.isalpha() else c for c in word) for word in words)
    return f"({'|'.join(spelt)})"


PAGES: dict[str, Schema] = {
    "PageNumber": {"minimum": 1},
    "PageSize": {"minimum": 1, "maximum": LARGEST_PAGE},
}
"""Bounds of paging (assumption page-bounds)."""

_SPACE = r" \t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What Python takes for white space; `\\s` is something else in every dialect."""
_BLANK = f"[{_SPACE}]*"
_NUMBER = f"{_BLANK}([0-9]{{1,19}}{_BLANK})?"
_RANGE = f"{_BLANK}([0-9]{{1,19}}(-([0-9]{{1,19}})?)?{_BLANK})?"
_LIST: Schema = {"pattern": f"^{_NUMBER}(,{_NUMBER})*$"}
_TIME = r"[Tt][0-9]{2}:[0-9]{2}:[0-5][0-9](\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
FILTERS: dict[str, Schema] = {
    "after": {"pattern": rf"^(?!0000)[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_TIME}$"},
    "ids": _LIST,
    "groups": _LIST,
    "numbers": {"pattern": f"^{_RANGE}(,{_RANGE})*$"},
}
"""Kind of filter to the texts that it takes (API.md §5.2); a stamp of a year and a second that .NET has."""

_NAMED: dict[str, Schema] = {
    "Allowance": {"minimum": -1000, "maximum": 100},
    "BillableRate": {"minimum": 0},
    "CurrencyCode": {"pattern": f"^({'|'.join(sorted(rules.CURRENCIES))})$"},
    "NationalIdNumber": {"pattern": "^([0-9]{11})?$"},
    "InvoiceEmailAddressCC": {"maxLength": 2000, "pattern": "^([^;]*;){0,9}[^;]*$"},
    "Gender": {"enum": ["Male", "Female"]},
    "InvoiceDeliveryType": {"enum": ["PdfByEmail", "Print", "EHF"]},
}
_NOT_BLANK: Schema = {"type": "string", "pattern": f"[^{_SPACE}]"}
_FILLED: Schema = {"type": "string", "minLength": 1}
_NOT_TRUE: Schema = {"not": {"enum": [True]}}
_COUNTRY: Schema = {"pattern": f"^{any_case(sorted(COUNTRIES))}?$"}
_EMAIL: Schema = {"pattern": f"^({rules.EMAIL.pattern})?$".replace(r"\s", _SPACE)}


def posted(sheet: Sheet, field: Field) -> Schema:
    """What a value of a POST must be, beyond its type."""
    if field.required:
        return {"pattern": _NOT_BLANK["pattern"]}
    if field.name == "Number" and sheet.type in ROLES:
        return {"minimum": SERIES[sheet.type][1], "maximum": LAST_NUMBER}
    if field.name == "EmailAddress" and sheet.type in rules.EMAIL_CHECKED:
        return _EMAIL
    is_country = field.name.endswith("CountryCode")
    return _COUNTRY if is_country else _NAMED.get(field.name, {})


def together(type: str) -> list[Schema]:
    """What the values of one POST must satisfy with each other (API.md §5.6)."""
    return _TOGETHER.get(type, [])


def _all(**values: Schema) -> Schema:
    """These properties are there, each as it says."""
    return {"properties": values, "required": list(values)}


def _delivered(way: str, needed: str) -> Schema:
    return _all(**{"InvoiceDeliveryType": {"enum": [way]}, needed: _FILLED})


_NAMES: Schema = {
    "anyOf": [
        {"properties": {"IsPerson": _NOT_TRUE, "Name": _NOT_BLANK}, "required": ["Name"]},
        _all(IsPerson={"enum": [True]}, FirstName=_NOT_BLANK, LastName=_NOT_BLANK),
    ]
}
_DELIVERY: Schema = {
    "anyOf": [
        {"properties": {"InvoiceDeliveryType": {"not": {"enum": ["EHF", "PdfByEmail"]}}}},
        _delivered("EHF", "OrganizationNumber"),
        _delivered("PdfByEmail", "EmailAddress"),
        _delivered("PdfByEmail", "InvoiceEmailAddress"),
    ]
}
_INTERNATIONAL: Schema = {
    "anyOf": [
        {"properties": {"InternationalIdReportToAltinn": _NOT_TRUE}},
        _all(
            InternationalIdCountryCode=_FILLED,
            InternationalIdNumber=_FILLED,
            InternationalIdType={"type": "string"},
        ),
    ]
}
_TOGETHER = {"Customer": [_NAMES, _DELIVERY], "Supplier": [_NAMES], "Employee": [_INTERNATIONAL]}


def listing(sheet: Sheet) -> dict[str, Schema]:
    """What `Fields` and `OrderBy` of a list may say (API.md §5.2)."""
    plain = (f.name for f in sheet.readable.values() if f.type not in (ADDRESS, IDS))
    name = f"{_BLANK}{any_case(f.name for f in sheet.readable.values())}{_BLANK}"
    order = f"{_BLANK}{any_case(plain)}({_BLANK} {_BLANK}{any_case(('asc', 'desc'))}?)?{_BLANK}"
    return {
        "Fields": {"pattern": f"^({_BLANK}|{name}(,{name})*)$"},
        "OrderBy": {"pattern": f"^({_BLANK}|{order}(,{order})*)$"},
    }


OPERATION = {"pattern": f"^{any_case(('add', 'replace', 'test', 'move', 'copy', 'remove'))}$"}
"""The names of operations (RFC 6902), in any letter case."""


def location(sheet: Sheet) -> Schema:
    """The locations that a PATCH of that type may address (API.md §5.3)."""
    ways = [any_case(f.name for f in sheet.patchable.values())]
    if "mailaddress" in sheet.patchable:
        parts = any_case(part.name for part in sheet.address.patchable.values())
        ways.append(f"{any_case(['MailAddress'])}/{parts}")
    if "contactgroupids" in sheet.patchable:
        ways.append(f"{any_case(['ContactGroupIds'])}/(-|[0-9]+)")
    return {"pattern": f"^/?({'|'.join(ways)})$"}
