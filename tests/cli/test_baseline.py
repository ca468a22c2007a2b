"""`talkqa check` with known failures: they are still run, and a baseline that is out of date is red."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.running import Call, check, talkqa

FLOW = "employee-contactperson"
DAY = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
FAR = (datetime.now(UTC) + timedelta(days=91)).date().isoformat()


def baseline(folder: Path, *items: str, expires: str = DAY) -> str:
    """The option, for a file that waives these items."""
    path = folder / "known.toml"
    told = f'owner = "us"\nreason = "known"\nexpires = {expires}\nreference = "T-1"\n'
    path.write_text("".join(f'[[waiver]]\nitem = "{item}"\n{told}' for item in items))
    return f"--baseline={path}"


def failing(call: Call) -> list[str]:
    return sorted({item for one in call.checks if one["verdict"] == "fail" for item in one["items"]})


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """A mutant without a baseline."""
    return check(tmp_path_factory.mktemp("red"), f"--flow={FLOW}", "--sut=mutant:M-25a", "--no-allure")


def test_the_same_failures_with_and_without_a_baseline(red: Call, tmp_path: Path) -> None:
    """Waived items are run and fail as before; only the exit code differs."""
    items = failing(red)
    assert (red.code, bool(items)) == (1, True)
    known = check(
        tmp_path / "out", f"--flow={FLOW}", "--sut=mutant:M-25a", "--no-allure", baseline(tmp_path, *items)
    )
    assert known.code == 0, known.out + known.err
    assert known.verdicts == red.verdicts
    assert all(f"known {item}: until {DAY}: known (us, T-1)" in known.out for item in items)


def test_a_waiver_of_a_flow_that_is_left_out_is_not_stale(tmp_path: Path) -> None:
    """One of no item at all is."""
    other = "supplier-customer/latest-edit"
    told = check(tmp_path / "a", f"--flow={FLOW}", "--no-allure", baseline(tmp_path, other))
    assert told.code == 0, told.out
    told = check(tmp_path / "b", f"--flow={FLOW}", "--no-allure", baseline(tmp_path, other, "no/such"))
    assert told.code == 1
    assert "gate  no stale waiver: no/such: no such item. Take it out of the baseline" in told.out


def test_an_expiry_too_far_ahead_is_refused_before_anything_runs(tmp_path: Path) -> None:
    """Exit code 2, and no reports."""
    told = check(tmp_path / "out", baseline(tmp_path, "no/such", expires=FAR))
    assert (told.code, (tmp_path / "out").exists()) == (2, False)
    assert "more than 90 days ahead" in told.err


def test_baseline_and_gate_of_the_working_folder_are_taken(tmp_path: Path) -> None:
    """`baseline.toml` and `talkqa.toml` beside each other."""
    baseline(tmp_path, "no/such")
    (tmp_path / "known.toml").rename(tmp_path / "baseline.toml")
    (tmp_path / "talkqa.toml").write_text("[gate]\ndecided = 2\n")
    told = talkqa("check", f"--flow={FLOW}", "--no-allure", cwd=tmp_path)
    assert told.code == 2
    assert "[gate] decided: got 2, expected a share from 0 to 1" in told.err
    (tmp_path / "talkqa.toml").write_text("[gate]\ndecided = 1.0\n")
    told = talkqa("check", f"--flow={FLOW}", "--no-allure", cwd=tmp_path)
    assert (told.code, "no/such: no such item" in told.out) == (1, True)
