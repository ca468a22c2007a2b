from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from talkqa import shipped
from talkqa.cli.features import features
from talkqa.document import Facts, FlowFacts, load_facts, render
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


def test_of_a_file_that_is_not_written_the_scenarios_are_counted(tmp_path: Path) -> None:
    """A document of other systems lacks all that the shipped features say."""
    document = tmp_path / "mine.rst"
    flow = FlowFacts(("HubSpot", "Company"), ("Wave", "Business"), ("every", "keep-in-sync", "properties"))
    document.write_bytes(render(Facts("HubSpot", "Wave", "2026-01-02 03:04:05", (flow,))))
    code, output = run("write", str(document), "--out", str(tmp_path / "out"))
    assert code == 0
    assert output.count("left out  supplier_customer.feature") == 1
    scenarios = (shipped.features() / "supplier_customer.feature").read_text().count("  Scenario")
    assert f"left out  supplier_customer.feature: all of it, {scenarios} scenarios\n" in output


def test_a_document_without_a_flow_has_no_feature_and_agrees_with_none(tmp_path: Path) -> None:
    """It is a valid document with an empty checklist."""
    document = tmp_path / "mine.rst"
    document.write_bytes(render(Facts("HubSpot", "Wave", "2026-01-02 03:04:05", ())))
    out = tmp_path / "out"
    code, output = run("write", str(document), "--out", str(out))
    assert (code, output.splitlines()[-1]) == (0, "nothing   is to be written: the document states no flow")
    assert run("verify", str(document), "--dir", str(out)) == (0, "features and checklist agree\n")
    put(out)
    assert run("verify", str(document), "--dir", str(out))[0] == 1


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
