"""`talkqa replay`: the command that a failure carries runs exactly that failure again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import Call, check, talkqa

F3 = "--flow=customer-contactperson"


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """A mutant's run with another seed and lane than usual."""
    folder = tmp_path_factory.mktemp("bad")
    return check(folder, F3, "--sut=mutant:M-25a", "--no-allure", "--seed=7", "--lane=production urls")


def failures(call: Call) -> list[dict[str, object]]:
    """The check lines that failed, as the console lists them."""
    return [line for line in call.checks if line["verdict"] == "fail"]


def test_every_failure_carries_a_command_that_is_its_own(bad: Call) -> None:
    """As many commands as failures, no two alike."""
    commands = re.findall(r"^  again     talkqa replay (\w{8}) --from (.*)$", bad.out, re.M)
    assert len({short for short, _ in commands}) == len(commands) == len(failures(bad))
    assert {place for _, place in commands} == {str(bad.folder)}


def test_the_command_repeats_the_failure_with_its_evidence(bad: Call) -> None:
    """The same argument word by word: seed and made-up values, and the journal's numbers."""
    command = re.search(r"again     talkqa (replay .*)$", bad.out, re.M)
    assert command
    told = bad.out[: command.start()]
    argument = told[told.rindex("FAIL ") :].strip()
    again = talkqa(*command[1].split())
    assert again.code == 1, again.out + again.err
    assert argument in again.out
    assert "reproduced 1 of 1: fail as in " in again.out
    assert "sut  PATCH /v2/" in again.out, "the requests of each step"


@pytest.mark.parametrize(
    ("mutant", "flow"),
    [
        ("M-25a", "customer-contactperson"),
        ("M-12b", "customer-contactperson"),
        ("M-48a", "supplier-customer"),
    ],
)
def test_a_mutant_fails_again_on_20_of_20_tries(mutant: str, flow: str, tmp_path: Path) -> None:
    """The same verdict, the same cause and the same thing expected, each time."""
    call = check(tmp_path, f"--flow={flow}", f"--sut=mutant:{mutant}", "--no-allure", "--workers=2")
    command = re.search(r"again     talkqa (replay .*)$", call.out, re.M)
    assert command, call.out + call.err
    again = talkqa(*command[1].split(), "--times=20", "--no-requests")
    assert "reproduced 20 of 20: fail" in again.out, again.out + again.err
    assert again.code == 1


def test_what_passes_now_is_said_to(bad: Call, tmp_path: Path) -> None:
    """A failure that is gone counts as none: exit code 0. Here the stream is told another system to run."""
    lines = [line.replace("mutant:M-25a", "reference") for line in stream(bad)]
    (tmp_path / "results.ndjson").write_text("".join(lines))
    short = re.search(r"talkqa replay (\w+)", bad.out)
    assert short
    again = talkqa("replay", short[1], f"--from={tmp_path}")
    assert again.code == 0, again.out + again.err
    assert "it passes now" in again.out
    assert "reproduced 0 of 1" in again.out


def test_a_changed_profile_is_said(bad: Call, tmp_path: Path) -> None:
    """Otherwise another verdict would have no reason."""
    header, *rest = stream(bad)
    told = json.loads(header)
    told["profile"]["sha256"] = "0" * 64
    (tmp_path / "results.ndjson").write_text("".join([json.dumps(told) + "\n", *rest]))
    short = re.search(r"talkqa replay (\w+)", bad.out)
    assert short
    assert (
        "profile default has changed since that run" in talkqa("replay", short[1], f"--from={tmp_path}").out
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["zzzzzzzz"], "no such check"),
        ([""], "no such check"),
        (["1", "--from=nowhere"], "no such file. Run `talkqa check` first."),
    ],
)
def test_what_cannot_be_replayed_is_refused(bad: Call, words: list[str], message: str) -> None:
    """Exit code 2, and the failures that there are to choose from."""
    source = [] if len(words) > 1 else [f"--from={bad.folder}"]
    told = talkqa("replay", *words, *source)
    assert told.code == 2
    assert message in told.err
    if source:
        assert re.search(r"^  \w{8}  fail  customer_contactperson\.feature::", told.err, re.M)


def stream(call: Call) -> list[str]:
    """The lines of its results."""
    return (call.folder / "results.ndjson").read_text().splitlines(keepends=True)
