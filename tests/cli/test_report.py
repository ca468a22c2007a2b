"""`talkqa report diff` and `history`, as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from talkqa.cli.main import main
from talkqa.cli.revisions import keep
from talkqa.document import read
from talkqa.report.past import remember
from tests.cli.test_revisions import written
from tests.report.test_difference import NEW, OLD, ran


def told(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["report", *map(str, words)])
    return result.exit_code, result.output


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders with results."""
    ran(tmp_path / "old", OLD)
    ran(tmp_path / "new", NEW)
    return tmp_path / "old", tmp_path / "new"


def test_files_and_folders_are_compared(runs: tuple[Path, Path]) -> None:
    """With the same answer; exit code 0, also when something fails newly."""
    old, new = runs
    code, text = told("diff", old, new)
    assert (code, told("diff", old / "results.ndjson", new / "results.ndjson")[1]) == (0, text)
    assert "1 newly failing, 1 fixed, 1 still failing, 1 newly not tested, 1 new items, 1 gone items" in text


def test_the_exit_code_can_tell_of_new_failures(runs: tuple[Path, Path]) -> None:
    """`--exit-code`; of a new item that fails, too, and not of what failed before."""
    old, new = runs
    assert told("diff", old, new, "--exit-code")[0] == 1
    assert told("diff", new, new, "--exit-code")[0] == 0


def test_json_and_markdown(runs: tuple[Path, Path]) -> None:
    """For machines, and for the summary of a job."""
    assert [one["item"] for one in json.loads(told("diff", *runs, "--format=json")[1])["fixed"]] == ["f/b"]
    assert told("diff", *runs, "--format=markdown")[1].startswith("## What changed between two runs\n")


def test_changes_of_the_document_are_told_where_both_revisions_were_kept(tmp_path: Path) -> None:
    """Row by row, as `talkqa document diff` has them."""
    folders = []
    for day, rows in ((1, 3), (2, 2)):
        document = read(written(day, rows))
        facts = {"file": "x.rst", "title": "x", "source_system": "x", "target_system": "y"}
        header = facts | {"generated": document.generated, "sha256": document.sha256}
        ran(tmp_path / str(day), {"a": "pass"}, document=header)
        keep(tmp_path / str(day), document)
        folders.append(tmp_path / str(day))
    text = told("diff", *folders)[1]
    assert "another revision, 2024-01-01 03:04:05 → 2024-01-02 03:04:05" in text
    assert "PhoneNumber" in text


def test_what_is_no_results_file_is_refused(tmp_path: Path, runs: tuple[Path, Path]) -> None:
    """Exit code 2 and the reader's own message."""
    code, text = told("diff", tmp_path / "none", runs[1])
    assert (code, "no such file" in text) == (2, True)
    (tmp_path / "bad.ndjson").write_text("{}\n")
    assert told("diff", tmp_path / "bad.ndjson", runs[1])[0] == 2


def test_history_of_a_folder(tmp_path: Path) -> None:
    """A line for each run; nothing remembered is exit code 2."""
    assert told("history", tmp_path)[0] == 2
    remember(tmp_path, ran(tmp_path, OLD))
    code, text = told("history", tmp_path)
    assert (code, "2026-01-01T00:00:00+00:00" in text) == (0, True)
    assert json.loads(told("history", tmp_path, "--format=json")[1])[0]["counts"]["fail"] == 4
