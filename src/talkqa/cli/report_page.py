"""The client's page of a run that is over, on the screen or on paper: what both commands take, and how they write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from talkqa.cli.errors import refusals
from talkqa.cli.looks import look_for
from talkqa.cli.streams import stream
from talkqa.report.look import Look
from talkqa.report.results import Results
from talkqa.report.words import LANGUAGES

Write = Callable[[Results, Path, Look], Path]


def takes(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The argument and options of a command that writes the page. name: of the file that it writes by itself."""
    options = (
        click.argument("file", default="reports/results.ndjson", type=click.Path(path_type=Path)),
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language; else [report] language, or en."),
        click.option(
            "--out", type=click.Path(path_type=Path), help=f"The file to write; else {name} beside FILE."
        ),
        click.pass_context,
    )

    def wear(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return wear


def written(
    context: click.Context, file: Path, lang: str | None, out: Path | None, name: str, write: Write
) -> None:
    """Write the page of a stream with the look of `[report]`, and say where. Raises Refused.

    Ends with exit code 3 when results are missing in the stream.
    out: the file to write; None for one of that name beside the stream.
    """
    with refusals():
        look = look_for(context, lang, pdf=name.endswith(".pdf"))
        results = stream(file)
        click.echo(write(results, out or results.path.with_name(name), look))
    context.exit(3 if results.incomplete else 0)
