"""The grammar of `$filter`, compared with plain Python (API.md §4.4)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.fake import Fake
from talkqa.fake.v1.odata import compile_filter
from talkqa.fake.v1.tokens import FilterError
from tests.fake.doors import Door, inside
from tests.fake.v1.clients import V1, v1_client

KINDS = {"Name": "text", "LegalName": "text", "Code": "number", "IsPerson": "boolean", "Since": "date"}
KINDS |= {"LastChanged": "stamp", "SeriesId": "guid"}

Row = dict[str, Any]
Clause = tuple[str, Callable[[Row], bool]]
"""A filter, and what it means in Python."""

TEXTS = st.sampled_from(["", "a", "A", "ab", "Ab", "b", "O'Hara", "æ", "''"])
NUMBERS = st.one_of(st.integers(-3, 3), st.sampled_from([0.5, -1.25]))
DATES = st.sampled_from(["2015-11-25", "2015-11-26", "2016-01-01"])
ROWS = st.fixed_dictionaries(
    {
        "Name": st.none() | TEXTS,
        "LegalName": st.none() | TEXTS,
        "Code": st.none() | NUMBERS,
        "IsPerson": st.booleans(),
        "Since": st.none() | DATES,
        "LastChanged": DATES.map(lambda day: f"{day}T00:00:00.0000000+00:00"),
    }
)
MEANINGS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: bool(a == b),
    "ne": lambda a, b: bool(a != b),
    "gt": lambda a, b: a is not None and b is not None and bool(a > b),
    "ge": lambda a, b: a is not None and b is not None and bool(a >= b),
    "lt": lambda a, b: a is not None and b is not None and bool(a < b),
    "le": lambda a, b: a is not None and b is not None and bool(a <= b),
}


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def comparisons(draw: st.DrawFn) -> Clause:
    sign = draw(st.sampled_from(sorted(MEANINGS)))
    meaning = MEANINGS[sign]
    match draw(st.sampled_from(["text", "case", "number", "date", "stamp", "two", "turned"])):
        case "text":
            text = draw(TEXTS)
            return f"Name {sign} {quoted(text)}", lambda row: meaning(row["Name"], text)
        case "case":
            text = draw(TEXTS)
            return f"tolower(Name) {sign} {quoted(text)}", lambda row: meaning(
                None if row["Name"] is None else row["Name"].lower(), text
            )
        case "number":
            number = draw(NUMBERS)
            return f"Code {sign} {number}", lambda row: meaning(row["Code"], number)
        case "date":
            day = draw(DATES)
            prefix = draw(st.sampled_from(["DateTime", "datetime", "DATETIME"]))
            return f"Since {sign} {prefix}'{day}'", lambda row: meaning(row["Since"], day)
        case "stamp":
            day = draw(DATES)
            prefix = draw(st.sampled_from(["DateTimeOffset", "datetimeoffset", "DATETIMEOFFSET"]))
            tail = draw(st.sampled_from(["", "T00:00:00", "T00:00:00Z", "T02:00:00+02:00"]))
            return f"LastChanged {sign} {prefix}'{day}{tail}'", lambda row: meaning(
                row["LastChanged"][:10], day
            )
        case "two":
            return f"Name {sign} LegalName", lambda row: meaning(row["Name"], row["LegalName"])
        case _:
            number = draw(NUMBERS)
            return f"{number} {sign} Code", lambda row: meaning(number, row["Code"])


@st.composite
def others(draw: st.DrawFn) -> Clause:
    text = draw(TEXTS)
    tests: dict[str, Callable[[str], bool]] = {
        f"startswith(Name,{quoted(text)})": lambda name: name.startswith(text),
        f"startswith(Name, {quoted(text)}) eq true": lambda name: name.startswith(text),
        f"endswith(toupper(Name),{quoted(text)})": lambda name: name.upper().endswith(text),
        f"substringof({quoted(text)},Name) eq true": lambda name: text in name,
        f"contains(Name,{quoted(text)})": lambda name: text in name,
    }
    if draw(st.booleans()):
        spelling = draw(st.sampled_from(sorted(tests)))
        return spelling, lambda row: row["Name"] is not None and tests[spelling](row["Name"])
    plain: list[Clause] = [
        ("IsPerson", lambda row: bool(row["IsPerson"])),
        ("IsPerson eq true", lambda row: bool(row["IsPerson"])),
        ("IsPerson ne true", lambda row: not row["IsPerson"]),
        ("Name eq null", lambda row: row["Name"] is None),
        ("null ne Code", lambda row: row["Code"] is not None),
        ("true", lambda row: True),
    ]
    return draw(st.sampled_from(plain))


def joined(parts: st.SearchStrategy[Clause]) -> st.SearchStrategy[Clause]:
    """Two clauses under and, or, or one under not; each part in parentheses, or they would regroup."""
    both = st.tuples(parts, parts)
    return st.one_of(
        both.map(lambda p: (f"({p[0][0]}) and ({p[1][0]})", lambda row: p[0][1](row) and p[1][1](row))),
        both.map(lambda p: (f"(({p[0][0]}) or ({p[1][0]}))", lambda row: p[0][1](row) or p[1][1](row))),
        parts.map(lambda p: (f"not ({p[0]})", lambda row: not p[1](row))),
    )


CLAUSES = st.recursive(st.one_of(comparisons(), others()), joined, max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(CLAUSES, st.lists(ROWS, min_size=1, max_size=6))
def test_a_filter_keeps_the_rows_that_plain_python_keeps(clause: Clause, rows: list[Row]) -> None:
    text, meaning = clause
    keeps = compile_filter(text, KINDS)
    assert [keeps(row) for row in rows] == [meaning(row) for row in rows]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["and", "or"]), st.booleans()), min_size=1, max_size=8))
def test_and_binds_tighter_than_or(links: list[tuple[str, bool]]) -> None:
    words = ["true", *(part for word, value in links for part in (word, str(value).lower()))]
    python = " ".join({"true": "True", "false": "False"}.get(word, word) for word in words)
    assert compile_filter(" ".join(words), KINDS)(dict.fromkeys(KINDS)) == eval(python)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not IsPerson eq true", [False, True]),
        ("not not IsPerson", [True, False]),
        ("Code eq 1L", [True, False]),
        ("Code eq 1.0", [True, False]),
        ("Code lt 1.5e0", [True, False]),
        ("(((Code))) eq ((1))", [True, False]),
        ("Since eq DateTime'2015-11-26T00:00:00'", [True, False]),
        ("Since lt DateTime'2015-11-26T10:00'", [True, False]),
        ("SeriesId eq guid'5A7E0003-0000-4000-8000-000000000003'", [True, False]),
        ("contains('Æb', Name)", [False, True]),
    ],
)
def test_a_spelling_means_what_the_grammar_says(text: str, expected: list[bool]) -> None:
    rows = [
        {
            "Name": "a",
            "Code": 1,
            "IsPerson": True,
            "Since": "2015-11-26",
            "SeriesId": "5a7e0003-0000-4000-8000-000000000003",
        },
        {"Name": "b", "Code": 2, "IsPerson": False, "Since": "2016-11-26", "SeriesId": None},
    ]
    keeps = compile_filter(text, KINDS)
    assert [keeps(row) for row in rows] == expected


REFUSED = [
    "Name",
    "Code",
    "null",
    "'a'",
    "Name eq",
    "eq 'a'",
    "Name = 'a'",
    "Name like 'a'",
    "Name EQ 'a'",
    "Name eq 'a' AND Code eq 1",
    "name eq 'a'",
    "Nothing eq 'a'",
    "MailAddress/City eq 'Oslo'",
    "MailAddress eq null",
    "ContactGroups eq 'VIP'",
    "Name eq 1",
    "Name eq 'a",
    "Name eq a'",
    "Code eq '1'",
    "Code eq 1x",
    "Code eq 99999999999999999999999",
    "Code eq 1.2.3",
    "IsPerson eq 'true'",
    "IsPerson gt false",
    "Since ge DateTimeOffset'2015-11-26'",
    "Since ge '2015-11-26'",
    "Since ge DateTime'2015-02-30'",
    "Since ge DateTime'yesterday'",
    "Since ge DateTime '2015-11-26'",
    "LastChanged ge DateTime'2023-01-01'",
    "LastChanged ge '2023-01-01'",
    "LastChanged ge datetimeoffset'2023-10-25T07:58:57 +00:00'",
    "LastChanged ge datetimeoffset'2023-10-25T07:58:57  00:00'",
    "LastChanged ge datetimeoffset''",
    "LastChanged ge time'10:00'",
    "Id eq guid'1'",
    "(Name eq 'a'",
    "Name eq 'a')",
    "()",
    "not",
    "not Name",
    "not Name eq 'a'",
    "Name eq 'a' Code eq 1",
    "Name eq 'a' and",
    "Name and Code",
    "startswith(Name)",
    "startswith(Name,1)",
    "startswith(Name,'a','b')",
    "startswith Name,'a'",
    "StartsWith(Name,'a')",
    "exec('a')",
    "tolower(Name)",
    "tolower(Code) eq 'a'",
    "Name eq 'a'; drop table",
    "Name eq \x00",
    "1 eq 1 eq 1",
    "(" * 5000 + "true" + ")" * 5000,
    "not " * 5000 + "true",
    "true" + " eq true" * 5000,
    "tolower(" * 5000 + "Name" + ")" * 5000 + " eq 'a'",
    "'" * 9999,
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:40].replace("\x00", "NUL"))
def test_what_the_grammar_does_not_have_is_refused_as_odata(v1: V1, text: str) -> None:
    v1.saved("/Customer", name="a", isPerson=False)
    validation = v1.refused("/Customer", filter=text)
    assert validation["exception"] == "OData"
    assert validation["summary"]
    assert validation["errorLogReference"]


def test_long_flat_filters_are_fine(v1: V1) -> None:
    v1.saved("/Customer", name="a")
    for word in ("or", "and"):
        text = f" {word} ".join(["(Name eq 'a')"] * 800)
        assert v1.get("/Customer", filter=text)["count"] == 1


WORDS = "( ) , ' '' not and or eq ge Name Code IsPerson null true 1 -1.5 1e99 tolower( / $ é \x00"
PREFIXED = ("datetimeoffset'", "DateTime'2020-01-01'", "guid'", " ")
PIECES = st.sampled_from([*WORDS.split(), *PREFIXED])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=15).map(" ".join), st.text(max_size=40)))
def test_any_text_is_a_filter_or_a_filter_error(text: str) -> None:
    with suppress(FilterError):
        assert compile_filter(text, KINDS)(dict.fromkeys(KINDS)) in (True, False)


@pytest.fixture(scope="module")
def shared() -> tuple[Door, V1]:
    door = inside(Fake())
    client = v1_client(door)
    client.saved("/Customer", name="a")
    return door, client


@settings(max_examples=150, deadline=None)
@given(
    query=st.text(alphabet=st.characters(codec="ascii"), max_size=30),
    name=st.sampled_from(["filter", "orderby"]),
)
def test_any_query_is_answered_in_the_envelope(shared: tuple[Door, V1], query: str, name: str) -> None:
    url = httpx.URL("https://api.poweroffice.net/Customer", query=f"${name}={quote(query)}".encode())
    answer = shared[1].http.get(url)
    assert answer.status_code == 200
    assert isinstance(answer.json()["success"], bool)
