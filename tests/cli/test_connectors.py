"""The border is real: one synchroniser, reached in four ways, gets the same verdicts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import Call, check, talkqa

FLOW = "--flow=all-flows"
"""The feature with kills, lost answers, restarts and short pages, so that every part of the protocol is used."""


@pytest.fixture(scope="module")
def in_process(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """The reference and a mutant in talkqa's own process."""
    return check(tmp_path_factory.mktemp("in-process"), FLOW, "--no-allure")


@pytest.mark.parametrize(
    "words",
    [
        ["--lane=production urls"],
        ["--lane=socket"],
        [f"--sut=command:{sys.executable} -m talkqa.reference", "--workers=2"],
    ],
    ids=["production urls", "socket", "command"],
)
def test_the_reference_gets_the_same_verdicts(in_process: Call, words: list[str], tmp_path: Path) -> None:
    """And makes the same number of requests, sign-ins apart: a command signs in at every cycle."""
    call = check(tmp_path, FLOW, "--no-allure", *words)
    assert call.verdicts == in_process.verdicts
    assert set(call.verdicts.values()) == {"pass"}


def test_a_mutant_fails_through_the_command_as_it_does_in_process(tmp_path: Path) -> None:
    """Otherwise equal verdicts would prove little."""
    flow = "--flow=customer-contactperson"
    inside = check(tmp_path / "in", flow, "--profile=literal", "--sut=mutant:M-12b", "--no-allure")
    command = f"--sut=command:{sys.executable} -m talkqa.mutants --variant M-12b"
    declared = tmp_path / "talkqa.toml"
    declared.write_text('[sut]\ncapabilities = ["cycles", "reset", "kill", "marks", "report"]\n')
    words = [f"--out={tmp_path / 'out'}", flow, "--profile=literal", command, "--no-allure", "--workers=2"]
    ended = talkqa("--config", str(declared), "check", *words)
    outside = Call(ended.code, ended.out, ended.err, tmp_path / "out")
    assert outside.verdicts == inside.verdicts
    assert "fail" in inside.verdicts.values()
