"""Of a document far larger than any of the family flows and diagnostics are read again, and never kept."""

from __future__ import annotations

import pytest

from talkqa.document import lines, read, to_expected
from tests.document.family import write
from tests.document.made_up import EVERY, HEAD
from tests.document.peak import peak_of_reading

SIZE = 400_000


def numbered(form: str) -> bytes:
    """Headings that differ, each with its rule."""
    texts = [form.format(number) for number in range(SIZE // (2 * len(form) + 8))]
    return "".join(f"{text}\n{'-' * len(text)}\n" for text in texts).encode()


@pytest.mark.parametrize(
    ("data", "times"),
    [
        (b"a to b\n------\n" * (SIZE // 14), 2),
        (b"Wave Customer to Wix Customer\n-----------------------------\n" * (SIZE // 60), 2),
        (b"a\n-\n" * (SIZE // 4), 2),
        ((HEAD + EVERY).encode() * (SIZE // len(HEAD + EVERY)), 2),
        (numbered("a{} to b"), 11),
    ],
    ids=["two words", "known systems", "no label", "whole documents", "all different"],
)
def test_headings_take_a_few_times_their_size(data: bytes, times: int) -> None:
    """They took 84 times it while each flow was kept; now a number is, for each that differs from all others."""
    assert peak_of_reading(data, 5_000) < times * len(data)


@pytest.mark.parametrize("seed", range(40))
def test_the_totals_are_those_of_a_small_document(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several documents in one file: titles where none belongs, flows of one name, everything between them."""
    data = b"".join(write(seed + number).data for number in range(3))
    small = to_expected(read(data))
    monkeypatch.setattr(lines, "LARGE", 0)
    assert to_expected(read(data)) == small


def test_flows_can_be_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of a small document, from either end; beyond them there is none."""
    data = (HEAD + "".join(f"Wave A{n} to Wix B\n{'-' * (len(str(n)) + 15)}\n" for n in range(5))).encode()
    small = read(data).flows
    monkeypatch.setattr(lines, "LARGE", 0)
    flows = read(data).flows
    assert [flows[0], flows[-1], *flows[1:3]] == [small[0], small[-1], *small[1:3]]
    for beyond in (5, -6):
        with pytest.raises(IndexError):
            flows[beyond]
