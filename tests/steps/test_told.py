"""Values as people read them."""

from __future__ import annotations

from steps._told import short
from talkqa.report.redact import redact

KEY = "5a7e0003-0000-4000-8000-000000000003"


def test_a_secret_is_taken_out_before_a_text_is_cut() -> None:
    """Half of it would be known to nobody, and stay."""
    redact.only(KEY)
    told = short(f"{'x' * 40} {KEY} and so on")
    redact.only()
    assert told == f"{'x' * 40} [redacted] and s…"
    assert len(told) == 58


def test_empty_is_said_and_a_long_text_is_cut() -> None:
    assert (short(""), short(None), short(0)) == ("empty", "empty", "0")
    assert short("y" * 60) == "y" * 60
    assert short("y" * 61) == "y" * 57 + "…"
