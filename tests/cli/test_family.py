"""`talkqa check` over other documents than the first: the made-up ones with every kind of clause, and real ones.

Expected: with the reference all that can be tried passes; how much that is, counted by hand in the documents.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.document import Facts, FlowFacts, render
from talkqa.scenario.plan import MADE_UP, made_up
from tests.cli.running import Call, check
from tests.document.shared import dataflows

CLAUSES = {
    "matching": {"link-required", "merge-on", "every", "match-merges", "no-match-creates", "conditional"},
    "connected": {"link-required", "create-if-connected", "merge-on", "every"},
    "within": {"link-required", "merge-on", "every"},
}
REVISIONS = {
    "poweroffice-poweroffice.2023-05-01T16-25-05": "one write, one link each way",
    "poweroffice-poweroffice.2023-05-19T13-11-09": "v1 names beside v2's",
    "poweroffice-poweroffice.2023-05-22T22-04-18": "link-required addresses",
    "poweroffice-poweroffice.2023-05-23T06-26-42": "flows of other systems",
    "poweroffice-poweroffice.2023-06-27T05-12-36": "v1 names only",
    "poweroffice-poweroffice.2023-06-27T17-28-10": "addresses with rows",
    "powerofficego-powerofficego.2024-09-17T07-26-52": "persons, plurals, repeated headings",
}


def tried(call: Call) -> set[str]:
    """Ids of the statements of which something was tried."""
    header = call.lines[0]
    decided = {item for line in call.checks for item in line["items"]}
    return {one["id"] for one in header["statements"] if decided.intersection(one["items"])}


@pytest.mark.parametrize("name", MADE_UP)
def test_the_reference_passes_every_clause_of_the_made_up_documents(name: str, tmp_path: Path) -> None:
    """Every statement is tried, and all pass."""
    plan = made_up(name)
    call = check(tmp_path, str(plan.document), f"--profile={plan.profile}", "--no-allure")
    assert call.code == 0, call.out
    assert {line["verdict"] for line in call.checks} == {"pass"}
    statements = {one["id"] for one in call.lines[0]["statements"]}
    assert tried(call) == statements
    assert {one.split("/")[1] for one in statements} >= CLAUSES[name]


@pytest.mark.parametrize("name", REVISIONS)
def test_what_can_be_tried_of_a_real_document_passes(name: str, tmp_path: Path) -> None:
    """And the summary says of how many statements that is."""
    call = check(tmp_path, str(dataflows() / f"{name}.rst"), "--no-allure")
    assert call.code == 0, call.out
    assert {line["verdict"] for line in call.checks} == {"pass"}
    stated, ran = len(call.lines[0]["statements"]), len(tried(call))
    told = f"{stated} statements of the document: {ran} tested, {stated - ran} not tested"
    assert told in call.out.splitlines()
    assert ran >= 8


def test_flows_of_one_pair_of_entities_under_other_names_run_with_those_names(tmp_path: Path) -> None:
    """Customers of the document are the Customers of the fake; the ids keep the document's words."""
    name = "powerofficego-powerofficego.2024-09-17T07-26-52.rst"
    call = check(tmp_path, str(dataflows() / name), "--no-allure")
    flows = {one.split("/")[0] for one in tried(call)}
    assert flows == {"contactperson-customers-person", "customers-person-contactperson"}


BLOCKED = ("link-required", "create-if-connected", "keep-in-sync", "properties")
PLAIN = ("every", "keep-in-sync", "properties")


def test_a_flow_runs_as_well_under_a_plural_and_as_the_second_of_its_heading(tmp_path: Path) -> None:
    """As many items and checks as under the names of the first document, all passed; the first cannot be tried."""

    def flow(source: str, target: str, clauses: tuple[str, ...] = PLAIN) -> FlowFacts:
        connected = ("Salesorder",) if clauses == BLOCKED else ()
        return FlowFacts(("Poweroffice", source), ("PowerOffice", target), clauses, connected=connected)

    documents = {
        "supplier-customer": (flow("Supplier", "Customer"),),
        "suppliers-customers": (flow("Suppliers", "Customers"),),
        "supplier-customer#2": (flow("Supplier", "Customer", BLOCKED), flow("Supplier", "Customer")),
    }
    counts = set()
    for slug, flows in documents.items():
        path = tmp_path / "made.rst"
        path.write_bytes(render(Facts("Poweroffice", "PowerOffice", "2026-01-02 03:04:05", flows)))
        call = check(tmp_path / slug, str(path), f"--flow={slug}", "--no-allure")
        assert call.code == 0, call.out
        decided = {item.split("/")[1] for line in call.checks for item in line["items"]}
        counts.add((frozenset(decided), len(call.checks)))
    assert len(counts) == 1
