"""`talkqa report pdf`: the client's page of a run that is over, on paper."""

from __future__ import annotations

from pathlib import Path

import click

from talkqa.cli.report_page import takes, written
from talkqa.report.pdf import write_pdf

NAME = "report.pdf"


@click.command()
@takes(NAME)
def pdf(context: click.Context, file: Path, lang: str | None, out: Path | None) -> None:
    """Write the client's page of FILE (reports/results.ndjson), as PDF, which needs `pip install 'talkqa[pdf]'`.

    Name, logo, colour and language come from [report] of talkqa.toml.

    \b
    Example:
      talkqa report pdf reports/results.ndjson --lang nb
    """
    written(context, file, lang, out, NAME, write_pdf)
