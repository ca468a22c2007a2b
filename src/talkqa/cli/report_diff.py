"""`talkqa report diff`: what became of each item between two runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
import orjson

from talkqa.cli.streams import stream
from talkqa.report.difference import Difference, difference, side_of
from talkqa.report.difference_text import markdown, text
from talkqa.report.results import Results


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="What is printed.",
)
@click.option("--exit-code", is_flag=True, help="End with 1 when an item fails newly.")
@click.pass_context
def diff(context: click.Context, old: Path, new: Path, form: str, exit_code: bool) -> None:
    """Say what failed newly, was fixed or still fails in the run NEW, compared with OLD.

    Also items that are not tested any more, that are new or gone, and what changed in the document. OLD and NEW are
    results.ndjson files, or folders with one. Exit code 3: results are missing in one of them, or it is damaged.

    \b
    Examples:
      talkqa report diff last-week/results.ndjson reports/results.ndjson
      talkqa report diff last-week reports --format markdown
    """
    told = compared(stream(old), stream(new))
    if form == "json":
        click.echo(orjson.dumps(told.to_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        for line in markdown(told) if form == "markdown" else text(told):
            click.echo(line)
    incomplete = told.old.incomplete or told.new.incomplete
    failing = told.by_kind["newly_failing"] or any(one.new == "fail" for one in told.by_kind["new"])
    context.exit(1 if exit_code and failing else 3 if incomplete else 0)


def compared(old: Results, new: Results) -> Difference:
    """The difference, with what changed in the document if both revisions were kept beside the results."""
    told = difference(side_of(old), new)
    return told if told.same_document else replace(told, document=_document(old, new))


def _document(old: Results, new: Results) -> tuple[str, ...]:
    from talkqa.cli.revisions import FOLDER, kept
    from talkqa.document.changes_text import describe
    from talkqa.document.compare import compare

    known = {one.sha256: one for results in (old, new) for one in kept(results.path.parent / FOLDER)}
    left, right = (known.get(results.header.document.sha256) for results in (old, new))
    return tuple(describe(compare(left, right))) if left and right else ()
