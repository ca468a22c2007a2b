"""The client's page: one file, nothing from elsewhere, readable without colours and without a mouse."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from talkqa.report import html, junit
from talkqa.report.results import Results
from talkqa.report.stream import Writer, read
from talkqa.shipped import fixtures
from tests.report import made_up

RESULTS = read(fixtures() / "golden" / "every_verdict.ndjson")
PAGE = html.render(RESULTS)
VOID = {"meta", "link", "br", "img", "hr", "input", "wbr"}


class Outline(HTMLParser):
    """Tags as they come, and whether each is closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


OUTLINE = Outline(PAGE)


def test_page_needs_nothing_from_elsewhere() -> None:
    """No script, no frame, no address, no import: it opens offline and calls nobody."""
    names = {tag for tag, _ in OUTLINE.tags}
    assert not names & {"script", "link", "iframe", "img", "object", "embed", "base"}
    assert not re.search(r"https?:|//[a-z]|@import|url\(|googletagmanager", PAGE)


def test_every_tag_is_closed() -> None:
    """In the order it was opened."""
    assert OUTLINE.open == []


def test_page_is_made_for_reading_aloud() -> None:
    """Language, title, one h1, no heading level skipped, captions and scopes on tables."""
    assert ("html", {"lang": "en"}) in OUTLINE.tags
    levels = [int(tag[1]) for tag, _ in OUTLINE.tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    tables = [tag for tag, _ in OUTLINE.tags].count("table")
    assert tables == [tag for tag, _ in OUTLINE.tags].count("caption") > 3
    assert all("scope" in attrs for tag, attrs in OUTLINE.tags if tag == "th")


def test_anchors_lead_somewhere_and_are_unique() -> None:
    """Every link of the overview ends at its statement."""
    ids = [attrs["id"] for _, attrs in OUTLINE.tags if "id" in attrs]
    links = [str(attrs["href"]) for tag, attrs in OUTLINE.tags if tag == "a"]
    assert len(ids) == len(set(ids))
    assert len(links) > len(RESULTS.items)
    assert {link[1:] for link in links} <= set(ids)


def test_what_a_sut_said_is_text() -> None:
    """Markup in evidence is escaped."""
    assert "&lt;missing&gt; &amp; empty after 3 settled cycles" in PAGE


def test_first_page_says_what_was_tested() -> None:
    """Document with stamp and hash, product, profile; and the finding about empty tables."""
    first = PAGE[: PAGE.index('id="flow-')]
    for told in ("2023-06-27 05:11:35", "3b0c44298fc1", "talkqa mutant M-17a", "1 January 2026, 08:00 UTC"):
        assert told in first
    assert "The document lists 0 properties for this flow" in first
    assert "the document says nothing about billing" in first


def test_rows_of_a_flow_that_is_not_tested_are_counted_as_the_document_has_them() -> None:
    """No SUT is configured with them; the document lists them all the same, and the profile had no part in it."""
    header = RESULTS.header
    flows = tuple(replace(flow, pairs=0) for flow in header.flows)
    assert "For 2 flows the document lists no properties: what was checked there" in PAGE
    page = html.render(replace(RESULTS, header=replace(header, flows=flows)))
    assert "what was checked there" not in page
    assert "4 property rows from the profile" in page


def test_flows_of_one_title_are_told_apart() -> None:
    """In the contents, the overview and their own headings."""
    flows = tuple(replace(flow, source="Customer", target="Customer") for flow in RESULTS.header.flows)
    page = html.render(replace(RESULTS, header=replace(RESULTS.header, flows=flows)))
    for title, flow in zip(("Customer → Customer", "Customer → Customer (2)"), flows, strict=True):
        assert page.count(f'<a href="#flow-{flow.slug}">{title}</a>') >= 2
        assert f'<h2 id="flow-{flow.slug}">{title}</h2>' in page


def test_failure_comes_before_passes_in_its_flow() -> None:
    """With did, expected, observed, journal and origin."""
    flow = PAGE[PAGE.index('id="flow-employee-contactperson"') :]
    assert flow.index("Employee 1007 LastName: Berg → Lie") < flow.index("The other statements")
    assert "requests 8 to 19" in flow


def test_verdict_never_rests_on_colour() -> None:
    """Every badge holds its word."""
    badges = re.findall(
        r'<(?:span|a) class="v ([a-z-]+)"[^>]*>\s*<span[^>]*>.</span> <span class="word">([a-z ]+?)</', PAGE
    )
    assert len(badges) > len(RESULTS.items)
    assert all(name == word.replace(" ", "-") for name, word in badges)


def run(folder: Path, checks: list[tuple[str, str]], finish: bool = True) -> Results:
    writer = Writer(folder / "results.ndjson", made_up.header())
    for number, (key, verdict) in enumerate(checks):
        items = [f"made-up/{key}"] if key else []
        writer.check({"id": f"f::{number}", "items": items, "verdict": verdict, "feature": "x\x00<y>"})
    return writer.finish() if finish else writer.abandon()


KEYS = [key for key in made_up.ITEMS if key != "left-out"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ([], "All 6 items that were tested passed. 1 item was not tested."),
        ([("Beta:Beta", "fail")], "1 of 6 tested items failed, 5 passed. 1 item was not tested."),
        (
            [("Beta:Beta", "inconclusive")],
            "Nothing failed, but 1 item of 6 could not be decided: this is not a pass."
            " 1 item was not tested.",
        ),
    ],
)
def test_verdict_is_one_plain_sentence(tmp_path: Path, more: list[tuple[str, str]], sentence: str) -> None:
    """A pass is called one only when all is decided and passed."""
    assert html.sentence(run(tmp_path, [*((key, "pass") for key in KEYS), *more])) == sentence


def test_passing_run_that_was_cut_short_is_not_called_a_pass(tmp_path: Path) -> None:
    """Though every item passed until then."""
    results = run(tmp_path, [(key, "pass") for key in KEYS], finish=False)
    assert html.sentence(results).startswith("The run did not come to its end; what follows is incomplete.")
    assert "All 6" not in html.sentence(results)
    assert html.overall(results) == "inconclusive"


def test_check_outside_the_checklist_is_shown(tmp_path: Path) -> None:
    """A feature that could not be read belongs to no item, and must not vanish."""
    results = run(tmp_path, [*((key, "pass") for key in KEYS), ("", "error")])
    assert 'id="outside"' in html.render(results)
    assert "1 check belongs to no item" in html.sentence(results)
    assert html.overall(results) == "inconclusive"


def test_junit_holds_only_what_xml_can_hold(tmp_path: Path) -> None:
    """Control characters from a SUT are replaced, markup is escaped."""
    root = Xml.fromstring(junit.render(run(tmp_path, [("Beta:Beta", "fail")])))
    assert any("x\N{REPLACEMENT CHARACTER}<y>" in case.get("classname", "") for case in root.iter("testcase"))


def test_junit_counts_testcases_by_outcome() -> None:
    """Nine checks and two items without one: two failures, two errors, two skipped."""
    root = Xml.fromstring(junit.render(RESULTS))
    assert {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "11",
        "failures": "2",
        "errors": "2",
        "skipped": "2",
    }
    types = sorted(error.attrib["type"] for error in root.iter("error"))
    assert types == ["error", "inconclusive"]


def test_junit_skips_with_the_reason() -> None:
    """What is not tested is a skipped testcase that says why."""
    reasons = {skipped.get("message") for skipped in Xml.fromstring(junit.render(RESULTS)).iter("skipped")}
    assert "the document says nothing about billing" in reasons
