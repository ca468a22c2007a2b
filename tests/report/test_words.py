"""The page in two languages: whole catalogues, the same numbers, and English marked where it stays."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from talkqa.checklist.reasons import Reason
from talkqa.report import html
from talkqa.report.look import Look
from talkqa.report.results import DAMAGED, ELSEWHERE, NO_CHECK_RAN, STOPPED
from talkqa.report.stream import read
from talkqa.report.words import LANGUAGES, Words, catalogue
from talkqa.scenario.plan import MADE_UP, Plan, made_up
from talkqa.shipped import fixtures

RESULTS = read(fixtures() / "golden" / "every_verdict.ndjson")
TEMPLATES = files("talkqa.report") / "templates"


def holes(text: Any) -> list[set[str]]:
    """The names in braces of each form of a text."""
    forms = text.values() if isinstance(text, dict) else text if isinstance(text, list) else [text]
    return [{name for _, name, _, _ in Formatter().parse(form) if name} for form in forms]


def test_languages_have_the_same_words_and_holes() -> None:
    """No key is missing, none is too many, and every number that one language tells the other tells too."""
    english, norwegian = (catalogue(language) for language in LANGUAGES)
    assert english.keys() == norwegian.keys()
    different = [
        key for key in english if [*map(sorted, holes(english[key]))] != [*map(sorted, holes(norwegian[key]))]
    ]
    assert different == []


def test_no_text_of_the_templates_stands_outside_the_catalogue() -> None:
    """What is left of a template without tags and expressions holds no word."""
    for template in TEMPLATES.iterdir():
        if not template.name.endswith(".j2"):
            continue
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", template.read_text("utf-8"), flags=re.DOTALL)
        text = re.sub(r"<style>.*?</style>", " ", text, flags=re.DOTALL)
        text = re.sub(r"<code>talkqa replay", " ", text)
        bare = re.sub(r"<[^>]*>", " ", text).replace("sha256", "")
        assert re.findall(r"[A-Za-zæøåÆØÅ]{2,}", bare) == [], template.name


def test_no_words_are_left_that_nothing_says() -> None:
    """Every key stands in the code, but for those that are put together from a verdict, a kind or a cause."""
    room = [path for path in Path(str(files("talkqa.report"))).rglob("*") if path.suffix in (".py", ".j2")]
    code = "".join(path.read_text("utf-8") for path in room)
    made = ("verdict.", "meaning.", "cause.", "cause-means.", "before.", "before-kind.")
    told = {"check.did", "check.expected", "check.observed"}
    did = ("created", "changed", "deleted", "wrote nothing new", "was refused")
    told |= {f"picture.{one.replace(' ', '-')}" for one in did}
    assert [
        key for key in catalogue("en") if key not in code and key not in told and not key.startswith(made)
    ] == []


@pytest.mark.parametrize("reason", [*Reason])
def test_every_reason_is_said_in_norwegian(reason: Reason) -> None:
    """A closed list, so that none stays English."""
    told = reason.say(**{name: f"<{name}>" for name in next(iter(holes(reason.value)))})
    found = Words("nb").translated(told)
    assert found is not None
    assert found != told
    assert sorted(re.findall(r"<\w+>", found)) == sorted(re.findall(r"<\w+>", told))


def test_reasons_of_a_run_and_findings_are_said_in_norwegian() -> None:
    """Those that are no item's reason, and the findings and profiles that ship."""
    words = Words("nb")
    told = [NO_CHECK_RAN, ELSEWHERE, STOPPED, DAMAGED]
    for profile in ("default", "literal"):
        checklist = Plan(profile=profile).checklist()
        told += [finding.text for finding in checklist.findings] + [checklist.profile.summary]
    assert [text for text in told if words.translated(text) is None] == []


@pytest.mark.parametrize("profile", ["default", "literal"])
def test_every_item_of_the_first_document_is_said_in_norwegian(profile: str) -> None:
    """Tested or not: a client reads all of them."""
    words = Words("nb")
    titles = [item.title for item in Plan(profile=profile).checklist().items]
    assert len(titles) > 60
    assert [title for title in titles if words.translated(title) is None] == []


def test_every_item_of_the_made_up_documents_is_said_in_norwegian() -> None:
    """They state what documents of the family state: merging, connections, conditions."""
    words = Words("nb")
    titles = [item.title for name in MADE_UP for item in made_up(name).checklist().items]
    assert len(titles) > 60
    assert [title for title in titles if words.translated(title) is None] == []


@pytest.mark.parametrize(
    ("english", "norwegian"),
    [
        (
            "of a User and an Employee the listed properties are kept equal, and nothing else",
            "av en User og en Employee holdes de oppførte egenskapene like, og ingenting annet",
        ),
        (
            "Contact and Employee merge when email equals Email",
            "Contact og Employee slås sammen når email er lik Email",
        ),
        (
            "a Customer is created from an Order only if it is connected to one of: Order lines, Invoices",
            "en Customer opprettes fra en Order bare hvis den er knyttet til en av: Order lines, Invoices",
        ),
    ],
)
def test_what_other_documents_state_is_said_in_norwegian(english: str, norwegian: str) -> None:
    assert Words("nb").translated(english) == norwegian


@pytest.mark.parametrize(
    ("english", "norwegian"),
    [
        (
            "Customer 1001 PhoneNumber: nothing older than '1', which a user typed at 08:00",
            "Customer 1001 PhoneNumber: ingenting eldre enn '1', som en bruker tastet 08:00",
        ),
        ("'2', which is from before that", "'2', som er fra før det"),
        ("IsArchived left as it was", "IsArchived slik det var"),
        ("Customer Name: a value that some user wrote", "Customer Name: en verdi som en bruker har skrevet"),
        ("'x', which no user wrote", "'x', som ingen bruker har skrevet"),
        ("a Customer only for a source without a partner", "en Customer bare for en kilde uten motpart"),
        ("1002: a second one for the same source", "1002: en til for den samme kilden"),
        (
            "POST /Customers by synchronisation, answered 201",
            "POST /Customers fra synkroniseringen, besvart med 201",
        ),
    ],
)
def test_what_a_law_saw_is_said_in_norwegian(english: str, norwegian: str) -> None:
    assert Words("nb").translated(english) == norwegian


def test_pattern_keeps_what_stood_in_its_holes() -> None:
    """Whatever the article before it."""
    words = Words("nb")
    assert words.translated("an Employee is the cause of one creation, ever") == (
        "en Employee fører til én opprettelse, for alltid"
    )
    assert words.translated("document line 14") == "dokumentets linje 14"
    assert words.translated("something that nobody has translated") is None


def test_patterns_of_a_language_have_the_same_holes_on_both_sides() -> None:
    """A hole that only one side has would lose a name, or raise."""
    told = tomllib.loads((files("talkqa.report") / "languages" / "nb-said.toml").read_text("utf-8"))
    assert [pair for pair in told["said"] if set(holes(pair[0])[0]) != set(holes(pair[1])[0])] == []


def numbers(page: str) -> Iterator[list[str]]:
    """The sums, per flow and in all, in the order of the page."""
    for row in re.findall(r"<li><b>(\d+)</b>|<td[^>]*>(\d+)</td>", page):
        yield [one for one in row if one]


def test_both_languages_tell_the_same_numbers_and_verdicts() -> None:
    """Item by item; only the words differ."""
    english, norwegian = (html.render(RESULTS, Look(language=language)) for language in LANGUAGES)
    marked = r'data-item="([^"]+)" data-verdict="([^"]+)"'
    assert re.findall(marked, english) == re.findall(marked, norwegian) != []
    assert [*numbers(english)] == [*numbers(norwegian)] != []
    assert '<html lang="nb">' in norwegian
    assert "2 av 8 testede punkter feilet, 4 er bestått. 2 punkter kunne ikke avgjøres." in norwegian
    assert "1. januar 2026, 08:00 UTC" in norwegian


def test_english_in_the_norwegian_page_is_marked() -> None:
    """So that it is read aloud as English: scenario names, and titles that no pattern fits."""
    page = html.render(RESULTS, Look(language="nb"))
    assert '<span lang="en">Every Employee gets exactly one Contactperson</span>' in page
    assert '<b lang="en">An Employee&#39;s LastName reaches the Contactperson&#39;s LastName</b>' in page


def test_evidence_is_said_piece_by_piece() -> None:
    """What was done is a list; what was seen is one sentence with its counts."""
    check = RESULTS.unhappy()[0]
    told = replace(
        check.evidence[0],
        did="a user created Employee 7; Employee 7 LastName: Berg → Lie",
        observed="Berg (3 cycles later; 13 reads, 1 write)",
    )
    checks = tuple(replace(one, evidence=(told,)) if one is check else one for one in RESULTS.checks)
    page = html.render(replace(RESULTS, checks=checks), Look(language="nb"))
    assert "<dd>Berg (3 runder senere; 13 lesninger, 1 skriving)</dd>" in page
    assert "En bruker opprettet Employee 7; " in page


def test_unknown_language_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(ValueError, match="no language 'sv', expected one of en, nb"):
        Words("sv")
