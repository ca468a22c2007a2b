"""`talkqa`: the commands, put together."""

from __future__ import annotations

from pathlib import Path

import click

from talkqa import __version__
from talkqa.cli.check import check
from talkqa.cli.configuration import read_configuration
from talkqa.cli.document import document
from talkqa.cli.errors import refusals
from talkqa.cli.features import features
from talkqa.cli.fidelity import fidelity
from talkqa.cli.mutants import mutants
from talkqa.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="talkqa")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Configuration of the project; talkqa.toml of this folder, if there is one.",
)
@click.pass_context
def main(context: click.Context, config: Path | None) -> None:
    """Run a dataflow document's QA checklist against any synchroniser.

    \b
    Examples:
      talkqa check
      talkqa check --sut mutant:M-25a
      talkqa document show poweroffice-poweroffice.rst
    """
    with refusals():
        context.obj = read_configuration(config)
    context.default_map = {"check": context.obj.defaults()}


for command in (check, document, features, fidelity, mutants, serve):
    main.add_command(command)
