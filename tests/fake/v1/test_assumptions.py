"""The table of v1's choices is fit for a report."""

from __future__ import annotations

import re

import pytest

from talkqa.fake.assumptions import ASSUMPTIONS, Assumption
from talkqa.fake.v1.assumptions import V1_ASSUMPTIONS


def test_ids_are_unique_over_both_versions() -> None:
    ids = [assumption.id for assumption in (*ASSUMPTIONS, *V1_ASSUMPTIONS)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("assumption", V1_ASSUMPTIONS, ids=lambda assumption: assumption.id)
def test_every_choice_says_what_and_why(assumption: Assumption) -> None:
    assert re.fullmatch(r"v1-[a-z]+(-[a-z0-9]+)*", assumption.id)
    assert all(len(text) > 2 and text == text.strip() for text in assumption)
