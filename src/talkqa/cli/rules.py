"""`talkqa rules`: rule → scenarios → mutants → verdict, and which of it is still to come."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from talkqa.checklist.rulebook import rule_book
from talkqa.cli.refused import Refused
from talkqa.mutants.catalogue import MUTANTS
from talkqa.report.console import make_console
from talkqa.report.rules import RuleLine, rule_lines
from talkqa.report.stream import StreamError, read
from talkqa.scenario.tracing import feature_files, gaps, traced


@click.command()
@click.option(
    "--results",
    default="reports/results.ndjson",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The run whose verdicts are shown; without such a file, none are.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.pass_context
def rules(context: click.Context, results: Path, form: str) -> None:
    """Show each rule with its scenarios, the mutants that they catch, what it needs, and its verdict.

    Needs: B what PowerOffice shows, L the log of requests, C control over the system under test, R its own
    report. Exit code 1: a rule has no scenario and no reason, a scenario no rule, or a mutant no scenario.

    \b
    Examples:
      talkqa rules
      talkqa rules --format json
    """
    try:
        found = read(results) if results.exists() else None
    except StreamError as error:
        raise Refused(str(error)) from None
    lines = rule_lines(traceability(), found)
    damage = [f"{results}:{one.line}: {one.why}" for one in found.damage] if found else []
    problems = [*damage, *gaps(feature_files(), rule_book()), *without_scenario()]
    if form == "json":
        told = {"rules": [line.to_json() for line in lines], "mutants": by_mutant(), "problems": problems}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        make_console().print(table(lines))
        for one in rule_book().left_out:
            click.echo(f"{one.mutant} is left out, {one.kind}: {one.reason}")
        for problem in problems:
            click.echo(problem)
    context.exit(1 if problems else 0)


def traceability() -> list[dict[str, Any]]:
    """Each rule with its scenarios and mutants, as the header of the results holds it."""
    trace = traced(feature_files())
    return [
        {
            "number": rule.number,
            "name": rule.name,
            "level": rule.level,
            "needs": list(rule.needs),
            "scenarios": list(trace.get(rule.number, ())),
            "mutants": [name for name in by_mutant() if name[2:].rstrip("abcdefgh") == rule.number[2:]],
            "to_come": rule.to_come,
        }
        for rule in rule_book().rules
    ]


def by_mutant() -> Mapping[str, list[str]]:
    """Each mutant with the scenarios that catch it, in order of number."""
    ordered = sorted(MUTANTS, key=lambda name: (int(name[2:].rstrip("abcdefgh")), name))
    return {name: list(MUTANTS[name].killed_by) for name in ordered}


def without_scenario() -> list[str]:
    """Mutants that name a scenario which no feature has."""
    written = {number for numbers in traced(feature_files()).values() for number in numbers}
    return [
        f"{name} names {number}, which no scenario has. Correct it."
        for name, mutant in MUTANTS.items()
        for number in mutant.killed_by
        if number not in written
    ]


def table(lines: list[RuleLine]) -> Table:
    """The rules as a table for people."""
    shown = Table(
        "rule", "", "needs", "scenarios", "mutants", "verdict", title="The rules", title_justify="left"
    )
    for line in lines:
        told = line.verdict + (f": {line.reason}" if line.reason else "")
        shown.add_row(
            line.number,
            line.name,
            " ".join(line.needs),
            " ".join(line.scenarios) or "–",
            " ".join(line.mutants) or "–",
            told,
        )
    return shown
