"""The made-up data: valid, Norwegian, distinct, and the same for the same seed."""

from __future__ import annotations

from steps._made_up import WEIGHTS, MadeUp

PATHS = ("FirstName", "LastName", "Name", "LegalName", "OrganizationNumber", "EmailAddress", "PhoneNumber")


def test_the_same_seed_and_scenario_make_the_same_record() -> None:
    """Whatever ran before, in whatever process."""
    assert MadeUp(7, "a").record("Customer") == MadeUp(7, "a").record("Customer")
    assert MadeUp(7, "a").record("Customer") != MadeUp(8, "a").record("Customer")
    assert MadeUp(7, "a").record("Customer") != MadeUp(7, "b").record("Customer")


def test_no_value_comes_twice_in_a_scenario() -> None:
    """A value names the edit that it came from."""
    made_up = MadeUp(1, "distinct")
    for path in (*PATHS, "MailAddress.City", "MailAddress.AddressLine1"):
        values = [made_up.value(path) for _ in range(12)]
        assert len(set(values)) == 12, path


def test_organisation_numbers_have_a_valid_check_digit() -> None:
    """Modulus 11: the weighted sum of all nine digits, the check digit with weight 1, is divisible by 11."""
    made_up = MadeUp(1, "numbers")
    for _ in range(50):
        digits = [int(digit) for digit in made_up.value("OrganizationNumber")]
        assert sum(d * w for d, w in zip(digits, (*WEIGHTS, 1), strict=True)) % 11 == 0


def test_names_and_addresses_hold_norwegian_letters() -> None:
    """So that folding to ASCII is seen (M-59b)."""
    made_up = MadeUp(1, "letters")
    assert all("å" in made_up.value("LastName") for _ in range(5))
    assert all("ø" in made_up.value("Name") for _ in range(5))
