"""Whose fault a verdict is, from what the scenario saw; each row is a story told by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from talkqa.verdict.causes import (
    CAUSES,
    GAP,
    HARNESS,
    MEANINGS,
    NOT_EXERCISED,
    PRODUCT,
    SET_UP,
    Cause,
    Signs,
    cause_of,
    resting,
)
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, PASS, Verdict

BUSY = Signs(asked=12, answered=12)
STORIES: list[tuple[str, Verdict, Signs, Cause | None]] = [
    ("all went well", PASS, BUSY, None),
    ("it wrote the wrong value", FAIL, BUSY, PRODUCT),
    ("a cycle crashed in the middle of its work", FAIL, replace(BUSY, failed=True), PRODUCT),
    ("it did not start again after it was killed", FAIL, replace(BUSY, started=False), PRODUCT),
    ("PowerOffice was down all the time, as planned", FAIL, Signs(asked=3, failed=True), PRODUCT),
    ("its keys were refused once, later it had others", FAIL, replace(BUSY, misaddressed=1), PRODUCT),
    ("it never started", FAIL, Signs(started=False), SET_UP),
    ("its keys were refused", FAIL, Signs(misaddressed=2), SET_UP),
    ("it asked at a wrong address only", FAIL, Signs(asked=4, misaddressed=4), SET_UP),
    ("it ended with a failure before its first request", FAIL, Signs(failed=True), SET_UP),
    ("it did nothing, and all was well", FAIL, Signs(), NOT_EXERCISED),
    ("a planned mishap never struck", INCONCLUSIVE, BUSY, NOT_EXERCISED),
    ("the checklist leaves it out", NOT_TESTED, Signs(), NOT_EXERCISED),
    ("it asked for an operation that the fake lacks", ERROR, replace(BUSY, unknown=1), GAP),
    ("the fake lacked something, and so a law was broken", FAIL, replace(BUSY, unknown=1, law=True), GAP),
    ("a step raised", ERROR, replace(BUSY, broke=True), HARNESS),
    ("a step raised before the system did anything", ERROR, Signs(broke=True), HARNESS),
    (
        "a step raised, because the system had deleted a record",
        ERROR,
        replace(BUSY, broke=True, law=True),
        PRODUCT,
    ),
]


@pytest.mark.parametrize(("story", "verdict", "signs", "cause"), STORIES, ids=[one[0] for one in STORIES])
def test_each_story_has_its_cause(story: str, verdict: Verdict, signs: Signs, cause: Cause | None) -> None:
    """The signs decide, never the words of an exception."""
    assert cause_of(verdict, signs) == cause


def test_a_failure_that_an_assumption_decides_is_a_gap_of_the_fake() -> None:
    """It passes when PowerOffice is otherwise; a flip that leaves it a failure changes nothing."""
    assert resting(PRODUCT, [FAIL, PASS]) == GAP
    assert resting(PRODUCT, [INCONCLUSIVE]) == PRODUCT
    assert resting(SET_UP, [PASS]) == SET_UP
    assert resting(None, [FAIL]) is None


def test_every_cause_is_explained() -> None:
    """The words of the report."""
    assert set(MEANINGS) == set(CAUSES)
