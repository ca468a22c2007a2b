"""`talkqa seeds`: an item whose verdict depends on the seed is named, with the seeds."""

from __future__ import annotations

import json

from click.testing import CliRunner

from talkqa.cli.main import main
from talkqa.cli.seeds import Seeded, in_a_line, unsteady

TOLD = [
    Seeded(7, {"a": "pass", "b": "fail", "c": "pass"}),
    Seeded(8, {"a": "inconclusive", "b": "fail", "c": "pass"}),
    Seeded(9, {"a": "fail", "b": "fail", "c": "pass"}),
    Seeded(10, {"a": "inconclusive", "b": "fail", "c": "pass"}),
]


def test_flaky_is_what_passes_on_some_seeds_only() -> None:
    """What fails on every seed is red, and no seed's fault."""
    assert [str(one) for one in unsteady(TOLD)] == [
        "FLAKY  a: inconclusive with seed 8, 10; fail with seed 9",
        "RED  b: fail with seed 7, 8, 9, 10",
    ]
    assert in_a_line(TOLD, unsteady(TOLD)) == "4 seeds (7 to 10) of 3 items: 1 flaky, 1 red on every seed"


def test_an_item_that_is_tested_on_some_seeds_only_is_flaky() -> None:
    """A run that broke off is no pass of what it did not reach."""
    told = unsteady([Seeded(1, {"a": "pass"}), Seeded(2, {"the run, which broke off": "error"})])
    assert [(one.item, one.flaky) for one in told] == [("a", True), ("the run, which broke off", True)]


def test_the_reference_is_steady_and_a_mutant_is_red() -> None:
    """Each seed has data of its own, and is named as it comes."""
    words = ["seeds", "--count=2", "--first=5", "--flow=customer-contactperson", "--profile=literal"]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 0, told.output
    assert "seed 6 " in told.stderr
    assert "2 seeds (5 to 6) of " in told.stdout
    red = CliRunner().invoke(main, [*words, "--sut=mutant:M-7a", "--format=json"])
    assert red.exit_code == 1
    found = {one["item"]: one for one in json.loads(red.stdout)}
    assert found["customer-contactperson/every"] == {
        "item": "customer-contactperson/every", "flaky": False, "seeds": {"fail": [5, 6]},
    }  # fmt: skip


def test_a_system_that_does_not_exist_is_refused_at_once() -> None:
    """Not once a seed."""
    told = CliRunner().invoke(main, ["seeds", "--sut=mutant:M-0x"])
    assert told.exit_code == 2
