"""What `talkqa report merge` and `check` tell GitHub, when it runs there."""

from __future__ import annotations

from pathlib import Path

import pytest

from talkqa.cli.github import tell_github
from talkqa.cli.run import REPORTS, Ran, pages
from talkqa.report.results import Results
from tests.report.test_gate import ran


@pytest.fixture
def failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Results:
    """A run with a failure, on a machine that is not GitHub's."""
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    return ran(tmp_path, Beta="fail")


def said(results: Results, asked: bool | None, *trouble: str) -> list[str]:
    lines: list[str] = []
    tell_github(Ran(results, (), trouble), asked, lines.append)
    return lines


def test_elsewhere_nothing_is_said_unless_asked(failed: Results) -> None:
    """`--github` prints the annotations anywhere."""
    assert said(failed, None) == []
    assert said(failed, True)[0].startswith("::error title=gate%3A no new failure::")


def test_on_github_annotations_are_printed_unless_refused(
    failed: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be trusted comes first."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert (
        said(failed, None, "a scenario is missing")[0]
        == "::error title=not to be trusted::a scenario is missing"
    )
    assert said(failed, False) == []


def test_the_summary_is_added_to_the_page_of_the_job(
    failed: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After what other steps wrote."""
    page = tmp_path / "summary"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    said(failed, None)
    assert page.read_text().startswith("before\n## Made up to Made up: checklist\n")
    said(failed, False)
    assert page.read_text().count("## Made up") == 1


def test_all_pages_for_ci_are_written_and_taken_away_by_the_next_run(failed: Results, tmp_path: Path) -> None:
    """Each stands in the list of what a run clears."""
    out = tmp_path / "out"
    out.mkdir()
    list(pages(failed, out, allure=False))
    names = {"summary.md", "results.sarif", "badge.svg", "junit.xml"}
    assert names <= {path.name for path in out.iterdir()}
    assert names <= set(REPORTS)
