"""`talkqa report merge`: the parts of a run that machines shared, as one run with all its reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import orjson

from talkqa.cli.check import tell
from talkqa.cli.errors import Refused, refusals
from talkqa.cli.github import option as github_option
from talkqa.cli.github import tell_github
from talkqa.cli.looks import look_for
from talkqa.cli.run import SEARCHED, Ran, clear, pages
from talkqa.report.canaries import Traces
from talkqa.report.merging import MergeError, Part, read_parts
from talkqa.report.merging import merge as merged
from talkqa.report.past import before, remember
from talkqa.report.stream import StreamError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    default="reports",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the reports.",
)
@click.option("--allure/--no-allure", default=True, help="Also put the parts' Allure results together.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@github_option
@click.pass_context
def merge(
    context: click.Context, files: tuple[Path, ...], out: Path, allure: bool, form: str, github: bool | None
) -> None:
    """Put the parts of a run together that `talkqa check --shard` made, each with its results.ndjson.

    The reports are those of an undivided run, and so is the exit code. A part that is missing, double, cut short or
    of another run is refused with exit code 2.

    \b
    Example:
      talkqa report merge shard-*/results.ndjson --out reports
    """
    with refusals():
        look = look_for(context)
        try:
            parts = read_parts(files)
        except (StreamError, MergeError) as error:
            raise Refused(str(error)) from error
        kept = [file for part in parts for file in allure_of(part)] if allure else []
        first = parts[0].header
        earlier = before(out, first["sut"]["spec"], first["profile"]["name"])
        clear(out)
        results = merged(parts, out / "results.ndjson", earlier)
        remember(out, results)
        for name, data in kept:
            (out / "allure-results").mkdir(exist_ok=True)
            (out / "allure-results" / name).write_bytes(data)
        written = tuple(pages(results, out, bool(kept), look))
        traces = Traces(frozenset(trace for part in parts if (trace := part.header.get("canary"))))
        ran = Ran(results, written, tuple(traces.leaks(out / name for name in SEARCHED)))
    if form == "json":
        click.echo(orjson.dumps(results.to_json()).decode())
    else:
        tell(ran)
    tell_github(ran, github, lambda line: click.echo(line, err=form == "json"))
    context.exit(ran.exit_code)


def allure_of(part: Part) -> Iterator[tuple[str, bytes]]:
    """The Allure results beside a part, read before anything is taken away; nothing if there are none."""
    for path in sorted((part.path.parent / "allure-results").glob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()
