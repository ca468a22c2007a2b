"""Expected items: the list of checks for the first document; rows from the rule book's default table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from talkqa.checklist import ChecklistError, build, dataflow_json, load_profile
from talkqa.checklist.items import told_together
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
    "crash-anywhere",
    "doubtful-writes",
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
        "one-bad",
        "failed-update",
        "transient",
        "elsewhere",
        "throttled",
        "keys",
        "restart",
        "one-writer",
        "lost-memory",
        "same-name",
        "told",
        "types",
        "decimals",
        "times",
        "instants",
        "empty",
        "left-out",
        "spellings",
        "conditional-row",
        "lost-memory-unmarked",
        "breaker",
        "references",
        "two-clients",
    ],
    F3: [
        "address-alone",
        "emptied",
        "no-stealing",
        "inactive",
        "refused",
        "told",
        "counted",
        "masked",
        "fed-twice",
        "digits",
    ],
}
OF_ALL_FLOWS = [
    "chain",
    "chain-creation",
    "chain-conflict",
    "quiet",
    "survivors",
    "composite-identity",
    "forbidden",
]
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


def test_an_empty_table_is_a_finding_also_where_the_flow_is_not_tested() -> None:
    """The profile says nothing of such a flow, so no check comes from it."""
    made = checklist("default", flow("Invoice", "Customer"))
    assert [(finding.flow, finding.text) for finding in made.findings] == [
        ("invoice-customer", "the document lists 0 properties for this flow")
    ]
    assert all(item.not_tested_reason for item in made.items)


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
    ("streetAddresses.city", CITY): "streetAddresses.city of Employee stands in a list",
    ("Qwxyz", "Title"): "property Qwxyz is not one of PowerOffice v2's names for Employee",
    ("Id", "Id"): "server-owned: PowerOffice keeps Id of Employee itself",
    ("NationalIdNumber", "Title"): "NationalIdNumber of Employee is read as the word hidden",
    ("ExternalImportReference", "ExternalCode"): "which is kept for the creation mark (D-12)",
    ("DepartmentId", "Title"): "is the id of another record",
    ("HiredDate", "Title"): "HiredDate holds date and Title holds string; which value of the one stands for",
    (
        "IsArchived",
        CITY,
    ): "IsArchived holds boolean and MailAddress.City holds string; which value of the one",
    ("Number", "Title"): "numbers held as text are tried with values of their own (R-55)",
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


MERGING = ("every", "match-merges", "no-match-creates", "merge-on", "keep-in-sync", "properties")


def test_clauses_out_of_sequence_block_their_flow_and_stay_as_items() -> None:
    """A flow that says to merge and not on what is read in full, and not tried as if it said nothing."""
    odd = replace(
        flow("Supplier", "Customer", clauses=("every", "match-merges", "keep-in-sync", "properties"))
    )
    why = reasons(checklist("default", odd))
    assert set(why) == {f"{F2}/{kind}" for kind in odd.clauses}
    assert set(why.values()) == {
        "its clauses (every, match-merges, keep-in-sync, properties) are none of the sequences that documents have"
    }


def test_each_clause_and_each_merge_row_of_a_merging_flow_is_tried() -> None:
    """By what the clauses say, with the profile's rows where the document has none."""
    merging = replace(
        flow("Supplier", "Customer", clauses=MERGING),
        merge=((("EmailAddress", "EmailAddress"),), (("vatNumber", "OrganizationNumber"),), (("Name", ""),)),
    )
    made = checklist("default", merging)
    why = reasons(made)
    assert {one.what for one in made.statements if not one.is_tested} == {"merge-on/Name:"}
    assert why[f"{F2}/merge-on/Name:"] == "a cell of the merge row is empty"
    assert made.flows[0].criteria == (
        (("EmailAddress", "EmailAddress"),),
        (("OrganizationNumber", "OrganizationNumber"),),
    )
    assert made.flows[0].mode == "merge-or-create"


def test_names_in_the_plural_and_of_api_v1_are_the_same_things() -> None:
    """What a SUT is told is in v2's names, and the ids keep the document's."""
    made = checklist(
        "default", flow("Customers", "Contactperson", (("emailAddress", "emailAddress", "N/A"),))
    )
    assert (made.flows[0].source, made.flows[0].pairs[0].key) == ("Customer", "EmailAddress:EmailAddress")
    assert reasons(made)["customers-contactperson/emailAddress:emailAddress"] is None


def test_of_rows_that_fight_the_one_whose_names_agree_is_tried() -> None:
    """The other serves at creation, where nothing else gives a name that is needed."""
    rows = (("FirstName", "FirstName", "N/A"), ("FirstName", "Name", "N/A"), ("LastName", "LastName", "N/A"))
    made = checklist("default", flow("Contactperson", "Customer", rows))
    assert [(pair.key, pair.creation_only) for pair in made.flows[0].pairs] == [
        ("FirstName:FirstName", False),
        ("FirstName:Name", True),
        ("LastName:LastName", False),
    ]
    assert [finding.code for finding in made.findings] == ["creation-only"]


def test_persons_are_told_apart_and_never_get_a_contactperson() -> None:
    """P-2; matched by a merge row they may be the same as one."""
    linked = ("link-required", "merge-on", "keep-in-sync", "properties")
    every = flow("Customers person", "Contactperson")
    matched = replace(every, clauses=linked, merge=((("EmailAddress", "emailAddress"),),))
    assert "is a person has no Contactperson" in (
        reasons(checklist("default", every))["customers-person-contactperson/every"] or ""
    )
    made = checklist("default", matched)
    assert (made.flows[0].source_only, made.flows[0].mode) == ({"IsPerson": True}, "link-first")
    assert made.flows[0].not_tested_reason is None


def test_a_connection_that_the_fake_does_not_have_is_named() -> None:
    """A Salesorder is none of its records; a Customer's sales person is an Employee."""
    connected = ("link-required", "create-if-connected", "keep-in-sync", "properties")
    one = replace(flow("Employee", "Contactperson", clauses=connected), connected=("Salesorder",))
    why = reasons(checklist("default", one))[f"{F1}/create-if-connected"] or ""
    assert "nothing in the fake connects Employee to Salesorder" in why
    other = replace(one, connected=("Salesorder", "Customer"))
    made = checklist("default", other, flow("Customer", "Contactperson"))
    assert reasons(made)[f"{F1}/create-if-connected"] is None
    assert made.flows[0].mode == "connected"


def test_a_condition_on_a_property_is_tried_and_told_to_the_sut() -> None:
    """`When a … gets PROPERTY = "value"` is the one form that can be."""
    clauses = ("conditional", "keep-in-sync", "properties")
    conditional = replace(
        flow("Customer", "Contactperson", clauses=clauses),
        condition='When a Poweroffice Customer gets IsVatFree = "true"',
    )
    made = checklist("default", conditional)
    assert made.flows[0].condition == {"IsVatFree": True}
    assert reasons(made)[f"{F3}/conditional"] is None


def test_a_flow_within_one_type_needs_the_decision_for_it() -> None:
    """D-9: by default records of one type are not merged; and a type is never created from itself (R-8)."""
    within = replace(
        flow("Customer", "Customer", clauses=("link-required", "merge-on", "keep-in-sync", "properties")),
        merge=((("EmailAddress", "EmailAddress"),),),
    )
    why = reasons(checklist("default", within))["customer-customer/merge-on"]
    assert why == "needs same_type_merge = true; profile default has false"
    why = reasons(checklist("default", flow("Customer", "Customer")))["customer-customer/every"]
    assert "each a duplicate" in (why or "")


def test_a_flow_and_its_way_back_are_both_tried() -> None:
    """What the one made has its partner already, so it makes nothing in the other (R-8)."""
    names = (("FirstName", "FirstName", "N/A"), ("LastName", "LastName", "N/A"), ("FirstName", "Name", "N/A"))
    back = checklist("default", flow("Customer", "Contactperson"), flow("Contactperson", "Customer", names))
    assert [table.not_tested_reason for table in back.flows] == [None, None]
    assert "also states the way back" in (reasons(back)[f"{F3}/one-direction"] or "")


def test_a_free_text_condition_is_quoted() -> None:
    """Nobody but a person can decide it."""
    clauses = ("conditional", "keep-in-sync", "properties")
    conditional = replace(flow("Supplier", "Customer", clauses=clauses), condition="When a moon is full")
    assert reasons(checklist("default", conditional))[f"{F2}/conditional"] == (
        "the condition is free text: When a moon is full"
    )


def test_a_repeated_heading_keeps_its_own_ids_and_is_tried_by_itself() -> None:
    """What the first has shown is no verdict on the second, though both say the same."""
    made = checklist("default", flow("Supplier", "Customer"), flow("Supplier", "Customer"))
    why = reasons(made)
    assert [table.slug for table in made.flows] == [F2, f"{F2}#2"]
    assert [why[f"{slug}/every"] for slug in (F2, f"{F2}#2")] == [None, None]
    told: Any = dataflow_json(made, house_customer=None)["flows"]
    assert [one["slug"] for one in told] == [F2]


def test_a_flow_that_is_stated_otherwise_takes_the_place_of_the_first() -> None:
    """No system can honour two at once, so it is told of one; each has its own rows and clauses."""
    rows = (("Name", "Name", '"string"'), ("EmailAddress", "EmailAddress", '"string"'))
    more = replace(flow("Supplier", "Customer"), properties=(*rows, ("WebsiteUrl", "WebsiteUrl", '"string"')))
    made = checklist("default", more, replace(more, properties=rows), flow("Customer", "Contactperson"))
    first, second = sorted(made.flows[:2], key=lambda one: one.slug)
    assert [one.slug for one in told_together(made.flows)] == [F2, F3]
    assert [one.slug for one in told_together(made.flows, {f"{F2}#2"})] == [f"{F2}#2", F3]
    assert [one.slug for one in told_together(made.flows, {F3})] == [F2, F3]
    assert (first.instead_of, second.instead_of, made.flows[2].instead_of) == ("", F2, "")
    assert {len(first.pairs), len(second.pairs)} == {2, 3}
    clauses = ("every", "match-merges", "no-match-creates", "merge-on", "keep-in-sync", "properties")
    criteria = ((("EmailAddress", "EmailAddress"),),)
    merging = replace(more, clauses=clauses, merge=criteria)
    why = reasons(checklist("default", more, merging))
    assert {name.partition("/")[0] for name, reason in why.items() if reason is None} == {F2, f"{F2}#2"}
    assert [name for name in why if name.endswith("/match-merges")]


def test_a_table_without_a_persons_names_makes_no_persons() -> None:
    """The profile would say that the target is one; without its names none is created, and no such item is there."""
    rows = (("Name", "Name", "N/A"), ("EmailAddress", "EmailAddress", "N/A"))
    names = (("FirstName", "FirstName", "N/A"), ("LastName", "LastName", "N/A"))
    for stated, there in ((rows, False), ((*rows, *names), True)):
        made = checklist("default", flow("Supplier", "Customer", stated))
        assert ("IsPerson" in [pair.target for pair in made.flows[0].pairs]) is there


def test_of_a_repeated_heading_the_first_that_can_be_tried_is() -> None:
    """The one that asks for a link that nothing can make does not stand in the way of the other."""
    clauses = ("link-required", "create-if-connected", "keep-in-sync", "properties")
    blocked = replace(flow("Supplier", "Customer", clauses=clauses), connected=("Salesorder",))
    why = reasons(checklist("default", blocked, flow("Supplier", "Customer")))
    assert "nothing in the fake connects Supplier to Salesorder" in (why[f"{F2}/link-required"] or "")
    assert why[f"{F2}#2/every"] is None


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
    assert set(told) == {"document", "profile", "flows", "items", "findings", "statements"}
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
