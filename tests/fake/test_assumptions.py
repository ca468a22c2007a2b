"""The table of choices is fit for a report."""

from __future__ import annotations

import re

import pytest

from talkqa.fake.assumptions import ASSUMPTIONS, Assumption


def test_ids_are_unique() -> None:
    ids = [assumption.id for assumption in ASSUMPTIONS]
    assert len(set(ids)) == len(ids) > 40


@pytest.mark.parametrize("assumption", ASSUMPTIONS, ids=lambda assumption: assumption.id)
def test_every_choice_says_what_and_why(assumption: Assumption) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", assumption.id)
    assert all(len(text) > 2 and text == text.strip() for text in assumption)
