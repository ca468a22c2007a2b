"""The client's page on a phone and on a desk: nothing hangs over its edge, and the matrix is seen at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from talkqa.report import html
from talkqa.report.look import Look
from talkqa.report.stream import read
from talkqa.report.words import LANGUAGES
from talkqa.shipped import fixtures
from tests.report.browser import Page, needs_chromium
from tests.report.browser import page as browser
from tests.report.test_picture import CHECK

pytestmark = needs_chromium
PHONE, DESK = 390, 1280
"""Widths in CSS pixels."""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""By how many pixels the page can be pushed sideways."""
OUTSIDE = """[...document.querySelectorAll('.matrix, .numbers')].filter(table =>
  table.getBoundingClientRect().right > table.parentElement.getBoundingClientRect().right + 1).length"""
"""Tables of the overview of which a part is behind the edge."""


def written(folder: Path, language: str) -> Path:
    """The page of the golden run, with a picture in each failure; the gate names items, which have no space."""
    results = read(fixtures() / "golden" / "every_verdict.ndjson")
    checks = tuple(replace(check, timeline=CHECK.timeline) for check in results.checks)
    told = html.render(replace(results, checks=checks), Look(language=language))
    file = folder / "page.html"
    file.write_text(told, encoding="utf-8")
    return file


def shown(page: Page, file: Path, width: int) -> tuple[int, int]:
    """How far the page hangs over, and how many tables of its overview do, in a window of that width."""
    page.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=844, deviceScaleFactor=1, mobile=False
    )
    page.open(file)
    return page.ask(OVER), page.ask(OUTSIDE)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hangs_over_the_edge(tmp_path: Path, language: str, width: int) -> None:
    with browser(tmp_path) as page:
        assert shown(page, written(tmp_path, language), width) == (0, 0)


def test_a_word_that_hangs_over_would_be_seen(tmp_path: Path) -> None:
    """The proof that it bites: one long word without a place to break it, and verdicts in words in the matrix."""
    file = written(tmp_path, "en")
    told = file.read_text("utf-8").replace('class="word"', "").replace("overflow-wrap: anywhere", "")
    file.write_text(told, encoding="utf-8")
    with browser(tmp_path) as page:
        over, outside = shown(page, file, PHONE)
        assert over > 0
        assert outside > 0
