"""From pytest's reports of one scenario (setup, call, teardown) to one check line.

The step layer leaves what it knows under `user_properties` as ("talkqa-check", dict). What is missing
there is filled in here, and only for the worse: a phase that crashed makes a pass an error, and
a scenario that was skipped or never ended is an error too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import pytest

from talkqa.report.redact import redact
from talkqa.verdict.causes import HARNESS, NOT_EXERCISED, PRODUCT, Cause
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, PASS, Verdict, worst

PROPERTY = "talkqa-check"
_FAILURES = ("AssertionError", "CheckFailed", "assert")
_FOLDERS = re.compile(r"(?:[A-Za-z]:)?[/\\][^\s\"']*[/\\]([\w.-]+\.(?:feature|py))\b")


def check_line(nodeid: str, reports: Sequence[pytest.TestReport]) -> dict[str, Any]:
    """The check line of one scenario, redacted. seconds: wall clock of all its phases."""
    told = left_by_steps(reports)
    told_verdict: Verdict | None = told.get("verdict")
    verdicts: list[Verdict] = [told_verdict] if told_verdict else []
    evidence = list(told.get("evidence", ()))
    for report in reports:
        verdict, crash = _judged(report, told_verdict)
        verdicts.append(verdict)
        evidence += [_evidence(report)] if crash else []
    if not any(report.when == "call" or report.failed for report in reports):
        verdicts.append(ERROR)
        evidence.append(_broken("run the scenario", "it never ended"))
    line = {**_basis(nodeid), **told, "verdict": worst(verdicts), "evidence": evidence}
    line["cause"] = _cause(worst(verdicts), told, evidence)
    line["tags"] = sorted(line["tags"])
    line["seconds"] = round(sum(report.duration for report in reports), 4)
    return dict(redact.value(line))


def _cause(verdict: Verdict, told: Mapping[str, Any], evidence: Sequence[Mapping[str, Any]]) -> Cause | None:
    """The cause that the steps told of that verdict; where they did not come to one, talkqa broke.

    A failure without a word from the steps is the product's only when it argues as one, by its exception's name.
    """
    if verdict == PASS:
        return None
    if told.get("verdict") == verdict and told.get("cause"):
        found: Cause = told["cause"]
        return found
    if verdict == FAIL and (told or all("CheckFailed" in str(one.get("observed")) for one in evidence)):
        return PRODUCT
    return NOT_EXERCISED if verdict == INCONCLUSIVE else HARNESS


def collection_line(report: pytest.CollectReport) -> dict[str, Any]:
    """The check line of a feature file that could not be collected: an error outside every item."""
    line = {
        **_basis(report.nodeid or "collection"),
        "scenario": f"{report.nodeid or 'the features'} can be read",
        "verdict": ERROR,
        "cause": HARNESS,
        "evidence": [_broken(f"collect {report.nodeid}", _message(report))],
    }
    return dict(redact.value(line))


def evidence_text(check: Mapping[str, Any]) -> str:
    """The evidence of a check line as text: what was done, expected and observed, a line each."""
    return "\n\n".join("\n".join(_told(one)) for one in check["evidence"])


def _told(one: Mapping[str, Any]) -> list[str]:
    journal = one.get("journal")
    words = {**one, "journal": "requests {} to {}".format(*journal) if journal else None}
    order = ("did", "expected", "observed", "journal", "origin", "law")
    return [f"{word:<9} {words[word]}" for word in order if words.get(word)]


def left_by_steps(reports: Sequence[pytest.TestReport]) -> Mapping[str, Any]:
    """What the step layer put under `talkqa-check`, the latest of it; empty when nothing."""
    found = [value for report in reports for key, value in report.user_properties if key == PROPERTY]
    return found[-1] if found and isinstance(found[-1], Mapping) else {}


def _judged(report: pytest.TestReport, told: Verdict | None) -> tuple[Verdict, bool]:
    """The verdict that one phase gives, and whether its crash must be told as evidence."""
    if report.passed:
        return PASS, False
    if report.skipped:
        return ERROR, True
    if report.when != "call":
        return ERROR, told in (None, PASS)
    if told in (FAIL, INCONCLUSIVE, ERROR):
        return told, False
    return (ERROR if told == PASS else _verdict_of(_message(report))), True


def _verdict_of(message: str) -> Verdict:
    """By the convention of the steps: AssertionError is fail, Inconclusive is inconclusive, else error."""
    kind = message.split(":", 1)[0].split(" ", 1)[0].rsplit(".", 1)[-1]
    if kind in _FAILURES:
        return FAIL
    return INCONCLUSIVE if kind == "Inconclusive" else ERROR


def _evidence(report: pytest.TestReport) -> dict[str, object]:
    phase = {"setup": "prepare the scenario", "teardown": "end the scenario"}.get(
        report.when or "", "run the scenario"
    )
    observed = "skipped, which is no verdict: " + _message(report) if report.skipped else _message(report)
    return _broken(phase, observed)


def _broken(did: str, observed: str) -> dict[str, object]:
    return {
        "did": did,
        "expected": "the check comes to a verdict",
        "observed": observed,
        "journal": None,
        "origin": "talkqa",
        "law": None,
    }


def _message(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The exception's own words, files by their name only: where they stand is nothing to a reader."""
    return _FOLDERS.sub(r"\1", _raw_message(report))


def _raw_message(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The last line of the report when pytest kept only text."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        return str(crash.message)
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2])
    lines = [line for line in report.longreprtext.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no message"


def check_id(nodeid: str) -> str:
    """The id of a check: its node id without folders, `x.feature::test_…[row]`."""
    path, _, name = nodeid.partition("::")
    return f"{PurePosixPath(path).name}::{name}" if name else PurePosixPath(path).name


def _basis(nodeid: str) -> dict[str, Any]:
    """What the node id alone tells, for a scenario that crashed before the steps knew it."""
    path, _, name = nodeid.partition("::")
    feature_file = PurePosixPath(path).name
    return {
        "id": check_id(nodeid),
        "items": [],
        "flow": "",
        "feature": feature_file,
        "feature_file": feature_file,
        "scenario": name or feature_file,
        "tags": [],
        "row": {},
        "requests": 0,
        "steps": [],
    }
