"""Features for any document: what a person must check is written, too, and found to be missing or one too many."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from talkqa import shipped
from talkqa.checklist import Checklist, build, load_profile
from talkqa.document import Facts, FlowFacts, read, render
from talkqa.scenario import planned, read_features, structure_problems, verify, write
from tests.document.shared import dataflows

PROFILE = load_profile("default")
MERGING = ("every", "match-merges", "no-match-creates", "merge-on", "keep-in-sync", "properties")
CONNECTED = ("link-required", "create-if-connected", "keep-in-sync", "properties")
CONDITIONAL = ("conditional", "keep-in-sync", "properties")
ROWS = (
    ("Name", "name", '"string"'),
    ("Phone (Dependant on having NO in Country)", "phone", '"string"'),
    ("Mail", "mail", '"string"'),
)
FLOWS = (
    FlowFacts(
        ("HubSpot", "Company"), ("Wave", "Business"), MERGING, merge=((("Id", "id"),),), properties=ROWS
    ),
    FlowFacts(("HubSpot", "Deal"), ("Wave", "Order"), CONNECTED, connected=("Company", "Line", "Company")),
    FlowFacts(("HubSpot", "Deal"), ("", "Invoice"), CONDITIONAL, condition='When a HubSpot Deal is "won"'),
    FlowFacts(("HubSpot", "Deal"), ("Wave", "Item"), CONDITIONAL, condition="left out, for now"),
)


def checklist(*flows: FlowFacts) -> Checklist:
    """Of a document with these flows."""
    return build(read(render(Facts("HubSpot", "Wave", "2026-01-02 03:04:05", flows or FLOWS))), PROFILE)


def steps(folder: Path) -> str:
    """All that is written there."""
    return "\n".join(path.read_text() for path in sorted(folder.glob("*.feature")))


def test_every_clause_kind_is_put_in_words_for_a_person(tmp_path: Path) -> None:
    """One feature per flow, one law per scenario, and rows as outlines."""
    done = write(checklist(), tmp_path, manual=True)
    assert [path.name for path in done.files] == [
        "company_business.feature",
        "deal_order.feature",
        "deal_invoice.feature",
        "deal_item.feature",
    ]
    told = steps(tmp_path)
    for line in (
        "Scenario: a HubSpot Company that matches a Wave Business is merged with the existing one",
        "| company-business/merge-on/Id:id | Id       | id     |",
        "Scenario Outline: a HubSpot Deal connected to a synchronised <connected> gets one new Wave Order",
        "And that <connected> is synchronised into Wave",
        'Given a HubSpot Deal that meets this condition: a HubSpot Deal is "won"',
        'Given a HubSpot Deal that does not meet this condition: a HubSpot Deal is "won"',
        "Given a HubSpot Deal that is connected to no Company or Line",
        "And this condition of the row is not met: <condition>",
        "Given a HubSpot Deal that is meant, once somebody has explained this note: left out, for now",
        "| company-business/Phone:phone | NO in Country | Phone    | phone  |",
    ):
        assert line in told
    assert told.count("| Company   |") == 1


def test_names_in_the_plural_are_written_as_one_of_a_kind(tmp_path: Path) -> None:
    """In the sentences; the title keeps the document's words. An article is the one that English wants."""
    kinds = ("every", "keep-in-sync", "properties")
    flow = FlowFacts(("Asana", "Users"), ("UniEconomy", "Customers (human data)"), kinds)
    write(checklist(flow), tmp_path, manual=True)
    told = steps(tmp_path)
    assert "Feature: Asana Users to UniEconomy Customers (human data)\n" in told
    assert "Then each of the two is linked to exactly one UniEconomy Customer (human data) of its own" in told
    assert "Given an Asana User linked to a UniEconomy Customer (human data)" in told
    assert told.count("Users") == told.count("Customers") == 1


def test_what_a_condition_does_not_say_is_not_taken_for_empty(tmp_path: Path) -> None:
    """The value, or the property, is unknown: GRAMMAR, `dependant-value-empty` and `dependant-path-empty`."""
    rows = tuple(
        (f"{path} (Dependant on having {said})", "b", "N/A")
        for path, said in (("V", " in X"), ("P", "Y in  "))
    )
    flow = FlowFacts(
        ("HubSpot", "Deal"), ("Wave", "Item"), ("every", "keep-in-sync", "properties"), properties=rows
    )
    write(checklist(flow), tmp_path, manual=True)
    told = steps(tmp_path)
    assert "| a value not named in X    | V " in told
    assert "| Y in a property not named | P " in told


def test_what_is_written_passes_verify_and_parses(tmp_path: Path) -> None:
    """In both directions."""
    write(checklist(), tmp_path, manual=True)
    assert verify(tmp_path, checklist()) == []
    assert all(structure_problems(feature) == [] for feature in read_features(tmp_path))


CHANGED = {
    "deleted": (ROWS[:2], "the row of company-business/Mail:mail is one too many"),
    "added": ((*ROWS, ("Fax", "fax", "N/A")), "the row of company-business/Fax:fax is missing"),
    "changed": ((*ROWS[:2], ("Mail", "post", "N/A")), "the row of company-business/Mail:post is missing"),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_row_of_a_new_revision_turns_verify_red_by_its_name(change: str, tmp_path: Path) -> None:
    """Features of the old one, document of the new one."""
    write(checklist(), tmp_path, manual=True)
    rows, told = CHANGED[change]
    problems = verify(tmp_path, checklist(replace(FLOWS[0], properties=rows), *FLOWS[1:]))
    assert any(told in problem for problem in problems), problems


def test_an_item_that_is_checked_by_talkqa_does_not_stay_a_task_for_people(tmp_path: Path) -> None:
    """Once the flow can be tried, its old feature is named."""
    own = FlowFacts(
        ("Poweroffice", "Supplier"), ("PowerOffice", "Customer"), ("every", "keep-in-sync", "properties")
    )
    foreign = replace(own, source=("HubSpot", "Supplier"))
    write(checklist(foreign), tmp_path, manual=True)
    problems = verify(tmp_path, checklist(own))
    assert any("stands here to be checked by hand" in problem for problem in problems), problems


def test_all_published_documents_get_features_that_agree_with_their_checklists(tmp_path: Path) -> None:
    """The same bytes on every run, and nothing that verify would name."""
    for path in sorted(dataflows().glob("*.rst")):
        made = build(read(path.read_bytes(), path.name), PROFILE)
        one, other = tmp_path / path.stem / "one", tmp_path / path.stem / "other"
        done = write(made, one, manual=True)
        write(made, other, manual=True)
        assert bool(done.files) == bool(made.flows), path.name
        assert steps(one) == steps(other)
        assert not done.files or verify(one, made) == [], path.name


def test_the_census_of_collected_scenarios_is_exact(tmp_path: Path) -> None:
    """pytest collects every scenario that is written, by hand or not, and no other."""
    names = ("hubspot-hubspot.2023-06-27T05-11-35", "powerofficego-powerofficego.2024-09-17T07-26-52")
    for name in names:
        made = build(read((dataflows() / f"{name}.rst").read_bytes(), name), PROFILE)
        write(made, tmp_path / name, manual=True)
    config = f"--config-file={shipped.features() / 'pytest.ini'}"
    call = [sys.executable, "-m", "pytest", config, f"--rootdir={tmp_path}", "--collect-only", "-q"]
    ended = subprocess.run([*call, str(tmp_path)], capture_output=True, text=True, check=False, timeout=300)
    collected = sorted(line.split("/", 1)[-1] for line in ended.stdout.splitlines() if "::" in line)
    assert collected == sorted(check.id for name in names for check in planned(tmp_path / name)), ended.stdout
