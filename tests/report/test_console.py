"""What stands on a terminal, and what in a file."""

from __future__ import annotations

import io
import re

from rich.console import Console

from talkqa.report import console
from talkqa.report.check import Check
from talkqa.report.recorder import Checked, Collected
from talkqa.report.stream import read
from talkqa.shipped import fixtures
from talkqa.verdict.verdicts import Verdict

RESULTS = read(fixtures() / "golden" / "every_verdict.ndjson")


def printed() -> str:
    out = io.StringIO()
    console.print_results(RESULTS, console.make_console(out))
    return out.getvalue()


def test_failure_argues() -> None:
    """Item and origin, then did, expected, observed with the journal range; it stands alone."""
    assert """\
FAIL employee-contactperson/LastName:LastName  (profile default, flow employee-contactperson, row 2)
  scenario  an Employee's LastName reaches the Contactperson's LastName
  did       Employee 1007 LastName: Berg → Lie
  expected  Contactperson 2003 LastName = Lie
  observed  Berg after 2 settled cycles: 12 reads, 0 writes; journal 8\N{EN DASH}19
""" in printed()


def test_failures_stand_before_errors_and_doubts() -> None:
    """The sums come last, where the eye is."""
    text = printed()
    words = ("\nFAIL ", "\nERROR ", "\nINCONCLUSIVE ", "\n10 items: 4 pass, 2 fail")
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_item_that_was_not_tested_says_why() -> None:
    """The reason stands in its row."""
    row = next(line for line in printed().splitlines() if line.strip().startswith("billing"))
    assert row.split(maxsplit=4) == [
        "billing",
        "not",
        "tested",
        "0",
        "the document says nothing about billing",
    ] or ("not tested" in row and "the document says nothing about billing" in row)


def test_findings_are_told() -> None:
    """An empty property table is no detail."""
    assert "note  supplier-customer: The document lists 0 properties for this flow" in printed()


def test_file_gets_no_colour_codes() -> None:
    """Neither escape sequences nor trailing bars."""
    assert "\x1b" not in printed()


def test_terminal_gets_colours() -> None:
    """The same tables, red where it failed."""
    out = io.StringIO()
    console.print_results(RESULTS, Console(file=out, force_terminal=True, width=120, color_system="standard"))
    assert "\x1b[1;31mfail" in out.getvalue()


def test_markup_in_evidence_is_text() -> None:
    """Square brackets in what a SUT said are not taken for styles."""
    out = io.StringIO()
    check = Check("f::x", "fail", items=("f/[red]x",), scenario="[bold]row[/bold]")
    console.print_check(check, console.make_console(out))
    assert "[red]x" in out.getvalue()
    assert "[bold]row[/bold]" in out.getvalue()


def test_check_without_evidence_still_says_something() -> None:
    """A failure is never mute."""
    assert console.argument(Check("f::x", "fail")) == [
        "observed  the check ended as fail and left no evidence"
    ]


def ended(name: str, verdict: Verdict, done: int) -> Checked:
    return Checked(Check("id", verdict, feature_file=name), done, 3)


def test_progress_without_a_terminal_is_a_line_per_feature_file() -> None:
    """Said once, when the last of the file's checks has ended."""
    out = io.StringIO()
    progress = console.LiveProgress(console.make_console(out))
    with progress.shown():
        progress(Collected(3, {"a.feature": 2, "b.feature": 1}))
        progress(ended("a.feature", "pass", 1))
        assert out.getvalue() == ""
        progress(ended("b.feature", "pass", 2))
        progress(ended("a.feature", "fail", 3))
    assert out.getvalue() == "b.feature: 1 checks, 1 pass\na.feature: 2 checks, 1 pass, 1 fail\n"


def test_progress_on_a_terminal_tells_a_failure_as_it_happens() -> None:
    """And nothing for a pass."""
    out = io.StringIO()
    progress = console.LiveProgress(Console(file=out, force_terminal=True, width=100))
    with progress.shown():
        progress(Collected(2, {"a.feature": 2}))
        progress(Checked(Check("one", "pass", scenario="all is well"), 1, 2))
        progress(Checked(Check("two", "fail", items=("f/A:A",), scenario="A travels"), 2, 2))
    assert "f/A:A  A travels" in out.getvalue()
    assert "all is well" not in out.getvalue()


def test_progress_on_a_terminal_tells_the_flow_and_the_time_that_is_left() -> None:
    """The feature that runs, how many checks are done of how many, and an estimate from those done."""
    out = io.StringIO()
    progress = console.LiveProgress(Console(file=out, force_terminal=True, width=100))
    with progress.shown():
        progress(Collected(4, {"a.feature": 4}))
        for done in (1, 2, 3):
            progress(Checked(Check("one", "pass", feature="Employee to Contactperson"), done, 4))
    last = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", out.getvalue()).splitlines()[-2]
    assert re.search(r"Employee to Contactperson .* 3/4 \d:\d\d:\d\d left \d:\d\d:\d\d", last)
