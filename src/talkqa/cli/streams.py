"""Reading the results that a command was given."""

from __future__ import annotations

from pathlib import Path

import click

from talkqa.cli.refused import Refused
from talkqa.report.results import Results
from talkqa.report.stream import StreamError, read

_NAMED = 5
"""At most so many damaged lines are named."""


def stream(path: Path) -> Results:
    """The results in a file, or in the `results.ndjson` of a folder, with a word on stderr for each damaged line.

    Raises Refused.
    """
    try:
        results = read(path / "results.ndjson" if path.is_dir() else path)
    except (StreamError, OSError) as error:
        raise Refused(str(error)) from error
    for one in results.damage[:_NAMED]:
        click.echo(f"{results.path}:{one.line}: {one.why}", err=True)
    if results.incomplete:
        click.echo(f"{results.path}: incomplete; what is intact is shown", err=True)
    return results
