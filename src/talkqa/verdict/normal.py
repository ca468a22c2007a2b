"""When two values count as the same (R-58, R-59): the judge's own normal forms.

They are written apart from the reference's, so that one misreading cannot pass in both.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any


def is_empty(value: Any) -> bool:
    """All kinds of empty are one (R-58): null, blank text, empty list, object without values."""
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(is_empty(part) for part in value.values())
    return value is None or value == []


def normal(path: str, value: Any) -> Any:
    """The form that two values of one property are compared by; None for every kind of empty.

    path: the property's dotted path; its last name decides the form. The phone form knows Norwegian
    numbers only (eight digits, with or without 0047 or +47): the harness never makes up others.
    """
    if is_empty(value):
        return None
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip()
    name = path.rsplit(".", 1)[-1]
    if name.endswith("EmailAddress"):
        return text.casefold()
    if name == "PhoneNumber":
        return re.sub(r"^(\+47|0047)(?=\d{8}$)", "", re.sub(r"[\s()-]", "", text))
    if name == "OrganizationNumber":
        return re.sub(r"\D", "", text)
    if name == "WebsiteUrl":
        return text.rstrip("/")
    return text


def same(path: str, one: Any, other: Any) -> bool:
    """Whether two values of one property are the same value."""
    return bool(normal(path, one) == normal(path, other))
