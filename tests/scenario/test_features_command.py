from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from talkqa import shipped
from talkqa.cli.features import features
from talkqa.document import load_facts, render
from talkqa.scenario.plan import Plan
from tests.scenario.made_up import put


def run(*arguments: str) -> tuple[int, str]:
    """Exit code and output of `talkqa features …`."""
    result = CliRunner().invoke(features, list(arguments))
    return result.exit_code, result.output


def test_drift_is_named_and_ends_with_exit_code_1(tmp_path: Path) -> None:
    """The made-up features lack most of the first document's items."""
    code, output = run("verify", "--dir", str(put(tmp_path)))
    assert code == 1
    assert "item employee-contactperson/every has no scenario" in output


def test_written_features_agree_with_the_document_they_were_written_for(tmp_path: Path) -> None:
    """For a document and a profile of the caller's."""
    document = tmp_path / "mine.rst"
    document.write_bytes(
        render(load_facts(shipped.fixtures() / "dataflows/poweroffice-poweroffice.toml"), "lf")
    )
    out = str(tmp_path / "out")
    code, output = run("write", str(document), "--profile", "literal", "--out", out)
    assert code == 0, output
    assert "left out  employee_contactperson.feature: an Employee's <property>" in output
    assert run("verify", str(document), "--profile", "literal", "--dir", out) == (
        0,
        "features and checklist agree\n",
    )


def test_a_document_of_ones_own_needs_a_folder(tmp_path: Path) -> None:
    """talkqa's own features are not overwritten by chance."""
    document = tmp_path / "mine.rst"
    document.write_text("x")
    code, output = run("write", str(document))
    assert code == 2
    assert "--out" in output


def test_another_profile_is_not_written_over_the_shipped_features() -> None:
    """Scenarios that the profile does not have would be lost."""
    before = {path: path.read_bytes() for path in shipped.features().rglob("*.feature")}
    code, output = run("write", "--profile", "literal")
    assert code == 2
    assert "Name another folder with --out" in output
    assert {path: path.read_bytes() for path in shipped.features().rglob("*.feature")} == before


@pytest.mark.parametrize("command", ["write", "verify"])
def test_an_unknown_profile_ends_with_exit_code_2(command: str) -> None:
    """Before anything is read or written."""
    code, output = run(command, "--profile", "defalt")
    assert code == 2
    assert "Did you mean default?" in output


@pytest.mark.parametrize("command", [[], ["write"], ["verify"]])
def test_each_help_has_an_example(command: list[str]) -> None:
    """That begins as it is typed."""
    code, output = run(*command, "--help")
    assert code == 0
    assert "talkqa features " in output.split("Example:")[1]


def test_the_shipped_features_can_be_written_for_both_profiles_without_drift(tmp_path: Path) -> None:
    """Every item that a profile tests has its scenarios, with the right numbers, and no other."""
    for profile in ("default", "literal"):
        out = str(tmp_path / profile)
        assert run("write", "--profile", profile, "--out", out)[0] == 0
        assert run("verify", "--profile", profile, "--dir", out) == (0, "features and checklist agree\n")
        assert Plan(profile=profile).checklist().tested
