"""Whose report it is, from the configuration: the same for every command that writes the client's page."""

from __future__ import annotations

from pathlib import Path

import click

from talkqa.cli.configuration import Configuration
from talkqa.report import pdf as paper
from talkqa.report.look import Look, look_of


def look_for(context: click.Context, language: str | None = None, pdf: bool = False) -> Look:
    """The look from `[report]`; language wins over what stands there.

    pdf: whether a PDF is wanted. Raises LookError, and PdfError where none can be made.
    """
    if pdf:
        paper.ready()
    configuration: Configuration = context.obj or Configuration()
    folder = configuration.file.parent if configuration.file else Path()
    return look_of(configuration.sections["report"], folder, language)
