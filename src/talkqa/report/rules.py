"""The rules with their verdicts: what the run's header says of each, against the checks that have its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from talkqa.report.results import Results
from talkqa.verdict.verdicts import Verdict, worst


@dataclass(frozen=True)
class RuleLine:
    """One rule. needs: letters B, L, C, R; verdict: the worst of its checks; reason: why it is not tested."""

    number: str
    name: str
    level: str
    needs: tuple[str, ...]
    scenarios: tuple[str, ...]
    mutants: tuple[str, ...]
    verdict: Verdict
    checks: int
    reason: str

    def to_json(self) -> dict[str, Any]:
        """As `talkqa rules --format json` prints it."""
        return asdict(self)


def rule_lines(rules: Iterable[Mapping[str, Any]], results: Results | None) -> list[RuleLine]:
    """A line for each rule, in order. results: None when nothing was run."""
    return [_line(rule, results) for rule in rules]


def _line(rule: Mapping[str, Any], results: Results | None) -> RuleLine:
    checks = [check for check in results.checks if rule["number"] in check.tags] if results else []
    return RuleLine(
        rule["number"],
        rule["name"],
        rule["level"],
        tuple(rule["needs"]),
        tuple(rule["scenarios"]),
        tuple(rule["mutants"]),
        worst(check.verdict for check in checks),
        len(checks),
        "" if checks else _reason(rule, results),
    )


def _reason(rule: Mapping[str, Any], results: Results | None) -> str:
    """Why no check of the run has the rule's number."""
    if rule["to_come"]:
        return f"to come: {rule['to_come']}"
    if results is None:
        return "nothing was run"
    asked = [item for item in results.header.items if rule["number"] in item.rules]
    told = next((item.not_tested_reason for item in asked if item.not_tested_reason), None)
    return told or "no item of this document asks for it"
