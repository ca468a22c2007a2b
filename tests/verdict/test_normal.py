"""When two values are the same (R-58, R-59)."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from talkqa.verdict.normal import is_empty, same


@pytest.mark.parametrize("value", [None, "", "  ", [], {}, {"City": None, "ZipCode": " "}])
def test_every_kind_of_empty_is_empty(value: Any) -> None:
    """Null, blank text, empty list and an object of empties are one (R-58)."""
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, False, "0", ["x"], {"City": "Bodø"}])
def test_zero_and_false_are_values(value: Any) -> None:
    """Only emptiness is empty."""
    assert not is_empty(value)


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        (
            "LastName",
            unicodedata.normalize("NFC", "Bjørkåsæter"),
            unicodedata.normalize("NFD", "Bjørkåsæter"),
        ),
        ("EmailAddress", "Ola@Firma.NO", " ola@firma.no"),
        ("PhoneNumber", "+47 22 22 22 22", "22222222"),
        ("PhoneNumber", "0047 22222222", "(22) 22-22-22"),
        ("OrganizationNumber", "NO 987 654 321 MVA", "987654321"),
        ("WebsiteUrl", "www.firma.no/", "www.firma.no"),
    ],
)
def test_spellings_of_one_value_are_the_same(path: str, one: str, other: str) -> None:
    """The normal forms of R-59."""
    assert same(path, one, other)


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("LastName", "Berg", "berg"),
        ("LastName", "Bjørk", "Bjork"),
        ("EmailAddress", "a.b@firma.no", "ab@firma.no"),
        ("PhoneNumber", "22 22 22 22", "22 22 22 23"),
        ("MailAddress.ZipCode", "0161", "161"),
    ],
)
def test_different_values_stay_different(path: str, one: str, other: str) -> None:
    """The normal form must not fold too much (M-35b, M-55a)."""
    assert not same(path, one, other)
