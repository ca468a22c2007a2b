"""`talkqa mutants`: prove that the checks bite, by running them against synchronisers with planted faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import click
from rich.table import Table

from talkqa.cli.errors import Refused
from talkqa.mutants.catalogue import MUTANTS
from talkqa.mutants.impostors import IMPOSTORS
from talkqa.report.console import make_console
from talkqa.report.kills import Kill, control, judge
from talkqa.report.stream import read

SECONDS_PER_RUN = 900


@click.group()
def mutants() -> None:
    """Prove that the checks bite: run them against synchronisers with one planted fault each.

    \b
    Example:
      talkqa mutants run
    """


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
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.pass_context
def run(context: click.Context, ids: tuple[str, ...], workers: int, form: str) -> None:
    """Run the whole checklist against every mutant and impostor (or those named), and print who caught whom.

    The reference runs along as control: a check that fails with it catches nothing. Exit code 0: every
    declared scenario caught its mutant, and no impostor passed an item; 1: not so; 2: an id is unknown.

    \b
    Examples:
      talkqa mutants run
      talkqa mutants run M-25a M-28a
    """
    specs = {name: f"mutant:{name}" for name in MUTANTS} | {name: f"impostor:{name}" for name in IMPOSTORS}
    wanted = ["reference", *(spec for name, spec in specs.items() if not ids or name in ids)]
    if unknown := set(ids) - specs.keys():
        raise Refused(f"{', '.join(sorted(unknown))}: no such mutant. `talkqa mutants list` names them.")
    kills = []
    with tempfile.TemporaryDirectory(prefix="talkqa-mutants-") as folder, ThreadPoolExecutor(workers) as pool:
        for kill in pool.map(partial(one, Path(folder)), wanted):
            kills.append(kill)
            click.echo(f"{kill.name:<16} {kill.told}", err=True)
    if form == "json":
        click.echo(json.dumps([kill.to_json() for kill in kills], indent=1))
    else:
        make_console().print(matrix(kills))
    context.exit(0 if all(kill.caught for kill in kills) else 1)


def one(folder: Path, spec: str) -> Kill:
    """Run the checklist against one mutant in a process of its own, which writes below `folder`."""
    kind, _, name = spec.partition(":")
    name = name or kind
    out = folder / name
    call = [
        sys.executable,
        "-m",
        "talkqa",
        "check",
        f"--sut={spec}",
        f"--out={out}",
        "--no-allure",
        "--format=json",
    ]
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    shared = {"PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    ended = subprocess.run(
        call, capture_output=True, text=True, timeout=SECONDS_PER_RUN, check=False, env=kept | shared
    )
    results = out / "results.ndjson"
    if not results.exists():
        raise click.ClickException(f"{spec}: the run left no results: {ended.stderr.strip()[-500:]}")
    if kind == "reference":
        return control(read(results))
    return judge(name, MUTANTS[name].killed_by if kind == "mutant" else None, read(results))


def matrix(kills: Sequence[Kill]) -> Table:
    """Mutants against the scenarios that caught them; what was declared is marked."""
    table = Table(
        "mutant", "declared", "caught by", "laws", "verdict", title="Who caught whom", title_justify="left"
    )
    for kill in kills:
        table.add_row(
            kill.name,
            ", ".join(kill.declared),
            ", ".join(kill.by_scenarios) or "–",
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
