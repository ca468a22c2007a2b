"""How a check reads in Allure: its status, its labels, and results for items that no check decided."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from hashlib import md5
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
from allure_commons.model2 import Label, Status, StatusDetails, TestResult

from talkqa.report.header import label_of
from talkqa.report.quiet_allure import filled
from talkqa.report.results import ItemResult, Results
from talkqa.verdict.causes import HARNESS, NOT_EXERCISED
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, PASS

STATUSES = {
    PASS: Status.PASSED,
    FAIL: Status.FAILED,
    INCONCLUSIVE: Status.BROKEN,
    ERROR: Status.BROKEN,
    NOT_TESTED: Status.SKIPPED,
}
"""Allure knows no word for *inconclusive*: it is broken there, and the label `verdict` tells it apart."""


def labels(check: Mapping[str, Any], epic: str, rule: str | None) -> list[Label]:
    """Labels of one result: exactly one epic, feature, story, flow, property and verdict; an item each."""
    items = list(check["items"])
    single = {
        "epic": epic,
        "feature": check["feature"],
        "story": check["scenario"],
        "flow": check["flow"] or "outside the checklist",
        "property": property_of(items),
        "verdict": check["verdict"],
        "cause": check.get("cause") or "none",
        "parentSuite": check["feature"],
        "suite": rule or check["scenario"],
        "framework": "pytest-bdd",
        "language": "gherkin",
    }
    found = [Label(name, value) for name, value in single.items()]
    found += [Label("rule", rule)] * bool(rule)
    return found + [Label("item", item) for item in items] + [Label("tag", tag) for tag in check["tags"]]


def property_of(items: Iterable[str]) -> str:
    """The one property label of a check, from the items it decides."""
    names = list(dict.fromkeys(label_of(item) for item in items))
    if not names:
        return "outside the checklist"
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def complete(results: Results, folder: Path) -> int:
    """Write a result for every item that no check decided, so that Allure counts what the others count.

    Not tested becomes *skipped*, an item without a check and a feature that could not be read become
    *broken*. Returns how many were written. Call it once, after the run and before rendering.
    """
    folder.mkdir(parents=True, exist_ok=True)
    undecided = [result for result in results.items if not result.checks]
    for result in undecided:
        _write(folder, _undecided(result, results.header.document.title))
    uncollected = [check for check in results.strays if not check.steps and "::" not in check.id]
    for check in uncollected:
        line = {"items": (), "flow": "", "feature": check.feature, "scenario": check.scenario, "tags": ()}
        found = labels(
            {**line, "verdict": check.verdict, "cause": check.cause}, results.header.document.title, None
        )
        observed = "\n".join(evidence.observed for evidence in check.evidence)
        _write(folder, _result(check.scenario, check.id, STATUSES[check.verdict], found, observed))
    return len(undecided) + len(uncollected)


def _undecided(result: ItemResult, epic: str) -> TestResult:
    item = result.item
    check = {
        "items": [item.id],
        "flow": item.flow,
        "feature": "The rest of the checklist",
        "scenario": item.title,
        "tags": item.rules,
        "verdict": result.verdict,
        "cause": NOT_EXERCISED if result.verdict == NOT_TESTED else HARNESS,
    }
    return _result(item.title, item.id, STATUSES[result.verdict], labels(check, epic, None), result.reason)


def _result(name: str, full_name: str, status: str, found: list[Label], told: str) -> TestResult:
    case = case_id(full_name)
    return TestResult(
        uuid=str(uuid4()), name=name, fullName=full_name, testCaseId=case, historyId=case, status=status,
        statusDetails=StatusDetails(message=told), labels=found, start=now(), stop=now(),
    )  # fmt: skip


def _write(folder: Path, result: TestResult) -> None:
    (folder / f"{result.uuid}-result.json").write_bytes(orjson.dumps(filled(result)))


def case_id(full_name: str) -> str:
    """Allure's identity of a test, the same from run to run; no secret depends on it."""
    return md5(full_name.encode(), usedforsecurity=False).hexdigest()


def now() -> int:
    """Milliseconds since 1970, as Allure stamps."""
    return round(time.time() * 1000)
