"""`talkqa`: the commands, put together."""

from __future__ import annotations

import click

from talkqa import __version__
from talkqa.cli.check import check
from talkqa.cli.document import document
from talkqa.cli.features import features
from talkqa.cli.fidelity import fidelity
from talkqa.cli.mutants import mutants
from talkqa.cli.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="talkqa")
def main() -> None:
    """Run a dataflow document's QA checklist against any synchroniser.

    \b
    Examples:
      talkqa check
      talkqa check --sut mutant:M-25a
      talkqa document show poweroffice-poweroffice.rst
    """


for command in (check, document, features, fidelity, mutants, serve):
    main.add_command(command)
