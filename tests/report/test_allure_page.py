"""Allure's real page of the made-up run in a headless Chromium: it shows the run, and calls nobody.

Needs a Node that Allure takes and, once, the npm registry: `make browser` brings the Node; else it is skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.report import allure_render
from talkqa.report.allure_labels import complete
from talkqa.report.stream import read
from tests.report.browser import Page, needs_chromium
from tests.report.browser import page as browser

NODE, _ = allure_render.find_node()
pytestmark = [needs_chromium, pytest.mark.skipif(NODE is None, reason="no Node >= 22 here: `make browser`")]
OUTSIDE = ("http:", "https:", "ws:", "wss:")
SHOWN = """new Promise(done => { const look = () => document.body.innerText.includes("made-up")
  ? done(document.body.innerText) : setTimeout(look, 50); look(); })"""


@pytest.fixture(scope="module")
def allure(alone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, rendered by Allure itself."""
    complete(read(alone / "out" / "results.ndjson"), alone / "allure-results")
    out = tmp_path_factory.mktemp("allure")
    rendered = allure_render.render(alone / "allure-results", out / "page", "Made up", {"Profile": "default"})
    assert rendered.page, rendered.line
    return rendered.page


def called(page: Page, file: Path) -> list[str]:
    """Addresses outside this machine that the page asked for until it showed its results."""
    page.open(file)
    page.ask(SHOWN)
    return [address for address in page.requests if address.startswith(OUTSIDE)]


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
