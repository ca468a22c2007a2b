"""`talkqa report html` and `pdf`, with `[report]` of talkqa.toml."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talkqa.cli.main import main
from talkqa.shipped import fixtures


@pytest.fixture(autouse=True)
def stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the golden stream in it, to work in."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(fixtures() / "golden" / "every_verdict.ndjson", tmp_path / "results.ndjson"))


def call(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_language_and_name_come_from_the_configuration_and_the_call_wins(stream: Path) -> None:
    """The page is written beside the stream, or where it is wanted."""
    Path("talkqa.toml").write_text('[report]\nlanguage = "nb"\nclient = "Eksempel AS"\n', encoding="utf-8")
    done = call("report", "html", stream.name)
    assert (done.exit_code, done.output) == (0, "report.html\n")
    page = Path("report.html").read_text("utf-8")
    assert '<html lang="nb">' in page
    assert "Til Eksempel AS" in page
    assert call("report", "html", stream.name, "--lang", "en", "--out", "other.html").exit_code == 0
    assert "For Eksempel AS" in Path("other.html").read_text("utf-8")


@pytest.mark.parametrize("command", [("report", "html", "results.ndjson"), ("check",)])
def test_look_that_cannot_be_used_is_refused_before_anything_runs(command: tuple[str, ...]) -> None:
    """Exit code 2, and no report."""
    Path("talkqa.toml").write_text('[report]\ncolour = "#ffee00"\n', encoding="utf-8")
    done = call(*command)
    assert done.exit_code == 2
    assert "[report] colour: #ffee00 has contrast 1.1 on the page's ground" in done.output
    assert not list(Path().glob("**/*.html"))


@pytest.mark.parametrize("command", [("report", "pdf", "results.ndjson"), ("check", "--pdf")])
def test_pdf_without_the_extra_is_refused_before_anything_runs(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, with how to get it."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    done = call(*command)
    assert done.exit_code == 2
    assert "pip install 'talkqa[pdf]'" in done.output
    assert not Path("reports").exists()


def test_missing_stream_is_named() -> None:
    """Exit code 2, with what to run first."""
    done = call("report", "html", "none.ndjson")
    assert done.exit_code == 2
    assert "none.ndjson: no such file. Run `talkqa check` first." in done.output


def test_folder_of_a_run_may_be_named(stream: Path) -> None:
    """As `report diff` takes it; the page then lies in the folder, beside the stream."""
    Path("reports").mkdir()
    stream.rename("reports/results.ndjson")
    assert call("report", "html", "reports").output.split() == [str(Path("reports/report.html"))]


@pytest.mark.parametrize("name", ["damaged", "truncated"])
def test_page_of_an_incomplete_stream_is_written_and_ends_with_3(stream: Path, name: str) -> None:
    """What is intact is shown; stderr names the damaged line as an editor finds it."""
    shutil.copy(fixtures() / "golden" / f"{name}.ndjson", stream)
    done = call("report", "html", stream.name)
    assert (done.exit_code, done.stdout) == (3, "report.html\n")
    assert "results.ndjson: incomplete" in done.stderr
    assert ("results.ndjson:4: not JSON" in done.stderr) == (name == "damaged")
    assert "incomplete" in Path("report.html").read_text("utf-8")
    assert call("report", "diff", stream.name, stream.name).exit_code == 3
