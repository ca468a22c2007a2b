"""`talkqa document diff`: what changed between two revisions, and what that means for testing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import orjson

from talkqa.checklist import load_profile
from talkqa.checklist.changes import ItemLike
from talkqa.cli.errors import refusals
from talkqa.cli.meaning import Testing, meaning
from talkqa.document import read_file
from talkqa.document.changes_text import describe
from talkqa.document.compare import compare
from talkqa.document.show import find

_SHOWN = 20
"""At most so many items or scenarios of a kind are named for people."""


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--among",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Other revisions (a file or a folder; may be repeated), to tell flapping from change.",
)
@click.option("--profile", default="default", show_default=True, help="The profile that items are made with.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@click.option("--exit-code", is_flag=True, help="End with 1 when the document states something else.")
@click.pass_context
def diff(
    context: click.Context,
    old: Path,
    new: Path,
    among: tuple[Path, ...],
    profile: str,
    form: str,
    exit_code: bool,
) -> None:
    """Say what the document NEW states otherwise than OLD, and what that means for testing.

    Flows are compared by their entities, so renamed systems, formatting and data types that are only printed
    otherwise are told apart from change. So is what may not last: a rebuild, and with --among flapping.

    \b
    Example:
      talkqa document diff old/poweroffice-poweroffice.rst poweroffice-poweroffice.rst
    """
    with refusals():
        comparison = compare(read_file(old), read_file(new), [read_file(path) for path in find(among)])
        told = meaning(comparison, load_profile(profile))
    if form == "json":
        click.echo(
            orjson.dumps({**comparison.to_json(), "testing": told.to_json()}, option=orjson.OPT_INDENT_2)
        )
    else:
        for line in (*describe(comparison), "", *_describe(told)):
            click.echo(line)
    context.exit(1 if exit_code and comparison.real else 0)


def _describe(told: Testing) -> Iterator[str]:
    items = told.items
    yield (
        f"for testing: {len(items.added)} items new, {len(items.gone)} gone, "
        f"{len(items.changed)} changed, {items.kept} as before"
    )
    yield from _items("+", items.added)
    yield from _items("-", items.gone)
    for change in items.changed[:_SHOWN]:
        yield f"  ~ {change.new.id}: {'; '.join(change.what)}"
    yield from _more(len(items.changed))
    yield f"scenarios affected: {len(told.scenarios)}"
    yield from (f"  {name}" for name in told.scenarios[:_SHOWN])
    yield from _more(len(told.scenarios))
    yield f"items that lost their test: {len(items.lost_test)}"
    yield from (f"  {change.new.id}: {change.new.not_tested_reason}" for change in items.lost_test)


def _items(sign: str, items: Sequence[ItemLike]) -> Iterator[str]:
    for item in items[:_SHOWN]:
        reason = f"  (not tested: {item.not_tested_reason})" if item.not_tested_reason else ""
        yield f"  {sign} {item.id}: {item.title}{reason}"
    yield from _more(len(items))


def _more(count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"  … and {count - _SHOWN} more; --format json has all"
