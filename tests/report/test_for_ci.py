"""What CI servers are told: Markdown, GitHub's annotations, SARIF, the badge, and JUnit by their own rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from talkqa.report import badge, junit, summary
from talkqa.report.annotations import command, notices
from talkqa.report.results import Results
from talkqa.report.sarif import sarif
from talkqa.report.stream import Writer, read
from talkqa.shipped import fixtures
from tests.report import made_up
from tests.report.test_gate import ran, waiver

HOSTILE = "50% of\n::error::it | `is` <img src=x> [a](http://b) ::stop-commands::x"


@pytest.fixture
def golden() -> Results:
    """Four pass, two fail, one inconclusive, one error, two not tested; written by hand."""
    return read(fixtures() / "golden" / "every_verdict.ndjson")


@pytest.fixture
def known(tmp_path: Path) -> Results:
    """One known failure, and one that is new."""
    return ran(tmp_path, waivers=(waiver("made-up/Beta:Beta"),), Beta="fail", Alpha="fail")


@pytest.fixture
def hostile(tmp_path: Path) -> Results:
    """A failure whose words would break every format."""
    writer = Writer(tmp_path / "results.ndjson", made_up.header())
    told = [{"observed": HOSTILE}]
    writer.check({"id": "f::1", "items": ["made-up/Beta:Beta"], "verdict": "fail", "evidence": told})
    return writer.finish()


def test_the_summary_counts_what_the_results_count(golden: Results) -> None:
    """Its last row of sums, and a row for each item that did not pass."""
    page = "\n".join(summary.lines(golden))
    assert "| **all** | **4** | **2** | **1** | **1** | **2** |" in page
    rows = re.findall(r"^\| `([^`]+)` \| [✗?!○] ([a-z ]+) \|", page, re.MULTILINE)
    assert dict(rows) == {r.item.id: r.verdict for r in golden.items if r.verdict != "pass"}


def test_the_summary_tells_gate_and_known_failures(known: Results) -> None:
    """Each rule with a mark; each waiver with its date."""
    page = "\n".join(summary.lines(known))
    assert "| ✗ no new failure | 1 item fails that no waiver names: made\\-up/Alpha:Alpha |" in page
    assert "| ✓ no stale waiver |  |" in page
    assert "| `made-up/Beta:Beta` | 2026-02-01 | the numbers come in March (ABC\\-7)" in page.replace(
        "\\(", "("
    )


def test_markup_in_what_was_seen_stays_text(hostile: Results) -> None:
    """No column, link, image or code comes from a SUT's answer."""
    row = next(line for line in summary.lines(hostile) if "Beta:Beta" in line and "✗ fail" in line)
    assert len(re.findall(r"(?<!\\)\|", row)) == 4
    assert not re.search(r"(?<!\\)[<\[`]", row.split("fail |", 1)[1])


def test_annotations_name_each_failure_and_the_rule(known: Results) -> None:
    """New ones are errors, known ones warnings."""
    lines = list(notices(known))
    assert lines[0].startswith("::error title=gate%3A no new failure::1 item fails")
    assert lines[1].startswith("::error title=fail made-up/Alpha%3AAlpha::the statement about Alpha")
    assert lines[2].startswith("::warning title=fail made-up/Beta%3ABeta::")
    assert "(known until 2026-02-01: " in lines[2]
    assert len(lines) == 3


def test_an_annotation_is_one_command_whatever_was_seen(hostile: Results) -> None:
    """A line break or a per cent sign cannot begin another command."""
    for line in notices(hostile):
        assert "\n" not in line
        assert line.count("%") == len(re.findall("%(25|0A|0D|3A|2C)", line))
    assert command("error", "a:b,c", "d%\r\ne", {}) == "::error title=a%3Ab%2Cc::d%25%0D%0Ae"


def test_annotations_point_at_the_line_of_a_document_in_the_repository(
    known: Results, golden: Results
) -> None:
    """The made-up items come from `document line 14`; one from a profile's row has no line, nor a file then."""
    assert not any("file=" in line for line in notices(known))
    shown = list(notices(known, in_repository=True))
    assert shown[1].startswith("::error file=made-up.rst,line=14,title=fail made-up/Alpha%3AAlpha::")
    assert not any("file=" in line for line in notices(golden, in_repository=True))


def test_no_more_annotations_than_github_shows(tmp_path: Path) -> None:
    """Ten of a kind; the tenth says how many are left."""
    items = [{"id": f"f/i{n}", "flow": "f", "title": "t", "kind": "behaviour"} for n in range(30)]
    writer = Writer(tmp_path / "results.ndjson", made_up.header() | {"items": items})
    for n in range(30):
        writer.check({"id": f"f::{n}", "items": [f"f/i{n}"], "verdict": "fail"})
    lines = list(notices(writer.finish()))
    assert len(lines) == 10
    assert lines[-1] == "::error title=talkqa::22 more; see the report"


def test_sarif_has_a_rule_per_tested_item_and_a_result_per_finding(golden: Results) -> None:
    """Of 10 items 8 were tested and 4 did not pass; failures are errors, the harness's troubles warnings."""
    log = sarif(golden)
    (one,) = log["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert (log["version"], len(rules), len(set(rules))) == ("2.1.0", 8, 8)
    assert sorted(result["level"] for result in one["results"]) == ["error", "error", "warning", "warning"]
    for result in one["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["index"] == 0


def test_a_known_failure_is_suppressed_in_sarif_with_its_reason(known: Results) -> None:
    """As an external suppression, so that it stays visible; a new one is not."""
    results: dict[str, Any] = {one["ruleId"]: one for one in sarif(known)["runs"][0]["results"]}
    (told,) = results["made-up/Beta:Beta"]["suppressions"]
    assert told["kind"] == "external"
    assert told["justification"].startswith("until 2026-02-01: ")
    assert "suppressions" not in results["made-up/Alpha:Alpha"]


def test_sarif_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    """A document that lies elsewhere is told by its name; stamps are in UTC."""
    document = {**made_up.header()["document"], "file": "/home/someone/a b.rst"}  # type: ignore[dict-item]
    writer = Writer(
        tmp_path / "r.ndjson",
        made_up.header() | {"document": document, "started": "2026-01-01T01:00:00+02:00"},
    )
    one = sarif(writer.finish())["runs"][0]
    assert one["artifacts"][0]["location"]["uri"] == "a%20b.rst"
    assert one["invocations"][0]["startTimeUtc"] == "2025-12-31T23:00:00Z"


@pytest.mark.parametrize(
    ("verdicts", "waived", "colour", "told"),
    [
        ({}, False, badge.GREEN, "6 of 6 items pass, 1 not tested, all flows, 2026-01-01"),
        ({"Beta": "fail"}, False, badge.RED, "5 of 6 items pass, 1 not tested, all flows, 2026-01-01"),
        ({"Beta": "fail"}, True, badge.AMBER,
         "5 of 6 items pass, 1 known to fail, 1 not tested, all flows, 2026-01-01"),
        ({"Beta": "inconclusive"}, False, badge.AMBER, "5 of 6 items pass, 1 not tested, all flows, 2026-01-01"),
    ],
)  # fmt: skip
def test_the_badge_tells_document_scope_and_date(
    tmp_path: Path, verdicts: dict[str, str], waived: bool, colour: str, told: str
) -> None:
    """Green is only a run without any failure; the words say the same as the colour."""
    found = ran(tmp_path, None, (waiver("made-up/Beta:Beta"),) if waived else (), **verdicts)
    assert badge.words(found) == ("Made up to Made up 2023-06-27 05:11:35", told)
    picture = Xml.fromstring(badge.render(found))
    fills = [one.get("fill") for one in picture.iter() if one.tag.endswith("rect")]
    assert fills == ["#3d4450", colour]
    assert told in (picture.get("aria-label") or "")
    assert "http" not in badge.render(found).replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("colour", [badge.GREEN, badge.AMBER, badge.RED, "#3d4450"])
def test_the_badge_can_be_read(colour: str) -> None:
    """White on it has a contrast of at least 4.5, by WCAG's formula."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    assert 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


def test_junit_opens_by_the_rules_of_gitlab_and_jenkins(golden: Results) -> None:
    """Names and classnames are there, at most one outcome per case, sums and times are numbers that add up.

    GitLab reads testsuite/testcase with name, classname and time and takes the first of failure, error and
    skipped; Jenkins refuses a case without a class name, and sums that are no whole numbers.
    """
    root = Xml.fromstring(junit.render(golden))
    assert root.tag == "testsuites"
    for suite in root:
        assert suite.tag == "testsuite"
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases) > 0
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*", suite.attrib["timestamp"])
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == len(suite.findall(f"testcase/{tag}"))
        for case in cases:
            assert case.attrib["name"].strip()
            assert case.attrib["classname"].strip(".")
            assert float(case.attrib["time"]) >= 0
            assert sum(one.tag in ("failure", "error", "skipped") for one in case) <= 1
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names)
