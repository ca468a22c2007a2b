"""Documents of the whole family, judged by totals that were counted while the documents were written."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.document import CreateIfConnected, read, to_expected
from tests.document.family import write

SEEDS = st.integers(0, 10**9)
OF_THE_FILE = {"sha256", "bytes", "eol"}


@settings(max_examples=400, deadline=None)
@given(SEEDS)
def test_totals_are_those_of_the_writer(seed: int) -> None:
    """Flows, clauses, tables, rows, conditions, raw types and diagnostics, all by equality."""
    written = write(seed)
    totals = to_expected(read(written.data))
    assert {key: found for key, found in totals.items() if key not in OF_THE_FILE} == written.totals


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_line_ends_change_no_total(seed: int) -> None:
    """CRLF, which all published documents have, and LF say the same."""
    written = write(seed)
    totals = to_expected(read(written.data.replace(b"\n", b"\r\n")))
    assert {key: found for key, found in totals.items() if key not in OF_THE_FILE} == written.totals
    assert totals["eol"] == "crlf"


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_rows_and_lists_are_typed(seed: int) -> None:
    """Paths without blanks, conditions once each and in order, and the entities of each list."""
    written = write(seed)
    flows = read(written.data).flows
    assert [
        [
            tuple((cell.path, list(cell.dependants)) for cell in (row.source, row.target))
            for row in flow.property_rows
        ]
        for flow in flows
    ] == written.rows
    assert [
        next((clause.items for clause in flow.clauses if isinstance(clause, CreateIfConnected)), ())
        for flow in flows
    ] == written.items
