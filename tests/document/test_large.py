"""A document far larger than any of the family is read part by part, and says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkqa.document import Document, findings, lines, read
from tests.document.family import write
from tests.document.made_up import EVERY, HEAD
from tests.document.peak import peak_of_reading

SOUND = (HEAD + EVERY).encode()
UNCHANGED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def in_parts(data: bytes, part: int, monkeypatch: pytest.MonkeyPatch) -> Document:
    """Read as a large document is: `part` bytes at a time, and nothing kept, until it is asked for here."""
    with monkeypatch.context() as patch:
        patch.setattr(lines, "LARGE", 0)
        patch.setattr(lines, "PART", part)
        patch.setattr(findings, "FEW", 0)
        document = read(data)
        flows, found = tuple(document.flows), tuple(document.diagnostics)
        assert (len(flows), len(found)) == (len(document.flows), len(document.diagnostics))
        return replace(document, flows=flows, diagnostics=found)


def alike(one: Document, other: Document) -> bool:
    """Whether two readings agree in flows, sizes and diagnostics, in order."""
    return (one.flows, one.lines, one.eol, list(one.diagnostics)) == (
        other.flows,
        other.lines,
        other.eol,
        list(other.diagnostics),
    )


@UNCHANGED
@given(st.integers(0, 10**9), st.integers(1, 900), st.sampled_from((b"\n", b"\r\n")))
def test_parts_change_nothing(monkeypatch: pytest.MonkeyPatch, seed: int, part: int, end: bytes) -> None:
    """Wherever the parts end, also inside a table or between a heading and its rule."""
    data = write(seed).data.replace(b"\n", end)
    assert alike(in_parts(data, part, monkeypatch), read(data))


@UNCHANGED
@given(
    st.lists(st.sampled_from(SOUND.split(b"\n")) | st.binary(max_size=6), max_size=50),
    st.integers(1, 90),
    st.sampled_from((b"\n", b"\r\n")),
)
def test_odd_lines_are_the_same_in_parts(
    monkeypatch: pytest.MonkeyPatch, some: list[bytes], part: int, end: bytes
) -> None:
    """Stray lines, bytes that are no text, and lines of a sound document in any order."""
    data = end.join(some)
    assert alike(in_parts(data, part, monkeypatch), read(data))


@pytest.mark.parametrize("unit", [b"w\n", b"what?\n", b"w\n\n", b"w\n\n\n", b"w\r\n", b"\xff\n", b"\n"])
def test_short_unknown_lines_take_a_few_times_their_size(
    unit: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two bytes or six, with blank lines between them or none, each with a diagnostic of its own."""
    data = unit * (200_000 // len(unit))
    assert peak_of_reading(data, 5_000) < 5 * len(data)
    document = in_parts(data, 5_000, monkeypatch)
    stray = [found for found in document.diagnostics if found.got == unit.decode(errors="replace").strip()]
    told_twice = 2 if unit == b"\xff\n" else 1
    assert len(stray) >= told_twice * data.count(unit.strip() or b"none")


def test_known_lines_between_stray_ones_are_not_reported() -> None:
    """Blank lines part no neighbours, any other line does."""
    text = f"{HEAD}\nstray\n\n\nstray\n{EVERY}stray\n"
    strays = [at for at, line in enumerate(text.split("\n"), 1) if line == "stray"]
    found = [(one.code, one.line, one.got) for one in read(text.encode()).diagnostics]
    assert found == [("unclassified", line, "stray") for line in strays]
