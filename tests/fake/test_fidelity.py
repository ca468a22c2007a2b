"""The ledger is whole: every entry says enough, points to what exists, and is what the code asks about."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from talkqa.fake import Fake
from talkqa.fake.fidelity import Assumption, Evidence, FidelityError, find, ledger, read_flips
from talkqa.fake.fidelity.ledger import assumptions

TESTS = Path(__file__).parents[1]
FAKE = TESTS.parent / "src" / "talkqa" / "fake"
FACTS = TESTS.parents[1] / "shared" / "poweroffice" / "API.md"
EVIDENCE = [one for area in ledger() for one in area.evidence]
ASSUMPTIONS = list(assumptions())
OPEN = r"UNKNOWN|(?<!Customer )\b[Cc]onflict\b"
"""How API.md marks what is open; "Customer conflict" is the title of an answer."""


@cache
def sections() -> dict[str, str]:
    """API.md by number of section, each up to the next heading."""
    if not FACTS.exists():
        pytest.skip(f"{FACTS} is not here")
    text = FACTS.read_text()
    heads = [*re.finditer(r"^#{2,3} (\d(?:\.\d)?)\.? .*$", text, re.MULTILINE)]
    ends = [after.start() for _, after in pairwise(heads)] + [len(text)]
    return {head[1]: text[head.start() : end] for head, end in zip(heads, ends, strict=True)}


def test_ids_are_unique() -> None:
    ids = [one.id for one in EVIDENCE] + [one.id for one in ASSUMPTIONS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) for id in ids)


@pytest.mark.parametrize("one", ASSUMPTIONS, ids=lambda one: one.id)
def test_an_assumption_says_what_why_and_what_else(one: Assumption) -> None:
    texts = (one.subject, one.choice, one.why, *one.alternatives.values())
    assert one.alternatives
    assert all(len(text) > 2 and text == text.strip() for text in texts)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in one.alternatives)


@pytest.mark.parametrize("one", EVIDENCE, ids=lambda one: one.id)
def test_evidence_names_a_test_that_exists(one: Evidence) -> None:
    path, _, function = one.test.partition("::")
    assert f"\ndef {function}(" in (TESTS / path).read_text()


@pytest.mark.parametrize("one", EVIDENCE, ids=lambda one: one.id)
def test_evidence_cites_a_source_of_its_section(one: Evidence) -> None:
    section = sections()[one.section]
    assert one.sources
    for source in one.sources:
        assert re.search(rf"\[[^\]\n]*\b{re.escape(source)}\b[^\]\n]*\]", section), source


def test_the_code_asks_for_every_assumption_and_for_nothing_else() -> None:
    asked = {
        id for path in FAKE.rglob("*.py") for id in re.findall(r'flipped\(\s*"([^"]+)"', path.read_text())
    }
    assert asked == {one.id for one in ASSUMPTIONS}


def test_a_flip_is_read_with_or_without_its_alternative() -> None:
    assert read_flips(["two-defaults", "nulls=left-out"]) == {"two-defaults": "both", "nulls": "left-out"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("two-default=both", "no assumption 'two-default'. Did you mean two-defaults"),
        ("two-defaults=none", "two-defaults: no alternative 'none', expected both"),
        ("empty-list=null", "no assumption 'empty-list'"),
    ],
)
def test_a_flip_that_is_none_is_refused_and_told(text: str, told: str) -> None:
    with pytest.raises(FidelityError, match=re.escape(told)):
        read_flips([text])


def test_a_tenant_takes_no_flip_that_is_none() -> None:
    with pytest.raises(FidelityError):
        Fake().tenant({"two-defaults": "three"})


def test_an_entry_is_found_by_its_id() -> None:
    assert isinstance(find("empty-list"), Evidence)
    assert isinstance(find("nulls"), Assumption)
    with pytest.raises(FidelityError, match="Did you mean nulls"):
        find("null")


def test_an_assumption_settles_what_the_facts_leave_open() -> None:
    """The words it quotes stand where API.md says UNKNOWN, conflict or presumed."""
    for one in ASSUMPTIONS:
        for place in one.settles:
            number, _, words = place.partition(" ")
            lines = [line for line in sections()[number].splitlines() if words in line]
            assert any(re.search(f"{OPEN}|presumed", line) for line in lines), place


def test_everything_that_the_facts_leave_open_is_settled() -> None:
    """Each UNKNOWN and each conflict of API.md, with at least as many assumptions as its line has of them."""
    quoted = [place.partition(" ") for one in ASSUMPTIONS for place in one.settles]
    for number, section in sections().items():
        if number in ("7", "8"):
            continue
        for line in section.splitlines():
            open_points = len(re.findall(OPEN, line))
            settled = [words for section, _, words in quoted if section == number and words in line]
            assert len(settled) >= open_points, f"{number}: {line[:160]} … settled by {settled}"
