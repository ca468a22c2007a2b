"""How long `talkqa report diff` takes for two runs of 5,000 checks, as a user calls it; limit 2 s.

Also how large `history.json` is after 40 runs, of which it keeps 30.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from talkqa.report.past import NAME, remember
from talkqa.report.results import Results
from talkqa.report.stream import Writer

CHECKS, LIMIT = 5_000, 2.0


def run(folder: Path, shift: int) -> Results:
    """A run of so many checks of as many items, each a few hundred bytes; verdicts repeat and shift."""
    folder.mkdir()
    items = [
        {
            "id": f"flow/P{n}:P{n}",
            "flow": "flow",
            "title": f"P{n} stays equal on both sides",
            "kind": "property",
        }
        for n in range(shift, CHECKS + shift)
    ]
    document = dict.fromkeys(("file", "title", "source_system", "target_system", "generated", "sha256"), "x")
    header = {
        "document": document,
        "profile": {"name": "default"},
        "sut": {"spec": "x", "name": "x"},
        "items": items,
    }
    writer = Writer(folder / "results.ndjson", header)
    for n, item in enumerate(items):
        verdict = "fail" if n % 7 == shift else "pass"
        evidence = [
            {"did": "a user edited it " * 10, "observed": "the old value " * 10, "journal": [n, n + 20]}
        ]
        steps = [{"keyword": "Given", "name": "a pair " * 5, "verdict": "pass", "seconds": 0.01}] * 4
        writer.check(
            {"id": f"f::{n}", "items": [item["id"]], "verdict": verdict, "evidence": evidence, "steps": steps}
        )
    return writer.finish()


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        old, new = Path(scratch, "old"), Path(scratch, "new")
        results = [run(old, 0), run(new, 1)][-1]
        size = (new / "results.ndjson").stat().st_size
        start, before = time.perf_counter(), os.times()
        told = subprocess.run(
            [sys.executable, "-m", "talkqa", "report", "diff", str(old), str(new)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        seconds, after = time.perf_counter() - start, os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        print(f"report diff, {CHECKS:,} checks, 2 x {size / 1e6:.1f} MB:")
        print(f"  {seconds:.2f} s, of which {spent:.2f} s of work; limit {LIMIT} s")
        print(f"  {told.splitlines()[2]}")
        for _ in range(40):
            remember(new, results)
        print(f"history.json after 40 runs: {(new / NAME).stat().st_size / 1024:.1f} KiB")


if __name__ == "__main__":
    main()
