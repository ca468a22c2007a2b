"""`talkqa mutants replay`: a mutant's failure, run again by its own command, fails again the same way each time."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import click

from talkqa.cli.errors import Refused
from talkqa.cli.replay import apart, argues_as, plan_of
from talkqa.cli.warm import run_apart, warm
from talkqa.mutants.catalogue import MUTANTS
from talkqa.report.stream import read
from talkqa.scenario.plan import Plan, made_up
from talkqa.verdict.verdicts import FAIL


class Replayed(NamedTuple):
    """How often a mutant's first failure came out the same. check: its short id, "" when nothing failed."""

    name: str
    check: str
    same: int
    times: int

    @property
    def holds(self) -> bool:
        """Whether it did so each time."""
        return self.check != "" and self.same == self.times

    def __str__(self) -> str:
        told = f"reproduced {self.same} of {self.times}" if self.check else "nothing failed"
        return f"{self.name:<7} {self.check:<8}  {told}"


@click.command("replay")
@click.argument("ids", nargs=-1)
@click.option("--times", default=20, type=click.IntRange(1, 1000), help="How often each is run again.")
@click.option(
    "--exhaustive", is_flag=True, help="As in talkqa check: kill at every request, doubt every write."
)
@click.option(
    "--workers", default=os.cpu_count() or 1, type=click.IntRange(1, 64), help="Mutants run side by side."
)
@click.pass_context
def replay_mutants(
    context: click.Context, ids: tuple[str, ...], times: int, exhaustive: bool, workers: int
) -> None:
    """Run every mutant (or those named) against its scenarios, and its first failure again, as `talkqa replay` does.

    The same means: verdict, cause, what was expected, and which laws were broken. Exit code 0: the same each time;
    1: not so; 2: an id is unknown.

    \b
    Examples:
      talkqa mutants replay M-25a M-47a
      talkqa mutants replay --times 20
    """
    if unknown := set(ids) - MUTANTS.keys():
        raise Refused(f"{', '.join(sorted(unknown))}: no such mutant. `talkqa mutants list` names them.")
    with tempfile.TemporaryDirectory(prefix="talkqa-replays-") as folder, ThreadPoolExecutor(workers) as pool:

        def one(name: str) -> Replayed:
            return replayed(name, plan_for(name, exhaustive), Path(folder) / name, times)

        told = []
        for found in pool.map(one, ids or MUTANTS):
            told.append(found)
            click.echo(found)
    click.echo(f"{sum(one.holds for one in told)} of {len(told)} mutants reproduced {times} of {times} times")
    context.exit(0 if all(one.holds for one in told) else 1)


def replayed(name: str, wanted: Plan, folder: Path, times: int) -> Replayed:
    """One mutant's run, and its first failure so many times more, each in a process of its own."""
    run_apart(warm(), wanted, folder / "0")
    results = read(folder / "0" / "results.ndjson")
    before = next((check for check in results.checks if check.verdict == FAIL), None)
    if before is None:
        return Replayed(name, "", 0, times)
    plan = plan_of(results, before)
    again = (apart(plan, folder / str(number)) for number in range(1, times + 1))
    return Replayed(name, before.short, sum(argues_as(one, before) for one in again), times)


def plan_for(name: str, exhaustive: bool) -> Plan:
    """A mutant's scenarios, on the document that it is about."""
    mutant = MUTANTS[name]
    plan = made_up(mutant.document) if mutant.document else Plan()
    return replace(plan, sut=f"mutant:{name}", scenarios=mutant.killed_by, exhaustive=exhaustive)
