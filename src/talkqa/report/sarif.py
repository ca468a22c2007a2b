"""`results.sarif`: what did not pass, in SARIF 2.1.0, for tools that gather findings.

Every tested item is a rule, so that a tool can tell one that passed from one that is gone. A known failure is a
suppressed result. Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

import orjson

from talkqa.report.annotations import line_of
from talkqa.report.results import ItemResult, Results
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, Verdict

LEVELS: Mapping[Verdict, str] = {FAIL: "error", ERROR: "warning", INCONCLUSIVE: "warning"}
"""An error of the harness is no finding about the product; it is told as a warning so that it is not lost."""


def write_sarif(results: Results, path: Path) -> Path:
    """Write the file; returns its path."""
    path.write_bytes(orjson.dumps(sarif(results), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return path


def sarif(results: Results) -> dict[str, Any]:
    """The whole log: one run."""
    tested = [one for one in results.items if one.verdict != NOT_TESTED]
    places = {one.item.id: number for number, one in enumerate(tested)}
    header = results.header
    run = {
        "tool": {"driver": {"name": "talkqa", "version": header.talkqa, "rules": [_rule(one) for one in tested]}},
        "artifacts": [
            {"location": {"uri": _uri(results)}, "hashes": {"sha-256": header.document.sha256}}
        ],
        "invocations": [
            {"executionSuccessful": results.exit_code != 3 and not results.incomplete, "exitCode": results.exit_code,
             "startTimeUtc": _utc(header.started)}
        ],
        "results": [_result(results, one, places[one.item.id]) for one in tested if one.verdict in LEVELS],
        "columnKind": "unicodeCodePoints",
    }  # fmt: skip
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _uri(results: Results) -> str:
    """Where the document lies, from the folder of the run; its name alone when it lies elsewhere."""
    path = PurePosixPath(results.header.document.file.replace("\\", "/"))
    elsewhere = path.is_absolute() or ".." in path.parts or ":" in path.parts[0]
    return quote(path.name if elsewhere else str(path))


def _utc(stamp: str) -> str:
    return datetime.fromisoformat(stamp).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rule(one: ItemResult) -> dict[str, Any]:
    tags = {"properties": {"tags": list(one.item.rules)}} if one.item.rules else {}
    return {"id": one.item.id, "shortDescription": {"text": one.item.title}, **tags}


def _result(results: Results, one: ItemResult, place: int) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(results), "index": 0}}
    if line := line_of(one.item.origin):
        location["region"] = {"startLine": line}
    told = {
        "ruleId": one.item.id,
        "ruleIndex": place,
        "level": LEVELS[one.verdict],
        "message": {"text": f"{one.item.title}: {one.verdict}. {one.reason}"},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"talkqaItem/v1": one.item.id},
    }
    if waiver := results.waived.get(one.item.id):
        told["suppressions"] = [{"kind": "external", "justification": str(waiver)}]
    return told
