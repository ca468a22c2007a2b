"""What `[sut]` of `talkqa.toml` lets a system under test use."""

from __future__ import annotations

from dataclasses import replace

from talkqa.cli.configuration import Configuration
from talkqa.cli.errors import Refused
from talkqa.scenario.plan import Plan


def limited(plan: Plan, configuration: Configuration) -> Plan:
    """The plan with `seconds_per_cycle` and `memory_mb`, where they are given. Raises `Refused`."""
    seconds = _number(configuration, "seconds_per_cycle", plan.seconds, 0.1)
    return replace(plan, seconds=seconds, memory=int(_number(configuration, "memory_mb", plan.memory, 0)))


def _number(configuration: Configuration, key: str, usual: float, least: float) -> float:
    got = configuration.sections["sut"].get(key, usual)
    if isinstance(got, bool) or not isinstance(got, int | float) or got < least:
        raise Refused(f"{configuration.file}: [sut] {key}: got {got!r}, expected a number from {least:g} on")
    return got
