"""A run of a made-up feature with every outcome, in a process of its own, becomes a stream."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest

from talkqa.report.check import Check
from talkqa.report.recorder import Checked, Collected, Event, Recorder
from talkqa.report.stream import part_of, read
from tests.report import made_up

When = Literal["setup", "call", "teardown"]
Outcome = Literal["passed", "failed", "skipped"]
VERDICTS = [
    ("the property travels", "pass"),
    ("the property travels", "fail"),
    ("the property travels", "inconclusive"),
    ("the property travels", "error"),
    ("the property travels", "error"),
    ("a crash at the end spoils a pass", "error"),
    ("a crash at the start is an error", "error"),
    ("a step nobody wrote", "error"),
]
"""Scenario and verdict, in the order of the feature file."""


def timeless(check: Check) -> dict[str, Any]:
    """All of a check but what a clock decides."""
    return {**vars(check), "seconds": None}


def test_every_outcome_becomes_its_verdict(alone: Path) -> None:
    """In the order of the feature file; skip, crash and a missing step are errors."""
    results = read(alone / "out" / "results.ndjson")
    assert [(check.scenario, check.verdict) for check in results.checks] == VERDICTS
    assert {r.item.id: r.verdict for r in results.items} == made_up.EXPECTED
    assert not results.truncated
    assert results.exit_code == 1


def test_workers_change_nothing(alone: Path, shared: Path) -> None:
    """Two workers of pytest-xdist give the same stream but for times."""
    ours, theirs = (read(folder / "out" / "results.ndjson") for folder in (alone, shared))
    assert [timeless(check) for check in ours.checks] == [timeless(check) for check in theirs.checks]
    assert ours.counts == theirs.counts


def test_crash_is_told_as_evidence(alone: Path) -> None:
    """Which phase broke, in the exception's words, with the secret in them masked."""
    checks = {check.scenario: check for check in read(alone / "out" / "results.ndjson").checks}
    start = checks["a crash at the start is an error"].evidence[0]
    end = checks["a crash at the end spoils a pass"].evidence[0]
    assert (start.did, start.observed) == (
        "prepare the scenario",
        "RuntimeError: no fake today, client_secret=[redacted]",
    )
    assert (end.did, end.observed) == ("end the scenario", "RuntimeError: the fake would not stop")


def test_evidence_of_the_steps_is_kept_as_it_is(alone: Path) -> None:
    """A failure that argued for itself gets nothing added."""
    failed = next(c for c in read(alone / "out" / "results.ndjson").checks if c.verdict == "fail")
    assert [(e.observed, e.journal) for e in failed.evidence] == [("ended in fail", (1, 3))]


def test_unreadable_feature_is_an_error_outside_the_checklist(tmp_path: Path) -> None:
    """Nothing ran, so nothing is green; the stream is whole and says why."""
    folder = made_up.project(tmp_path / "p", "Feature: one\nFeature: two\n")
    made_up.run(folder)
    results = read(folder / "out" / "results.ndjson")
    assert [check.verdict for check in results.strays] == ["error"]
    assert "every.feature" in results.strays[0].scenario
    assert results.exit_code == 3


def test_killed_run_leaves_a_truncated_stream(tmp_path: Path) -> None:
    """The process dies in the second scenario: the first is kept, and nothing poses as whole."""
    feature = (
        "Feature: killed\n  Scenario: one\n    Given a pair\n    Then the end is pass\n"
        "  Scenario: two\n    Given the process dies\n"
    )
    folder = made_up.project(tmp_path / "p", feature)
    with (folder / "conftest.py").open("a") as conftest:
        conftest.write("\n\n@given('the process dies')\ndef dies():\n    import os\n    os._exit(9)\n")
    made_up.run(folder)
    assert not (folder / "out" / "results.ndjson").exists()
    results = read(part_of(folder / "out" / "results.ndjson"))
    assert results.truncated
    assert [(check.scenario, check.verdict) for check in results.checks] == [("one", "pass")]


def test_dead_worker_is_an_error(tmp_path: Path) -> None:
    """With workers the run goes on, and the scenario that killed its worker is an error."""
    feature = (
        "Feature: killed\n  Scenario: one\n    Given the process dies\n"
        "  Scenario: two\n    Given a pair\n    Then the end is pass\n"
    )
    folder = made_up.project(tmp_path / "p", feature)
    with (folder / "conftest.py").open("a") as conftest:
        conftest.write("\n\n@given('the process dies')\ndef dies():\n    import os\n    os._exit(9)\n")
    made_up.run(folder, "-n", "1")
    results = read(folder / "out" / "results.ndjson")
    assert sorted((check.verdict, "crashed" in str(check.evidence)) for check in results.checks) == [
        ("error", True),
        ("pass", False),
    ]


def report(
    when: When, outcome: Outcome = "passed", told: dict[str, object] | None = None
) -> pytest.TestReport:
    longrepr = "E  AssertionError: no\nAssertionError: no" if outcome == "failed" else None
    properties = [("talkqa-check", told)] if told else []
    return pytest.TestReport(
        "f.feature::test_x",
        ("f", 0, "f"),
        {},
        outcome,
        longrepr,
        when,
        user_properties=properties,
        duration=0.25,
    )


@pytest.mark.parametrize(
    ("phases", "verdict"),
    [
        ([report("setup"), report("call"), report("teardown")], "pass"),
        ([report("setup"), report("call", "failed"), report("teardown")], "fail"),
        ([report("setup"), report("call", "failed", {"verdict": "pass"}), report("teardown")], "error"),
        ([report("setup"), report("call", "passed", {"verdict": "fail"}), report("teardown")], "fail"),
        (
            [report("setup"), report("call", "passed", {"verdict": "pass"}), report("teardown", "failed")],
            "error",
        ),
        ([report("setup", "failed"), report("teardown")], "error"),
        ([report("setup"), report("call", "skipped"), report("teardown")], "error"),
        ([report("setup")], "error"),
    ],
)
def test_phases_merge_for_the_worse(tmp_path: Path, phases: list[pytest.TestReport], verdict: str) -> None:
    """Whatever the steps said, a phase that crashed or never came cannot end green."""
    recorder = Recorder(tmp_path / "results.ndjson", made_up.header())
    for phase in phases:
        recorder.pytest_runtest_logreport(phase)
    check = recorder.finish().checks[0]
    assert check.verdict == verdict
    assert check.seconds == 0.25 * len(phases)


def test_interrupted_run_is_truncated(tmp_path: Path) -> None:
    """Ctrl-C after one scenario of two."""
    recorder = Recorder(tmp_path / "results.ndjson", made_up.header())
    recorder.pytest_xdist_node_collection_finished(None, ["f.feature::test_x", "f.feature::test_y"])
    for when in ("setup", "call", "teardown"):
        recorder.pytest_runtest_logreport(report(when))
    results = recorder.finish()
    assert results.truncated
    assert len(results.checks) == 1


def test_events_tell_the_progress(tmp_path: Path) -> None:
    """First how many there are, then each as it ends."""
    events: list[Event] = []
    recorder = Recorder(tmp_path / "results.ndjson", made_up.header(), events.append)
    recorder.pytest_xdist_node_collection_finished(None, ["a/f.feature::test_x", "a/g.feature::test_y"])
    for when in ("setup", "call", "teardown"):
        recorder.pytest_runtest_logreport(report(when))
    recorder.finish()
    assert events[0] == Collected(2, {"f.feature": 1, "g.feature": 1})
    assert isinstance(events[1], Checked)
    assert (events[1].check.verdict, events[1].done, events[1].total) == ("pass", 1, 2)
