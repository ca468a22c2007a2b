"""`talkqa report html`: the client's page of a run that is over."""

from __future__ import annotations

from pathlib import Path

import click

from talkqa.cli.report_page import takes, written
from talkqa.report.html import write_html

NAME = "report.html"


@click.command()
@takes(NAME)
def html(context: click.Context, file: Path, lang: str | None, out: Path | None) -> None:
    """Write the client's page of FILE (reports/results.ndjson), one file that opens offline.

    Name, logo, colour and language come from [report] of talkqa.toml.

    \b
    Example:
      talkqa report html reports/results.ndjson --lang nb
    """
    written(context, file, lang, out, NAME, write_html)
