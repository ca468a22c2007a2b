"""The five causes are told apart: a labelled corpus of induced failures, run as a user would run it."""

from __future__ import annotations

import json
from collections import Counter

from talkqa.cli.corpus import corpus
from talkqa.cli.selftest import Told, holds, in_a_line
from talkqa.verdict.causes import CAUSES, GAP, HARNESS, PRODUCT, SET_UP, Cause
from tests.cli.running import talkqa

GOOD = [Told("a case", str(number), cause, cause) for cause in CAUSES for number in range(20)]


def test_the_corpus_is_told_right() -> None:
    """At least 60 induced failures, each cause at least 8; 95 % right, and no fault of ours is the product's."""
    told = talkqa("selftest", "--format=json", "--workers=2")
    found = [Told(**one) for one in json.loads(told.out)]
    counts = Counter(one.cause for one in found)
    assert len(found) >= 60
    assert set(counts) == set(CAUSES)
    assert min(counts.values()) >= 8, counts
    wrong = [one for one in found if one.told != one.cause]
    assert len(wrong) <= 0.05 * len(found), wrong
    assert [one for one in found if one.told == PRODUCT and one.cause != PRODUCT] == []
    assert told.code == 0, told.err


def test_each_case_has_a_name_of_its_own() -> None:
    """A wrong one must be found again."""
    names = Counter((case.name, case.plan) for case in corpus())
    assert max(names.values()) == 1


def told_as(cause: Cause, other: Cause | None) -> list[Told]:
    """A good corpus with one confusion."""
    return [*GOOD, Told("one", "more", cause, other)]


def test_few_mistakes_are_borne_but_never_one_that_blames_the_product() -> None:
    """99 % right is not enough when a harness defect or a set-up error stands as a product defect."""
    assert holds(GOOD)
    assert holds(told_as(PRODUCT, None))
    assert holds(told_as(HARNESS, GAP))
    assert not holds(told_as(HARNESS, PRODUCT))
    assert not holds(told_as(SET_UP, PRODUCT))
    assert not holds([*GOOD, *told_as(PRODUCT, None)[-1:] * 6])
    assert not holds([])
    assert (
        in_a_line(told_as(SET_UP, PRODUCT)) == "100 of 101 told right; 1 faults of ours told as the product's"
    )
