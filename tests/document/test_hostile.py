"""Content that is no dataflow document ends in diagnostics, and costs work in proportion to its size."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.document import Document, Facts, facts_of, load_facts, read, render, to_expected
from talkqa.document.changes_text import describe as describe_changes
from talkqa.document.compare import compare
from talkqa.document.show import describe
from talkqa.shipped import fixtures
from tests.document.made_up import CONDITIONAL, EVERY, HEAD, LINK_FIRST, MERGE, facts
from tests.document.peak import peak_of_reading

WHOLE = (HEAD + EVERY + MERGE + LINK_FIRST + CONDITIONAL).encode()
SOUND = read(WHOLE, "sound.rst")
SEED = render(load_facts(fixtures() / "dataflows" / "poweroffice-poweroffice.toml"))


def look_at(data: bytes) -> Document:
    """Read data and ask for all that can be printed about it."""
    document = read(data, "hostile.rst")
    to_expected(document)
    list(describe(document))
    facts_of(document)
    return document


def look_at_changes(document: Document) -> None:
    """Compare with a sound document, both ways, and with itself."""
    for one, other in ((document, SOUND), (SOUND, document), (document, document)):
        list(describe_changes(compare(one, other)))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_end_in_diagnostics(data: bytes) -> None:
    """Whatever the bytes, there is a document, and it says that it is none."""
    document = look_at(data)
    look_at_changes(document)
    assert {"stamp-missing", "no-flows"} <= {found.code for found in document.diagnostics}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WHOLE.split(b"\n")) | st.binary(max_size=8), max_size=60))
def test_shuffled_lines_lose_nothing(lines: list[bytes]) -> None:
    """Lines of a document in any order are read or reported, and never counted twice."""
    document = look_at(b"\n".join(lines))
    look_at_changes(document)
    assert len(document.flows) <= sum(not line.strip(b"-") for line in lines if line)


@pytest.mark.parametrize("data", [WHOLE, WHOLE.replace(b"\n", b"\r\n"), SEED], ids=["lf", "crlf", "first"])
def test_every_prefix_ends_in_diagnostics(data: bytes) -> None:
    """A document cut anywhere is read up to the cut."""
    whole = len(read(data).flows)
    assert all(len(look_at(data[:end]).flows) <= whole for end in range(len(data)))
    for end in range(0, len(data), 61):
        look_at_changes(read(data[:end]))


@settings(max_examples=40, deadline=None)
@given(facts(), st.data())
def test_a_cut_flow_is_an_error(said: Facts, data: st.DataObject) -> None:
    """A document cut in the sentences of its last flow has an error in that flow."""
    text = render(said, "lf").decode()
    if not said.flows:
        return
    start = text.rindex("\n\n" + " ".join(said.flows[-1].source))
    end = text.rindex("The following properties")
    cut = text[: data.draw(st.integers(start + 2, end))]
    assert any(found.severity == "error" for found in look_at(cut.encode()).diagnostics) or cut.endswith(
        "\n\n"
    )


SHAPES: dict[str, Callable[[int], str]] = {
    "one endless line": lambda size: "x" * size,
    "one endless heading": lambda size: HEAD + "\n" + "Alpha a to b " * (size // 13) + "\n----\n",
    "rules only": lambda size: "-" * size + "\n" + "=" * size,
    "many rules": lambda size: "----\n====\n" * (size // 10),
    "many stray lines": lambda size: HEAD + "\nwhat?\n" * (size // 7),
    "many headings": lambda size: HEAD + "\nA to B to C\n-----------\n" * (size // 25),
    "many cells": lambda size: HEAD + EVERY[:-1] + "     - a\n" * (size // 9),
    "many rows": lambda size: HEAD + EVERY[:-1] + '   * - a\n     - b\n     - "string"\n' * (size // 34),
    "many tables": lambda size: HEAD + EVERY + "\n.. list-table::\n" * (size // 17),
    "deep expression": lambda size: (HEAD + EVERY).replace('"integer"', "[" * size),
    "many conditions": lambda size: (HEAD + EVERY).replace(
        "NO in Home.Country", "A in B" + "Dependant on having A in B" * (size // 26)
    ),
    "many items": lambda size: HEAD + LINK_FIRST.replace("Alpha Order", "Alpha " + "x, " * (size // 3)),
    "a long label and many clauses": lambda size: (
        f"{HEAD}\nAlpha {'x' * (size // 2)} to Beta Y\n----\n"
        + "When a B, it  will be synchronized with a C.\n" * (size // 90)
    ),
    "a long title and many flows": lambda size: (
        f"====\nAlpha to {'x' * (size // 2)} Dataflow\n====\n"
        + "\nAsana A to B C\n--------------\n" * (size // 60)
    ),
}


def work(of: Callable[[], object]) -> int:
    """How many calls something makes."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        of()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_size_is_twice_the_work(shape: str) -> None:
    """Calls grow no faster than the document."""
    small, large = (SHAPES[shape](size).encode() for size in (20_000, 80_000))
    assert work(lambda: read(large)) <= 4.4 * work(lambda: read(small)) + 100


@pytest.mark.parametrize("shape", SHAPES)
def test_comparing_is_in_proportion_too(shape: str) -> None:
    """Against a sound document, and against the same one with every data type changed."""
    small, large = (
        [read(text.replace('"string"', kind).encode()) for kind in ('"string"', '"float"')]
        for text in map(SHAPES[shape], (20_000, 80_000))
    )
    for other in (0, 1):
        few, many = (work(partial(compare, [SOUND, pair[0]][other], pair[1])) for pair in (small, large))
        assert many <= 4.6 * few + 2_000


@pytest.mark.parametrize("shape", SHAPES)
def test_memory_stays_in_proportion(shape: str) -> None:
    """No line is copied for each of many others: peak memory is a fixed number of times the size."""
    data = SHAPES[shape](400_000).encode()
    assert peak_of_reading(data) < 80 * len(data)
