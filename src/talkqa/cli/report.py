"""`talkqa report`: what can be made from results that are there."""

from __future__ import annotations

import click

from talkqa.cli.lazily import Lazily

COMMANDS = ("diff", "history", "html", "merge", "pdf")


@click.group(cls=Lazily, names=COMMANDS, modules="talkqa.cli.report_{}")
def report() -> None:
    """Work on the results of runs: compare two, look back, put the parts of one together.

    \b
    Examples:
      talkqa report diff old/results.ndjson reports/results.ndjson
      talkqa report merge shard-*/results.ndjson --out reports
    """
