"""How verdicts roll up."""

from __future__ import annotations

import pytest

from talkqa.verdict import Verdict, worst


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((), "not tested"),
        (("pass", "pass"), "pass"),
        (("pass", "not tested"), "pass"),
        (("pass", "inconclusive"), "inconclusive"),
        (("inconclusive", "fail", "pass"), "fail"),
        (("fail", "error"), "error"),
    ],
)
def test_the_worst_verdict_wins(verdicts: tuple[Verdict, ...], expected: Verdict) -> None:
    """TTCN-3's order: pass, inconclusive, fail, error; what was not tested decides nothing."""
    assert worst(verdicts) == expected
    assert worst(reversed(verdicts)) == expected
