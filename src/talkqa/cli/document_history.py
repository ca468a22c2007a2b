"""`talkqa document history`: a document over its revisions, as a table, a chart or JSON."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click
import orjson

from talkqa.cli.errors import refusals
from talkqa.document import read_file
from talkqa.document.damping import WITHIN
from talkqa.document.history import history
from talkqa.document.history_text import describe
from talkqa.document.show import find
from talkqa.report.chart import Point, chart


@click.command("history")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--within",
    type=click.FloatRange(min=0),
    default=WITHIN.days,
    show_default=True,
    help="Days in which a change must be changed back to be left out of the steady counts.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.option(
    "--svg", type=click.Path(path_type=Path, dir_okay=False), help="Also draw the chart into this file."
)
def show_history(files: tuple[Path, ...], within: float, form: str, svg: Path | None) -> None:
    """Show flows and property rows over the revisions in FILE..., in the order of their stamps.

    A folder stands for all .rst files in it. What was changed and changed back is told apart.

    \b
    Example:
      talkqa document history poweroffice-poweroffice.*.rst
      talkqa document history revisions/ --svg history.svg
    """
    with refusals():
        made = history((read_file(path) for path in find(files)), timedelta(days=within))
        if svg:
            part = svg.with_name(svg.name + ".part")
            part.write_text(chart([Point.of(one.to_json()) for one in made.revisions]), encoding="utf-8")
            part.replace(svg)
    if form == "json":
        click.echo(orjson.dumps(made.to_json(), option=orjson.OPT_INDENT_2))
    else:
        for line in describe(made):
            click.echo(line)
