"""What a scenario of `talkqa check` costs, against a trivial pytest-bdd scenario with allure-pytest in the same run.

Ours settles a synchroniser over HTTP and checks the laws; the trivial one runs three empty steps. Figures are
CPU seconds (user and system) of whole processes, divided by scenarios, after taking off the same process with
next to no scenarios; the runs take turns, so that a machine that drifts slows them all.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from talkqa import shipped
from talkqa.scenario.plan import Plan
from talkqa.scenario.write import write

ROUNDS = 5
TRIVIAL = 200

FEATURE = """Feature: trivial
  Scenario Outline: row <n>
    Given a start
    When a middle <n>
    Then an end
    Examples:
      | n |
"""
STEPS = """
from pytest_bdd import given, parsers, scenarios, then, when
scenarios("trivial.feature")
@given("a start")
def start(): pass
@when(parsers.parse("a middle {n}"))
def middle(n): pass
@then("an end")
def end(): pass
"""


def cpu(command: Sequence[str], folder: Path) -> float:
    """User and system seconds of one run, children included."""
    before = os.times()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def trivial(folder: Path, rows: int) -> list[str]:
    """The call of a trivial project with that many scenarios."""
    project = folder / f"trivial-{rows}"
    project.mkdir()
    (project / "trivial.feature").write_text(FEATURE + "".join(f"      | {n} |\n" for n in range(rows)))
    (project / "test_trivial.py").write_text(STEPS)
    (project / "pytest.ini").write_text("[pytest]\n")
    results = project / "allure-results"
    return [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"--rootdir={project}",
        f"--alluredir={results}",
        str(project),
    ]


def ours(folder: Path, name: str, *more: str) -> list[str]:
    """The call of `talkqa check` into a folder of its own."""
    return [sys.executable, "-m", "talkqa", "check", f"--out={folder / name}", "--format=json", *more]


def bare(folder: Path) -> list[str]:
    """The same scenarios without recorder, stream, Allure or pages: what pytest-bdd and the steps cost alone."""
    features = folder / "features"
    write(Plan().checklist(), features)
    ini = shipped.features() / "pytest.ini"
    return [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        f"--config-file={ini}",
        f"--rootdir={features}",
        str(features),
    ]


def main() -> None:
    """Print the cost per scenario of each, and the two ratios that matter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        commands = {
            "trivial": trivial(folder, TRIVIAL),
            "trivial, 1 row": trivial(folder, 1),
            "talkqa": ours(folder, "all"),
            "talkqa, no Allure": ours(folder, "plain", "--no-allure"),
            "talkqa, 1 flow": ours(folder, "one", "--flow=all-flows", "--no-allure"),
            "steps alone": bare(folder),
        }
        seconds = {label: [] for label in commands}
        for _ in range(ROUNDS):
            for label, command in commands.items():
                seconds[label].append(cpu(command, folder))
        tell({label: statistics.median(found) for label, found in seconds.items()}, folder)


def tell(seconds: dict[str, float], folder: Path) -> None:
    """The table."""
    checks = checks_of(folder / "all")
    some = len(checks_of(folder / "one"))
    trivial_ms = (seconds["trivial"] - seconds["trivial, 1 row"]) / (TRIVIAL - 1) * 1000
    slope = (seconds["talkqa, no Allure"] - seconds["talkqa, 1 flow"]) / (len(checks) - some) * 1000
    allure_ms = (seconds["talkqa"] - seconds["talkqa, no Allure"]) / len(checks) * 1000
    report_ms = (seconds["talkqa, no Allure"] - seconds["steps alone"]) / len(checks) * 1000
    for label, value in seconds.items():
        print(f"{label:<20} {value:7.2f} CPU s")
    print(f"\ntrivial scenario with allure-pytest    {trivial_ms:6.1f} ms")
    whole = slope + allure_ms
    print(
        f"talkqa scenario with everything        {whole:6.1f} ms   ratio {whole / trivial_ms:.1f} (goal: at most 4)"
    )
    print(f"of that: stream, table and pages       {report_ms:6.1f} ms   (goal: at most 1 ms)")
    print(f"of that: Allure results                {allure_ms:6.1f} ms")
    requests = [check["requests"] for check in checks]
    print(
        f"requests of the SUT per scenario       median {statistics.median(requests):.0f}, all {sum(requests)}"
    )


def checks_of(out: Path) -> list[dict[str, int]]:
    """The check lines of a run."""
    lines = [json.loads(line) for line in (out / "results.ndjson").read_text().splitlines()]
    return [line for line in lines if line["kind"] == "check"]


if __name__ == "__main__":
    main()
