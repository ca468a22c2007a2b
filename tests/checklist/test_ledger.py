"""Expected sums: what the family's `expected.json` counts; for made-up documents, what was put into them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkqa.checklist import Checklist, build, load_profile
from talkqa.document import Document, Facts, FlowFacts, read, render
from tests.document.made_up import facts
from tests.document.shared import dataflows

PROFILE = load_profile("default")


def counts() -> dict[str, dict[str, Any]]:
    """What the family's own file says of each published document."""
    files: dict[str, dict[str, Any]] = json.loads((dataflows() / "expected.json").read_text())["files"]
    assert len(files) == 48
    return files


def published(name: str) -> Document:
    """One of them, read."""
    return read((dataflows() / name).read_bytes(), name)


def sums(made: Checklist) -> tuple[int, int, int]:
    """Statements of each kind: clauses, merge rows, property rows."""
    kinds = [one.kind for one in made.statements]
    return kinds.count("clause"), kinds.count("merge row"), kinds.count("property row")


def accounted_for(made: Checklist) -> bool:
    """Each statement has items of its own, each item of a flow one statement, and every id stands once."""
    ids = [item.id for item in made.items]
    told = [item for one in made.statements for item in one.items]
    repeated = {one.what for one in made.statements if told.count(one.items[0]) > 1}
    of_flows = {item.id for item in made.items if item.flow != "all-flows"}
    return (
        len(ids) == len(set(ids)) and set(told) == of_flows and (len(told) == len(of_flows) or bool(repeated))
    )


def test_every_statement_of_a_real_document_is_an_item_or_says_why_not() -> None:
    """The sum is exact: tested and not tested statements together are all that the document states."""
    for name, counted in counts().items():
        made = build(published(name), PROFILE)
        clauses = sum(counted["clauses"].values())
        assert sums(made) == (clauses, counted["merge_rows"], counted["property_rows"]), name
        assert accounted_for(made), name
        reasons = {item.id: item.not_tested_reason for item in made.items}
        for one in made.statements:
            assert one.is_tested == any(reasons[item] is None for item in one.items), one.id


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts())
def test_every_statement_of_a_made_up_document_is_an_item_or_says_why_not(made_up: Facts) -> None:
    """Also with every odd construct there is."""
    made = build(read(render(made_up)), PROFILE)
    flows = made_up.flows
    assert sums(made) == (
        sum(len(flow.clauses) for flow in flows),
        sum(len(flow.merge) for flow in flows),
        sum(len(flow.properties) for flow in flows),
    )
    assert accounted_for(made)


def turned(document: Document) -> Document:
    """The same flows in the opposite order, as a regenerated document may have them."""
    return replace(document, flows=tuple(reversed(document.flows)))


def test_a_regenerated_document_keeps_every_id() -> None:
    """Whatever order its flows come in, also where several have one heading and differ."""
    for name in counts():
        document = published(name)
        one, other = build(document, PROFILE), build(turned(document), PROFILE)
        assert {item.id: item.title for item in one.items} == {item.id: item.title for item in other.items}


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(4)))
def test_flows_of_one_heading_are_told_apart_by_what_they_say(order: list[int]) -> None:
    """Four flows between the same entities: each keeps its number in any order."""
    clauses = ("every", "keep-in-sync", "properties")
    linked = ("link-required", "merge-on", "keep-in-sync", "properties")
    merge = ((("EmailAddress", "EmailAddress"),),)

    def flow(rows: tuple[tuple[str, str, str], ...], kinds: tuple[str, ...] = clauses) -> FlowFacts:
        merges = merge if "merge-on" in kinds else ()
        return FlowFacts(("HubSpot", "Contact"), ("Wave", "Person"), kinds, merge=merges, properties=rows)

    flows = (flow(()), flow((("a", "b", "N/A"),)), flow((("a", "c", "N/A"),)), flow((), linked))
    made = build(
        read(render(Facts("HubSpot", "Wave", "2024-01-02 03:04:05", tuple(flows[place] for place in order)))),
        PROFILE,
    )
    ids = {item.id for item in made.items}
    assert {"contact-person/link-required", "contact-person#3/a:b", "contact-person#4/a:c"} <= ids


def test_rows_of_the_same_paths_are_told_apart_by_their_conditions() -> None:
    """In whatever order the table has them."""
    one = ("a (Dependant on having NO in c)", "b", "N/A")
    other = ("a (Dependant on having SE in c)", "b", "N/A")
    clauses = ("every", "keep-in-sync", "properties")
    for rows in ((one, other), (other, one)):
        flow = FlowFacts(("HubSpot", "Contact"), ("Wave", "Person"), clauses, properties=rows)
        document = read(render(Facts("HubSpot", "Wave", "2024-01-02 03:04:05", (flow,))))
        line = {row.source.dependants[0].value: row.line for row in document.flows[0].property_rows}
        found = {one.id: one.line for one in build(document, PROFILE).statements}
        assert (found["contact-person/a:b"], found["contact-person/a:b#2"]) == (line["NO"], line["SE"])
