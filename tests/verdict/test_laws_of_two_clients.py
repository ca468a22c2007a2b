"""The safety laws where the two systems are two clients: each type is in one, and equal numbers mean nothing."""

from __future__ import annotations

from typing import Any

from talkqa.checklist import FlowTable, Pair
from talkqa.verdict import Change, Exchange
from talkqa.verdict.ground import Ground
from talkqa.verdict.laws import idle, violations
from talkqa.verdict.rollback import STAMP, rollbacks

PAIRS = (Pair("Name", "Name", "string"), Pair("PhoneNumber", "PhoneNumber", "string"))
FLOW = FlowTable("supplier-customer", "Supplier", "Customer", 28, PAIRS, True, ("every",))
TWO = Ground((FLOW,), clients={"Supplier": "source", "Customer": "target"})
SAME = Ground((FLOW,))

SUPPLIER = {"Name": "Fjord AS", "PhoneNumber": "22 22 22 22"}
CUSTOMER = dict(SUPPLIER)
OTHER = {"Name": "Vik AS", "PhoneNumber": "99 99 99 99"}


class Journal:
    """Requests to either client, in one order."""

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []

    def make(self, author: str, client: str, type_: str, key: str, record: dict[str, Any]) -> Journal:
        """A record is created."""
        return self._add(author, client, "POST", f"/{type_}s", record, Change(type_, key, None, record))

    def edit(
        self, author: str, client: str, type_: str, key: str, before: dict[str, Any], **new: Any
    ) -> Journal:
        """Some values of a record are saved; the stamp is the number of the request."""
        operations = [{"op": "replace", "path": f"/{name}", "value": value} for name, value in new.items()]
        change = Change(type_, key, before, {**before, **new, STAMP: f"{len(self.exchanges):03d}"})
        return self._add(author, client, "PATCH", f"/{type_}s/{key}", operations, change)

    def read(self, client: str, type_: str) -> Journal:
        """The SUT lists a type."""
        return self._add("sut", client, "GET", f"/{type_}s", None)

    def delete(self, client: str, path: str) -> Journal:
        """The SUT deletes something."""
        return self._add("sut", client, "DELETE", path, None)

    def _add(self, author: str, client: str, method: str, path: str, body: Any, *changes: Change) -> Journal:
        number = len(self.exchanges) + 1
        operation = f"{method} {path}"
        one = Exchange(number, author, method, path, operation, 200, body, changes, client=client)
        self.exchanges.append(one)
        return self

    def laws(self, ground: Ground = TWO) -> list[str | None]:
        """What LAW-4, 6, 8 and 9 say."""
        return [evidence.law for evidence in violations(self.exchanges, ground)]

    def gone_back(self, ground: Ground = TWO) -> list[str | None]:
        """What LAW-15 says."""
        return [evidence.law for evidence in rollbacks(self.exchanges, ground)]


def linked() -> Journal:
    """A Supplier of the source client and the Customer that was made for it in the target client."""
    journal = Journal().make("user", "source", "Supplier", "7", SUPPLIER)
    return journal.make("sut", "target", "Customer", "9", CUSTOMER)


def test_a_creation_in_the_target_client_breaks_nothing() -> None:
    """Nor does a value that a user typed on the other side."""
    journal = linked().edit("user", "source", "Supplier", "7", SUPPLIER, PhoneNumber="33 33 33 33")
    assert journal.edit("sut", "target", "Customer", "9", CUSTOMER, PhoneNumber="33 33 33 33").laws() == []


def test_a_creation_in_the_wrong_client_is_spurious() -> None:
    """LAW-6, and LAW-9: other clients are changed only by users."""
    journal = Journal().make("user", "source", "Supplier", "7", SUPPLIER)
    journal.make("sut", "source", "Customer", "9", CUSTOMER)
    assert sorted(map(str, journal.laws())) == ["LAW-6", "LAW-9"]


def test_the_evidence_says_which_client_was_asked() -> None:
    """A path alone would not tell the two apart."""
    journal = Journal().make("user", "source", "Supplier", "7", SUPPLIER)
    journal.make("sut", "source", "Customer", "9", CUSTOMER)
    found = {evidence.law: evidence for evidence in violations(journal.exchanges, TWO)}
    assert found["LAW-6"].did == "POST /Customers at the source client by synchronisation, answered 200"
    assert found["LAW-9"].expected.startswith("Customer of the source client left alone")


def test_a_write_to_a_namesake_in_the_other_client_breaks_the_frame() -> None:
    """LAW-9: the Customer 9 of the source client is nobody's partner, though 9 is linked in the target client."""
    journal = linked().make("user", "source", "Customer", "9", OTHER)
    journal.edit("sut", "source", "Customer", "9", OTHER, PhoneNumber=SUPPLIER["PhoneNumber"])
    assert journal.laws() == ["LAW-9"]
    assert journal.laws(SAME) == [], "in one client it would be the linked Customer itself"


def test_a_supplier_and_a_customer_of_one_number_are_no_contact_in_two_roles() -> None:
    """LAW-6 lets the Supplier have a Customer of its own; LAW-9 keeps the namesake out of it."""
    journal = Journal().make("user", "source", "Supplier", "7", SUPPLIER)
    journal.make("user", "target", "Customer", "7", OTHER)
    begotten = journal.make("sut", "target", "Customer", "9", CUSTOMER)
    assert begotten.laws() == []
    assert begotten.laws(SAME) == ["LAW-6"], "in one client they are one contact"
    journal.edit("sut", "target", "Customer", "7", OTHER, PhoneNumber=SUPPLIER["PhoneNumber"])
    assert journal.laws() == ["LAW-9"]


def test_the_other_role_of_a_contact_may_change_along() -> None:
    """A Customer that is a Supplier in the target client too: the shared base shows in both."""
    journal = linked().edit("user", "source", "Supplier", "7", SUPPLIER, PhoneNumber="33 33 33 33")
    new = CUSTOMER | {"PhoneNumber": "33 33 33 33"}
    changes = tuple(Change(role, "9", CUSTOMER, new) for role in ("Customer", "Supplier"))
    body = [{"op": "replace", "path": "/PhoneNumber", "value": "33 33 33 33"}]
    operation = "PATCH /Customers/{id}"
    last = Exchange(4, "sut", "PATCH", "/Customers/9", operation, 200, body, changes, client="target")
    assert list(violations([*journal.exchanges, last], TWO)) == []


def test_a_value_from_the_other_client_is_nobodys_here() -> None:
    """LAW-4: what a user typed at a Customer of the source client was not typed at either side of the flow."""
    journal = linked().make("user", "source", "Customer", "9", OTHER)
    journal.edit("sut", "target", "Customer", "9", CUSTOMER, PhoneNumber="99 99 99 99")
    assert journal.laws() == ["LAW-4"]
    assert journal.laws(SAME) == []


def test_nothing_is_deleted_in_either_client() -> None:
    """LAW-8."""
    for client in ("source", "target"):
        journal = linked()
        journal.delete(client, "/Suppliers/7")
        assert journal.laws() == ["LAW-8"]


def test_a_write_to_either_client_is_seen_after_quiescence() -> None:
    """LAW-3."""
    for client in ("source", "target"):
        journal = Journal().edit("sut", client, "Supplier", "7", SUPPLIER, PhoneNumber="1")
        assert [evidence.law for evidence in idle(journal.exchanges)] == ["LAW-3"]


def gone_back(client: str) -> Journal:
    """The Supplier's 11 was copied; the Customer's 22 came later and was read in that client; 11 is written again."""
    old = CUSTOMER | {"PhoneNumber": "11"}
    journal = Journal().edit("user", "source", "Supplier", "7", SUPPLIER, PhoneNumber="11")
    journal.edit("user", "target", "Customer", "9", old, PhoneNumber="22")
    journal.read("source", "Supplier").read(client, "Customer")
    return journal.edit("sut", "target", "Customer", "9", old | {"PhoneNumber": "22"}, PhoneNumber="11")


def test_an_older_edit_of_the_one_client_may_not_replace_a_newer_of_the_other() -> None:
    """LAW-15 goes by the one clock of both."""
    assert gone_back("target").gone_back() == ["LAW-15"]


def test_a_reading_of_the_other_client_is_no_reading_of_this_one() -> None:
    """Then the newer edit was not seen yet: a race that nobody can win."""
    assert gone_back("source").gone_back() == []


def test_edits_of_one_number_in_two_clients_are_edits_of_two_contacts() -> None:
    """Of two contacts that show a value the earlier counts, as nobody can tell which of them was meant."""
    journal = Journal().edit("user", "target", "Customer", "7", OTHER, PhoneNumber="11")
    journal.edit("user", "source", "Supplier", "7", SUPPLIER, PhoneNumber="22")
    journal.read("source", "Supplier")
    journal.edit("user", "source", "Supplier", "7", SUPPLIER | {"PhoneNumber": "22"}, PhoneNumber="11")
    journal.read("source", "Supplier").read("target", "Customer")
    journal.edit("sut", "target", "Customer", "7", OTHER | {"PhoneNumber": "11"}, PhoneNumber="22")
    assert journal.gone_back() == []
    assert journal.gone_back(SAME) == ["LAW-15"]
