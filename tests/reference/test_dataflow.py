"""The assignment's dataflow: what is understood and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from talkqa.reference.dataflow import read_dataflow
from talkqa.sut.errors import CannotStart
from tests.reference.world import default_dataflow, rows


def with_decision(path: str, value: Any) -> dict[str, Any]:
    dataflow = default_dataflow()
    table = dataflow["decisions"]
    *outer, last = path.split(".")
    for name in outer:
        table = table.setdefault(name, {})
    table[last] = value
    return dataflow


@pytest.mark.parametrize(
    ("decision", "value"),
    [
        ("clients", "three"),
        ("chain.values", False),
        ("f1.parent", "by_sales_person"),
        ("f2.create", "sometimes"),
        ("contactperson.shared", "by_criterion"),
        ("on_partner_deleted", "recreate"),
        ("on_ambiguous", "lowest_id"),
        ("clear_policy", "propagate"),
        ("tie_break", ["source", "non_empty", "smaller_normal_form"]),
    ],
)
def test_a_decision_that_is_not_implemented_is_refused(decision: str, value: Any) -> None:
    """Ignoring it would look like honouring it."""
    with pytest.raises(CannotStart, match=f"{decision}.*not implemented.*expected"):
        read_dataflow(with_decision(decision, value))


def test_parents_come_before_children() -> None:
    """R-12: whatever the order in which the flows are given."""
    dataflow = default_dataflow()
    dataflow["flows"].reverse()
    slugs = [flow.slug for flow in read_dataflow(dataflow).flows]
    assert slugs.index("supplier-customer") < slugs.index("customer-contactperson")


def test_only_types_of_the_flows_are_read() -> None:
    """No request for a type that no flow uses."""
    dataflow = default_dataflow()
    dataflow["flows"] = dataflow["flows"][1:2]
    assert read_dataflow(dataflow).types == ("Supplier", "Customer")


@pytest.mark.parametrize(
    "name", ["Id", "LastChangedDateTimeOffset", "NationalIdNumber", "ExternalImportReference"]
)
def test_a_row_that_nobody_may_write_is_left_out(name: str) -> None:
    """R-18, R-56: a table may list it all the same."""
    dataflow = default_dataflow()
    dataflow["flows"] = [{**dataflow["flows"][1], "pairs": rows(name)}]
    assert read_dataflow(dataflow).flows[0].pairs == ()


def test_creation_only_rows_do_not_travel() -> None:
    """D-6: neither the filler nor the name it stands in for."""
    flows = {flow.slug: flow for flow in read_dataflow(default_dataflow()).flows}
    travelling = {pair.target for pair in flows["customer-contactperson"].travelling}
    assert not travelling & {"FirstName", "LastName"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": "Invoice"}, "unknown type 'Invoice'"),
        ({"mode": "sometimes"}, "mode 'sometimes'"),
        ({"pairs": [{"source": "MailAddress", "target": "MailAddress"}]}, "MailAddress is mapped as a whole"),
        ({"pairs": [{"source": "", "target": "LastName"}]}, "neither a source nor a constant"),
    ],
)
def test_a_flow_that_cannot_be_honoured_is_refused(change: dict[str, Any], said: str) -> None:
    """The message names the flow, what it got and what it expects."""
    dataflow = default_dataflow()
    dataflow["flows"][0] |= change
    with pytest.raises(CannotStart, match=f"flow employee-contactperson: .*{said}"):
        read_dataflow(dataflow)
