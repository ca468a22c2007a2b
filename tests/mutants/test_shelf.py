"""The shelf: what a `--sut` value names."""

from __future__ import annotations

import sys
from pathlib import Path

import httpx
import pytest

from talkqa.mutants.catalogue import MUTANTS
from talkqa.mutants.impostors import IMPOSTORS, DoesNothing
from talkqa.mutants.shelf import choose, names
from talkqa.sut import Assignment, Endpoint, Identity
from talkqa.sut.command import Command
from talkqa.sut.errors import CannotStart, SutChoiceError
from talkqa.sut.inprocess import InProcess
from talkqa.sut.offers import USUAL
from tests.mutants.histories import HISTORIES
from tests.reference.world import World


def test_every_name_makes_something() -> None:
    """Fresh each time, so that no scenario sees another's object."""
    for name in names():
        make = choose(name)
        assert isinstance(make(), InProcess)
        assert make() is not make()


def test_a_command_is_split_like_a_shell_does() -> None:
    """Quotes hold words together."""
    made = choose(f"command:{sys.executable} -m 'my sync'")()
    assert isinstance(made, Command)
    assert made._argv == [sys.executable, "-m", "my sync"]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("mutant:M-25", "there is no mutant 'M-25'; did you mean M-25"),
        ("impostor:does-noting", "did you mean does-nothing?"),
        ("referense", "expected reference, mutant:M-25a, .*; did you mean reference?"),
        ("command:", "no command"),
        ("command:'", "not the words of a shell"),
    ],
)
def test_a_wrong_name_gets_near_matches(spec: str, said: str) -> None:
    """What was given, what is expected, what comes near."""
    with pytest.raises(SutChoiceError, match=said.replace("?", r"\?")):
        choose(spec)


def test_a_mutant_says_who_it_is() -> None:
    """Its number stands in every report."""
    world = World(MUTANTS["M-25a"])
    world.start()
    assert MUTANTS["M-25a"].name == "mutant M-25a"
    world.close()


@pytest.mark.parametrize("name", ["does-nothing", "always-success"])
def test_an_impostor_survives_no_history_that_asks_for_work(name: str) -> None:
    """Silence and success are no synchronisation."""
    for scenario in ("S-1", "S-2", "S-7", "S-10", "S-12", "S-17", "S-24", "S-25", "S-43", "S-47"):
        world = World(IMPOSTORS[name])
        with pytest.raises((AssertionError, StopIteration)):
            HISTORIES[scenario](world)
        world.close()


def test_an_impostor_that_crashes_cannot_start() -> None:
    """The connector says so in its own words."""
    world = World(IMPOSTORS["crashes"])
    with pytest.raises(CannotStart, match="always crashes"):
        world.start()
    world.close()


def test_always_success_lists_and_writes_nothing() -> None:
    """It makes the requests of an honest cycle."""
    world = World(IMPOSTORS["always-success"])
    world.cycle()
    assert [e.operation for e in world.requests()][-4:] == [
        "GET /Employees",
        "GET /Suppliers",
        "GET /Customers",
        "GET /ContactPersons",
    ]
    assert not world.writes()
    world.close()


def test_does_nothing_makes_no_request() -> None:
    """Not even a sign-in."""
    world = World(DoesNothing)
    world.cycle(3)
    assert not world.requests()
    world.close()


OWN = """
from talkqa.sut import Identity
class Mine:
    def start(self, assignment): return Identity("mine", "3")
    def cycle(self): ...
    def reset(self): ...
    def stop(self): ...
    def kill(self): ...
class Half:
    def start(self, assignment): ...
"""


def test_a_class_of_the_callers_own_is_found_in_the_folder_of_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `python -m` would find it, and only when it has all methods of the protocol."""
    (tmp_path / "own_synchroniser.py").write_text(OWN)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.path", [entry for entry in sys.path if entry])
    assignment = Assignment(
        Endpoint("http://fake.invalid", "", "a", "c", "s", httpx.MockTransport(refuse)), {}, tmp_path
    )
    told = choose("python:own_synchroniser:Mine")().start(assignment)
    assert told == Identity("mine", "3", USUAL | {"clock"})
    with pytest.raises(SutChoiceError, match="Half has no cycle, reset, stop, kill"):
        choose("python:own_synchroniser:Half")


@pytest.mark.parametrize("spec", ["python:", "python:os", "python:no_such_module:X", "python:os:NoSuchClass"])
def test_a_class_that_is_not_there_is_refused(spec: str) -> None:
    """Before anything runs."""
    with pytest.raises(SutChoiceError, match="--sut python:"):
        choose(spec)


def refuse(request: httpx.Request) -> httpx.Response:
    """Nothing may be asked at the start."""
    raise AssertionError(request.url)
