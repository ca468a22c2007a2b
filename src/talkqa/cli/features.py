"""`talkqa features`: feature files from a checklist, and drift between the two."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from talkqa import shipped
from talkqa.checklist import Checklist, ChecklistError
from talkqa.checklist.rulebook import rule_book
from talkqa.cli.errors import Refused
from talkqa.document import DocumentError, FactsError
from talkqa.scenario import FeatureError, Written, binding_problems, step_modules
from talkqa.scenario import verify as drift
from talkqa.scenario import write as write_features
from talkqa.scenario.plan import MADE_UP, Plan, made_up
from talkqa.scenario.tracing import feature_files, gaps

_profile = click.option(
    "--profile",
    default="default",
    show_default=True,
    help="The decisions and property tables to use: default, literal, or the path of a TOML file.",
)


@click.group()
def features() -> None:
    """Fill feature files from a checklist, and find drift between the two.

    \b
    Example:
      talkqa features verify
    """


@features.command()
@click.argument("document", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_profile
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to; needed for a DOCUMENT of your own and for another profile.",
)
def write(document: Path | None, profile: str, out: Path | None) -> None:
    """Write the features of DOCUMENT: one row per property, one scenario per law.

    Without DOCUMENT, the example tables of talkqa's own features are filled in place. Scenarios whose
    items the document or the profile does not have are left out, and named.

    \b
    Example:
      talkqa features write
      talkqa features write poweroffice-poweroffice.rst --profile literal --out features-literal
    """
    if out is None and document is not None:
        raise Refused("--out: got nothing, expected a folder for the features of this document.")
    checklist = _checklist(document, profile)
    try:
        written = write_features(checklist, out or shipped.features(), manual=document is not None)
    except FeatureError as error:
        raise Refused(str(error)) from None
    for path in written.files:
        click.echo(f"written   {path}")
    for line in _left_out(written):
        click.echo(f"left out  {line}")
    if not checklist.flows:
        click.echo("nothing   is to be written: the document states no flow")


def _left_out(written: Written) -> Iterator[str]:
    """Each scenario of a file that was written, and each whole file that was not, with the number of its scenarios."""
    names = {path.name for path in written.files}
    whole = Counter(file for file, _ in _files(written) if file not in names)
    yield from (f"{file}: {scenario}" for file, scenario in _files(written) if file in names)
    yield from (f"{file}: all of it, {count} scenarios" for file, count in whole.items())


def _files(written: Written) -> Iterator[tuple[str, str]]:
    """File and scenario of each that was left out."""
    for name in written.left_out:
        file, _, scenario = name.partition(": ")
        yield file, scenario


@features.command()
@click.argument("document", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_profile
@click.option(
    "--dir", "folder", type=click.Path(path_type=Path), help="The folder to look at; talkqa's own by default."
)
def verify(document: Path | None, profile: str, folder: Path | None) -> None:
    """Compare features with the checklist, in both directions, and with the steps. Exit code 1 when they differ.

    Each difference is named with its file and line, and with what to do: rows and scenarios too few or too
    many, unknown tags, duplicates, steps that nothing binds, step definitions that nothing uses.

    \b
    Example:
      talkqa features verify
      talkqa features verify poweroffice-poweroffice.rst --dir features-literal --profile literal
    """
    problems = drift(folder or shipped.features(), _checklist(document, profile))
    if folder is None and not problems:
        problems = gaps(feature_files(), rule_book())
    if folder is None and not problems:
        problems = unbound()
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"{len(problems)} differences between features and checklist")
        raise click.exceptions.Exit(1)
    click.echo("features and checklist agree")


def unbound() -> list[str]:
    """Steps without a definition and definitions without a step, in talkqa's own features and its templates."""
    with tempfile.TemporaryDirectory(prefix="talkqa-features-") as made:
        folders = [Path(made) / name for name in MADE_UP]
        for folder in folders:
            write_features(made_up(folder.name).checklist(), folder)
        return binding_problems([shipped.features(), *folders], step_modules())


def _checklist(document: Path | None, profile: str) -> Checklist:
    try:
        return Plan(document=str(document) if document else None, profile=profile).checklist()
    except (ChecklistError, DocumentError, FactsError, OSError) as error:
        raise Refused(str(error)) from None
