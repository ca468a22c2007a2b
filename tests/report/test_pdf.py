"""`report.pdf`: tagged, with contents, page numbers and repeated heads, and short however many checks there were."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from talkqa.report import pdf
from talkqa.report.look import Look
from talkqa.report.results import Results
from talkqa.report.stream import Writer, read
from talkqa.shipped import fixtures
from tests.report import made_up

try:
    pdf.ready()
    WHY_NOT = ""
except pdf.PdfError as missing:
    WHY_NOT = str(missing)
printed = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
MOST_PAGES, MOST_SECONDS = 20, 10.0
"""For 1,000 checks; seconds of processor time, as others may use the machine too."""


def text_of(path: Path) -> list[str]:
    """The text of each page."""
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(path).pages]


@printed
def test_pdf_tells_the_same_numbers_tagged_and_with_contents(tmp_path: Path) -> None:
    """Counts as in the stream's footer; contents with page numbers; language and title for those who hear it."""
    from pypdf import PdfReader

    results = read(fixtures() / "golden" / "every_verdict.ndjson")
    path = pdf.write_pdf(results, tmp_path / "report.pdf", Look(language="nb", client="Eksempel AS"))
    root: Any = PdfReader(path).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "nb"
    assert PdfReader(path).metadata.title == "Poweroffice to PowerOffice: sjekklisterapport"  # type: ignore[union-attr]
    pages = text_of(path)
    assert "2 av 8 testede punkter feilet, 4 er bestått" in " ".join(pages[0].split())
    assert "Sjekklisterapport · Til Eksempel AS" in pages[0]
    assert [f"Side {number} av {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(
        pages
    )
    contents = pages[0].split("Innhold")[1].split("Hva som ble testet\n")[0]
    assert "....2" in contents.replace(" ", "")
    assert list(tmp_path.iterdir()) == [path]


def many(folder: Path) -> Results:
    """500 items with two checks each, every second of them failing, in three flows."""
    items, flows = [], ("one", "two", "three")
    for number in range(500):
        flow, key = flows[number % 3], f"Property{number // 3}"
        items.append({"id": f"{flow}/{key}:{key}", "flow": flow, "kind": "property",
                      "title": f"{key} of A and {key} of B follow each other"})  # fmt: skip
    told = [{"slug": slug, "source": slug, "target": "end"} for slug in flows]
    evidence = {
        "did": "Employee 1 was edited",
        "expected": "Lie",
        "observed": "Berg (3 cycles later; 9 reads, 1 write)",
    }
    moments = [
        {"number": n, "who": "user" if n % 5 == 0 else "sut", "did": "changed" if n % 5 == 0 else "read",
         "type": "Employee", "key": "7", "cycle": n // 5}
        for n in range(1, 40)
    ]  # fmt: skip
    writer = Writer(folder / "results.ndjson", {**made_up.header(), "items": items, "flows": told})
    for number, item in enumerate(items):
        for row in (1, 2):
            bad = number % 2 == 0
            writer.check({"id": f"f::{number}[{row}]", "items": [item["id"]], "verdict": "fail" if bad else "pass",
                          "scenario": "it follows", "evidence": [evidence] if bad else [],
                          "timeline": moments if bad else []})  # fmt: skip
    return writer.finish()


@printed
def test_thousand_checks_are_at_most_twenty_pages(tmp_path: Path) -> None:
    """The matrix whole, each table's head on each of its pages, failures as far as there is room, no list of passes."""
    results = many(tmp_path)
    assert len(results.checks) == 1000
    began = process_time()
    pages = text_of(pdf.write_pdf(results, tmp_path / "report.pdf"))
    assert process_time() - began < MOST_SECONDS
    assert len(pages) <= MOST_PAGES
    matrix = [page for page in pages if re.search(r"^Property\d+ [✗✓]", page, re.MULTILINE)]
    assert len(matrix) >= 4
    assert all("Property one → end two → end three → end" in page for page in matrix)
    whole = " ".join(pages)
    assert all(f"Property{number}" in whole for number in range(167))
    assert "250 of 500 tested items failed, 250 passed." in " ".join(pages[0].split())


def test_without_the_extra_an_error_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is written."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(pdf.PdfError, match=r"no PDF: .*`pip install 'talkqa\[pdf\]'"):
        pdf.write_pdf(read(fixtures() / "golden" / "every_verdict.ndjson"), tmp_path / "report.pdf")
    assert list(tmp_path.iterdir()) == []


@printed
def test_a_long_failure_is_printed_in_short(tmp_path: Path) -> None:
    """The first two pieces of its evidence, and how many more there are."""
    evidence = [
        {"did": f"edit {n}", "expected": "it arrives", "observed": "it does not"} for n in range(1, 5)
    ]
    writer = Writer(tmp_path / "results.ndjson", made_up.header())
    for number, item in enumerate(("Alpha:Alpha", "Beta:Beta", "Gamma:Gamma")):
        told = {"id": f"c{number}", "items": [f"made-up/{item}"], "verdict": "fail", "evidence": evidence}
        writer.check({**told, "scenario": f"statement {number}"})
    whole = "\n".join(text_of(pdf.write_pdf(writer.finish(), tmp_path / "report.pdf")))
    assert ("Edit 2" in whole, "Edit 3" in whole) == (True, False)
    assert whole.count("2 more stand in report.html.") == 3
