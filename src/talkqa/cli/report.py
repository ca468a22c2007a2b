"""`talkqa report`: what can be made from results that are there."""

from __future__ import annotations

import click

from talkqa.cli.report_merge import merge


@click.group()
def report() -> None:
    """Work on the results of runs: put the parts of one together.

    \b
    Example:
      talkqa report merge shard-*/results.ndjson --out reports
    """


report.add_command(merge)
