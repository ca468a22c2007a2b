"""`talkqa mutants`: prove that the checks bite, by running them against synchronisers with planted faults."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.context import ForkServerContext
from pathlib import Path

import click
from rich.table import Table

from talkqa.cli.errors import Refused
from talkqa.cli.kill_matrix import differences, found, oracles
from talkqa.cli.mutants_replay import replay_mutants
from talkqa.cli.warm import run_apart, warm
from talkqa.mutants.catalogue import MUTANTS
from talkqa.mutants.impostors import IMPOSTORS
from talkqa.mutants.smoke import SMOKE
from talkqa.report.console import make_console
from talkqa.report.kill_matrix import matrix_file
from talkqa.report.kills import Kill, control, judge
from talkqa.report.stream import read
from talkqa.scenario.plan import Plan, made_up


@click.group()
def mutants() -> None:
    """Prove that the checks bite: run them against synchronisers with one planted fault each.

    \b
    Example:
      talkqa mutants run
    """


mutants.add_command(replay_mutants)


@mutants.command("list")
def list_() -> None:
    """Name every mutant and impostor, its fault, and the scenarios that must catch it.

    \b
    Example:
      talkqa mutants list
    """
    for name, mutant in MUTANTS.items():
        click.echo(f"{name:<7} {fault(mutant)}  [must fail: {', '.join(mutant.killed_by)}]")
    for name, impostor in IMPOSTORS.items():
        click.echo(f"{name:<15} {fault(impostor)}  [must pass nothing]")


@mutants.command("run")
@click.argument("ids", nargs=-1)
@click.option(
    "--workers", default=os.cpu_count() or 1, type=click.IntRange(1, 64), help="Mutants run side by side."
)
@click.option(
    "--whole", is_flag=True, help="Run the whole checklist against each mutant: who else catches it."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.option("--smoke", is_flag=True, help="Run a balanced few, without impostors: a minute on two cores.")
@click.option("--write", is_flag=True, help="Keep what was found as the shipped kill matrix.")
@click.pass_context
def run(
    context: click.Context,
    ids: tuple[str, ...],
    workers: int,
    whole: bool,
    form: str,
    smoke: bool,
    write: bool,
) -> None:
    """Run every mutant (or those named) against the scenarios that must catch it, and print who caught whom.

    Impostors, which must pass nothing, meet the whole checklist. The reference runs along as control: a check
    that fails with it catches nothing. Below the table: what the scenarios' own statements catch without the
    safety laws, and the laws without them; scenarios without which nothing would change; and where the shipped
    kill matrix (fixtures/kill-matrix.json) says otherwise.

    Exit code 0: every declared scenario caught its mutant, no impostor passed an item, and the shipped matrix
    agrees (or was written); 1: not so; 2: an id is unknown.

    \b
    Examples:
      talkqa mutants run
      talkqa mutants run M-25a M-28a
      talkqa mutants run --whole M-25a
      talkqa mutants run --smoke
      talkqa mutants run --write
    """
    if smoke:
        if ids or write:
            raise Refused("--smoke: names its mutants itself, and is no whole matrix. Leave the others out.")
        ids = tuple(name for names in SMOKE.values() for name in names)
    if whole and write:
        raise Refused("--whole --write: the shipped matrix is of declared scenarios. Leave one of them out.")
    plans = plans_for(["reference", *specs_of(ids)], whole)
    kills = []
    with tempfile.TemporaryDirectory(prefix="talkqa-mutants-") as folder, ThreadPoolExecutor(workers) as pool:
        for kill in pool.map(partial(one, Path(folder), warm()), plans):
            kills.append(kill)
            click.echo(f"{kill.name:<16} {kill.told}", err=True)
    now, stale = found(kills, part=bool(ids)), []
    if write:
        now.write(matrix_file())
    elif not whole:
        stale = differences(now)
    if form == "json":
        click.echo(json.dumps([kill.to_json() for kill in kills], indent=1))
    else:
        make_console().print(matrix(kills))
        for line in (*oracles(kills, now), *stale):
            click.echo(line)
    context.exit(0 if all(kill.caught for kill in kills) and not stale else 1)


def specs_of(ids: Sequence[str]) -> list[str]:
    """The mutants and impostors of these names, all if none is named, as `--sut` has them. Raises `Refused`."""
    specs = {name: f"mutant:{name}" for name in MUTANTS} | {name: f"impostor:{name}" for name in IMPOSTORS}
    if unknown := set(ids) - specs.keys():
        raise Refused(f"{', '.join(sorted(unknown))}: no such mutant. `talkqa mutants list` names them.")
    return [spec for name, spec in specs.items() if not ids or name in ids]


def plans_for(specs: Sequence[str], whole: bool) -> list[Plan]:
    """What is run against each: a mutant's own scenarios, all of those against the control, all there are else.

    A mutant that is about a made-up document meets that one, and so does the control once more.
    """
    about = {spec: MUTANTS[name] for spec in specs if (name := spec.removeprefix("mutant:")) in MUTANTS}
    impostors = [spec for spec in specs if spec.startswith("impostor:")]
    plans = []
    for document in dict.fromkeys([None, *(mutant.document for mutant in about.values())]):
        mine = {spec: mutant.killed_by for spec, mutant in about.items() if mutant.document == document}
        if mine or not about:
            all_of_them = sorted({number for numbers in mine.values() for number in numbers})
            mine = {"reference": tuple(all_of_them), **mine}
        mine |= dict.fromkeys([] if document else impostors, ())
        plans += [plan_of(document, spec, () if whole else numbers) for spec, numbers in mine.items()]
    return plans


def plan_of(document: str | None, sut: str, scenarios: tuple[str, ...]) -> Plan:
    """The first document's plan, or that of a made-up one."""
    if document:
        return made_up(document, sut=sut, scenarios=scenarios, apart=True)
    return Plan(sut=sut, scenarios=scenarios, apart=True)


def one(folder: Path, context: ForkServerContext, plan: Plan) -> Kill:
    """Run one plan in a process of its own, which writes below `folder`, and judge what it left."""
    kind, _, name = plan.sut.partition(":")
    out = folder / (name or f"{kind} {Path(plan.document).stem}" if plan.document else name or kind)
    told = run_apart(context, plan, out)
    results = out / "results.ndjson"
    if not results.exists():
        raise click.ClickException(f"{plan.sut}: the run left no results: {told[-500:]}")
    if kind == "reference":
        return control(read(results))
    return judge(name, MUTANTS[name].killed_by if kind == "mutant" else None, read(results))


def matrix(kills: Sequence[Kill]) -> Table:
    """Mutants against the scenarios that caught them; what was declared is marked."""
    table = Table(
        "mutant",
        "declared",
        "caught by",
        "by laws",
        "verdict",
        title="Who caught whom",
        title_justify="left",
    )
    for kill in kills:
        table.add_row(
            kill.name,
            ", ".join(kill.declared),
            ", ".join(kill.by_own) or "–",
            ", ".join(kill.by_laws) or "–",
            kill.told,
        )
    return table


def fault(mutant: type) -> str:
    """The first sentence of a mutant's docstring."""
    return next(lines(mutant.__doc__ or ""), "")


def lines(text: str) -> Iterator[str]:
    """The lines of a docstring that hold something."""
    return (line.strip() for line in text.splitlines() if line.strip())
