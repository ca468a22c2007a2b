"""Verdicts as TTCN-3 has them, and how several roll up into one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Verdict = Literal["pass", "fail", "inconclusive", "error", "not tested"]

PASS: Verdict = "pass"
FAIL: Verdict = "fail"
INCONCLUSIVE: Verdict = "inconclusive"
ERROR: Verdict = "error"
NOT_TESTED: Verdict = "not tested"

BEST_TO_WORST: tuple[Verdict, ...] = (NOT_TESTED, PASS, INCONCLUSIVE, FAIL, ERROR)
"""TTCN-3's order (ETSI ES 201 873-1, overwriting rules), with *not tested* as its *none*."""


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of a group: the worst in it; *not tested* for an empty group."""
    return max(verdicts, key=BEST_TO_WORST.index, default=NOT_TESTED)
