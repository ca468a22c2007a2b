"""Facts about the four entities of PowerOffice Go v2: how they are addressed, named and stamped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

Record = Mapping[str, Any]
"""One entity as PowerOffice sends it."""

COLLECTION = {
    "Employee": "/Employees",
    "Supplier": "/Suppliers",
    "Customer": "/Customers",
    "Contactperson": "/ContactPersons",
}
ROLES = frozenset({"Employee", "Supplier", "Customer"})
"""Roles of one contact share its id and its base properties; a Contactperson has an id of its own."""

MARK_PROPERTY = dict.fromkeys(ROLES, "ExternalImportReference") | {"Contactperson": "ExternalCode"}
MARK_FILTER = dict.fromkeys(ROLES, "externalImportReference") | {"Contactperson": "externalCodes"}

ADDRESS = "MailAddress"
STAMP = "LastChangedDateTimeOffset"

NEVER_WRITTEN = frozenset(
    {
        *("Id", "ContactId", "SubledgerAccountId", "CreatedFromImportJournalId", STAMP),
        *("CreatedDateTimeOffset", *(f"{role}CreatedDateTimeOffset" for role in ("Contact", *ROLES))),
        *MARK_PROPERTY.values(),
        *("NationalIdNumber", "InternationalIdNumber"),
    }
)
"""Owned by the server, by the creation mark, or masked on reading (R-18, R-56)."""

ONLY_V1 = {
    "Employee": frozenset({"NationalityCountryCode", "PayrollEmailAddress"}),
    "Supplier": frozenset({"InternationalIdCountryCode", "Since"}),
    "Customer": frozenset({"InternationalIdCountryCode"}),
    "Contactperson": frozenset({"DateOfBirth", "PlaceOfBirth", "Citizenship"}),
}
"""Texts and dates that users type and API v2 does not have."""

INTEGERS = frozenset({"Number", "ExternalNumber"})
"""Whole numbers that a user may choose."""


def spelt_for(path: str, value: object, text: bool) -> object:
    """A value in the type of the property that it is written to (R-55): digits for a text, and back a number.

    text: whether the property holds text.
    """
    if path in INTEGERS and isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return str(value) if text and isinstance(value, int) and not isinstance(value, bool) else value


SAME, SOURCE, TARGET = "same", "source", "target"
"""Which client a record is of: the one there is, or of two the one of that system (D-1)."""
CLIENT = "@client"
"""Under what name a record says so where there are two; PowerOffice has no property of that name."""


class Key(NamedTuple):
    """One entity (R-4): never a bare id, since the roles of one contact share theirs."""

    type: str
    id: str
    """`100`; a Contactperson `contactId/id`, as its address has it."""
    client: str = SAME

    def __str__(self) -> str:
        return f"{self.type} {self.id}"

    @property
    def text(self) -> str:
        """The key in one line, as the memory holds it."""
        return f"{self.client}/{self.type}/{self.id}"

    @classmethod
    def read(cls, text: str) -> Key:
        """The reverse of `text`."""
        client, entity, own = text.split("/", 2)
        return cls(entity, own, client)

    @property
    def order(self) -> tuple[str, tuple[int, ...]]:
        """Types in order of the alphabet, ids as numbers: the same order in every run."""
        return self.type, tuple(int(part) for part in self.id.split("/"))


def key_of(entity: str, record: Record) -> Key:
    """The key of a record that was listed or returned."""
    own = str(record["Id"])
    whole = own if entity in ROLES else f"{record['ContactId']}/{own}"
    return Key(entity, whole, str(record.get(CLIENT, SAME)))


def mark_of(entity: str, record: Record) -> str:
    """The external reference of a record, or ""."""
    return str(record.get(MARK_PROPERTY[entity]) or "")


def stamp_of(record: Record) -> int:
    """The entity's own last change, in ticks."""
    return ticks(record.get(STAMP))


def address_stamp_of(record: Record) -> int | None:
    """The last change of the mail address, in ticks; None where it has no stamp of its own."""
    stamp = (record.get(ADDRESS) or {}).get(STAMP)
    return None if stamp is None else ticks(stamp)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,7})\d*)?\s*(Z|[+-]\d\d:?\d\d)?", re.I)
TICKS = 10_000_000
"""Ticks in a second: PowerOffice sends up to seven decimals."""


@lru_cache(maxsize=50_000)
def ticks(stamp: str | None) -> int:
    """A time stamp as 100-nanosecond ticks since 1970 in UTC; no offset means UTC, no stamp is 0 (R-57)."""
    if not stamp:
        return 0
    found = _STAMP.fullmatch(stamp.strip())
    if found is None:
        raise ValueError(f"time stamp {stamp!r}: expected YYYY-MM-DDThh:mm:ss, up to 7 decimals, an offset")
    day, time, fraction, offset = found.groups()
    zone = "+00:00" if (offset or "Z") in "Zz" else offset
    whole = (datetime.fromisoformat(f"{day}T{time}{zone}") - _EPOCH) // timedelta(seconds=1)
    return whole * TICKS + int((fraction or "").ljust(7, "0"))


def stamp_text(moment: int) -> str:
    """Ticks as PowerOffice writes them, seven decimals, in UTC."""
    whole, fraction = divmod(moment, TICKS)
    return f"{_EPOCH + timedelta(seconds=whole):%Y-%m-%dT%H:%M:%S}.{fraction:07d}+00:00"
