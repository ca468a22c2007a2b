"""Allure's real page of the made-up run in a headless Chromium: it shows the run, and calls nobody.

Needs a Node that Allure takes and, once, the npm registry: `make browser` brings the Node; else it is skipped.
"""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from talkqa.report import allure_render
from talkqa.report.allure_facts import facts
from talkqa.report.allure_known import mark
from talkqa.report.allure_labels import complete
from talkqa.report.baseline import Waiver
from talkqa.report.stream import read
from talkqa.verdict.causes import CAUSES
from tests.report.browser import Page, needs_chromium
from tests.report.browser import page as browser

NODE, _ = allure_render.find_node()
pytestmark = [needs_chromium, pytest.mark.skipif(NODE is None, reason="no Node >= 22 here: `make browser`")]
BETA = "made-up/Beta:Beta"
OUTSIDE = ("http:", "https:", "ws:", "wss:")
SHOWN = """new Promise(done => { const look = () => document.body.innerText.includes("made-up")
  ? done(document.body.innerText) : setTimeout(look, 50); look(); })"""


@pytest.fixture(scope="module")
def allure(alone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the second of two runs, rendered by Allure itself; one failure is known."""
    out = tmp_path_factory.mktemp("allure")
    shutil.copytree(alone / "allure-results", out / "results")
    results = read(alone / "out" / "results.ndjson")
    complete(results, out / "results")
    mark({BETA: Waiver(BETA, "QA", "is cut", "2026-12-31", "ACME-7")}, out / "results")
    runs = [allure_render.render(out / "results", out / "page", "Made up", facts(results)) for _ in range(2)]
    page = runs[-1].page
    assert page, runs[-1].line
    return page


def held(page: Path, name: str) -> list[Any]:
    """What the page holds in its data of that name, whole or as the beginning of a path."""
    found = re.findall(r'd\("([^"]+)","([A-Za-z0-9+/=]+)"\)', page.read_text("utf-8"))
    return [json.loads(b64decode(data)) for path, data in found if path.startswith(name)]


def called(page: Page, file: Path) -> list[str]:
    """Addresses outside this machine that the page asked for until it showed its results."""
    page.open(file)
    page.ask(SHOWN)
    return [address for address in page.requests if address.startswith(OUTSIDE)]


def test_causes_are_its_categories(allure: Path) -> None:
    """One for each cause that occurs, with as many failures as have it."""
    (widget,) = held(allure, "widgets/categories.json")
    roots = [widget["nodes"][one] for one in widget["roots"]]
    assert {one["name"] for one in roots} <= {*CAUSES}
    assert {one["name"]: one["statistic"]["total"] for one in roots}["product defect"] == 1


def test_its_first_page_has_the_facts_and_the_gate(allure: Path) -> None:
    """The gate as talkqa judges, which every other output says too."""
    (told,) = held(allure, "widgets/variables.json")
    assert "Made up to Made up, 2023-06-27 05:11:35" in json.dumps(told)
    assert "no new failure: 1 item fails that no waiver names" in json.dumps(told)


def test_a_known_failure_is_marked_and_no_other_row_of_its_outline(allure: Path) -> None:
    results = held(allure, "data/test-results/")
    known = [one for one in results if one.get("resolution")]
    assert [(one["name"], one["status"], one["resolution"]) for one in known] == [
        ("the Beta travels", "failed", "accepted")
    ]
    assert known[0]["error"]["message"].startswith("known failure, until 2026-12-31: is cut (QA, ACME-7)")
    assert len([one for one in results if one["status"] == "broken"]) > 1


def test_earlier_runs_are_kept_and_shown(allure: Path) -> None:
    kept = allure.parents[1] / allure_render.HISTORY
    assert len(kept.read_text("utf-8").splitlines()) == 2
    assert len(held(allure, "data/history/")) >= 1


def test_page_shows_the_run_and_no_request_leaves_it(allure: Path, tmp_path: Path) -> None:
    """Grouped by flow; by the browser's own log of what it asked for."""
    with browser(tmp_path) as page:
        assert called(page, allure) == []
        assert page.requests[0] == allure.as_uri()
        assert "Made up" in page.ask("document.title") + page.ask("document.body.innerText")


def test_a_request_would_be_seen(allure: Path, tmp_path: Path) -> None:
    """The proof that it bites: with the tag that Allure puts into its pages, there is one."""
    tag = '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>'
    spoilt = tmp_path / "spoilt.html"
    spoilt.write_text(allure.read_text("utf-8").replace("<head>", f"<head>{tag}", 1), "utf-8")
    with browser(tmp_path) as page:
        assert called(page, spoilt) == ["https://www.googletagmanager.com/gtag/js?id=G-1"]
