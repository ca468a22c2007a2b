"""Keys and time stamps."""

from __future__ import annotations

import pytest

from talkqa.reference.entities import Key, key_of, spelt_for, stamp_text, ticks

NINE = 17_000_000_000_000_000
"""2023-11-14T22:13:20Z in ticks: 1,700,000,000 seconds."""


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2023-11-14T22:13:20Z", NINE),
        ("2023-11-14T22:13:20+00:00", NINE),
        ("2023-11-14T22:13:20", NINE),
        ("2023-11-14 22:13:20 +00:00", NINE),
        ("2023-11-15T00:13:20+02:00", NINE),
        ("2023-11-14T22:13:20.5Z", NINE + 5_000_000),
        ("2023-11-14T22:13:20.123Z", NINE + 1_230_000),
        ("2023-11-14T22:13:20.0000001+00:00", NINE + 1),
        (None, 0),
    ],
)
def test_a_stamp_is_an_instant(stamp: str | None, expected: int) -> None:
    """R-57: any offset, up to seven decimals."""
    assert ticks(stamp) == expected


def test_a_stamp_survives_its_text() -> None:
    """What is asked for is what was read, to the last decimal."""
    assert stamp_text(NINE + 1) == "2023-11-14T22:13:20.0000001+00:00"


def test_no_stamp_is_guessed() -> None:
    """What cannot be read says so."""
    with pytest.raises(ValueError, match="yesterday"):
        ticks("yesterday")


def test_a_contactperson_is_known_by_parent_and_own_id() -> None:
    """R-4."""
    assert key_of("Contactperson", {"Id": 7, "ContactId": 100}) == Key("Contactperson", "100/7")


def test_roles_of_one_contact_have_different_keys() -> None:
    """R-4: never a bare id."""
    assert key_of("Supplier", {"Id": 100}) != key_of("Customer", {"Id": 100})


def test_a_key_survives_its_text() -> None:
    """The slash in a Contactperson's id does no harm."""
    key = Key("Contactperson", "100/7", "other")
    assert Key.read(key.text) == key


@pytest.mark.parametrize(
    ("path", "value", "text", "written"),
    [
        ("Title", 1234, True, "1234"),
        ("ExternalNumber", "1234", False, 1234),
        ("ExternalNumber", "12 34", False, "12 34"),
        ("OrganizationNumber", "012345678", True, "012345678"),
        ("Payout", True, True, True),
        ("Allowance", 0.3, True, 0.3),
    ],
)
def test_a_value_is_written_in_the_type_of_its_property(
    path: str, value: object, text: bool, written: object
) -> None:
    """R-55: digits for a text, a number where numbers are held, everything else as it is."""
    found = spelt_for(path, value, text)
    assert (type(found), found) == (type(written), written)
