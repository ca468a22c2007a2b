"""`--shard 2/5`: the second of five parts of a run, so that several machines share it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from talkqa.cli.refused import Refused
from talkqa.cli.run import planned_ids
from talkqa.scenario import write
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


def assign(plan: Plan, number: int, of: int) -> Plan:
    """The plan of one part: every `of`-th check, as they stand in the features, from the `number`-th on.

    So parts take about the same time, and only what is planned decides who runs what. Raises Refused for more
    parts than checks.
    """
    with tempfile.TemporaryDirectory(prefix="talkqa-shard-") as folder:
        write(plan.checklist(), Path(folder))
        ids = planned_ids(plan, Path(folder))
    if of > len(ids):
        told = (
            f"only {len(ids)} checks are planned, so some parts would be empty. Take at most {len(ids)} parts"
        )
        raise Refused(f"--shard {number}/{of}: {told}.")
    return replace(plan, checks=tuple(ids[number - 1 :: of]), shard=(number, of, len(ids)))
