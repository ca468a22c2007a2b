"""`talkqa document`: look at dataflow documents."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from talkqa.cli.document_diff import diff
from talkqa.cli.document_history import show_history
from talkqa.cli.errors import Refused
from talkqa.document import DocumentError, read_file
from talkqa.document import show as shows


@click.group()
def document() -> None:
    """Look at dataflow documents.

    \b
    Example:
      talkqa document show poweroffice-poweroffice.rst
    """


@document.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ndjson"]),
    default="text",
    help="text for people; json: the totals, by file name when there are several; ndjson: one line per file.",
)
def show(files: tuple[Path, ...], form: str) -> None:
    """Show what each FILE says: systems, stamp, flows, clauses, and all that is odd in it.

    A folder stands for all .rst files in it.

    \b
    Example:
      talkqa document show poweroffice-poweroffice.rst
      talkqa document show documents/ --format ndjson
    """
    try:
        _show(shows.find(files), form)
    except DocumentError as error:
        raise Refused(str(error)) from None


def _show(paths: list[Path], form: str) -> None:
    if form == "json":
        click.echo(orjson.dumps(shows.totals(paths), option=orjson.OPT_INDENT_2).decode())
    elif form == "ndjson":
        for totals in shows.totals_by_line(paths):
            click.echo(orjson.dumps(totals).decode())
    else:
        for number, path in enumerate(paths):
            if number:
                click.echo()
            for line in shows.describe(read_file(path)):
                click.echo(line)


document.add_command(diff)
document.add_command(show_history)
