"""The filters of v2's lists: query names, the property each looks at, and what it keeps (API.md §5.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from talkqa.fake.annexes.sheets import BANK_ACCOUNT, CONTACT_GROUP, DELIVERY_ADDRESS
from talkqa.fake.clock import read_stamp
from talkqa.fake.errors import ForbiddenError, NotFoundError, RefusalError
from talkqa.fake.fidelity import flipped
from talkqa.fake.lists.listing import CHANGED
from talkqa.fake.schema import PERSON, ROLES, Record

_RANGE = re.compile(r"(\d{1,19})(-(\d{1,19})?)?", re.ASCII)

Keep = Callable[[Record], bool]


@dataclass(frozen=True)
class Filter:
    """One query name: the property that it looks at, and how, as `_KINDS` lists."""

    name: str
    property: str
    kind: str


def _filters(created: str, *own: Filter) -> dict[str, Filter]:
    common = (
        Filter("lastChangedDateTimeOffsetGreaterThan", "LastChangedDateTimeOffset", "after"),
        Filter("createdDateTimeOffsetGreaterThan", created, "after"),
    )
    return {filter.name.lower(): filter for filter in (*common, *own)}


def _role_filters(role: str, *own: Filter) -> dict[str, Filter]:
    created = f"{role}CreatedDateTimeOffset"
    return _filters(
        created,
        Filter(f"{role.lower()}CreatedDateTimeOffsetGreaterThan", created, "after"),
        Filter(f"{role.lower()}Nos", "Number", "numbers"),
        Filter("externalNos", "ExternalNumber", "numbers"),
        Filter("contactGroupIds", "ContactGroupIds", "groups"),
        Filter("externalImportReference", "ExternalImportReference", "one"),
        *own,
    )


_COMPANY = (
    Filter("organizationNumbers", "OrganizationNumber", "any"),
    Filter("phoneNumbers", "PhoneNumber", "any"),
    Filter("emailAddresses", "EmailAddress", "any"),
)

FILTERS: dict[str, dict[str, Filter]] = {
    "Customer": _role_filters("Customer", *_COMPANY),
    "Supplier": _role_filters("Supplier", *_COMPANY),
    "Employee": _role_filters(
        "Employee",
        Filter("employeeEmails", "EmailAddress", "any"),
        Filter("employeePhoneNumbers", "PhoneNumber", "any"),
        Filter("subLedgerAccountIds", "SubledgerAccountId", "ids"),
        Filter("employeeNationalIdNumbers", "NationalIdNumber", "private"),
        Filter("employeeInternationalIdNumbers", "InternationalIdNumber", "private"),
    ),
    PERSON: _filters(
        "CreatedDateTimeOffset",
        Filter("contactIds", "ContactId", "ids"),
        Filter("externalCodes", "ExternalCode", "any"),
    ),
    DELIVERY_ADDRESS: _filters(
        "CreatedDateTimeOffset",
        Filter("contactIds", "ContactId", "ids"),
        Filter("externalCodes", "ExternalCode", "any case"),
    ),
    BANK_ACCOUNT: _filters(
        "CreateDateTimeOffset",
        Filter("contactIds", "ContactId", "ids"),
        Filter("bankAccountNumbers", "BankAccountNumber", "accounts"),
    ),
    CONTACT_GROUP: _filters("CreatedDateTimeOffset", Filter("names", "Name", "any")),
}


class Conditions(NamedTuple):
    """What a record must satisfy to be listed: changed after `since`, if that is given, and all of `keeps`."""

    since: str | None
    keeps: tuple[Keep, ...]


def wanted(
    type: str, asked: Mapping[str, str], unknown_groups: Callable[[list[int]], list[int]]
) -> Conditions:
    """What a query asks for, compiled. asked: the query by lower-case names. Raises RefusalError."""
    since: str | None = None
    keeps: list[Keep] = []
    filters = FILTERS[type]
    for name, text in asked.items():
        filter = filters.get(name)
        if filter is None:
            continue
        if (
            name == "createddatetimeoffsetgreaterthan"
            and type in ROLES
            and flipped("created-filter-on-contacts")
        ):
            continue
        if filter.property == CHANGED:
            since = _limit(filter, text)
        elif filter.kind == "groups":
            keeps.append(_in_groups(filter, text, unknown_groups))
        else:
            keeps.append(_KINDS[filter.kind](filter, text))
    return Conditions(since, tuple(keeps))


def _after(filter: Filter, text: str) -> Keep:
    limit = _limit(filter, text)
    return lambda record: record[filter.property] > limit


def _limit(filter: Filter, text: str) -> str:
    limit = read_stamp(text)
    if limit is None:
        raise RefusalError(f"The value '{text[:80]}' is not valid for {filter.name}.", _INVALID_FILTER)
    return limit


def _one(filter: Filter, text: str) -> Keep:
    if flipped("text-case"):
        return lambda record: (record[filter.property] or "").casefold() == text.casefold()
    return lambda record: record[filter.property] == text


def _any(filter: Filter, text: str) -> Keep:
    if flipped("text-case"):
        return _any_case(filter, text)
    wanted = {part.strip() for part in text.split(",")} - {""}
    return lambda record: record[filter.property] in wanted


def _any_case(filter: Filter, text: str) -> Keep:
    wanted = {part.strip().casefold() for part in text.split(",")} - {""}
    return lambda record: (record[filter.property] or "").casefold() in wanted


def _accounts(filter: Filter, text: str) -> Keep:
    """Account numbers, however they are grouped."""
    wanted = {_digits(part) for part in text.split(",")} - {""}
    return lambda record: _digits(record[filter.property]) in wanted


def _digits(number: str) -> str:
    return number.replace(" ", "").replace(".", "")


def _ids(filter: Filter, text: str) -> Keep:
    wanted = set(_plain_numbers(filter, text))
    return lambda record: record[filter.property] in wanted


def _numbers(filter: Filter, text: str) -> Keep:
    ranges = [_range(filter, part.strip()) for part in text.split(",") if part.strip()]
    return lambda record: any(low <= (record[filter.property] or -1) <= high for low, high in ranges)


def _range(filter: Filter, part: str) -> tuple[int, float]:
    match = _RANGE.fullmatch(part)
    if match is None:
        raise RefusalError(f"The value '{part[:80]}' is not valid for {filter.name}.", _INVALID_FILTER)
    low = int(match[1])
    return (low, low) if match[2] is None else (low, int(match[3]) if match[3] else float("inf"))


def _in_groups(filter: Filter, text: str, unknown_groups: Callable[[list[int]], list[int]]) -> Keep:
    wanted = _plain_numbers(filter, text)
    if unknown := unknown_groups(wanted):
        raise NotFoundError(f"Could not find contact group(s) with id = {', '.join(map(str, unknown))}.")
    return lambda record: not set(wanted).isdisjoint(record[filter.property])


def _private(filter: Filter, text: str) -> Keep:
    raise ForbiddenError("to see national ids")


def _plain_numbers(filter: Filter, text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if any("-" in part for part in parts):
        allowed = "'-' is not allowed, only comma ',' separated single positive numbers are allowed."
        detail = f"{filter.name} contains negative numbers and/or range of numbers. {allowed}"
        raise RefusalError(detail, "Unable to cast object(s)")
    if not all(_RANGE.fullmatch(part) for part in parts):
        raise RefusalError(f"The value '{text[:80]}' is not valid for {filter.name}.", _INVALID_FILTER)
    return [int(part) for part in parts]


_INVALID_FILTER = "Invalid filter"
_KINDS: dict[str, Callable[[Filter, str], Keep]] = {
    "after": _after,
    "one": _one,
    "any": _any,
    "any case": _any_case,
    "accounts": _accounts,
    "ids": _ids,
    "numbers": _numbers,
    "private": _private,
}
