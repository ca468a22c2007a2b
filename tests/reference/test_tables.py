"""Rows that are more than pairs: several that feed one property (R-22), values that name records (R-21)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from talkqa.reference.dataflow import read_dataflow
from talkqa.sut.errors import CannotStart
from tests.mutants.histories import customer_of, employee, person_of, supplier
from tests.reference.world import World, default_dataflow

INVOICE = {"source": "InvoiceEmailAddress", "target": "EmailAddress", "type": "string"}
REMINDER = {"source": "PaymentReminderEmailAddress", "target": "EmailAddress", "type": "string"}
EMPLOYEE = {"source": "ExternalNumber", "target": "ExternalNumber", "refers": "employee-contactperson"}


def fed(dataflow: dict[str, Any]) -> None:
    """A Contactperson's EmailAddress has three sources, of which the first is primary."""
    pairs = dataflow["flows"][2]["pairs"]
    pairs[0] = {**pairs[0], "primary": True}
    pairs += [dict(INVOICE), dict(REMINDER)]


def naming(dataflow: dict[str, Any]) -> None:
    """The ExternalNumber of a Supplier is an Employee's, that of a Customer its Contactperson's."""
    dataflow["flows"][1]["pairs"].append(EMPLOYEE)


@pytest.fixture
def feeding() -> Iterator[World]:
    world = World(change=fed)
    yield world
    world.close()


@pytest.mark.parametrize("primaries", [0, 2])
def test_rows_that_feed_one_property_need_one_primary(primaries: int) -> None:
    """Else nobody could tell where an edit of the target goes back to."""
    dataflow = default_dataflow()
    fed(dataflow)
    for number, row in enumerate(
        row for row in dataflow["flows"][2]["pairs"] if row["target"] == "EmailAddress"
    ):
        row["primary"] = number < primaries
    with pytest.raises(CannotStart, match="feed EmailAddress; expected exactly one with primary = true"):
        read_dataflow(dataflow)


def test_rows_that_never_count_together_need_none() -> None:
    """A condition tells them apart."""
    dataflow = default_dataflow()
    rows = dataflow["flows"][2]["pairs"]
    rows[0] = {**rows[0], "when": {"IsVatFree": True}}
    rows.append({**INVOICE, "when": {"IsVatFree": False}})
    assert not any(pair.rank for pair in read_dataflow(dataflow).flows[-1].pairs)


def test_the_newest_source_counts_and_no_other_is_written(feeding: World) -> None:
    """Edited in turn, each arrives; a cleared one hands back to what the target has."""
    key = feeding.add(
        "Customer",
        Name="Acme AS",
        PhoneNumber="22 33 44 55",
        EmailAddress="a@x.no",
        InvoiceEmailAddress="b@x.no",
    )
    feeding.settle()
    person = person_of(feeding, "Customer", key)
    assert feeding.get("Contactperson", person)["EmailAddress"] == "a@x.no"
    for path, value in (("PaymentReminderEmailAddress", "c@x.no"), ("InvoiceEmailAddress", "d@x.no")):
        feeding.edit("Customer", key, **{path: value})
        feeding.settle()
        assert feeding.get("Contactperson", person)["EmailAddress"] == value
    feeding.edit("Customer", key, EmailAddress="e@x.no")
    feeding.settle()
    assert feeding.get("Contactperson", person)["EmailAddress"] == "e@x.no"
    feeding.edit("Contactperson", person, EmailAddress="f@x.no")
    feeding.settle()
    left = feeding.get("Customer", key)
    names = ("EmailAddress", "InvoiceEmailAddress", "PaymentReminderEmailAddress")
    assert [left[name] for name in names] == ["f@x.no", "d@x.no", "c@x.no"]


def test_a_source_that_only_feeds_stays_empty(feeding: World) -> None:
    """It takes nothing, and neither does the primary one take what it brought."""
    key = feeding.add("Customer", Name="Acme AS", PhoneNumber="22 33 44 55", InvoiceEmailAddress="b@x.no")
    feeding.settle()
    person = person_of(feeding, "Customer", key)
    feeding.edit("Customer", key, InvoiceEmailAddress=None)
    feeding.settle()
    assert feeding.get("Contactperson", person)["EmailAddress"] == "b@x.no"
    assert feeding.get("Customer", key)["EmailAddress"] is None
    assert feeding.get("Customer", key)["InvoiceEmailAddress"] is None


def test_a_name_of_a_record_is_translated_both_ways_and_left_out_without_a_counterpart() -> None:
    """What names nobody in the flow goes nowhere, and the rest of the record is not held up."""
    world = World(change=naming)
    try:
        one, other = employee(world), employee(world, FirstName="Kari", PhoneNumber="22 33 44 55")
        key = supplier(world, ExternalNumber=4711)
        world.settle()
        customer = customer_of(world, key)
        assert world.get("Customer", customer)["ExternalNumber"] is None
        world.edit("Supplier", key, ExternalNumber=int(one))
        world.settle()
        people = [person_of(world, "Employee", who).partition("/")[2] for who in (one, other)]
        assert world.get("Customer", customer)["ExternalNumber"] == int(people[0])
        world.edit("Customer", customer, ExternalNumber=int(people[1]))
        world.settle()
        assert world.get("Supplier", key)["ExternalNumber"] == int(other)
    finally:
        world.close()
