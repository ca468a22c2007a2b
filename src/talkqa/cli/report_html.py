"""`talkqa report html`: the client's page of a run that is over."""

from __future__ import annotations

from pathlib import Path

import click

from talkqa.cli.errors import Refused, refusals
from talkqa.cli.looks import look_for
from talkqa.report.html import write_html
from talkqa.report.stream import StreamError, read
from talkqa.report.words import LANGUAGES


@click.command()
@click.argument("file", default="reports/results.ndjson", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language; else [report] language, or en.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="The file to write; else report.html beside FILE."
)
@click.pass_context
def html(context: click.Context, file: Path, lang: str | None, out: Path | None) -> None:
    """Write the client's page of FILE (reports/results.ndjson), one file that opens offline.

    Name, logo, colour and language come from [report] of talkqa.toml.

    \b
    Example:
      talkqa report html reports/results.ndjson --lang nb
    """
    with refusals():
        look = look_for(context, lang)
        try:
            results = read(file)
        except StreamError as error:
            raise Refused(str(error)) from error
        click.echo(write_html(results, out or file.with_name("report.html"), look))
