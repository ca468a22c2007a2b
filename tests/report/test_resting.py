"""Which verdicts rest on an assumption about PowerOffice, in the stream and on every page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from talkqa.report import console, html
from talkqa.report.check import Rest
from talkqa.report.header import Flip
from talkqa.report.resting import mark
from talkqa.report.results import Results
from talkqa.report.stream import Writer, read
from tests.report import made_up

TWO, NULLS = ("two-defaults", "both"), ("nulls", "left-out")
FLIPS = [
    Flip(*TWO, "A second default person", "the former loses the mark", "both keep the mark", 2),
    Flip(*NULLS, "Properties without a value", "present as null", "left out", 1),
]


def run(folder: Path, *verdicts: tuple[str, str]) -> Results:
    """A finished run with one check for each (item key, verdict); its fake rests on 3 proofs and 1 assumption."""
    facts = {"evidence": 3, "assumptions": 1, "assumed": []}
    writer = Writer(folder / "results.ndjson", {**made_up.header(), "fidelity": facts})
    for number, (key, verdict) in enumerate(verdicts):
        writer.check({"id": f"f::{number}", "items": [f"made-up/{key}"], "verdict": verdict, "scenario": "s"})
    return writer.finish()


@pytest.fixture
def marked(tmp_path: Path) -> Results:
    """Alpha has two checks, of which one falls with TWO; Beta has failed anyway."""
    base = run(tmp_path, ("Alpha:Alpha", "pass"), ("Alpha:Alpha", "pass"), ("Beta:Beta", "fail"))
    return mark(base, FLIPS, {TWO: {"f::1": "fail", "f::0": "pass"}, NULLS: {"f::2": "fail"}})


def test_a_check_with_another_verdict_names_the_flip_and_that_verdict(marked: Results) -> None:
    """The others name nothing, and the verdicts themselves stay."""
    assert [check.rests_on for check in marked.checks] == [(), (Rest(*TWO, "fail"),), ()]
    assert [check.verdict for check in marked.checks] == ["pass", "pass", "fail"]


def test_the_marked_stream_is_whole_and_reads_back(marked: Results) -> None:
    again = read(marked.path)
    assert again == marked
    assert not again.truncated
    assert again.header.fidelity.tried == tuple(FLIPS)


def test_an_item_rests_on_what_changes_its_own_verdict_only(tmp_path: Path) -> None:
    """A failed check beside the one that changes keeps the item failed either way."""
    base = run(tmp_path, ("Alpha:Alpha", "pass"), ("Alpha:Alpha", "fail"), ("Beta:Beta", "fail"))
    found = mark(base, FLIPS, {TWO: {"f::0": "fail"}, NULLS: {"f::2": "pass"}})
    rests = {result.item.id: result.rests_on for result in found.resting}
    assert rests == {"made-up/Beta:Beta": (Rest(*NULLS, "pass"),)}


def test_the_pages_count_the_resting_verdicts_and_name_their_assumption(marked: Results) -> None:
    out = io.StringIO()
    console.print_results(marked, console.make_console(out))
    page = html.render(marked)
    for text in (out.getvalue(), page):
        assert "4 behaviours of the fake PowerOffice, 3 rest on evidence (75%) and 1 on assumption" in text
        assert "1 of 2 verdicts rests on an assumption about PowerOffice (2 were flipped)" in text
        assert "both keep the mark" in text
        assert "two-defaults (fail if both)" in text
    assert "Properties without a value" not in page


def test_without_flips_the_pages_say_that_none_were_tried(tmp_path: Path) -> None:
    page = html.render(run(tmp_path, ("Alpha:Alpha", "pass")))
    assert "4 behaviours" in page
    assert "Assumptions were not flipped, so which verdicts rest on one is not known." in page


def test_what_a_run_assumes_stands_on_its_pages(tmp_path: Path) -> None:
    """A run with --assume is about another PowerOffice, and says so."""
    assumed = [
        {"assumption": "nulls", "alternative": "left-out", "subject": "Properties", "choice": "present"}
    ]
    facts = {"evidence": 3, "assumptions": 1, "assumed": [assumed[0] | {"instead": "left out, as in v1"}]}
    found = Writer(tmp_path / "results.ndjson", {**made_up.header(), "fidelity": facts}).finish()
    out = io.StringIO()
    console.print_results(found, console.make_console(out))
    assert "this run assumes nulls=left-out: left out, as in v1" in out.getvalue()
    assert "left out, as in v1" in html.render(found)
