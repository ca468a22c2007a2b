"""What became of each item between two runs, and what is remembered of earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from talkqa.report import html
from talkqa.report.difference import KINDS, difference, side_of
from talkqa.report.difference_text import markdown, text
from talkqa.report.past import NAME, before, history, remember, side_from
from talkqa.report.results import Results
from talkqa.report.stream import Writer, read
from tests.report import made_up

OLD = {
    "a": "pass",
    "b": "fail",
    "c": "fail",
    "d": "pass",
    "e": "pass",
    "f": "fail",
    "g": "inconclusive",
    "z": "fail",
}
NEW = {"a": "fail", "b": "pass", "c": "fail", "d": None, "e": "pass", "f": "error", "g": "pass", "y": "fail"}
"""Item to verdict, None for not tested; `z` is gone and `y` is new."""


def ran(folder: Path, verdicts: Mapping[str, str | None], **more: Any) -> Results:
    """A finished run of these items, in one flow `f` unless the item names another."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = {key: key if "/" in key else f"f/{key}" for key in verdicts}
    items = [
        {"id": id, "flow": id.split("/")[0], "title": f"statement | of {key}", "kind": "behaviour",
         "not_tested_reason": None if verdicts[key] else "left out"}
        for key, id in ids.items()
    ]  # fmt: skip
    writer = Writer(folder / "results.ndjson", made_up.header() | {"items": items, "flows": []} | more)
    for key, verdict in verdicts.items():
        if verdict:
            told = [{"observed": f"saw <{key}>"}] if verdict != "pass" else []
            writer.check({"id": f"f::{key}", "items": [ids[key]], "verdict": verdict, "evidence": told})
    return writer.finish()


def kinds(old: Results, new: Results) -> dict[str, list[str]]:
    told = difference(side_of(old), new)
    return {kind: [one.item for one in changes] for kind, changes in told.by_kind.items() if changes}


def test_each_item_is_told_under_what_became_of_it(tmp_path: Path) -> None:
    """All kinds, by hand; an item that passes as before is only counted."""
    old, new = ran(tmp_path / "old", OLD), ran(tmp_path / "new", NEW)
    assert kinds(old, new) == {
        "newly_failing": ["f/a"],
        "fixed": ["f/b"],
        "still_failing": ["f/c"],
        "newly_not_tested": ["f/d"],
        "new": ["f/y"],
        "gone": ["f/z"],
        "otherwise": ["f/f", "f/g"],
    }
    assert difference(side_of(old), new).kept == 1


def test_every_item_of_either_run_is_told_or_counted_once(tmp_path: Path) -> None:
    """The sums add up, and a run compared with itself has only what still fails."""
    old, new = ran(tmp_path / "old", OLD), ran(tmp_path / "new", NEW)
    told = difference(side_of(old), new)
    assert len(told.changes) + told.kept == len({*OLD, *NEW})
    assert kinds(new, new) == {"still_failing": ["f/a", "f/c", "f/y"]}


def test_flows_that_one_run_left_out_are_not_gone(tmp_path: Path) -> None:
    """Only what both were asked for is compared; what concerns all flows always is."""
    old = ran(tmp_path / "old", {"f/a": "pass", "g/b": "pass", "all-flows/quiet": "pass"})
    new = ran(tmp_path / "new", {"f/a": "fail", "all-flows/quiet": "fail"}, only=["f"])
    assert kinds(old, new) == {"newly_failing": ["f/a", "all-flows/quiet"]}
    assert kinds(new, old) == {"fixed": ["f/a", "all-flows/quiet"]}


def test_changed_text_of_the_document_is_told_by_its_statements(tmp_path: Path) -> None:
    """New and gone clauses; the same bytes have no change."""
    first, second = (made_up.header()["document"], {**made_up.header()["document"], "sha256": "ef" * 32})  # type: ignore[dict-item]
    old = ran(
        tmp_path / "old", {"a": "pass"}, document=first, statements=[{"id": "f:every"}, {"id": "f:merge"}]
    )
    new = ran(
        tmp_path / "new", {"a": "pass"}, document=second, statements=[{"id": "f:every"}, {"id": "f:no"}]
    )
    told = difference(side_of(old), new)
    assert (told.same_document, told.statements_new, told.statements_gone) == (False, ("f:no",), ("f:merge",))
    assert [line for line in text(told) if "f:" in line] == ["  + f:no", "  - f:merge"]
    assert "document: the same, byte for byte" in list(text(difference(side_of(old), old)))


def test_text_json_and_markdown_say_the_same(tmp_path: Path) -> None:
    """Each change with its verdicts in each of them."""
    told = difference(side_of(ran(tmp_path / "old", OLD)), ran(tmp_path / "new", NEW))
    plain, marked, data = "\n".join(text(told)), "\n".join(markdown(told)), told.to_json()
    for kind, name in KINDS.items():
        count = len(told.by_kind[kind])
        assert len(data[kind]) == count
        assert f"{name} ({count})" in plain
        assert f"### {name.capitalize()} ({count})" in marked
    assert "  ✗ f/a  (pass → fail)  saw <a>" in plain
    assert "| `f/a` | pass | fail | saw \\<a\\> |" in marked
    assert {
        "item": "f/a",
        "title": "statement | of a",
        "old": "pass",
        "new": "fail",
        "reason": "saw <a>",
    } in data["newly_failing"]


def test_the_report_has_a_section_on_the_run_before(tmp_path: Path) -> None:
    """Made from the stream alone: the header keeps what the run before said of each item."""
    old = ran(tmp_path, OLD)
    remember(tmp_path, old)
    earlier = before(tmp_path, "none", "default")
    ran(tmp_path, NEW, **earlier)
    page = html.render(read(tmp_path / "results.ndjson"))
    assert "1 newly failing, 1 fixed, 1 still failing, 1 newly not tested, 1 new, 1 gone" in page
    assert '<tr data-change="newly_failing">' in page
    assert "Earlier runs of this product: 1" in page
    assert side_from(earlier["before"]) == side_of(old)


def test_a_run_of_another_system_or_profile_is_no_run_before(tmp_path: Path) -> None:
    """Its failures are not this product's news."""
    remember(tmp_path, ran(tmp_path, OLD))
    assert before(tmp_path, "other", "default") == {}
    assert before(tmp_path, "none", "literal") == {}
    assert set(before(tmp_path, "none", "default")) == {"before", "runs"}


def test_history_keeps_the_last_thirty_runs_in_a_small_file(tmp_path: Path) -> None:
    """The newest last; the sums are those of the results."""
    for number in range(32):
        remember(tmp_path, ran(tmp_path, OLD, started=f"2026-01-01T08:00:{number:02}+00:00"))
    runs = history(tmp_path)
    assert [one["started"][17:19] for one in runs] == [f"{number:02}" for number in range(2, 32)]
    assert (runs[-1]["counts"]["fail"], runs[-1]["exit_code"]) == (4, 1)
    assert (tmp_path / NAME).stat().st_size < 20_000


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"runs":[1]}', '{"runs":[{"started":"x"}]}'])
def test_a_damaged_history_is_none(tmp_path: Path, damage: str) -> None:
    """It decides nothing, so no run stops for it; the next run begins a new one."""
    (tmp_path / NAME).write_text(damage)
    assert history(tmp_path) == []
    remember(tmp_path, ran(tmp_path, OLD))
    assert len(history(tmp_path)) == 1
