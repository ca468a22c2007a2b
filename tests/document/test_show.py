"""`talkqa document show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from talkqa.cli.document import document
from tests.document.made_up import EVERY, HEAD, MERGE


def show(*arguments: object) -> Result:
    return CliRunner().invoke(document, ["show", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, one of them in a folder of its own."""
    (tmp_path / "one.rst").write_text(HEAD + EVERY, newline="\n")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "two.rst").write_text(HEAD + MERGE + MERGE, newline="\r\n")
    return tmp_path


def test_text_is_for_people(folder: Path) -> None:
    """Head, flows with clause kinds and counts, then each oddity with its line."""
    path = folder / "deep" / "two.rst"
    result = show(path)
    assert result.exit_code == 0
    assert (
        result.output
        == f"""\
Alpha to Beta Dataflow
  file       {path}
  source     Alpha
  target     Beta
  generated  2024-05-06 07:08:09
  size       {path.stat().st_size} bytes, 72 lines, line ends crlf
  flows      2
    1. Alpha Firm to Beta Client  (line 12)
       every, match-merges, no-match-creates, merge-on, keep-in-sync, properties
       merge rows 2, property rows 0
    2. Alpha Firm to Beta Client #2  (line 43)
       every, match-merges, no-match-creates, merge-on, keep-in-sync, properties
       merge rows 2, property rows 0
  odd        1 warning, 2 infos
{path}:35: property-table-empty: the property table has no rows, got nothing, \
expected at least one property; for the test: \
the document lists no property for this flow; its clauses are tested all the same
{path}:43: duplicate-flow: this heading has been used before, got 'Alpha Firm to Beta Client', \
expected one flow per heading; for the test: both are kept and numbered; they may contradict each other
{path}:66: property-table-empty: the property table has no rows, got nothing, \
expected at least one property; for the test: \
the document lists no property for this flow; its clauses are tested all the same
"""
    )


def test_one_file_as_json_is_its_totals(folder: Path) -> None:
    """The object itself, with the keys of the family's totals."""
    totals = json.loads(show(folder / "one.rst", "--format", "json").output)
    digest, size = totals.pop("sha256"), totals.pop("bytes")
    assert (len(digest), size) == (64, (folder / "one.rst").stat().st_size)
    assert totals == {
        "lines": 32,
        "eol": "lf",
        "title": "Alpha to Beta Dataflow",
        "source_system": "Alpha",
        "target_system": "Beta",
        "generated": "2024-05-06 07:08:09",
        "flows": 1,
        "clauses": {"every": 1, "keep-in-sync": 1, "properties": 1},
        "merge_tables": 0,
        "merge_rows": 0,
        "property_tables": 1,
        "empty_property_tables": 0,
        "property_rows": 2,
        "dependants": 1,
        "data_types": {'"integer"': 1, '"string"': 1},
        "diagnostics": {},
        "flow_list": [
            {
                "line": 12,
                "source": ["Alpha", "Person"],
                "target": ["Beta", "Worker"],
                "clauses": ["every", "keep-in-sync", "properties"],
                "merge_rows": 0,
                "property_rows": 2,
            }
        ],
    }


def test_several_files_as_json_are_keyed_by_name(folder: Path) -> None:
    """A folder stands for the documents in it, at any depth."""
    totals = json.loads(show(folder, "--format", "json").output)
    assert {name: one["flows"] for name, one in totals.items()} == {"one.rst": 1, "two.rst": 2}


def test_files_of_one_name_are_keyed_by_path(folder: Path) -> None:
    """No document hides another."""
    (folder / "deep" / "one.rst").write_text(HEAD)
    totals = json.loads(show(folder, "--format", "json").output)
    assert sorted(totals) == sorted(
        str(folder / name) for name in ("one.rst", "deep/one.rst", "deep/two.rst")
    )


def test_ndjson_is_one_line_per_file(folder: Path) -> None:
    """Each line names its file as it was given."""
    lines = [json.loads(line) for line in show(folder, "--format", "ndjson").output.splitlines()]
    assert [(line["file"], line["flows"]) for line in lines] == [
        (str(folder / "deep" / "two.rst"), 2),
        (str(folder / "one.rst"), 1),
    ]


def test_a_missing_file_is_refused_before_anything_is_shown(folder: Path) -> None:
    """Exit code 2, and the path in the message."""
    result = show(folder / "one.rst", folder / "none.rst")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert (
        f"{folder / 'none.rst'}: no such file, expected a dataflow document. Check the path." in result.stderr
    )


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    """An empty answer would read as a sound one."""
    result = show(tmp_path)
    assert result.exit_code == 2
    assert f"{tmp_path}: holds no .rst file" in result.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["show", "--help"]])
def test_help_has_an_example(arguments: list[str]) -> None:
    """Every command shows how it is called."""
    output = CliRunner().invoke(document, arguments).output
    assert "Example:\n    talkqa document show" in output
