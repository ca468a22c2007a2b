"""What counts as the same value, and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkqa.reference.normal import normal_form


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("Name", "Åse Bjørk", "A\u030ase Bjørk"),
        ("Name", " Fjell AS ", "Fjell AS"),
        ("Name", "a\r\nb", "a\nb"),
        ("EmailAddress", " Ola@Firma.NO ", "ola@firma.no"),
        ("PhoneNumber", "+47 22 22 22 22", "22222222"),
        ("PhoneNumber", "0047 22222222", "22 22 22 22"),
        ("OrganizationNumber", "NO 987 654 321 MVA", "987654321"),
        ("WebsiteUrl", "https://fjell.no/", "https://fjell.no"),
    ],
)
def test_spellings_of_one_value_are_equal(path: str, one: str, other: str) -> None:
    """R-59."""
    assert normal_form(path, one) == normal_form(path, other)


@pytest.mark.parametrize(
    ("path", "one", "other"),
    [
        ("Name", "Fjell", "fjell"),
        ("EmailAddress", "ola.lie@firma.no", "olalie@firma.no"),
        ("EmailAddress", "ola+a@firma.no", "ola@firma.no"),
        ("PhoneNumber", "22222222", "22222222 ext 5"),
        ("PhoneNumber", "22222222", "+46 22222222"),
        ("PhoneNumber", "token-111-a", "token-111-b"),
        ("PhoneNumber", "111", "222"),
        ("OrganizationNumber", "012345678", "12345678"),
        ("WebsiteUrl", "http://fjell.no", "https://fjell.no"),
    ],
)
def test_different_values_stay_different(path: str, one: str, other: str) -> None:
    """A false equality loses an edit (M-35b, M-59e)."""
    assert normal_form(path, one) != normal_form(path, other)


@pytest.mark.parametrize("value", [None, "", "  ", [], {}])
def test_all_kinds_of_empty_are_equal(value: object) -> None:
    """R-58."""
    assert normal_form("Name", value) == ""


@pytest.mark.parametrize("value", [False, 0, "0"])
def test_false_and_zero_are_values(value: object) -> None:
    """Only nothing is empty."""
    assert normal_form("IsPerson", value) != ""


def test_an_exact_kind_is_compared_as_it_stands() -> None:
    """D-13."""
    assert normal_form("EmailAddress", "A@x.no", frozenset({"email"})) == "A@x.no"


@given(st.text(), st.sampled_from(["Name", "EmailAddress", "PhoneNumber", "WebsiteUrl"]))
def test_a_normal_form_is_its_own(value: str, path: str) -> None:
    """Normalising twice changes nothing more."""
    once = normal_form(path, value)
    assert normal_form(path, once) == once
