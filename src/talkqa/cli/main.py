"""`talkqa`: the commands, put together."""

from __future__ import annotations

from pathlib import Path

import click

from talkqa import __version__
from talkqa.cli.configuration import ConfigurationError, read_configuration
from talkqa.cli.lazily import Lazily
from talkqa.cli.refused import Refused

COMMANDS = (
    "bundle", "check", "doctor", "document", "features", "fidelity", "mutants", "replay", "report", "rules",
    "seeds", "selftest", "serve",
)  # fmt: skip
"""Each has a module of its own, with the command under the same name."""


@click.group(
    cls=Lazily,
    names=COMMANDS,
    modules="talkqa.cli.{}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
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
    try:
        context.obj = read_configuration(config)
    except ConfigurationError as error:
        raise Refused(str(error)) from error
    context.default_map = {"check": context.obj.defaults()}
