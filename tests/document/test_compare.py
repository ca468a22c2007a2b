"""What changed between two revisions: each kind of change by name, and what is no change."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from talkqa.document import Document, Facts, FlowFacts, facts_of, read, render
from talkqa.document.changes import KINDS, REAL, Change
from talkqa.document.changes_text import describe
from talkqa.document.compare import compare
from talkqa.document.damping import damped
from talkqa.document.substance import FlowName
from tests.document.made_up import CONDITIONAL, EVERY, HEAD, LINK_FIRST, MERGE, facts

WHOLE = HEAD + EVERY + MERGE + LINK_FIRST + CONDITIONAL
PERSON = FlowName("Person", "Worker", 1)
FIRM = FlowName("Firm", "Client", 1)
LINE = FlowName("Firm", "Order line", 1)
DEAL = FlowName("Deal", "Order", 1)
NAME_ROW = '   * - Name\n     - fullName\n     - "string"\n'
CITY_ROW = '   * - Home.City\n     - city (Dependant on having NO in Home.Country)\n     - "integer"\n'


def at(text: str, stamp: str = "2024-05-06 07:08:09") -> Document:
    return read(text.replace("2024-05-06 07:08:09", stamp).encode(), f"{stamp}.rst")


def swapped(text: str, old: str, new: str) -> str:
    """The text with what must be in it exchanged once."""
    assert old in text
    return text.replace(old, new, 1)


def changes(old: str, new: str) -> list[Change]:
    return list(compare(at(old), at(new)).changes)


def told(found: list[Change]) -> list[tuple[str, FlowName | None, str]]:
    return [(change.kind, change.flow, change.subject) for change in found]


STATED: dict[str, tuple[str, list[tuple[str, FlowName | None, str]]]] = {
    "flow removed": (HEAD + EVERY + MERGE + LINK_FIRST, [("flow-removed", DEAL, "")]),
    "flow added": (WHOLE + EVERY, [("flow-added", FlowName("Person", "Worker", 2), "")]),
    "opening": (
        swapped(
            WHOLE,
            "Every Alpha Person will be synchronized with a Beta Worker.",
            "Before any synchronization can take place, a link between a Alpha Person and a Beta Worker must be "
            "established.",
        ),
        [("opening-changed", PERSON, "")],
    ),
    "clause": (
        swapped(WHOLE, "If no matching Beta Client is found, a new Beta Client will be created.\n", ""),
        [("clause-removed", FIRM, "no-match-creates")],
    ),
    "condition": (swapped(WHOLE, '"Sold"', '"Won"'), [("condition-changed", DEAL, "")]),
    "list": (
        swapped(WHOLE, "Beta-line, or", "Beta-row, or"),
        [("connected-added", LINE, "Beta-row"), ("connected-removed", LINE, "Beta-line")],
    ),
    "merge row added": (
        swapped(WHOLE, "     - email\n", "     - email\n   * - Phone\n     - phone\n"),
        [("merge-row-added", FIRM, "Phone = phone")],
    ),
    "merge row removed": (
        swapped(WHOLE, "   * - Mail\n     - email\n", ""),
        [("merge-row-removed", FIRM, "Mail = email")],
    ),
    "row added": (
        swapped(WHOLE, NAME_ROW, NAME_ROW + NAME_ROW.replace("Name\n", "Nick\n", 1)),
        [("property-row-added", PERSON, "Nick → fullName")],
    ),
    "row twice": (
        swapped(WHOLE, NAME_ROW, NAME_ROW * 2),
        [("property-row-added", PERSON, "Name → fullName #2")],
    ),
    "row removed": (swapped(WHOLE, NAME_ROW, ""), [("property-row-removed", PERSON, "Name → fullName")]),
    "row of another case": (
        swapped(WHOLE, "   * - Name\n", "   * - name\n"),
        [
            ("property-row-added", PERSON, "name → fullName"),
            ("property-row-removed", PERSON, "Name → fullName"),
        ],
    ),
    "condition of a row": (
        swapped(WHOLE, "having NO in", "having SE in"),
        [("property-row-changed", PERSON, "Home.City → city")],
    ),
    "type": (swapped(WHOLE, '"string"', '"float"'), [("data-type-changed", PERSON, "Name → fullName")]),
    "system": (
        WHOLE.replace("Alpha Person", "HubSpot Person").replace("-" * 27, "-" * 29),
        [("system-changed", PERSON, "source system")],
    ),
}


@pytest.mark.parametrize("name", STATED)
def test_a_change_is_named(name: str) -> None:
    """Kind, flow and subject, and nothing besides; each is real."""
    text, expected = STATED[name]
    found = changes(WHOLE, text)
    assert told(found) == expected
    assert all(change.is_real for change in found)


@pytest.mark.parametrize("name", STATED)
def test_the_way_back_is_the_opposite(name: str) -> None:
    """What is added one way is removed the other."""
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    there = {change.kind.rpartition("-") for change in changes(WHOLE, STATED[name][0])}
    back = {change.kind.rpartition("-") for change in changes(STATED[name][0], WHOLE)}
    assert back == {(what, dash, turned[how]) for what, dash, how in there}


def test_a_change_has_both_lines_and_texts() -> None:
    """Line numbers count from 1 in the document that is meant."""
    [change] = changes(WHOLE, swapped(WHOLE, '"string"', '"float"'))
    assert (change.old, change.new, change.old_line, change.new_line) == ('"string"', '"float"', 26, 26)
    [gone] = changes(WHOLE, swapped(WHOLE, NAME_ROW, ""))
    assert (gone.old, gone.new, gone.old_line, gone.new_line) == ('Name | fullName | "string"', "", 26, 0)


WRITTEN: dict[str, tuple[str, list[tuple[str, FlowName | None, str]]]] = {
    "nothing": (WHOLE, []),
    "line ends": (WHOLE.replace("\n", "\r\n"), [("formatting", None, "line ends")]),
    "dotted introduction": (
        swapped(WHOLE, "Introduction\n", "Introduction.\n"),
        [("formatting", None, "introduction's heading")],
    ),
    "types in column 1": (
        WHOLE.replace('     - "', '"'),
        [("formatting", None, "data types in column 1")],
    ),
    "a tab": (
        swapped(WHOLE, "   * - Name\n", "   * - Name\t\n"),
        [("formatting", PERSON, "blanks or repeats in a row")],
    ),
    "a condition repeated": (
        swapped(WHOLE, "NO in Home.Country", "NO in Home.CountryDependant on having NO in Home.Country"),
        [("formatting", PERSON, "blanks or repeats in a row")],
    ),
    "order of rows": (
        swapped(WHOLE, NAME_ROW + CITY_ROW, CITY_ROW + NAME_ROW),
        [("formatting", PERSON, "order of the property rows")],
    ),
    "order of flows": (
        HEAD + MERGE + EVERY + LINK_FIRST + CONDITIONAL,
        [("formatting", None, "order of the flows")],
    ),
    "systems renamed": (
        WHOLE.replace("Alpha", "Omega"),
        [
            ("system-renamed", None, "source in the title"),
            ("system-renamed", None, "source of 4 flows"),
        ],
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_another_way_of_writing_is_no_change(name: str) -> None:
    """It is named, and none of it is real."""
    text, expected = WRITTEN[name]
    found = changes(WHOLE, text)
    assert told(found) == expected
    assert [change for change in found if change.is_real] == []


def test_renderings_of_a_known_system_are_renamed() -> None:
    """GO, Go, glued names and no name at all are one system; another product is another system."""

    def between(old: str, new: str) -> set[str]:
        row = (("Name", "Name", '"string"'),)
        flow = ("every", "keep-in-sync", "properties")
        made = [
            render(
                Facts(
                    "HubSpot",
                    "X",
                    "2024-01-01 00:00:00",
                    (FlowFacts(("HubSpot", "Deal"), (name, "Y"), flow, properties=row),),
                )
            )
            for name in (old, new)
        ]
        return set(compare(read(made[0]), read(made[1])).counts)

    assert between("PowerOffice GO", "PowerOfficeGo") == {"system-renamed"}
    assert between("", "PowerOfficeGo") == {"system-renamed"}
    assert between("PowerOfficeGOPowerofficego", "PowerOffice GO") == {"system-renamed"}
    assert between("PowerOffice GO", "Tripletex") == {"system-changed"}


TYPES = [
    ('"integer", "decimal"]', '["integer", ["decimal", "_."]]', "data-type-rerendered"),
    ('["integer", ["decimal", "_."]]', "N/A", "data-type-rerendered"),
    ('"integer", "decimal"]', "N/A", "data-type-rerendered"),
    ('"decimal"', '["decimal", "_."]', "data-type-rerendered"),
    ('"decimal"', "N/A", "data-type-rerendered"),
    ('"datetime-format","%Y-%m-%d","_."]', '["datetime-format", "%Y-%m-%d", "_."]', "data-type-rerendered"),
    ('"replace"," ","", "string"]', '["replace"," ","", ["string", "_."]]', "data-type-rerendered"),
    ('"string"', "N/A", "data-type-changed"),
    ('"string"', '"integer"', "data-type-changed"),
    ('"decimal"', '"float"', "data-type-changed"),
    ('["integer", ["decimal", "_."]]', '["decimal", "_."]', "data-type-changed"),
]


@pytest.mark.parametrize(("old", "new", "kind"), TYPES)
def test_mangled_intact_and_withheld_types_are_one(old: str, new: str, kind: str) -> None:
    """A plain type is never printed otherwise, so `N/A` in its place is a change."""
    for one, other in ((old, new), (new, old)):
        found = changes(swapped(WHOLE, '"string"', one), swapped(WHOLE, '"string"', other))
        assert [(change.kind, change.old, change.new) for change in found] == [(kind, one, other)]


def test_a_rebuild_is_suspected() -> None:
    """When every table is emptied at once, the rows that went are in doubt, and the note says so."""
    empty = WHOLE.replace(NAME_ROW, "").replace(CITY_ROW, "")
    for old, new in ((WHOLE, empty), (empty, WHOLE)):
        comparison = compare(at(old), at(new))
        assert [note.code for note in comparison.notes] == ["rebuild"]
        assert [change.doubt for change in comparison.changes] == ["rebuild"] * 2


def test_flapping_is_seen_among_other_revisions() -> None:
    """A row that another revision gives back is in doubt; one that stays away is not, nor is any without others."""
    old, new = at(WHOLE, "2024-05-01 00:00:00"), at(swapped(WHOLE, NAME_ROW, ""), "2024-05-02 00:00:00")
    back, away = at(WHOLE, "2024-05-03 00:00:00"), at(swapped(WHOLE, NAME_ROW, ""), "2024-05-04 00:00:00")
    late = at(WHOLE, "2024-09-03 00:00:00")

    def doubts(*others: Document) -> list[str]:
        return [change.doubt for change in compare(old, new, others).changes]

    assert doubts() == doubts(away) == doubts(away, late) == [""]
    assert doubts(back) == doubts(back, away) == ["flapping"]


@pytest.mark.parametrize(
    ("series", "steady", "returns"),
    [
        ("AAA", "AAA", []),
        ("ABA", "AAA", [(1, 2)]),
        ("ABB", "ABB", []),
        ("ABAB", "AAAB", [(1, 2)]),
        ("ABABB", "AAABB", [(1, 2)]),
        ("ABBBBA", "ABBBBA", []),
        ("BABBA", "BBBBA", [(1, 2)]),
    ],
)
def test_what_is_changed_back_in_three_days_is_left_out(
    series: str, steady: str, returns: list[tuple[int, int]]
) -> None:
    """One state a day; the limit is three days."""
    days = [datetime(2024, 1, 1) + timedelta(days=day) for day in range(len(series))]
    held, found = damped([state == "A" for state in series], days, timedelta(days=3))
    assert "".join("A" if there else "B" for there in held) == steady
    assert found == returns


def test_notes_say_what_makes_a_comparison_doubtful() -> None:
    """Wrong order, other systems, no flow left, errors."""
    old = at(WHOLE, "2024-05-02 00:00:00")
    assert [note.code for note in compare(old, at(WHOLE, "2024-05-01 00:00:00")).notes] == ["order"]
    assert [note.code for note in compare(old, at(HEAD.replace("2024-05-06", "2024-06-06"))).notes] == [
        "no-flows"
    ]
    assert [note.code for note in compare(old, at(WHOLE + "\nStray.\n", "2024-05-03 00:00:00")).notes] == [
        "errors"
    ]
    other = at(WHOLE.replace("Alpha", "Omega"), "2024-05-03 00:00:00")
    assert [note.code for note in compare(old, other).notes] == ["other-systems"]


def test_people_read_the_flow_and_the_row() -> None:
    """Signs as in a diff, lines of the document that is meant."""
    comparison = compare(at(WHOLE), at(swapped(swapped(WHOLE, NAME_ROW, ""), "having NO", "having SE")))
    assert list(describe(comparison))[-4:] == [
        "2 changes of what is stated",
        "  ~ Person → Worker",
        "      ~ property row Home.City → city: Home.City | city (Dependant on having NO in Home.Country) | "
        '"integer" ⇒ Home.City | city (Dependant on having SE in Home.Country) | "integer"  (line 29 ⇒ 26)',
        '      - property row: Name | fullName | "string"  (old line 26)',
    ]


@settings(max_examples=100, deadline=None)
@given(facts())
def test_a_document_differs_in_nothing_from_itself(said: Facts) -> None:
    """Whatever it holds, with either line end."""
    crlf, lf = read(render(said, "crlf")), read(render(said, "lf"))
    assert compare(crlf, crlf).changes == ()
    assert [change.subject for change in compare(crlf, lf).changes] == ["line ends"]


@settings(max_examples=100, deadline=None)
@given(facts(), st.data())
def test_a_row_taken_away_is_named(said: Facts, data: st.DataObject) -> None:
    """One row less in any flow is one change, with the line on which the row stood."""
    whole = read(render(said))
    places = [(flow, row) for flow in whole.flows for row in flow.property_rows]
    assume(places)
    flow, row = data.draw(st.sampled_from(places))
    at_flow = whole.flows.index(flow)
    at_row = flow.property_rows.index(row)
    rows = said.flows[at_flow].properties
    less = FlowFacts(**{**vars(said.flows[at_flow]), "properties": rows[:at_row] + rows[at_row + 1 :]})
    mutated = Facts(
        **{**vars(facts_of(whole)), "flows": (*said.flows[:at_flow], less, *said.flows[at_flow + 1 :])}
    )
    found = compare(whole, read(render(mutated))).real
    assert sum(change.kind == "property-row-removed" for change in found) == 1
    [gone] = [change for change in found if change.kind == "property-row-removed"]
    same = [
        one.line
        for one in flow.property_rows
        if (one.source.path, one.target.path) == (row.source.path, row.target.path)
    ]
    assert gone.old_line in same


def test_every_kind_is_shown_by_a_test() -> None:
    """The kinds are a closed list; those without a case above come with broken documents only."""
    shown = {kind for _, expected in (*STATED.values(), *WRITTEN.values()) for kind, _, _ in expected}
    shown |= {kind for _, _, kind in TYPES} | {"condition-added", "condition-removed", "clause-added"}
    assert shown == set(KINDS)
    assert set(REAL) < set(KINDS)
