"""`talkqa mutants`: prove that the checks bite, by running them against synchronisers with planted faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from rich.table import Table

from talkqa.cli.errors import Refused
from talkqa.mutants.catalogue import MUTANTS
from talkqa.mutants.impostors import IMPOSTORS
from talkqa.report.console import make_console
from talkqa.report.kills import Kill, judge
from talkqa.report.stream import read

SECONDS_PER_MUTANT = 600


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

    Exit code 0: every declared scenario caught its mutant, and no impostor passed an item; 1: a mutant
    survived, or a declared scenario did not catch it; 2: an id is unknown.

    \b
    Examples:
      talkqa mutants run
      talkqa mutants run M-25a M-28a
    """
    specs = [f"mutant:{name}" for name in MUTANTS] + [f"impostor:{name}" for name in IMPOSTORS]
    wanted = specs if not ids else [spec for spec in specs if spec.split(":")[1] in ids]
    if unknown := set(ids) - {spec.split(":")[1] for spec in specs}:
        raise Refused(f"{', '.join(sorted(unknown))}: no such mutant. `talkqa mutants list` names them.")
    kills = []
    with ThreadPoolExecutor(workers) as pool:
        for kill in pool.map(one, wanted):
            kills.append(kill)
            click.echo(f"{kill.name:<16} {kill.told}", err=True)
    if form == "json":
        click.echo(json.dumps([kill.to_json() for kill in kills], indent=1))
    else:
        make_console().print(matrix(kills))
    context.exit(0 if all(kill.caught for kill in kills) else 1)


def one(spec: str) -> Kill:
    """Run the checklist against one mutant in a process of its own."""
    kind, name = spec.split(":", 1)
    with tempfile.TemporaryDirectory(prefix="talkqa-mutant-") as folder:
        command = [
            sys.executable,
            "-m",
            "talkqa",
            "check",
            "--sut",
            spec,
            "--out",
            folder,
            "--no-allure",
            "--format=json",
        ]
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS_PER_MUTANT, check=False
        )
        results = Path(folder) / "results.ndjson"
        if not results.exists():
            raise click.ClickException(f"{spec}: the run left no results: {ended.stderr.strip()[-500:]}")
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
