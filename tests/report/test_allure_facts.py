"""The facts on the first page of Allure's report."""

from __future__ import annotations

from pathlib import Path

from talkqa.report.allure_facts import facts
from talkqa.report.stream import read
from talkqa.shipped import fixtures
from tests.report.test_gate import ran, waiver

GOLDEN = read(fixtures() / "golden" / "every_verdict.ndjson")


def test_they_say_what_ran_against_what() -> None:
    told = facts(GOLDEN)
    assert list(told) == ["System under test", "Document", "Profile", "Lane", "Seed", "talkqa", "Gate"]
    assert told["System under test"] == "talkqa mutant M-17a 0.1.0"
    assert told["Document"] == "Poweroffice to PowerOffice, 2023-06-27 05:11:35"
    assert (told["Profile"], told["Seed"]) == ("default", "1")


def test_the_gate_says_which_rules_fired_and_why(tmp_path: Path) -> None:
    """As everywhere else; a known failure does not fire it, though Allure counts it."""
    known = waiver("made-up/Beta:Beta")
    red = ran(tmp_path, waivers=(known,), Beta="fail", Alpha="fail")
    assert facts(red)["Gate"] == "no new failure: 1 item fails that no waiver names: made-up/Alpha:Alpha"
    assert facts(ran(tmp_path, waivers=(known,), Beta="fail"))["Gate"] == "lets this run through"
