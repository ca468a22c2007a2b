"""The rules between properties of one record, on the record as it would be after the write.

Each rule looks only when one of its properties is written, so an old sin does not block an innocent edit.
Uniqueness and references need other records and live in `store`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from talkqa.fake.errors import InvalidError
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import PERSON, SHEETS, Record

CURRENCIES = frozenset(("NOK", "SEK", "DKK", "EUR", "USD", "GBP"))
EMAIL_CHECKED = ("Supplier", PERSON)
"""Types whose e-mail address is checked for typing errors; the documentation is silent for the others."""

_NAMES = frozenset(("Name", "FirstName", "LastName", "IsPerson"))
EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;.]+(\.[^@\s,;.]+)+")
_NATIONAL_ID = re.compile(r"\d{11}", re.ASCII)


def check(type: str, record: Record, written: Collection[str]) -> None:
    """Raise InvalidError for the first rule that the record breaks.

    record: property values by name, shared and own together. written: the names that this write sets.
    """
    for rule in _concerned(frozenset(written)):
        if complaint := rule(type, record):
            raise InvalidError(SHEETS[type].spoken, complaint)


def missing_names(type: str, record: Record) -> list[str]:
    """The name properties without which such a record cannot be (P-3)."""
    is_person = type in ("Employee", PERSON) or record.get("IsPerson")
    needed = ("FirstName", "LastName") if is_person else ("Name",)
    return [name for name in needed if not (record.get(name) or "").strip()]


def needing_check(type: str, record: Record, written: Collection[str]) -> Collection[str]:
    """Of the names that a PATCH writes, those whose rules hold for it."""
    if _NAMES.isdisjoint(written):
        return written
    if missing_names(type, record) and flipped("names-required-in-patch"):
        return set(written) - _NAMES
    return written


def _names(type: str, record: Record) -> str | None:
    missing = missing_names(type, record)
    return f"{' and '.join(missing)} is required." if missing else None


def _email(type: str, record: Record) -> str | None:
    value = record.get("EmailAddress")
    if not value or EMAIL.fullmatch(value) or (type not in EMAIL_CHECKED and not flipped("email-check")):
        return None
    return f"The e-mail address '{value[:80]}' is not valid."


def _currency(type: str, record: Record) -> str | None:
    value = record.get("CurrencyCode")
    active = {"NOK"} if flipped("currencies") else CURRENCIES
    return None if value is None or value in active else f"The currency code {value[:80]} is not active."


def _national_id(type: str, record: Record) -> str | None:
    value = record.get("NationalIdNumber")
    return None if not value or _NATIONAL_ID.fullmatch(value) else "NationalIdNumber is not valid."


def _international_id(type: str, record: Record) -> str | None:
    others = ("InternationalIdCountryCode", "InternationalIdNumber", "InternationalIdType")
    if record.get("InternationalIdReportToAltinn") and not all(record.get(name) for name in others):
        return f"{', '.join(others)} are required when InternationalIdReportToAltinn is true."
    return None


def _gender(type: str, record: Record) -> str | None:
    return "Gender cannot be set to Hidden." if record.get("Gender") == "Hidden" else None


def _allowance(type: str, record: Record) -> str | None:
    value = record.get("Allowance")
    return None if value is None or -1000 <= value <= 100 else "Allowance must be between -1000 and 100."


def _rate(type: str, record: Record) -> str | None:
    value = record.get("BillableRate")
    return None if value is None or value >= 0 else "BillableRate must be a positive number."


def _copies(type: str, record: Record) -> str | None:
    value = record.get("InvoiceEmailAddressCC") or ""
    if len(value) > 2000 or value.count(";") > 9:
        return "InvoiceEmailAddressCC holds at most 10 addresses and 2000 characters."
    return None


def _delivery(type: str, record: Record) -> str | None:
    value = record.get("InvoiceDeliveryType")
    if value in ("AvtaleGiro", "Efaktura"):
        return f"InvoiceDeliveryType {value} cannot be set directly."
    if value in ("External", "Factoring"):
        return f"InvoiceDeliveryType {value} needs such an integration on the client."
    if value == "EHF" and not record.get("OrganizationNumber"):
        return "InvoiceDeliveryType EHF needs an organization number."
    if value == "EHF" and flipped("elma"):
        return "InvoiceDeliveryType EHF needs an organization number found in ELMA."
    if value == "PdfByEmail" and not (record.get("EmailAddress") or record.get("InvoiceEmailAddress")):
        return "InvoiceDeliveryType PdfByEmail needs an e-mail address."
    return None


def _of_its_kind(type: str, record: Record) -> str | None:
    is_person = type in ("Employee", PERSON) or record.get("IsPerson")
    name, kind = ("OrganizationNumber", "companies") if is_person else ("DateOfBirth", "persons")
    return f"{name} is for {kind} only." if record.get(name) and flipped("of-the-other-kind") else None


_Rule = Callable[[str, Record], str | None]


@lru_cache(maxsize=1024)
def _concerned(written: frozenset[str]) -> tuple[_Rule, ...]:
    """The rules of these names. Kept, as clients write the same properties again and again."""
    return tuple(rule for names, rule in _RULES if not names.isdisjoint(written))


_RULES: tuple[tuple[frozenset[str], _Rule], ...] = (
    (_NAMES, _names),
    (frozenset(("EmailAddress",)), _email),
    (frozenset(("CurrencyCode",)), _currency),
    (frozenset(("NationalIdNumber",)), _national_id),
    (
        frozenset(
            (
                "InternationalIdReportToAltinn",
                "InternationalIdCountryCode",
                "InternationalIdNumber",
                "InternationalIdType",
            )
        ),
        _international_id,
    ),
    (frozenset(("Gender",)), _gender),
    (frozenset(("Allowance",)), _allowance),
    (frozenset(("BillableRate",)), _rate),
    (frozenset(("InvoiceEmailAddressCC",)), _copies),
    (frozenset(("InvoiceDeliveryType",)), _delivery),
    (frozenset(("OrganizationNumber", "DateOfBirth", "IsPerson")), _of_its_kind),
)
