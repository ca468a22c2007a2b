"""`talkqa doctor`: what is wrong with the set-up of a system under test, before the first scenario."""

from __future__ import annotations

import json
from pathlib import Path

import click

from talkqa.cli.check import LANES, capabilities, lane_for, prepare
from talkqa.cli.errors import refusals
from talkqa.cli.examination import examine
from talkqa.cli.limited import limited
from talkqa.cli.see_first import in_words
from talkqa.scenario.plan import Lane, Plan


@click.command()
@click.argument("document", required=False, type=click.Path(path_type=Path))
@click.option("--sut", default="reference", help="As for `talkqa check`.")
@click.option("--profile", default="default", help="As for `talkqa check`.")
@click.option("--lane", type=click.Choice(LANES), help="As for `talkqa check`.")
@click.option(
    "--patience",
    type=click.FloatRange(0.1),
    help="Seconds that a cycle may take; else as in checks ([sut] seconds_per_cycle, or 60).",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.pass_context
def doctor(
    context: click.Context,
    document: Path | None,
    sut: str,
    profile: str,
    lane: Lane | None,
    patience: float | None,
    form: str,
) -> None:
    """Look at the set-up of a system under test, and name what is wrong with it and the remedy.

    It meets one small PowerOffice for a few cycles; no statement of the document is judged. Exit code 0: nothing
    keeps it from being checked; 2: something does.

    \b
    Examples:
      talkqa doctor --sut "command:python my_sync.py"
      talkqa doctor flows.rst --sut python:my_package.sync:MySync --format json
    """
    plan = Plan(str(document) if document else None, profile, sut=sut, lane=lane or lane_for(sut))
    with refusals():
        capabilities(context.obj)
        plan = limited(plan, context.obj)
        prepare(plan, Path())
        found = examine(plan, patience or plan.seconds)
    if form == "json":
        told = [{"kind": one.kind, "stops": one.ailment.stops, "told": one.told, "remedy": one.ailment.remedy}
                for one in found]  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(in_words(found) if found else f"{sut}: nothing is wrong with its set-up")
    context.exit(2 if any(one.ailment.stops for one in found) else 0)
