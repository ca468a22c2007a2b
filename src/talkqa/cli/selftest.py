"""`talkqa selftest`: are the five causes of a failure told apart? Induced failures against what is said of them."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import click
from rich.table import Table

from talkqa.cli.corpus import Case, corpus
from talkqa.cli.flips import try_flips
from talkqa.cli.run import run
from talkqa.cli.warm import see_through, warm
from talkqa.report.check import Check
from talkqa.report.console import make_console
from talkqa.report.stream import part_of, read
from talkqa.scenario import FeatureError, step_modules
from talkqa.verdict.causes import CAUSES, PRODUCT, Cause
from talkqa.verdict.verdicts import PASS

LEAST = 0.95
"""Share that must be told right; a fault of ours told as the product's is one too many, whatever the share."""
PATIENCE = 300
"""Seconds that a case may take."""


@dataclass(frozen=True)
class Told:
    """One induced failure. told: the cause that the report gives; None: it was no failure at all."""

    case: str
    scenario: str
    cause: Cause
    told: Cause | None

    @property
    def is_right(self) -> bool:
        return self.told == self.cause

    @property
    def blames_the_product(self) -> bool:
        """The one confusion that must never be."""
        return self.told == PRODUCT and self.cause != PRODUCT


@click.command()
@click.option(
    "--workers", default=os.cpu_count() or 1, type=click.IntRange(1, 64), help="Cases run side by side."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.pass_context
def selftest(context: click.Context, workers: int, form: str) -> None:
    """Induce failures of every cause, and print which cause the report gives each.

    Exit code 0: at least 95 % are told right, and no fault of ours is told as the product's; 1: not so.

    \b
    Example:
      talkqa selftest
    """
    told = induced(corpus(), workers)
    if form == "json":
        click.echo(json.dumps([vars(one) for one in told], indent=1))
    else:
        console = make_console()
        console.print(matrix(told))
        for one in told:
            if not one.is_right:
                console.print(f"{one.case}, {one.scenario}: {one.cause}, told as {one.told or 'no failure'}")
        console.print(in_a_line(told))
    context.exit(0 if holds(told) else 1)


def induced(cases: Sequence[Case], workers: int) -> list[Told]:
    """Run the cases, each in a process of its own, and read what was told."""
    context = warm()
    with (
        tempfile.TemporaryDirectory(prefix="talkqa-selftest-") as folder,
        ThreadPoolExecutor(workers) as pool,
    ):

        def one(numbered: tuple[int, Case]) -> list[Told]:
            number, case = numbered
            out = Path(folder) / str(number)
            process = context.Process(target=run_case, args=(number, out))
            see_through(process, PATIENCE)
            return list(failures(case, out))

        return [told for found in pool.map(one, enumerate(cases)) for told in found]


def run_case(number: int, out: Path) -> None:
    """Run one case of the corpus; what it prints goes to a file."""
    case = corpus()[number]
    out.mkdir(parents=True)
    # Features that are damaged end a run early: what was recorded until then is read.
    with (
        (out / "complaint.log").open("w") as log,
        contextlib.redirect_stderr(log),
        contextlib.suppress(FeatureError),
    ):
        step_modules()
        planted = [case.plant()] if case.plant else []
        ran = run(case.plan, out, allure=False, reports=False, plugins=planted)
        if case.flips:
            try_flips(case.plan, ran.results, 1, only=case.flips)


def failures(case: Case, out: Path) -> Iterable[Told]:
    """What the report says of each scenario; a scenario of several rows counts once, with the cause most often told."""
    path = out / "results.ndjson"
    checks = read(path if path.exists() else part_of(path)).checks if out.exists() else ()
    by_scenario: dict[str, list[Check]] = {}
    for check in checks:
        by_scenario.setdefault(check.scenario, []).append(check)
    for scenario, rows in by_scenario.items():
        causes = {check.cause for check in rows if check.verdict != PASS}
        if causes:
            wrong = [cause for cause in causes if cause != case.cause]
            yield Told(case.name, scenario, case.cause, wrong[0] if wrong else case.cause)
    if all(check.verdict == PASS for check in checks):
        yield Told(case.name, "", case.cause, None)


def holds(told: Sequence[Told]) -> bool:
    """Whether the causes are told apart."""
    right = sum(one.is_right for one in told)
    return right >= LEAST * len(told) > 0 and not any(one.blames_the_product for one in told)


def in_a_line(told: Sequence[Told]) -> str:
    """The sum."""
    right, blamed = sum(one.is_right for one in told), sum(one.blames_the_product for one in told)
    return f"{right} of {len(told)} told right; {blamed} faults of ours told as the product's"


def matrix(told: Sequence[Told]) -> Table:
    """Induced cause by told cause."""
    counted = Counter((one.cause, one.told) for one in told)
    table = Table("induced", *(f"told {cause}" for cause in CAUSES), "no failure", title="Causes told apart")
    for cause in CAUSES:
        table.add_row(cause, *(str(counted[cause, other] or "·") for other in (*CAUSES, None)))
    return table
