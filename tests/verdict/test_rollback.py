"""LAW-15 on little journals written by hand: an older edit never takes the place of a newer one."""

from __future__ import annotations

from typing import Any

import pytest

from talkqa.checklist import FlowTable, Pair
from talkqa.verdict import Change, Exchange
from talkqa.verdict.ground import Ground
from talkqa.verdict.rollback import rollbacks

FLOW = FlowTable(
    "supplier-customer", "Supplier", "Customer", 1, (Pair("PhoneNumber", "PhoneNumber", "string"),), False, ()
)
GROUND = Ground((FLOW,))
KEYS = {"Supplier": "1", "Customer": "2"}


class Journal:
    """Requests one after the other; a request's number is its second."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.shown: dict[str, dict[str, Any]] = {}

    def save(self, author: str, type_: str, phone: str) -> None:
        number, before = len(self.exchanges) + 1, self.shown.get(type_)
        stamp = f"2026-01-05T08:00:{number:02d}.0000000+00:00"
        self.shown[type_] = {"PhoneNumber": phone, "LastChangedDateTimeOffset": stamp}
        changes = (Change(type_, KEYS[type_], before, self.shown[type_]),)
        operation = f"PATCH /{type_}s/{{id}}"
        self.exchanges.append(Exchange(number, author, "PATCH", "/", operation, 200, [], changes))

    def read(self, type_: str) -> None:
        number = len(self.exchanges) + 1
        self.exchanges.append(Exchange(number, "sut", "GET", "/", f"GET /{type_}s", 200, None))

    def laws(self) -> list[str | None]:
        return [evidence.law for evidence in rollbacks(self.exchanges, GROUND)]


@pytest.fixture
def journal() -> Journal:
    """Both have 000, typed at the Supplier and copied; then the Supplier gets 111, and all is read."""
    made = Journal()
    made.save("user", "Supplier", "000")
    made.read("Supplier")
    made.save("sut", "Customer", "000")
    made.save("user", "Supplier", "111")
    made.read("Supplier")
    made.read("Customer")
    return made


def test_a_newer_edit_may_take_the_place_of_an_older(journal: Journal) -> None:
    """The ordinary way."""
    journal.save("sut", "Customer", "111")
    assert journal.laws() == []


def test_an_older_edit_may_not_take_the_place_of_a_newer(journal: Journal) -> None:
    """The copy of 000 at the Customer is not a new edit."""
    journal.save("sut", "Supplier", "000")
    assert journal.laws() == ["LAW-15"]


def test_an_edit_that_was_not_read_yet_excuses(journal: Journal) -> None:
    """The race window: typed after the last look at the record."""
    journal.save("user", "Supplier", "222")
    journal.save("sut", "Supplier", "111")
    assert journal.laws() == []


def test_a_save_before_the_first_reading_blurs_the_time_of_an_edit() -> None:
    """The Customer's 333 may be dated by the later save that the first reading shows, so it may win."""
    blurred = Journal()
    blurred.save("user", "Supplier", "000")
    blurred.save("user", "Customer", "333")
    blurred.save("user", "Supplier", "111")
    blurred.save("user", "Customer", "333")
    blurred.read("Supplier")
    blurred.read("Customer")
    blurred.save("sut", "Supplier", "333")
    assert blurred.laws() == []


def test_without_that_save_the_same_is_a_rollback() -> None:
    """The twin of the test before."""
    clear = Journal()
    clear.save("user", "Supplier", "000")
    clear.save("user", "Customer", "333")
    clear.save("user", "Supplier", "111")
    clear.read("Supplier")
    clear.read("Customer")
    clear.save("sut", "Supplier", "333")
    assert clear.laws() == ["LAW-15"]
