"""`--shard 2/5`: the second of five parts of a run, so that several machines share it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from talkqa.cli.refused import Refused
from talkqa.scenario.plan import Plan

_FORM = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


class Shard(click.ParamType):  # type: ignore[type-arg]  # generic in some releases of click only
    """`2/5` on the command line: (2, 5)."""

    name = "N/OF"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        if not (found := _FORM.fullmatch(str(value))) or int(found[1]) > int(found[2]):
            self.fail(f"got {value!r}, expected a part and their number, from 1/5 to 5/5.", param, ctx)
        return int(found[1]), int(found[2])


def share(plan: Plan, planned: Sequence[str]) -> Plan:
    """The plan of its part: every `of`-th of the planned checks, in their order, from the `number`-th on.

    So parts take about the same time, and only what is planned decides who runs what. Raises Refused for more
    parts than checks.
    """
    if plan.shard is None:
        return plan
    number, of, _ = plan.shard
    if of > len(planned):
        told = f"only {len(planned)} checks are planned, so some parts would be empty"
        raise Refused(f"--shard {number}/{of}: {told}. Take at most {len(planned)} parts.")
    return replace(plan, checks=tuple(planned[number - 1 :: of]), shard=(number, of, len(planned)))
