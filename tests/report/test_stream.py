"""The stream: what was written is read back, and nothing damaged or half-written poses as whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from talkqa.report.stream import StreamError, Writer, part_of, read
from talkqa.shipped import fixtures
from tests.report import made_up

GOLDEN = fixtures() / "golden"


def line(item: str, verdict: str = "pass", name: str = "a check") -> dict[str, object]:
    return {
        "id": f"every.feature::{name}",
        "items": [item],
        "verdict": verdict,
        "feature_file": "every.feature",
    }


def test_golden_stream_gives_every_verdict() -> None:
    """Each item has the verdict that its checks, written by hand, give it."""
    results = read(GOLDEN / "every_verdict.ndjson")
    assert {r.item.id: r.verdict for r in results.items} == {
        "employee-contactperson/FirstName:FirstName": "pass",
        "employee-contactperson/LastName:LastName": "fail",
        "employee-contactperson/PhoneNumber:MobileNumber": "inconclusive",
        "employee-contactperson/DateOfBirth:DateOfBirth": "not tested",
        "employee-contactperson/every": "pass",
        "supplier-customer/Name:Name": "pass",
        "supplier-customer/MailAddress.City:MailAddress.City": "fail",
        "supplier-customer/no-duplicate": "pass",
        "all-flows/quiet": "error",
        "all-flows/billing": "not tested",
    }
    assert not results.truncated
    assert results.exit_code == 1


def test_golden_stream_keeps_all_that_a_check_says() -> None:
    """Evidence, steps, row and tags come back typed."""
    check = next(c for c in read(GOLDEN / "every_verdict.ndjson").checks if c.items[0].endswith("LastName"))
    assert check.evidence[0].observed == "Berg after 2 settled cycles: 12 reads, 0 writes"
    assert check.evidence[0].journal == (8, 19)
    assert [step.verdict for step in check.steps] == ["pass", "pass", "pass", "fail"]
    assert check.row["property"] == "LastName"
    assert check.tags == ("R-17", "S-17")


@pytest.mark.parametrize(("name", "checks", "cut"), [("truncated", 4, None), ("cut_off", 3, 5)])
def test_stream_without_footer_is_truncated(name: str, checks: int, cut: int | None) -> None:
    """What is intact is there, and an item without a check is an error, never a pass."""
    results = read(GOLDEN / f"{name}.ndjson")
    assert results.truncated
    assert (len(results.checks), results.cut_line) == (checks, cut)
    assert results.exit_code != 0
    unchecked = [r for r in results.items if not r.checks and not r.item.not_tested_reason]
    assert unchecked
    assert {r.verdict for r in unchecked} == {"error"}


def test_damaged_line_is_named_with_file_and_line() -> None:
    """The fourth line of the golden file is cut in the middle."""
    with pytest.raises(StreamError, match=re.escape(f"{GOLDEN / 'damaged.ndjson'}:4: not JSON")):
        read(GOLDEN / "damaged.ndjson")


def test_missing_check_line_is_found_by_the_sums() -> None:
    """A line taken out leaves valid JSON, but the footer counted it."""
    with pytest.raises(
        StreamError, match=r"wrong_sums\.ndjson:10: the footer counts 9 checks, the file holds 8"
    ):
        read(GOLDEN / "wrong_sums.ndjson")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"verdict":"fail","seconds"', '"verdict":"green","seconds"', "verdict 'green', expected"),
        ('"verdict":"fail","seconds"', '"verdikt":"fail","seconds"', "key 'verdict' is missing"),
        ('"format":1', '"format":7', "format 7, expected 1"),
        ('"fail":2,', '"fail":1,', "the footer counts items"),
        ('{"kind":"header"', '{"kind":"head"', ":1: no header line"),
        ('{"kind":"check"', '{"kind":"chek"', ":2: a line of kind 'chek'"),
    ],
)
def test_altered_stream_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """One altered word in an otherwise whole stream is found and named."""
    whole = (GOLDEN / "every_verdict.ndjson").read_text("utf-8")
    altered = tmp_path / "results.ndjson"
    altered.write_text(whole.replace(old, new, 1), "utf-8")
    with pytest.raises(StreamError, match=re.escape(message)):
        read(altered)


def test_text_after_the_footer_is_refused(tmp_path: Path) -> None:
    """Two runs in one file are no run."""
    whole = (GOLDEN / "every_verdict.ndjson").read_text("utf-8")
    (tmp_path / "r.ndjson").write_text(whole + whole, "utf-8")
    with pytest.raises(StreamError, match=r"r\.ndjson:11: a line of kind 'footer'"):
        read(tmp_path / "r.ndjson")


def test_running_stream_has_not_the_final_name(tmp_path: Path) -> None:
    """Until the end the lines stand in the .part file; an older stream of that name is gone at once."""
    path = tmp_path / "results.ndjson"
    path.write_text("an older run", "utf-8")
    writer = Writer(path, made_up.header())
    writer.check(line("made-up/Alpha:Alpha"))
    assert not path.exists()
    assert read(part_of(path)).truncated
    with pytest.raises(StreamError, match="did not come to its end"):
        read(path)
    writer.finish()
    assert not read(path).truncated
    assert not part_of(path).exists()


def test_finished_stream_is_in_order(tmp_path: Path) -> None:
    """Lines that came in another order stand where their place says."""
    writer = Writer(tmp_path / "results.ndjson", made_up.header())
    for place in (2, 0, 1):
        writer.check(line("made-up/Alpha:Alpha", name=str(place)), (place,))
    assert [check.id[-1] for check in writer.finish().checks] == ["0", "1", "2"]
    assert [check.id[-1] for check in read(tmp_path / "results.ndjson").checks] == ["0", "1", "2"]


def test_footer_has_the_items_counts(tmp_path: Path) -> None:
    """Seven items: one checked and passed, one left out, five that no check decided."""
    writer = Writer(tmp_path / "results.ndjson", made_up.header())
    writer.check(line("made-up/Alpha:Alpha"))
    footer = writer.finish().footer
    assert footer is not None
    assert footer.counts == {"pass": 1, "fail": 0, "inconclusive": 0, "error": 5, "not tested": 1}
    assert (footer.checks, footer.exit_code) == (1, 3)


def test_missing_file_says_what_to_do(tmp_path: Path) -> None:
    """No stream and no part of one."""
    with pytest.raises(StreamError, match=r"no such file\. Run `talkqa check` first"):
        read(tmp_path / "results.ndjson")
