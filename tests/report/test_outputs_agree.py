"""Every output gives every item the verdict that the checks give it, for any mix of verdicts."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as Xml

import orjson
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from talkqa.report import badge, console, difference_text, html, junit, sarif, summary
from talkqa.report.allure_labels import complete
from talkqa.report.annotations import notices
from talkqa.report.difference import difference, side_of
from talkqa.report.look import Look
from talkqa.report.pdf import write_pdf
from talkqa.report.results import Results
from talkqa.report.stream import Writer, read
from talkqa.shipped import fixtures
from tests.report import made_up
from tests.report.test_pdf import WHY_NOT

GOLDEN = fixtures() / "golden"
RANK = ["not tested", "pass", "inconclusive", "fail", "error"]
"""TTCN-3's order, best first."""


def worst(verdicts: Iterable[str]) -> str:
    return max(verdicts, key=RANK.index)


def in_console(results: Results) -> dict[str, str]:
    """Item id to verdict, as the tables say it."""
    out = io.StringIO()
    console.print_results(results, console.make_console(out))
    tables = re.split(r"^\S.*\((\S+)\) *$", out.getvalue(), flags=re.MULTILINE)[1:]
    found = {}
    for flow, table in zip(tables[::2], tables[1::2], strict=True):
        for result in results.items:
            label, verdicts = re.escape(result.item.label), "|".join(RANK)
            if result.item.flow == flow and (
                hit := re.search(rf"^    {label} +({verdicts}) +\d", table, re.MULTILINE)
            ):
                found[result.item.id] = hit[1]
    return found


class _Marked(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if item := told.get("data-item"):
            assert item not in self.found
            self.found[item] = told["data-verdict"] or ""


def in_html(results: Results) -> dict[str, str]:
    """Item id to verdict, as the statements are marked."""
    parser = _Marked()
    parser.feed(html.render(results))
    return parser.found


def in_html_sums(results: Results) -> dict[str, int]:
    """Verdict to number, as the tiles on the first page say it."""
    tile = (
        r'<li><b>(\d+)</b><span class="v [a-z-]+">\s*<span[^>]*>.</span> <span class="word">([a-z ]+)</span>'
    )
    return {verdict: int(number) for number, verdict in re.findall(tile, html.render(results))}


def in_junit(results: Results) -> dict[str, str]:
    """Item id to the worst of its testcases, judged by their elements and not by our property."""
    found: dict[str, list[str]] = {}
    for case in Xml.fromstring(junit.render(results)).iter("testcase"):
        error = case.find("error")
        verdict = "pass"
        if case.find("failure") is not None:
            verdict = "fail"
        elif case.find("skipped") is not None:
            verdict = "not tested"
        elif error is not None:
            verdict = error.attrib["type"]
        for entry in case.iter("property"):
            if entry.get("name") == "item":
                found.setdefault(entry.attrib["value"], []).append(verdict)
    return {item: worst(verdicts) for item, verdicts in found.items()}


def in_allure(folder: Path) -> dict[str, str]:
    """Item id to the worst of its results; broken is told apart by the label."""
    found: dict[str, list[str]] = {}
    for file in folder.glob("*-result.json"):
        result = json.loads(file.read_text("utf-8"))
        labels = [(label["name"], label["value"]) for label in result["labels"]]
        verdict = dict(labels)["verdict"]
        statuses = {"pass": "passed", "fail": "failed", "not tested": "skipped"}
        assert result["status"] == statuses.get(verdict, "broken")
        for name, value in labels:
            if name == "item":
                found.setdefault(value, []).append(verdict)
    return {item: worst(verdicts) for item, verdicts in found.items()}


def in_markdown_sums(results: Results) -> dict[str, int]:
    """Verdict to number, as the last row of the table of flows says it."""
    lines = list(summary.lines(results))
    heading = next(line for line in lines if line.startswith("| flow |")).strip("| ").split(" | ")[1:]
    last = next(line for line in lines if line.startswith("| **all** |"))
    return dict(zip(heading, map(int, re.findall(r"\*\*(\d+)\*\*", last)), strict=True))


def in_sarif(results: Results) -> dict[str, str]:
    """Item id to verdict of what is a result there, by the words of its message."""
    found = sarif.sarif(results)["runs"][0]["results"]
    return {one["ruleId"]: re.search(r": (\w+)\. ", one["message"]["text"])[1] for one in found}  # type: ignore[index]


def in_markdown(results: Results) -> dict[str, str]:
    """Item id to verdict of those that did not pass, which is all that the page lists."""
    rows = (re.match(r"\| `([^`]+)` \| . ([a-z ]+) \| ", line) for line in summary.lines(results))
    return {row[1]: row[2] for row in rows if row}


def in_json(results: Results) -> dict[str, str]:
    """Item id to verdict, as `--format json` prints it; its counts add up to the number of items."""
    told = json.loads(orjson.dumps(results.to_json()))
    assert sum(told["counts"].values()) == len(told["items"])
    return {one["id"]: one["verdict"] for one in told["items"]}


def agree(results: Results, expected: dict[str, str]) -> None:
    """All outputs made from a stream give the expected verdicts and sums."""
    assert {r.item.id: r.verdict for r in results.items} == expected
    assert in_console(results) == expected
    assert in_html(results) == expected
    assert in_junit(results) == expected
    sums = dict.fromkeys(RANK, 0) | Counter(expected.values())
    assert results.counts == sums
    assert in_html_sums(results) == sums
    assert in_markdown_sums(results) == sums
    assert in_markdown(results) == {id: one for id, one in expected.items() if one != "pass"}
    assert in_json(results) == expected
    assert in_sarif(results) == {id: one for id, one in expected.items() if one not in ("pass", "not tested")}
    if results.footer and not results.damage:
        assert results.footer.counts == sums


def test_outputs_of_the_golden_stream_agree() -> None:
    """With every verdict in it, as the footer written by hand counts them."""
    results = read(GOLDEN / "every_verdict.ndjson")
    agree(results, {r.item.id: r.verdict for r in results.items})
    assert in_html_sums(results) == {"pass": 4, "fail": 2, "inconclusive": 1, "error": 1, "not tested": 2}


def test_outputs_of_a_truncated_stream_agree() -> None:
    """And each of them says that it is truncated."""
    results = read(GOLDEN / "truncated.ndjson")
    agree(results, {r.item.id: r.verdict for r in results.items})
    assert "did not come to its end" in html.render(results)
    assert "TRUNCATED" in console.summary(results).plain
    assert b'name="truncated" value="True"' in junit.render(results)


def test_outputs_of_a_damaged_stream_agree() -> None:
    """And each of them says that it is incomplete, most of them where the file is damaged."""
    results = read(GOLDEN / "damaged.ndjson")
    agree(results, {r.item.id: r.verdict for r in results.items})
    whole = {r.item.id: r.verdict for r in read(GOLDEN / "every_verdict.ndjson").items}
    lost = "employee-contactperson/LastName:LastName"
    assert {r.item.id: r.verdict for r in results.items} == whole | {lost: "error"}
    screen = io.StringIO()
    console.print_results(results, console.make_console(screen))
    markdown, where = "\n".join(summary.lines(results)), "damaged in line 4: not JSON"
    assert "DAMAGED: damaged.ndjson, line 4: not JSON" in screen.getvalue()
    assert where in screen.getvalue()
    assert where in html.render(results)
    assert where in junit.render(results).decode()
    assert where in "".join(notices(results))
    assert where in plain_text(markdown)
    assert json.loads(orjson.dumps(results.to_json()))["damage"][0]["line"] == 4
    assert "is damaged in 1 place; what follows is incomplete" in markdown
    assert "is damaged in 1 place; what follows is incomplete" in html.render(results)
    assert "er skadet på 1 sted; det som følger, er ufullstendig" in html.render(results, Look(language="nb"))
    assert b'name="incomplete" value="True"' in junit.render(results)
    assert badge.words(results)[1].startswith("incomplete, ")
    assert not sarif.sarif(results)["runs"][0]["invocations"][0]["executionSuccessful"]
    assert "INCOMPLETE" in next(difference_text.text(difference(side_of(results), results)))


def plain_text(markdown: str) -> str:
    """Without the backslashes that make signs stand for themselves."""
    return markdown.replace("\\", "")


def test_damage_alone_is_no_pass(tmp_path: Path) -> None:
    """All that is intact passed, and every item has a check; exit code 3, and no output is green."""
    header = made_up.header() | {"items": [{"id": "f/a", "flow": "f", "title": "a", "kind": "behaviour"}]}
    writer = Writer(tmp_path / "results.ndjson", header)
    for name in "ab":
        writer.check({"id": name, "items": ["f/a"], "verdict": "pass", "feature_file": "f.feature"})
    assert writer.finish().exit_code == 0
    lines = (tmp_path / "results.ndjson").read_bytes().splitlines(keepends=True)
    (tmp_path / "results.ndjson").write_bytes(b"".join([*lines[:2], b"#" + lines[2], *lines[3:]]))
    results = read(tmp_path / "results.ndjson")
    assert ([r.verdict for r in results.items], results.exit_code) == (["pass"], 3)
    assert "The one tested item whose results are here passed: this is not a pass." in html.render(results)
    assert badge.colour(results) == badge.AMBER
    assert b'name="gate: nothing broken"' in junit.render(results)


def test_allure_agrees_with_the_stream(alone: Path, shared: Path) -> None:
    """After a real run, with and without workers, once the undecided items are written too."""
    for folder in (alone, shared):
        results = read(folder / "out" / "results.ndjson")
        if not (folder / "completed").exists():
            assert complete(results, folder / "allure-results") == 2
            (folder / "completed").touch()
        assert in_allure(folder / "allure-results") == made_up.EXPECTED
        agree(results, made_up.EXPECTED)


Item = tuple[str, bool, bool, list[str]]
"""Flow, whether it is a property, whether there is a reason for not testing it, and what its checks ended as."""
RAN = st.sampled_from(["pass", "fail", "inconclusive", "error"])
ITEM = st.tuples(
    st.sampled_from(["f-one", "f-two", "all-flows"]), st.booleans(), st.booleans(), st.lists(RAN, max_size=3)
)


def mixed(folder: Path, items: list[Item], strays: list[str]) -> tuple[Results, dict[str, str]]:
    """A run of such items and of checks outside all of them, and the verdict that each item must have."""
    header, expected = made_up.header(), {}
    checks: list[tuple[list[str], str]] = [([], verdict) for verdict in strays]
    listed = []
    for number, (flow, is_property, has_reason, verdicts) in enumerate(items):
        key = f"P{number}:P{number}" if is_property else f"b{number}"
        reason = "left out" if has_reason else None
        listed.append(
            {"id": f"{flow}/{key}", "flow": flow, "title": f"statement {number}",
             "kind": "property" if is_property else "behaviour", "not_tested_reason": reason}
        )  # fmt: skip
        expected[f"{flow}/{key}"] = worst(verdicts) if verdicts else ("not tested" if reason else "error")
        checks += [([f"{flow}/{key}"], verdict) for verdict in verdicts]
    flows = [{"slug": slug, "source": slug, "target": "end"} for slug in ("f-one", "f-two")]
    writer = Writer(folder / "results.ndjson", {**header, "items": listed, "flows": flows})
    for number, (ids, verdict) in enumerate(checks):
        writer.check({"id": f"f::{number}", "items": ids, "verdict": verdict, "feature_file": "f.feature"})
    writer.finish()
    return read(folder / "results.ndjson"), expected


MIX = st.lists(ITEM, max_size=12)
STRAYS = st.lists(RAN, max_size=2)


@settings(max_examples=40, deadline=None)
@given(items=MIX, strays=STRAYS)
def test_outputs_agree_for_any_mix(items: list[Item], strays: list[str]) -> None:
    """Any number of items, each with any checks or none, with a reason or without."""
    with TemporaryDirectory() as folder:
        results, expected = mixed(Path(folder), items, strays)
        agree(results, expected)
        complete(results, Path(folder, "allure"))
        undecided = {r.item.id: r.verdict for r in results.items if not r.checks}
        assert in_allure(Path(folder, "allure")) == undecided


def in_pdf(path: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Label to verdict, as the printed overview tells them; verdict to number, as the first page does."""
    from pypdf import PdfReader

    pages = [page.extract_text() for page in PdfReader(path).pages]
    verdicts = "|".join(RANK)
    overview = "\n".join(pages).split("\nFlows at a glance\n")[1]
    rows = re.findall(rf"^(\S+) \S ({verdicts})$", overview, re.MULTILINE)
    sums = re.findall(rf"^(\d+)\n\S ({verdicts})$", pages[0], re.MULTILINE)
    return dict(rows), {verdict: int(number) for number, verdict in sums}


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@settings(max_examples=4, deadline=None, phases=[Phase.generate])
@given(items=st.lists(ITEM, min_size=4, max_size=12), strays=STRAYS)
def test_pdf_agrees_for_a_few_mixes(items: list[Item], strays: list[str]) -> None:
    """The same numbers and verdicts on paper; few examples, as each takes a second."""
    with TemporaryDirectory() as folder:
        results, expected = mixed(Path(folder), items, strays)
        found, sums = in_pdf(write_pdf(results, Path(folder, "report.pdf")))
        assert found == {
            id.partition("/")[2].partition(":")[0].capitalize(): one for id, one in expected.items()
        }
        assert sums == dict.fromkeys(RANK, 0) | Counter(expected.values())
