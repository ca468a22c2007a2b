"""Names in sentences for people."""

from __future__ import annotations

import pytest

from talkqa.checklist import alternatives, articles, singular


@pytest.mark.parametrize(
    ("label", "one"),
    [
        ("PowerOffice Customers person", "PowerOffice Customer person"),
        ("Companies", "Company"),
        ("Business Central Addresses", "Business Central Address"),
        ("Wix.com Boxes", "Wix.com Box"),
        ("HubSpot Sales order lines", "HubSpot Sales order line"),
        ("Status", "Status"),
        ("Business_entity", "Business_entity"),
        ("SSB VAT codes", "SSB VAT code"),
        ("Contactsinformation person customer relation", "Contactsinformation person customer relation"),
    ],
)
def test_a_plural_becomes_one_of_a_kind(label: str, one: str) -> None:
    """Also within a name; a word that only looks like a plural stays."""
    assert (singular(label), singular(one)) == (one, one)


def test_an_article_goes_by_the_sound() -> None:
    """`User` and `UniEconomy` begin as `you` does."""
    assert articles("a Employee, a Update, a User and a UniEconomy Order") == (
        "an Employee, an Update, a User and a UniEconomy Order"
    )


def test_the_last_of_several_names_follows_or() -> None:
    """One name stays alone."""
    assert (alternatives(["A"]), alternatives(["A", "B", "C"])) == ("A", "A, B or C")
