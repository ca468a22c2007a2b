"""What each sentence and table of a document becomes."""

from __future__ import annotations

from talkqa.document import (
    Conditional,
    CreateIfConnected,
    Dependant,
    Label,
    MergeOn,
    Properties,
    read,
)
from tests.document.made_up import CONDITIONAL, EVERY, HEAD, LINK_FIRST, MERGE

WHOLE = (HEAD + EVERY + MERGE + LINK_FIRST + CONDITIONAL).encode()


def test_the_head_is_read() -> None:
    """Title, systems, stamp and size come from the first lines."""
    document = read(HEAD.encode(), "made-up.rst")
    assert (document.title, document.source_system, document.target_system) == (
        "Alpha to Beta Dataflow",
        "Alpha",
        "Beta",
    )
    assert document.generated == "2024-05-06 07:08:09"
    assert (document.lines, document.eol, document.file) == (10, "lf", "made-up.rst")
    assert document.flows == ()


def test_each_flow_has_its_clauses() -> None:
    """Clauses come in the document's order, also the two that share a paragraph."""
    document = read(WHOLE)
    assert [flow.kinds for flow in document.flows] == [
        ("every", "keep-in-sync", "properties"),
        ("every", "match-merges", "no-match-creates", "merge-on", "keep-in-sync", "properties"),
        ("link-required", "create-if-connected", "keep-in-sync", "properties"),
        ("conditional", "keep-in-sync", "properties"),
    ]
    assert {found.code for found in document.diagnostics} == {"property-table-empty"}


def test_labels_are_split_at_the_target_system() -> None:
    """The entity is all that follows the system."""
    flow = read(WHOLE).flows[2]
    assert (flow.source, flow.target) == (Label("Alpha", "Firm"), Label("Beta", "Order line"))


def test_property_rows_are_typed() -> None:
    """Paths are parsed, conditions structured, types normalised, and the raw cells kept."""
    rows = read(WHOLE).flows[0].property_rows
    assert [(row.source.path, row.target.path, row.type.kind) for row in rows] == [
        ("Name", "fullName", "string"),
        ("Home.City", "city", "integer"),
    ]
    assert rows[1].source.segments == ("Home", "City")
    assert rows[1].target.dependants == (Dependant("NO", "Home.Country"),)
    assert rows[1].cells == ("Home.City", "city (Dependant on having NO in Home.Country)", '"integer"')
    assert [row.line for row in rows] == [26, 29]


def test_merge_rows_are_alternatives_of_one_pair() -> None:
    """Two rows, two alternatives, each with a single pair."""
    flow = read(WHOLE).flows[1]
    pairs = [[(left.path, right.path) for left, right in row.pairs] for row in flow.merge_rows]
    assert pairs == [[("Number", "orgNo")], [("Mail", "email")]]


def test_a_table_belongs_to_the_sentence_above_it() -> None:
    """Merge and property tables of one flow are told apart by their sentences."""
    merge, properties = (
        clause for clause in read(WHOLE).flows[1].clauses if isinstance(clause, MergeOn | Properties)
    )
    assert isinstance(merge, MergeOn)
    assert merge.table is not None
    assert merge.table.header == ("Alpha Firm Property", "Beta Client Property")
    assert isinstance(properties, Properties)
    assert properties.table is not None
    assert properties.table.rows == ()


def test_a_list_of_connected_entities_is_split() -> None:
    """The system is named once; an item may be an id of another system, or two words."""
    clause = read(WHOLE).flows[2].clauses[1]
    assert isinstance(clause, CreateIfConnected)
    assert clause.items == ("Order", "Beta-line", "Created by")
    assert clause.into == "Beta"


def test_a_condition_may_hold_dots_and_quotes() -> None:
    """The sentence is known by its ending; what is before it is the condition."""
    clause = read(WHOLE).flows[3].clauses[0]
    assert isinstance(clause, Conditional)
    assert (clause.condition, clause.is_note) == ('When a Alpha Deal gets the status "Sold". Or so', False)


def test_line_ends_change_nothing_but_the_line_ends() -> None:
    """CRLF and mixed ends give the same flows and diagnostics as LF."""
    lf = read(WHOLE)
    crlf = read(WHOLE.replace(b"\n", b"\r\n"))
    mixed = read(WHOLE.replace(b"\n", b"\r\n", 7))
    assert (lf.eol, crlf.eol, mixed.eol) == ("lf", "crlf", "mixed")
    assert lf.flows == crlf.flows == mixed.flows
    assert lf.diagnostics == crlf.diagnostics == mixed.diagnostics


def test_an_empty_target_system_is_a_leading_blank() -> None:
    """`Alpha Person to  Worker`, `a  Worker` and ` Data Type` belong together."""
    text = (HEAD + EVERY).replace("Beta Worker", " Worker").replace("Beta Data", " Data")
    text = text.replace("-" * 27, "-" * 23)
    flow = read(text.encode()).flows[0]
    assert (flow.target, len(flow.property_rows)) == (Label("", "Worker"), 2)


def test_a_data_type_in_column_one_ends_its_row() -> None:
    """The line under the second cell is the third one, the table goes on after it."""
    text = (HEAD + EVERY).replace('     - "', '"')
    document = read(text.encode())
    assert [row.type.kind for row in document.flows[0].property_rows] == ["string", "integer"]
    assert [found.code for found in document.diagnostics] == ["datatype-unindented"] * 2


def test_a_list_of_connected_entities_tells_where_an_unknown_system_ends() -> None:
    """It begins with the source system as the heading does; without one the first word is taken."""
    text = HEAD + LINK_FIRST.replace("Alpha", "Gamma Delta").replace("-" * 29, "-" * 35)
    document = read(text.encode())
    assert document.flows[0].source == Label("Gamma Delta", "Firm")
    clause = document.flows[0].clauses[1]
    assert isinstance(clause, CreateIfConnected)
    assert clause.items == ("Order", "Beta-line", "Created by")
    assert [found.code for found in document.diagnostics] == ["system-unknown", "property-table-empty"]
    without = HEAD + EVERY.replace("Alpha", "Gamma Delta")
    assert read(without.encode()).flows[0].source == Label("Gamma", "Delta Person")


def test_equal_headings_are_numbered() -> None:
    """Both flows stay, in order."""
    flows = read((HEAD + EVERY + EVERY).encode()).flows
    assert [flow.occurrence for flow in flows] == [1, 2]


def test_a_heading_with_to_in_an_entity_is_split_by_its_own_clauses() -> None:
    """Of two possible splits the one stands that the type header and the keep clause confirm."""
    text = (HEAD + EVERY).replace("Alpha Person", "Alpha Way to Go").replace("-" * 27, "-" * 30)
    document = read(text.encode())
    assert document.flows[0].source == Label("Alpha", "Way to Go")
    assert document.diagnostics == ()


def test_a_broken_heading_does_not_lose_its_flow() -> None:
    """Without ` to ` the labels come from the keep clause, and the line is reported."""
    text = (HEAD + EVERY).replace("Alpha Person to Beta Worker\n", "Alpha Person too Beta Worker\n")
    text = text.replace("-" * 27, "-" * 28)
    document = read(text.encode())
    assert document.flows[0].source == Label("Alpha", "Person")
    assert len(document.flows[0].property_rows) == 2
    assert [(found.code, found.line) for found in document.diagnostics] == [("unclassified", 12)]


def test_a_foreign_line_in_a_table_costs_no_row() -> None:
    """The line is reported with its number, the rows around it are read."""
    text = (HEAD + EVERY).replace("   * - Home.City\n", "what is this\n   * - Home.City\n")
    document = read(text.encode())
    assert len(document.flows[0].property_rows) == 2
    assert [(found.code, found.line, found.got) for found in document.diagnostics] == [
        ("unclassified", 29, "what is this")
    ]
