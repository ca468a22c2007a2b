"""`talkqa fidelity` counts the ledger and tells its entries."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from talkqa.cli.main import main
from talkqa.fake.fidelity import FOLDER


def fidelity(*words: str) -> Result:
    return CliRunner().invoke(main, ["fidelity", *words], env={"COLUMNS": "140"})


def counted(word: str) -> int:
    """Entries of one kind, counted in the files themselves."""
    return sum(path.read_text().count(f"[[{word}]]\n") for path in FOLDER.glob("*.toml"))


def test_the_table_counts_what_the_files_hold() -> None:
    """A row for each file, and the sums of all."""
    told = fidelity()
    assert told.exit_code == 0
    evidence, assumed = counted("evidence"), counted("assumption")
    last = next(line.split() for line in told.output.splitlines() if line.split()[:1] == ["all"])
    share = f"{100 * evidence / (evidence + assumed):.0f}%"
    assert last == ["all", str(evidence + assumed), str(evidence), str(assumed), share]
    heads = [
        path.read_text().splitlines()[0].removeprefix("area = ").strip('"') for path in FOLDER.glob("*.toml")
    ]
    assert all(f"\n  {head} " in told.output for head in heads)


def test_an_assumption_is_told_with_its_alternatives() -> None:
    told = fidelity("two-defaults")
    assert told.exit_code == 0
    assert told.output == (
        "two-defaults: assumption\n"
        "  what      A second contact person becomes the default one\n"
        "  choice    the former default loses the mark, which moves its stamp\n"
        "  why       There is one default in the product's screens.\n"
        "  instead   both: both keep the mark\n"
        "  settles   API.md section 5.7 What happens to the previous default\n"
        "  settles   API.md section 5.7 two defaults at once\n"
        "  test      tests/fake/flips/test_flips.py, case two-defaults\n"
    )


def test_evidence_is_told_with_its_source_and_test() -> None:
    told = fidelity("empty-list")
    assert told.exit_code == 0
    assert told.output == (
        "empty-list: evidence\n"
        "  what      A list that nothing matches is 204 without a body\n"
        "  evidence  API.md section 5.1, spec2\n"
        "  test      tests/fake/test_doors.py::"
        "test_an_empty_list_is_204_without_a_body_and_still_says_that_it_is_the_last_page\n"
    )


def test_machines_get_every_entry() -> None:
    areas = json.loads(fidelity("--format", "json").output)
    assert sum(len(area["evidence"]) for area in areas) == counted("evidence")
    assert sum(len(area["assumptions"]) for area in areas) == counted("assumption")
    assert json.loads(fidelity("empty-text", "--format", "json").output)["alternatives"] == {
        "null": "becomes null"
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_entry_that_does_not_exist_is_refused_with_exit_code_2(form: str) -> None:
    told = fidelity("two-default", "--format", form)
    assert told.exit_code == 2
    assert "no entry 'two-default'. Did you mean two-defaults" in told.output
