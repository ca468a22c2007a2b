"""What every built-in output costs for a run of 5,000 checks, and the PDF for one of 1,000: time, memory, pages.

Limits: all outputs of 5,000 checks in 20 s and 500 MB; the PDF of 1,000 checks in 10 s and 20 pages. Each run is made
up and then read by a process of its own, whose peak is the memory told.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from talkqa.report import console
from talkqa.report.allure_labels import complete
from talkqa.report.badge import write_badge
from talkqa.report.html import write_html
from talkqa.report.junit import write_junit
from talkqa.report.look import Look
from talkqa.report.manual import write_manual
from talkqa.report.past import remember
from talkqa.report.pdf import write_pdf
from talkqa.report.sarif import write_sarif
from talkqa.report.stream import Writer, read
from talkqa.report.summary import write_summary

CHECKS, ON_PAPER = 5_000, 1_000
FLOWS, PER_ITEM, FAILS = 20, 3, 10
"""So many flows; checks of an item; of so many items one fails, with evidence and a picture."""
LIMITS = {"seconds": 20.0, "megabytes": 500.0, "pdf seconds": 10.0, "pdf pages": 20}


def made_up(folder: Path, checks: int) -> Path:
    """The stream of a run of so many checks; some items are inconclusive, and some not tested."""
    folder.mkdir()
    items = [item(number) for number in range(checks // PER_ITEM)]
    flows = [
        {"slug": f"flow-{n}", "source": f"Entity {n}", "target": "Customer", "line": 10 * n, "pairs": 40}
        for n in range(FLOWS)
    ]
    document = {"file": "made-up.rst", "title": "Made up to Made up", "source_system": "Here",
                "target_system": "There", "generated": "2026-01-01 08:00:00", "sha256": "ab" * 32}  # fmt: skip
    header = {"document": document, "profile": {"name": "default"}, "seed": 1, "lane": "in process",
              "sut": {"spec": "none", "name": "nobody", "version": "0"}, "flows": flows, "items": items}  # fmt: skip
    writer = Writer(folder / "results.ndjson", header)
    tried = [one for one in items if not one["not_tested_reason"]]
    for number in range(checks):
        writer.check(check(number, tried[number % len(tried)]), (number,))
    return writer.finish().path


def item(number: int) -> dict[str, Any]:
    """One of 84 on average per flow, mostly properties."""
    flow, kind = f"flow-{number % FLOWS}", "behaviour" if number % 8 == 0 else "property"
    key = f"behaviour-{number}" if kind == "behaviour" else f"Name{number}:Mirror{number}"
    reason = "the type date needs the profile key normal_form.date, which is not set"
    return {
        "id": f"{flow}/{key}", "flow": flow, "title": f"Name{number} of the one is kept equal to Mirror{number}",
        "kind": kind, "rules": ["R-17"], "origin": f"document line {number}",
        "not_tested_reason": reason if number % 50 == 7 else None,
    }  # fmt: skip


def check(number: int, of: dict[str, Any]) -> dict[str, Any]:
    """A check as a run leaves it, with five steps; one that did not pass argues, with eight moments."""
    place = int("".join(one for one in of["title"].split()[0] if one.isdigit()))
    verdict = "fail" if place % FAILS == 3 else "inconclusive" if place % 40 == 5 else "pass"
    argued = (
        {"evidence": [EVIDENCE], "timeline": MOMENTS, "cause": "product defect"} if verdict != "pass" else {}
    )
    file = f"f{place % FLOWS}.feature"
    return {
        "id": f"{file}::test_{place % 12}[{number}]", "items": [of["id"]], "flow": of["flow"], "verdict": verdict,
        "feature": "Made up", "feature_file": file, "scenario": f"the name {number} travels", "tags": ["R-17", "S-17"],
        "row": {"item": of["id"], "property": "LastName"}, "seconds": 0.1, "requests": 20, "steps": STEPS, **argued,
    }  # fmt: skip


STEPS = [{"keyword": "Given", "name": "an Employee that is linked to a Contactperson", "verdict": "pass"}] * 5
EVIDENCE = {
    "did": "a user created Employee 1007; Employee 1007 LastName: Berg → Lie",
    "expected": "Contactperson 2003 LastName = Lie",
    "observed": "Berg after 3 cycles; 12 reads, 0 writes",
    "journal": [8, 19],
    "origin": "document line 14",
}
MOMENTS = [
    {"number": n, "who": ("user", "sut")[n % 2], "did": ("changed", "read")[n % 2], "type": "Employee",
     "key": "1007", "cycle": n // 3, "values": [{"path": "LastName", "value": "Lie"}]}
    for n in range(8)
]  # fmt: skip


def outputs(folder: Path) -> dict[str, Callable[[Any], object]]:
    """Each built-in output by its name."""
    return {
        "console": lambda results: console.print_results(results, console.make_console(io.StringIO())),
        "JSON": lambda results: orjson.dumps(results.to_json()),
        "report.html": lambda results: write_html(results, folder / "report.html"),
        "report.html, nb": lambda results: write_html(results, folder / "nb.html", Look(language="nb")),
        "junit.xml": lambda results: write_junit(results, folder / "junit.xml"),
        "summary.md": lambda results: write_summary(results, folder / "summary.md"),
        "results.sarif": lambda results: write_sarif(results, folder / "results.sarif"),
        "badge.svg": lambda results: write_badge(results, folder / "badge.svg"),
        "manual.csv": lambda results: write_manual(results, folder / "manual.csv"),
        "allure, undecided": lambda results: complete(results, folder / "allure-results"),
        "history.json": lambda results: remember(folder, results),
    }


def measure(path: Path, paper: bool) -> None:
    """Make the outputs of a stream in this process; print a JSON object of CPU seconds, and the peak in megabytes."""
    spent = {}
    start = time.perf_counter()
    begun = time.process_time()
    results = read(path)
    spent["reading"] = time.process_time() - begun
    work = {"report.pdf": lambda results: write_pdf(results, path.with_name("report.pdf"), Look())}
    for name, write in (work if paper else outputs(path.parent)).items():
        begun = time.process_time()
        write(results)
        spent[name] = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"spent": spent, "megabytes": peak, "wall": time.perf_counter() - start}))


def measured(path: Path, paper: bool) -> dict[str, Any]:
    """The same, in a process of its own."""
    words = [sys.executable, __file__, "measure", str(path), *["paper"] * paper]
    told: dict[str, Any] = json.loads(
        subprocess.run(words, capture_output=True, text=True, check=True).stdout
    )
    return told


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        path = made_up(Path(scratch, "run"), CHECKS)
        told = measured(path, paper=False)
        print(f"a run of {CHECKS:,} checks, {path.stat().st_size / 1e6:.1f} MB of stream, CPU seconds:")
        for name, seconds in told["spent"].items():
            file = path.with_name(name)
            size = f"  {file.stat().st_size / 1e6:6.2f} MB" if file.is_file() else ""
            print(f"  {name:<18} {seconds:6.2f}{size}")
        total = sum(told["spent"].values())
        print(
            f"all of them: {total:.1f} s of work, {told['wall']:.1f} s by the clock; limit {LIMITS['seconds']} s"
        )
        print(f"peak of memory: {told['megabytes']:.0f} MB; limit {LIMITS['megabytes']} MB")
        path = made_up(Path(scratch, "paper"), ON_PAPER)
        told = measured(path, paper=True)
        work = sum(told["spent"].values())
        print(f"report.pdf, {ON_PAPER:,} checks: {work:.1f} s of work, {told['wall']:.1f} s by the clock; "
              f"limit {LIMITS['pdf seconds']} s; peak {told['megabytes']:.0f} MB")  # fmt: skip
        with suppress(ImportError):
            from pypdf import PdfReader

            pages = len(PdfReader(path.with_name("report.pdf")).pages)
            print(f"pages: {pages}; limit {LIMITS['pdf pages']}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(Path(sys.argv[2]), paper=sys.argv[3:] == ["paper"])
    else:
        main()
