"""`talkqa seeds`: one checklist on many seeds. A verdict that depends on the seed is flaky, and so is its check."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import NamedTuple

import click

from talkqa.cli.check import LANES, lane_for
from talkqa.cli.errors import refusals
from talkqa.cli.limited import limited
from talkqa.cli.two_clients import refuse_two_clients
from talkqa.cli.warm import run_apart, warm
from talkqa.mutants.shelf import choose
from talkqa.report.stream import part_of, read
from talkqa.scenario.plan import Lane, Plan
from talkqa.verdict.verdicts import ERROR, NOT_TESTED, PASS, Verdict


class Seeded(NamedTuple):
    """What one seed gave. verdicts: of each tested item. A run that broke off is an item in error of its own."""

    seed: int
    verdicts: Mapping[str, Verdict]

    @property
    def told(self) -> str:
        """In a few words."""
        bad = [f"{verdict} {item}" for item, verdict in self.verdicts.items() if verdict != PASS]
        return ", ".join(bad) or f"{len(self.verdicts)} items pass"


class Unsteady(NamedTuple):
    """An item that did not pass on every seed. seeds: by verdict, those other than pass."""

    item: str
    flaky: bool
    """Whether its verdicts differ, or some seeds did not come to it; else it has the same on all seeds."""
    seeds: Mapping[Verdict, Sequence[int]]

    def __str__(self) -> str:
        told = "; ".join(f"{verdict} with seed {_listed(seeds)}" for verdict, seeds in self.seeds.items())
        return f"{'FLAKY' if self.flaky else 'RED'}  {self.item}: {told or 'not tested on every seed'}"


@click.command()
@click.argument("document", required=False, type=click.Path(path_type=Path))
@click.option("--count", default=200, type=click.IntRange(1), help="How many consecutive seeds.")
@click.option("--first", default=1, type=click.IntRange(0), help="The first of them.")
@click.option("--sut", default="reference", help="As in talkqa check.")
@click.option("--profile", default="default", help="As in talkqa check.")
@click.option("--flow", "flows", multiple=True, help="Check this flow only (its slug); may be repeated.")
@click.option("--lane", type=click.Choice(LANES), help="How the SUT reaches the fake PowerOffice.")
@click.option("--workers", default=os.cpu_count() or 1, type=click.IntRange(1, 64), help="Runs side by side.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.pass_context
def seeds(
    context: click.Context,
    document: Path | None,
    count: int,
    first: int,
    sut: str,
    profile: str,
    flows: tuple[str, ...],
    lane: Lane | None,
    workers: int,
    form: str,
) -> None:
    """Run the checklist on consecutive seeds of the made-up data, and name every item whose verdict depends on one.

    Each seed runs in a process of its own. Exit code 0: every item passes on every seed; 1: not so.

    \b
    Examples:
      talkqa seeds
      talkqa seeds --count 20 --first 300 --sut mutant:M-25a --flow supplier-customer
    """
    plan = Plan(str(document) if document else None, profile, flows, first, sut, lane or lane_for(sut))
    told: list[Seeded] = []
    with refusals(), tempfile.TemporaryDirectory(prefix="talkqa-seeds-") as folder:
        choose(sut)
        plan = limited(plan, context.obj)
        refuse_two_clients(profile, plan.checklist())
        with ThreadPoolExecutor(workers) as pool:
            plans = [replace(plan, seed=seed) for seed in range(first, first + count)]
            for one in pool.map(partial(run_seed, Path(folder), warm()), plans):
                told.append(one)
                click.echo(f"seed {one.seed:<6} {one.told}", err=True)
    found = unsteady(told)
    if form == "json":
        click.echo(json.dumps([one._asdict() for one in found], indent=1))
    else:
        for item in found:
            click.echo(item)
        click.echo(in_a_line(told, found))
    context.exit(1 if found else 0)


def run_seed(folder: Path, context: ForkServerContext, plan: Plan) -> Seeded:
    """One seed, in a process of its own; a run that broke off is an error."""
    out = folder / str(plan.seed)
    complaint = run_apart(context, plan, out)
    path = out / "results.ndjson"
    if not path.exists():
        at = read(part_of(path)).checks if part_of(path).exists() else ()
        where = f"the run, which broke off after {len(at)} checks: {complaint[-200:]}"
        return Seeded(plan.seed, {where: ERROR})
    results = read(path)
    tested = {one.item.id: one.verdict for one in results.items if one.verdict != NOT_TESTED}
    return Seeded(plan.seed, tested or {"the run, which tested nothing": ERROR})


def unsteady(told: Iterable[Seeded]) -> list[Unsteady]:
    """The items that did not pass on every seed, in the order in which they first did not."""
    told = list(told)
    seeds: dict[str, dict[Verdict, list[int]]] = {}
    for one in told:
        for item, verdict in one.verdicts.items():
            seeds.setdefault(item, {}).setdefault(verdict, []).append(one.seed)
    found = []
    for item, by in seeds.items():
        everywhere = len(next(iter(by.values()))) == len(told)
        if not (everywhere and PASS in by):
            others = {verdict: numbers for verdict, numbers in by.items() if verdict != PASS}
            found.append(Unsteady(item, not everywhere, others))
    return found


def in_a_line(told: Sequence[Seeded], found: Sequence[Unsteady]) -> str:
    """The sum."""
    flaky = sum(one.flaky for one in found)
    items = max(len(one.verdicts) for one in told)
    seeds = f"{len(told)} seeds ({told[0].seed} to {told[-1].seed})"
    return f"{seeds} of {items} items: {flaky} flaky, {len(found) - flaky} red on every seed"


def _listed(seeds: Sequence[int]) -> str:
    more = f" and {len(seeds) - 5} more" if len(seeds) > 5 else ""
    return ", ".join(map(str, seeds[:5])) + more
