"""What is written from facts is read back as those facts."""

from __future__ import annotations

from hypothesis import given, settings

from talkqa.document import CODES, Facts, dump, facts_of, parse_facts, read, render
from talkqa.document.render import Eol
from tests.document.made_up import facts


@settings(max_examples=150, deadline=None)
@given(facts())
def test_facts_survive_writing_and_reading(said: Facts) -> None:
    """With either line end, a document says exactly the facts it was written from, without an error."""
    ends: tuple[Eol, Eol] = ("crlf", "lf")
    for eol in ends:
        document = read(render(said, eol))
        assert facts_of(document) == said
        assert document.eol == eol
        assert [found for found in document.diagnostics if CODES[found.code].severity == "error"] == []


@settings(max_examples=60, deadline=None)
@given(facts())
def test_facts_survive_toml(said: Facts) -> None:
    """TOML keeps facts whole, tabs and quotes too."""
    assert parse_facts(dump(said)) == said


@settings(max_examples=60, deadline=None)
@given(facts())
def test_occurrences_number_equal_headings(said: Facts) -> None:
    """The nth flow with a heading has occurrence n, and none of them is lost."""
    flows = read(render(said)).flows
    headings = [" ".join(flow.source) + " to " + " ".join(flow.target) for flow in said.flows]
    assert [flow.heading for flow in flows] == headings
    assert [flow.occurrence for flow in flows] == [
        headings[: at + 1].count(heading) for at, heading in enumerate(headings)
    ]


@settings(max_examples=60, deadline=None)
@given(facts())
def test_every_flow_keeps_its_line(said: Facts) -> None:
    """A flow's line is where its heading stands."""
    data = render(said, "lf")
    lines = data.decode().split("\n")
    for flow in read(data).flows:
        assert lines[flow.line - 1] == flow.heading
        for row in flow.property_rows:
            assert lines[row.line - 1] == f"   * - {row.cells[0]}"
