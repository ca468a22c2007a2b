"""Faults planted in talkqa itself, to prove that none is ever told as the product's: pytest plugins for one run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.parser import Step

from talkqa.fake import Fault


class Plant:
    """Plants nothing; each of the others overrides one hook of pytest or pytest-bdd."""


class StepRaises(Plant):
    """The step of that number, from 1, raises instead of doing its part."""

    def __init__(self, number: int, error: BaseException) -> None:
        self._number, self._error, self._seen = number, error, 0

    def pytest_runtest_setup(self) -> None:
        self._seen = 0

    def pytest_bdd_before_step_call(self) -> None:
        self._seen += 1
        if self._seen == self._number:
            raise self._error


class StepSkips(Plant):
    """A step says that it is not for today."""

    def pytest_bdd_before_step_call(self) -> None:
        pytest.skip("not today")


class PhaseRaises(Plant):
    """What prepares a scenario, or ends it, raises."""

    def __init__(self, phase: str) -> None:
        self._phase = phase

    def pytest_runtest_setup(self) -> None:
        if self._phase == "setup":
            raise OSError("no space left on device")

    def pytest_runtest_teardown(self) -> None:
        if self._phase == "teardown":
            raise OSError("no space left on device")


class World(Plant):
    """Changes the scenario's world before its first step."""

    def __init__(self, change: Callable[[Any], None]) -> None:
        self._change = change

    @pytest.hookimpl(trylast=True)
    def pytest_bdd_before_scenario(self, request: pytest.FixtureRequest) -> None:
        self._change(request.getfixturevalue("world"))


class Words(Plant):
    """Other words stand in every feature file that is run."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def pytest_collect_file(self, file_path: Path) -> None:
        if file_path.suffix == ".feature":
            text = file_path.read_text(encoding="utf-8")
            for old, new in self._words.items():
                text = text.replace(old, new)
            file_path.write_text(text, encoding="utf-8")


class StepUnbound(Plant):
    """The last step says what no definition binds."""

    def pytest_bdd_before_scenario(self, scenario: Any) -> None:
        last: Step = scenario.steps[-1]
        last.name = "pigs fly"


def breaks_hooks(world: Any) -> None:
    """Every mishap's own part raises."""

    def broken(tenant: object) -> None:
        raise ZeroDivisionError("in a mishap of the harness")

    _with_each_fault(world, lambda fault: setattr(fault, "before", broken))


def silences(world: Any) -> None:
    """No mishap ever strikes."""
    _with_each_fault(world, lambda fault: setattr(fault, "when", lambda entry: False))


def breaks_the_fake(world: Any) -> None:
    """The fake itself raises, in the system's requests, when it is to carry one out."""
    desk = world.tenant.desk

    def broken(*words: object) -> None:
        raise ZeroDivisionError("in the fake")

    desk._perform = broken


def refuses_the_user(world: Any) -> None:
    """The harness's user loses the keys after the scenario has begun."""
    world.tenant.revoke("user")
    world.tenant.expire("user")


def _with_each_fault(world: Any, change: Callable[[Fault], None]) -> None:
    plan = world.plan

    def planned(fault: Fault, *more: Any, **named: Any) -> Any:
        change(fault)
        return plan(fault, *more, **named)

    world.plan = planned


def planted(plants: Iterable[Callable[[], Plant]]) -> list[object]:
    """The plugins, made fresh."""
    return [make() for make in plants]
