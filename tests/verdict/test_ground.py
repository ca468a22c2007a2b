"""Where a value may lawfully come from, and what may be written: read off the property tables."""

from __future__ import annotations

from talkqa.checklist import FlowTable, Pair
from talkqa.verdict.ground import Ground

CHAIN = Ground(
    (
        FlowTable(
            "supplier-customer",
            "Supplier",
            "Customer",
            28,
            (
                Pair("EmailAddress", "EmailAddress", "string"),
                Pair("IsPerson", "IsPerson", "boolean", creation_only=True),
            ),
            True,
            ("every",),
        ),
        FlowTable(
            "customer-contactperson",
            "Customer",
            "Contactperson",
            44,
            (
                Pair("EmailAddress", "EmailAddress", "string"),
                Pair("Name", "FirstName", "string", creation_only=True),
                Pair("", "LastName", "string", creation_only=True, constant="Kontakt"),
            ),
            True,
            ("every",),
        ),
    )
)
ENDS = {("Supplier", "EmailAddress"), ("Customer", "EmailAddress"), ("Contactperson", "EmailAddress")}


def test_a_value_may_come_from_either_end_of_a_chain() -> None:
    """Two-way rows join along the flows (R-24)."""
    assert {CHAIN.sources(place) for place in ENDS} == {frozenset(ENDS)}


def test_a_creation_only_row_leads_one_way() -> None:
    """The Customer's Name may turn up as FirstName, never the other way (D-6)."""
    assert CHAIN.sources(("Contactperson", "FirstName")) == {
        ("Contactperson", "FirstName"),
        ("Customer", "Name"),
    }
    assert CHAIN.sources(("Customer", "Name")) == {("Customer", "Name")}


def test_constants_stand_where_the_table_puts_them() -> None:
    """And nowhere else."""
    assert CHAIN.constants(("Contactperson", "LastName")) == {"Kontakt"}
    assert CHAIN.constants(("Contactperson", "FirstName")) == frozenset()


def test_what_may_change_is_less_than_what_a_creation_may_hold() -> None:
    """Creation-only rows are no licence to write later."""
    assert CHAIN.written == {
        "Supplier": {"EmailAddress"},
        "Customer": {"EmailAddress"},
        "Contactperson": {"EmailAddress"},
    }
    assert CHAIN.created["Contactperson"] == {"EmailAddress", "FirstName", "LastName"}
    assert CHAIN.created["Customer"] == {"EmailAddress", "IsPerson"}
