"""`talkqa report history`: the runs that a folder remembers."""

from __future__ import annotations

from pathlib import Path

import click
import orjson
from rich.table import Table

from talkqa.cli.refused import Refused
from talkqa.report import past
from talkqa.report.console import make_console
from talkqa.report.results import COUNT_ORDER


@click.command()
@click.argument("folder", default="reports", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
def history(folder: Path, form: str) -> None:
    """Show the sums of the last 30 runs whose reports went into FOLDER, the oldest first.

    \b
    Example:
      talkqa report history reports
    """
    runs = past.history(folder)
    if not runs:
        raise Refused(
            f"{folder / past.NAME}: no runs are remembered there. Run `talkqa check --out {folder}` first."
        )
    if form == "json":
        click.echo(orjson.dumps(runs).decode())
        return
    table = Table("started", "document", "SUT", "profile", *COUNT_ORDER, "exit code")
    for one in runs:
        told = [str(one["counts"].get(verdict, 0)) for verdict in COUNT_ORDER]
        table.add_row(
            one["started"], one.get("document", ""), one["sut"], one["profile"], *told, str(one["exit_code"])
        )
    make_console().print(table)
