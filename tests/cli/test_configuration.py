"""`talkqa.toml` holds the defaults of a project, and refuses what it does not know."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from talkqa.cli.configuration import Configuration, ConfigurationError, read_configuration
from tests.cli.running import check, talkqa

GOOD = """
[check]
document = "flows.rst"
sut = "impostor:does-nothing"
flow = ["supplier-customer"]
seed = 7
allure = false

[report]
client = "Firma AS"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "talkqa.toml"
    file.write_text(text)
    return file


def test_without_a_file_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And every section is there, empty."""
    monkeypatch.chdir(tmp_path)
    found = read_configuration(None)
    assert found.defaults() == {}
    assert found.sections["gate"] == {}


def test_its_keys_are_defaults_of_check(tmp_path: Path) -> None:
    """By the parameter's name; a path counts from the file."""
    found = read_configuration(written(tmp_path, GOOD))
    assert found.defaults() == {
        "document": str(tmp_path / "flows.rst"),
        "sut": "impostor:does-nothing",
        "flows": ["supplier-customer"],
        "seed": 7,
        "allure": False,
    }
    assert found.sections["report"] == {"client": "Firma AS"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[chek]\n", r"talkqa\.toml: \[chek\]: no such section; did you mean check\?"),
        ("[check]\nsead = 1\n", r"\[check\] sead: no such key; did you mean seed\?"),
        ("[check]\nseed = '1'\n", r"\[check\] seed: got '1', expected a whole number"),
        ("[check]\nworkers = true\n", r"\[check\] workers: got True, expected a whole number"),
        ("[check]\nflow = 'all'\n", r"\[check\] flow: got 'all', expected a list of texts"),
        ("check = 1\n", r"check: got 1, expected a section \[check\]"),
        ("[check\n", r"not TOML: .*line 1"),
    ],
)
def test_what_it_does_not_know_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """With the place, and what comes near."""
    with pytest.raises(ConfigurationError, match=told):
        read_configuration(written(tmp_path, text))


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    """Only the one in the working folder may be missing."""
    with pytest.raises(ConfigurationError, match=r"other\.toml: No such file"):
        read_configuration(tmp_path / "other.toml")


def test_a_call_takes_its_defaults_and_may_say_otherwise(tmp_path: Path) -> None:
    """`--seed` on the line beats the file's; a wrong file ends with exit code 2 and runs nothing."""
    written(tmp_path, '[check]\nprofile = "nowhere.toml"\n')
    call = talkqa("check", cwd=tmp_path)
    assert (call.code, "nowhere.toml" in call.err) == (2, True)
    written(tmp_path, '[check]\nprofle = "default"\n')
    call = talkqa("check", cwd=tmp_path)
    assert (call.code, "did you mean profile?" in call.err) == (2, True)
    assert not (tmp_path / "reports").exists()
    named = tmp_path / "ci.toml"
    named.write_text('[check]\nsut = "nobody"\n')
    call = talkqa("--config", str(named), "check", "--sut", "mutant:M-0", cwd=tmp_path)
    assert (call.code, "M-0" in call.err) == (2, True)


def test_an_empty_configuration_has_every_section() -> None:
    """So that nobody has to ask whether one is there."""
    assert set(Configuration().sections) == {"check", "sut", "gate", "report"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('memory_mb = "2 GB"', "[sut] memory_mb: got '2 GB', expected a number from 0 on"),
        ("seconds_per_cycle = 0", "[sut] seconds_per_cycle: got 0, expected a number from 0.1 on"),
    ],
)
def test_a_limit_that_is_none_is_refused(tmp_path: Path, line: str, told: str) -> None:
    """Before anything runs, with the place."""
    (tmp_path / "talkqa.toml").write_text(f"[sut]\n{line}\n")
    call = check(tmp_path / "out", "--no-allure", cwd=tmp_path)
    assert call.code == 2
    assert told in call.err


def test_the_limits_hold_for_the_system_under_test(tmp_path: Path) -> None:
    """Half a second, and 60 MB, are told where they are overstepped."""
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(30)\n")
    (tmp_path / "large.py").write_text("import time\ntime.sleep(0.1)\nbytearray(80 << 20)\n")
    (tmp_path / "talkqa.toml").write_text("[sut]\nseconds_per_cycle = 0.5\nmemory_mb = 60\n")
    slow = check(tmp_path / "out", f"--sut=command:{sys.executable} slow.py", cwd=tmp_path)
    assert "within 0.5 s" in slow.err
    large = check(tmp_path / "out", f"--sut=command:{sys.executable} large.py", cwd=tmp_path)
    assert "may use 60 MB" in large.err
