"""Hooks of pytest-bdd: every step is recorded, and the laws are checked after every scenario."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from pytest_bdd.parser import Feature, Scenario, Step

from steps._recording import Recording, rest_of
from talkqa.report.allure_bridge import begin_step, end_step
from talkqa.report.outcome import PROPERTY


def pytest_bdd_before_step(request: pytest.FixtureRequest) -> None:
    """Start the step's clock. The world is asked for here, so that it is there before the first step."""
    request.getfixturevalue("world")
    _of(request).begin()


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Step) -> None:
    _of(request).end(step.keyword, step.name)


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Step, exception: BaseException) -> None:
    _of(request).end(step.keyword, step.name, exception)


def pytest_bdd_step_func_lookup_error(
    request: pytest.FixtureRequest, step: Step, exception: BaseException
) -> None:
    request.getfixturevalue("world")
    _of(request).begin()
    _of(request).end(step.keyword, step.name, exception)


@pytest.hookimpl(trylast=True)
def pytest_bdd_after_scenario(request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> None:
    """Check the laws, leave the check for the results stream, and end the scenario if a law was broken."""
    recording = _of(request)
    ended_by = sys.exc_info()[1]
    uuid = begin_step("Safety laws LAW-3, 4, 6, 8, 9 and 15")
    try:
        broken = recording.laws()
        end_step(uuid, broken)
    finally:
        line = recording.line(rest_of(scenario.steps, len(recording.steps)))
        request.node.user_properties.append((PROPERTY, line | _about(request, feature, scenario)))
    if broken is not None and ended_by is None:
        raise broken


def _of(request: pytest.FixtureRequest) -> Recording:
    recording: Recording = request.node.stash[Recording.KEY]
    return recording


def _about(request: pytest.FixtureRequest, feature: Feature, scenario: Scenario) -> dict[str, Any]:
    row = (
        request.node.callspec.params.get("_pytest_bdd_example", {})
        if hasattr(request.node, "callspec")
        else {}
    )
    tags = sorted(tag for tag in scenario.tags if ":" not in tag)
    return {
        "feature": feature.name,
        "feature_file": feature.filename.rsplit("/", 1)[-1],
        "scenario": scenario.name,
        "tags": tags,
        "row": dict(row),
    }
