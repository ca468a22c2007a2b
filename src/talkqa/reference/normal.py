"""Normal forms: what two values are compared by, and never what is written (R-58, R-59, D-13)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from talkqa.reference.values import is_empty

KIND_OF_PROPERTY = {
    "EmailAddress": "email",
    "InvoiceEmailAddress": "email",
    "PhoneNumber": "phone",
    "OrganizationNumber": "organisation_number",
    "WebsiteUrl": "url",
}
_DIALLED = re.compile(r"[+\d][\d\s()./-]*(?:(?:ext\.?|x|#)\s*\d+)?", re.I)


def normal_form(path: str, value: Any, exact: frozenset[str] = frozenset()) -> str:
    """The text two values of a property are compared by; "" is every kind of empty.

    exact: kinds (`text`, `email`, `phone`, `organisation_number`, `url`) that are compared as they stand.
    """
    if is_empty(value):
        return ""
    if not isinstance(value, str):
        return json.dumps(value, sort_keys=True)
    kind = KIND_OF_PROPERTY.get(path.rpartition(".")[2], "text")
    return value if kind in exact else _FORMS[kind](value)


def text(value: str) -> str:
    """NFC, no outer blanks, one kind of line end."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()


def email(value: str) -> str:
    """E-mail addresses do not know upper case; dots and tags are left alone."""
    return text(value).lower()


@lru_cache(maxsize=50_000)
def phone(value: str) -> str:
    """E.164 with default region Norway and the extension kept; what is no number stays text."""
    plain = text(value)
    if not _DIALLED.fullmatch(plain):
        return plain
    import phonenumbers  # its tables are slow to load, and a quiet cycle needs none of them

    try:
        number = phonenumbers.parse(plain, "NO")
    except phonenumbers.NumberParseException:
        return plain
    if not phonenumbers.is_possible_number(number):
        return plain
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) + extension


def organisation_number(value: str) -> str:
    """Digits only, zeros in front included; what has no digits stays text."""
    return re.sub(r"\D", "", value) or text(value)


def url(value: str) -> str:
    """Without a closing slash."""
    return text(value).rstrip("/")


_FORMS: dict[str, Callable[[str], str]] = {
    "text": text,
    "email": email,
    "phone": phone,
    "organisation_number": organisation_number,
    "url": url,
}
