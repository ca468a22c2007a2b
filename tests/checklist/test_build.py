"""Expected items: the list of checks for the first document; rows from the rule book's default table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from talkqa.checklist import ChecklistError, build, load_profile
from talkqa.document import Facts, FlowFacts, read, render
from tests.checklist.made_up import EVERY, changed_profile, checklist, document, first_document, flow, reasons

F1, F2, F3 = "employee-contactperson", "supplier-customer", "customer-contactperson"
OF_EACH_FLOW = [
    "every",
    "one-to-one",
    "by-id",
    "one-direction",
    "created-once",
    "one-write",
    "place",
    "frame",
    "address-frame",
    "latest-edit",
    "different-properties",
    "old-values",
    "own-writes",
    "emptiness",
    "all-pages",
    "lost-answer",
    "lost-answer-link",
    "no-deletes",
    "no-resurrection",
    "quiet",
    "one-edit-one-write",
]
OF_ONE_FLOW = {
    F2: [
        "dual-role",
        "read-position",
        "safe-position",
        "complete-reading",
        "not-seen",
        "stale-data",
        "tie",
        "second-look",
        "no-false-echo",
        "no-needless-write",
        "only-differences",
        "lasting-link",
        "switches",
        "archived",
    ],
    F3: ["address-alone", "emptied", "no-stealing", "inactive"],
}
OF_ALL_FLOWS = ["chain", "chain-creation", "chain-conflict", "quiet", "survivors", "composite-identity"]
ROWS = {F1: 10, F2: 14, F3: 9}

NAMES = (("FirstName", "FirstName", '"string"'), ("LastName", "LastName", '"string"'))
CITY = "MailAddress.City"


def test_the_first_document_has_every_check_of_the_list() -> None:
    """Behaviours of each flow and of all flows together, each once."""
    expected = {f"{slug}/{suffix}" for slug in ROWS for suffix in OF_EACH_FLOW}
    expected |= {f"{slug}/{suffix}" for slug, suffixes in OF_ONE_FLOW.items() for suffix in suffixes}
    expected |= {f"all-flows/{suffix}" for suffix in OF_ALL_FLOWS}
    found = [item.id for item in checklist().items if item.kind == "behaviour"]
    assert sorted(found) == sorted(expected)


def test_each_profile_row_is_an_item_named_after_its_content() -> None:
    """`<flow>/<source>:<target>`, never a position."""
    rows = [item for item in checklist().items if item.kind == "property"]
    assert {slug: sum(item.flow == slug for item in rows) for slug in ROWS} == ROWS
    ids = {item.id for item in rows}
    assert {
        f"{F1}/JobTitle:Title",
        f"{F1}/{CITY}:{CITY}",
        f"{F3}/Name:FirstName",
        f"{F3}/constant:LastName",
    } <= ids


def test_in_profile_default_everything_is_tested() -> None:
    """No reason is given for any item of the first document."""
    assert set(reasons(checklist()).values()) == {None}


def test_in_profile_literal_what_needs_a_synchronised_property_says_so() -> None:
    """And what does not is tested."""
    why = reasons(checklist("literal"))
    assert why[f"{F1}/latest-edit"] == "profile literal synchronises no property of this flow"
    assert why["all-flows/chain"] == f"profile literal synchronises no property of {F2}"
    assert [why[f"{F1}/{suffix}"] for suffix in ("every", "one-write", "no-deletes", "quiet")] == [None] * 4
    assert why[f"{F1}/FirstName:FirstName"] is None


def test_an_empty_property_table_is_a_finding_of_its_flow() -> None:
    """The sentence that stands on the report's first page."""
    made = checklist("literal")
    text = "the document lists 0 properties for this flow; the checks below come from profile literal"
    assert [(finding.flow, finding.text) for finding in made.findings] == [(slug, text) for slug in ROWS]


def test_origins_are_the_lines_of_the_clauses() -> None:
    """The heading of the first flow of a made-up document is line 12; its opening follows two lines below."""
    source = first_document()
    clauses = {clause.kind: clause.line for clause in source.flows[0].clauses}
    made = build(source, load_profile("default"))
    origin = {item.id: item.origin for item in made.items}
    assert origin[f"{F1}/every"] == f"document line {clauses['every']}"
    assert origin[f"{F1}/quiet"] == f"document line {clauses['keep-in-sync']}"
    assert origin[f"{F1}/frame"] == f"document line {clauses['properties']}"
    assert origin["all-flows/chain"] == "rule R-24"


def test_the_documents_own_rows_are_used_where_it_has_some() -> None:
    """Their origin is the document's line, and no profile row is mixed in."""
    made = checklist(
        "default", flow("Employee", "Contactperson", (*NAMES, ("PhoneNumber", "PhoneNumber", "N/A")))
    )
    rows = [item for item in made.items if item.kind == "property"]
    assert [item.id.split("/")[1] for item in rows] == [
        "FirstName:FirstName",
        "LastName:LastName",
        "PhoneNumber:PhoneNumber",
    ]
    assert all(item.origin.startswith("document line ") for item in rows)
    assert not made.findings
    assert not made.flows[0].from_profile
    assert [pair.type for pair in made.flows[0].pairs] == ["string"] * 3


def test_a_check_whose_row_the_document_lacks_names_it() -> None:
    """Without the City no address frame can be looked at."""
    made = checklist(
        "default", flow("Employee", "Contactperson", (*NAMES, ("PhoneNumber", "PhoneNumber", "N/A")))
    )
    why = reasons(made)
    assert why[f"{F1}/frame"] is None
    assert why[f"{F1}/address-frame"] == (
        f"needs the property row {CITY}:{CITY}, which the document's table does not have for this flow"
    )


UNTESTABLE = {
    ("phonenumber", "PhoneNumber"): "property phonenumber is not one of PowerOffice v2's names for Employee; "
    "did it mean PhoneNumber?",
    (
        "mailAddress.city",
        CITY,
    ): "property mailAddress.city is not one of PowerOffice v2's names for Employee; "
    "did it mean MailAddress.City?",
    ("Qwxyz", "Title"): "property Qwxyz is not one of PowerOffice v2's names for Employee",
    ("Id", "Id"): "server-owned: PowerOffice keeps Id of Employee itself",
    ("NationalIdNumber", "Title"): "NationalIdNumber of Employee is read as the word hidden",
    ("ExternalImportReference", "ExternalCode"): "which is kept for the creation mark (D-12)",
    ("DepartmentId", "Title"): "is the id of another record",
    ("HiredDate", "Title"): "HiredDate holds date and Title holds string",
    ("IsArchived", "IsActive"): "no values are made up for data type boolean of IsActive yet",
    (
        "JobTitle (Dependant on having NO in MailAddress.CountryCode)",
        "Title",
    ): "only under a condition: NO in Mail",
}


@pytest.mark.parametrize("pair", UNTESTABLE)
def test_a_row_that_cannot_be_tested_says_why_and_is_not_configured(pair: tuple[str, str]) -> None:
    """The item stays; the SUT is not told of the row."""
    source, target = pair
    made = checklist("default", flow("Employee", "Contactperson", (*NAMES, (source, target, '"string"'))))
    item = next(item for item in made.items if item.id == f"{F1}/{source.split(' ')[0]}:{target}")
    assert UNTESTABLE[pair] in (item.not_tested_reason or "")
    assert [row.key for row in made.flows[0].pairs] == ["FirstName:FirstName", "LastName:LastName"]


def test_rows_that_fight_over_a_property_are_both_set_aside() -> None:
    """Neither is right by chance."""
    rows = (*NAMES, ("JobTitle", "Title", "N/A"), ("PhoneNumber", "Title", "N/A"))
    made = checklist("default", flow("Employee", "Contactperson", rows))
    why = reasons(made)
    assert why[f"{F1}/JobTitle:Title"] == why[f"{F1}/PhoneNumber:Title"]
    assert "a second row for target Title" in (why[f"{F1}/JobTitle:Title"] or "")
    assert len(made.flows[0].pairs) == 2


def test_values_that_a_creation_needs_come_from_the_profile_and_are_a_finding() -> None:
    """A Contactperson needs a first and a last name, which this table of a Customer does not give."""
    made = checklist("default", flow("Customer", "Contactperson", (("PhoneNumber", "PhoneNumber", "N/A"),)))
    added = [pair for pair in made.flows[0].pairs if pair.creation_only]
    assert [pair.key for pair in added] == ["Name:FirstName", "constant:LastName"]
    assert [finding.code for finding in made.findings] == ["creation-values-added"]
    assert reasons(made)[f"{F3}/every"] is None


def test_a_flow_of_another_system_keeps_an_item_for_each_statement() -> None:
    """Three clauses and two rows make five items, none tested."""
    foreign = FlowFacts(("HubSpot", "Contact"), ("PowerOffice", "Customer"), EVERY, properties=NAMES)
    made = build(
        read(render(Facts("HubSpot", "PowerOffice", "2024-01-02 03:04:05", (foreign,)))),
        load_profile("default"),
    )
    assert reasons(made) == dict.fromkeys(
        [f"contact-customer/{what}" for what in (*EVERY, "FirstName:FirstName", "LastName:LastName")],
        "needs a system without a fake: HubSpot",
    )


def test_an_entity_without_a_fake_and_a_flow_without_scenarios_are_told_apart() -> None:
    """Address has no fake; Employee to Customer has one on both sides and no scenario."""
    why = reasons(checklist("default", flow("Supplier", "Address"), flow("Employee", "Customer")))
    assert "but not for Address" in (why["supplier-address/every"] or "")
    assert why["employee-customer/every"] == "no scenario is written for Employee to Customer"


def test_clauses_that_no_check_interprets_block_their_flow_and_stay_as_items() -> None:
    """A flow with merge criteria is read in full, and its rows are not tried as if they were not there."""
    clauses = ("every", "match-merges", "no-match-creates", "merge-on", "keep-in-sync", "properties")
    merging = replace(
        flow("Supplier", "Customer", clauses=clauses), merge=((("EmailAddress", "EmailAddress"),),)
    )
    why = reasons(checklist("default", merging))
    assert set(why) == {f"{F2}/{kind}" for kind in clauses} | {f"{F2}/merge-on/EmailAddress:EmailAddress"}
    assert set(why.values()) == {
        "the flow also says match-merges, no-match-creates, merge-on, which no check interprets yet"
    }


def test_a_free_text_condition_is_quoted() -> None:
    """Nobody but a person can decide it."""
    clauses = ("conditional", "keep-in-sync", "properties")
    conditional = replace(flow("Supplier", "Customer", clauses=clauses), condition="When a moon is full")
    assert reasons(checklist("default", conditional))[f"{F2}/conditional"] == (
        "the condition is free text: When a moon is full"
    )


def test_a_repeated_heading_keeps_its_own_ids() -> None:
    """The second occurrence is `#2` and is not tested; the first is not affected."""
    made = checklist("default", flow("Supplier", "Customer"), flow("Supplier", "Customer"))
    why = reasons(made)
    assert [table.slug for table in made.flows] == [F2, f"{F2}#2"]
    assert why[f"{F2}/every"] is None
    assert "states this flow 2 times" in (why[f"{F2}#2/every"] or "")


def test_ids_are_distinct_and_the_same_in_any_order_of_flows() -> None:
    """Regenerating a document in another order renumbers nothing."""
    made = checklist()
    turned = build(
        document(*reversed([flow(table.source, table.target) for table in made.flows])), made.profile
    )
    assert len({item.id for item in made.items}) == len(made.items)
    assert {item.id for item in turned.items} == {item.id for item in made.items}


def test_a_check_over_several_flows_is_there_only_with_them() -> None:
    """Without F3 there is no chain to check, and the dual role has nobody to follow."""
    made = checklist("default", flow("Supplier", "Customer"))
    assert [item.id for item in made.items if item.flow == "all-flows"] == []
    assert reasons(made)[f"{F2}/dual-role"] == f"needs the flow {F3}, which the document does not have"


def test_the_flow_filter_limits_items_and_findings_but_not_the_tables() -> None:
    """A SUT is configured with the whole document."""
    made = build(first_document(), load_profile("default"), [F1])
    assert {item.flow for item in made.items} == {finding.flow for finding in made.findings} == {F1}
    assert [table.slug for table in made.flows] == list(ROWS)


def test_an_unknown_flow_in_the_filter_is_refused_with_those_there_are() -> None:
    """Rather than checking nothing."""
    with pytest.raises(ChecklistError, match="employee-contactperson, supplier-customer"):
        build(first_document(), load_profile("default"), ["employee"])


@pytest.mark.parametrize(
    ("change", "item", "reason"),
    [
        (
            ('"house_customer"', '"none"'),
            f"{F1}/every",
            'needs f1.parent = "house_customer"; profile default has "none"',
        ),
        (('"tombstone"', '"recreate"'), f"{F3}/no-resurrection", 'needs on_partner_deleted = "tombstone"'),
        (('"restore"', '"ignore"'), f"{F2}/emptiness", 'needs clear_policy = "restore"'),
        (("create = true", "create = false"), "all-flows/chain-creation", "needs chain.create = true"),
        (
            ("creation_mark = true", "creation_mark = false"),
            f"{F2}/lost-answer",
            "needs creation_mark = true",
        ),
        (('"same"', '"two"'), f"{F2}/PhoneNumber:PhoneNumber", 'needs clients = "same"'),
    ],
)
def test_a_decision_other_than_the_one_needed_is_the_reason(
    change: tuple[str, str], item: str, reason: str, tmp_path: Path
) -> None:
    """The check was written for one reading; the profile has another."""
    made = build(first_document(), load_profile(changed_profile(tmp_path, change)))
    assert reason in (reasons(made)[item] or "")


def test_the_json_holds_what_the_header_of_the_results_needs() -> None:
    """One entry per flow and item, with the fields that the report reads."""
    told = checklist().to_json()
    assert set(told) == {"document", "profile", "flows", "items", "findings"}
    flows, items = told["flows"], told["items"]
    assert isinstance(flows, list)
    assert isinstance(items, list)
    assert [(one["slug"], one["pairs"], one["from_profile"]) for one in flows] == [
        (s, n, True) for s, n in ROWS.items()
    ]
    one = next(item for item in items if item["id"] == f"{F1}/JobTitle:Title")
    assert (one["source"], one["target"], one["kind"], one["rules"]) == (
        "JobTitle",
        "Title",
        "property",
        ["R-17", "R-20"],
    )
    assert one["origin"] == "profile default, flow employee-contactperson, row 5"
    assert one["not_tested_reason"] is None
