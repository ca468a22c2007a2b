"""The stream: what was written is read back, and nothing damaged or half-written poses as whole."""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.report import console, html, junit, sarif, summary
from talkqa.report.results import DAMAGED
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


@pytest.mark.parametrize(("name", "checks", "cut"), [("truncated", 4, []), ("cut_off", 3, [5])])
def test_stream_without_footer_is_truncated(name: str, checks: int, cut: list[int]) -> None:
    """What is intact is there, and an item without a check is an error, never a pass."""
    results = read(GOLDEN / f"{name}.ndjson")
    assert results.truncated
    assert (len(results.checks), [one.line for one in results.damage]) == (checks, cut)
    assert results.exit_code != 0
    unchecked = [r for r in results.items if not r.checks and not r.item.not_tested_reason]
    assert unchecked
    assert {r.verdict for r in unchecked} == {"error"}


def test_damaged_line_is_named_and_the_others_are_read() -> None:
    """The fourth line of the golden file is cut in the middle; it held the only check of an item."""
    results = read(GOLDEN / "damaged.ndjson")
    assert [one.line for one in results.damage] == [4]
    assert results.damage[0].why.startswith("not JSON (")
    assert len(results.checks) == 8
    assert (results.truncated, results.incomplete) == (False, True)
    assert [(r.item.id, r.verdict, r.reason) for r in results.items if r.verdict == "error"] == [
        ("employee-contactperson/LastName:LastName", "error", DAMAGED),
        ("all-flows/quiet", "error", "the fake answered 501 to GET /Departments, which talkqa does not play"),
    ]


def test_missing_check_line_is_found_by_the_sums() -> None:
    """A line taken out leaves valid JSON, but the footer counted it."""
    results = read(GOLDEN / "wrong_sums.ndjson")
    assert list(map(str, results.damage)) == ["line 10: the footer counts 9 checks, the file holds 8"]
    assert len(results.checks) == 8


ALTERED = [
    ('"verdict":"fail","seconds"', '"verdict":"green","seconds"', 4, "verdict: got 'green', expected pass,"),
    (
        '"verdict":"fail","seconds"',
        '"verdict":"not tested","seconds"',
        4,
        "verdict 'not tested', expected pass",
    ),
    ('"verdict":"fail","seconds"', '"verdikt":"fail","seconds"', 4, "key 'verdict' is missing"),
    ('"fail":2,', '"fail":1,', 11, "the footer counts items"),
    ('{"kind":"check"', '{"kind":"chek"', 2, "neither a check nor the end of the run"),
    ('{"kind":"check"', '[{"kind":"check"', 2, "not JSON ("),
    ('"items":["employee-contactperson/FirstName', '"items":[["a"],"', 3, "items: got ['a'], expected text"),
]


@pytest.mark.parametrize(("old", "new", "line", "why"), ALTERED)
def test_altered_line_is_named(tmp_path: Path, old: str, new: str, line: int, why: str) -> None:
    """One altered word in an otherwise whole stream: which line, and what is wrong with it; never a pass."""
    whole = (GOLDEN / "every_verdict.ndjson").read_text("utf-8")
    altered = tmp_path / "results.ndjson"
    assert old in whole
    altered.write_text(whole.replace(old, new, 1), "utf-8")
    results = read(altered)
    assert [one.line for one in results.damage] == [line]
    assert results.damage[0].why.startswith(why)
    assert results.exit_code != 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"format":1', '"format":7', "the header is damaged: format 7, expected 1"),
        ('{"kind":"header"', '{"kind":"head"', ":1: the header is damaged: neither"),
        ('{"kind":"header"', '{"kind":', ":1: the header is damaged: not JSON"),
    ],
)
def test_stream_without_its_header_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Without the list of items, nothing that is intact says anything."""
    whole = (GOLDEN / "every_verdict.ndjson").read_text("utf-8")
    (tmp_path / "results.ndjson").write_text(whole.replace(old, new, 1), "utf-8")
    with pytest.raises(StreamError, match=re.escape(message)):
        read(tmp_path / "results.ndjson")


def test_second_run_in_a_file_is_refused(tmp_path: Path) -> None:
    """Two runs in one file are no run."""
    whole = (GOLDEN / "every_verdict.ndjson").read_text("utf-8")
    (tmp_path / "r.ndjson").write_text(whole + whole, "utf-8")
    with pytest.raises(StreamError, match=r"r\.ndjson:12: another run begins here"):
        read(tmp_path / "r.ndjson")


JUNK = st.one_of(
    st.binary(min_size=1, max_size=30).filter(lambda junk: b"\n" not in junk),
    st.recursive(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    ),
)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), junk=JUNK)
def test_whatever_happens_to_a_line_the_others_are_read_and_every_report_is_made(
    data: st.DataObject, junk: object
) -> None:
    """Bytes instead of a line, or any JSON instead of a value in it: named, or harmless, and never a crash."""
    lines = (GOLDEN / "every_verdict.ndjson").read_bytes().splitlines()
    place = data.draw(st.integers(1, len(lines) - 1))
    if isinstance(junk, bytes):
        lines[place] = junk
    else:
        told = orjson.loads(lines[place])
        told[data.draw(st.sampled_from(sorted(told)))] = junk
        lines[place] = orjson.dumps(told)
    with TemporaryDirectory() as folder:
        path = Path(folder, "results.ndjson")
        path.write_bytes(b"\n".join(lines) + b"\n")
        results = read(path)
        assert {one.line for one in results.damage} <= {place + 1, len(lines)}
        assert len(results.checks) >= len(lines) - 3
        assert isinstance(junk, bytes) <= results.incomplete
        html.render(results)
        junit.render(results)
        list(summary.lines(results))
        orjson.dumps(results.to_json())
        orjson.dumps(sarif.sarif(results))
        console.print_results(results, console.make_console(io.StringIO()))


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
