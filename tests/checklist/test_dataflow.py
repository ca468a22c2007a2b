"""Expected configuration: the form in which a SUT is told of a dataflow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from talkqa.checklist import build, dataflow_json, load_profile
from tests.checklist.made_up import changed_profile, checklist, first_document, flow


def told(profile: str = "default", house_customer: int | None = 123, **more: Any) -> Any:
    """The configuration after its way through JSON."""
    made = build(first_document(), load_profile(profile))
    return json.loads(json.dumps(dataflow_json(made, house_customer=house_customer, **more)))


def test_flows_and_rows_are_those_of_the_checklist() -> None:
    """With all fields of a row and without its origin."""
    flows = told()["flows"]
    assert [(one["slug"], one["source"], one["target"], one["mode"]) for one in flows] == [
        ("employee-contactperson", "Employee", "Contactperson", "every"),
        ("supplier-customer", "Supplier", "Customer", "every"),
        ("customer-contactperson", "Customer", "Contactperson", "every"),
    ]
    assert flows[1]["pairs"][7] == {
        "source": "FirstName",
        "target": "FirstName",
        "type": "string",
        "creation_only": False,
        "constant": None,
        "when": {"IsPerson": True},
    }
    assert flows[2]["pairs"][-1]["constant"] == "Kontakt"


def test_the_decisions_are_nested_and_suit_a_driven_run() -> None:
    """Full reads every second cycle, no waiting between cycles, the house customer by its contact id."""
    assert told()["decisions"] == {
        "clients": "same",
        "chain": {"create": True, "values": True},
        "f1": {"parent": {"contact_id": 123}},
        "f2": {"create": "new_contact"},
        "contactperson": {"shared": False},
        "every": {"archived": True},
        "full_sync": True,
        "share": {"Employee": True, "Supplier": True, "Customer": True, "Contactperson": True},
        "on_partner_deleted": "tombstone",
        "on_ambiguous": "park",
        "same_type_merge": False,
        "clear_policy": "restore",
        "tie_break": ["non_empty", "source", "smaller_normal_form"],
        "max_future_skew": 300,
        "creation_mark": True,
        "normal_form": dict.fromkeys(["text", "email", "phone", "organisation_number", "url"], "loose"),
        "count": {"by": "request"},
        "full_every": 2,
        "interval": 0,
    }
    assert told()["page_size"] == 5000


def test_without_a_house_customer_the_parent_is_not_configured() -> None:
    """So F1 has to create nothing and say so."""
    assert told(house_customer=None)["decisions"]["f1"] == {"parent": None}


@pytest.mark.parametrize(("chosen", "parent"), [("none", None), ("by_sales_person", "by_sales_person")])
def test_another_parent_is_told_in_place_of_the_house_customer(
    chosen: str, parent: str | None, tmp_path: Path
) -> None:
    """Whatever customer the harness has at hand."""
    path = changed_profile(tmp_path, ('"house_customer"', f'"{chosen}"'))
    assert told(path)["decisions"]["f1"] == {"parent": parent}


def test_a_link_first_parent_turns_the_flow_link_first_on_the_email(tmp_path: Path) -> None:
    """D-3: criterion e-mail, no creation."""
    flows = told(changed_profile(tmp_path, ('"house_customer"', '"link_first"')))["flows"]
    assert [one["mode"] for one in flows] == ["link-first", "every", "every"]
    assert flows[0]["merge_criteria"] == [[{"source": "EmailAddress", "target": "EmailAddress"}]]


def test_merge_criteria_page_size_and_full_reads_can_be_set_for_a_scenario() -> None:
    """Rows are alternatives, a row is a conjunction."""
    rows = [(("EmailAddress", "EmailAddress"), ("Name", "Name"))]
    config = told(merge_criteria={"supplier-customer": rows}, page_size=3, full_every=5)
    assert [one["merge_criteria"] for one in config["flows"]] == [
        [],
        [[{"source": "EmailAddress", "target": "EmailAddress"}, {"source": "Name", "target": "Name"}]],
        [],
    ]
    assert (config["page_size"], config["decisions"]["full_every"]) == (3, 5)


def test_a_flow_that_is_not_tested_is_not_configured() -> None:
    """A SUT could do nothing with it."""
    made = checklist("default", flow("Supplier", "Address"), flow("Supplier", "Customer"))
    config: Any = dataflow_json(made, house_customer=1)
    assert [one["slug"] for one in config["flows"]] == ["supplier-customer"]


def test_nothing_that_is_expected_is_told() -> None:
    """No item, no rule, no reason: a SUT receives what an implementer would configure."""
    text = json.dumps(told())
    assert all(word not in text for word in ("R-17", "S-17", "origin", "item", "expected"))
