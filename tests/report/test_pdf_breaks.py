"""Where `report.pdf` goes overleaf: never within a row or an argument, and with each heading beside what it heads."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from talkqa.report import pdf
from talkqa.report.stream import Writer
from tests.report import made_up
from tests.report.test_pdf import printed, text_of

ROWS = [9 if flow % 4 == 0 else 3 for flow in range(22)]
"""Items of each flow: so many flows and rows that breaks come within rows, within arguments, and around headings."""
HEAD = "Statement Verdict What was seen"
FOOT = re.compile(r"^Made up to Made up Page \d+ of \d+$")


def told(number: int, first: str, last: str, words: int) -> str:
    """A text of which both ends can be found again: `a17z`, words, `b17z`."""
    return " ".join([f"{first}{number}z", *["which is told at some length"] * words, f"{last}{number}z"])


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The PDF of a run in which every item failed."""
    folder = tmp_path_factory.mktemp("breaks")
    flows = [{"slug": f"flow-{n}", "source": f"Flow{n}", "target": "end"} for n in range(len(ROWS))]
    of = [flow for flow, rows in enumerate(ROWS) for _ in range(rows)]
    items = [
        {"id": f"flow-{flow}/P{n}:P{n}", "flow": f"flow-{flow}", "kind": "property",
         "title": told(n, "a", "b", n % 5 * 2)}
        for n, flow in enumerate(of)
    ]  # fmt: skip
    writer = Writer(folder / "results.ndjson", {**made_up.header(), "flows": flows, "items": items})
    for n, item in enumerate(items):
        evidence = {"did": "an edit", "expected": "it arrives", "observed": told(n, "c", "d", n % 7 * 4)}
        writer.check({"id": f"c{n}", "items": [item["id"]], "verdict": "fail", "scenario": "it follows",
                      "evidence": [evidence] * (1 + n % 3)})  # fmt: skip
    return pdf.write_pdf(writer.finish(), folder / "report.pdf")


@pytest.fixture(scope="module")
def pages(path: Path) -> list[str]:
    """The text of each page, without its foot."""
    lines = [[line for line in text.splitlines() if not FOOT.match(line)] for text in text_of(path)]
    return ["\n".join(page) for page in lines]


def on(pages: list[str], mark: str) -> list[int]:
    """The pages on which a mark stands, from 0."""
    return [number for number, page in enumerate(pages) if re.search(rf"\b{mark}\b", page, re.IGNORECASE)]


@printed
def test_no_row_and_no_argument_is_torn(pages: list[str]) -> None:
    """A statement and what was seen, or the first piece of its evidence, stand on one page from end to end."""
    numbers = sorted({int(n) for page in pages for n in re.findall(r"\bA(\d+)z", page)})
    assert len(numbers) == sum(ROWS)
    for n in numbers:
        places = {mark: on(pages, f"{mark}{n}z")[0] for mark in "abcd"}
        assert len(set(places.values())) == 1, (n, places)


@printed
def test_a_table_that_goes_on_has_its_head_again(pages: list[str]) -> None:
    """Rows that do not begin on this page stand below the head all the same."""
    going_on = 0
    for before, page in pairwise(pages):
        first = re.search(r"\bA\d+z", page)
        if first and HEAD in before and HEAD in page[: first.start()]:
            going_on += 1
        heads, rows = page.count(HEAD), len(re.findall(r"^A\d+z", page, re.MULTILINE))
        assert heads or not rows or "Expected" in page, page
    assert going_on > 3


@printed
def test_no_heading_is_the_last_on_its_page(pages: list[str]) -> None:
    """Neither that of a flow with its line of numbers, nor a table's caption and head."""
    heading = re.compile(r"→ end$|^\d+ items? ·|property rows? from|^Further statements|^" + HEAD)
    alone = [(number, page.splitlines()[-1]) for number, page in enumerate(pages, 1)]
    assert len(alone) > 10
    assert [(number, line) for number, line in alone if heading.search(line)] == []


@printed
def test_contents_name_the_page_on_which_each_chapter_begins(path: Path, pages: list[str]) -> None:
    """As the bookmarks have it, and the heading is there."""
    from pypdf import PdfReader

    reader = PdfReader(path)
    found: list[Any] = [one for entry in reader.outline if isinstance(entry, list) for one in entry]
    begins = {str(one.title): 1 + (reader.get_destination_page_number(one) or 0) for one in found}
    told_there = dict(re.findall(r"^(Flow\d+ → end)[ .]*?(\d+)$", pages[0], re.MULTILINE))
    assert len(told_there) == len(ROWS)
    for title, number in told_there.items():
        assert int(number) == begins[title], title
        assert re.search(rf"^{title}$", pages[int(number) - 1], re.MULTILINE), title
