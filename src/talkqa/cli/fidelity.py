"""`talkqa fidelity`: which behaviours of the fake rest on evidence, and which on assumption."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click
import orjson
from rich import box
from rich.table import Table

from talkqa.cli.errors import Refused
from talkqa.fake.fidelity import Area, Assumption, Evidence, FidelityError, find, ledger, totals
from talkqa.report.console import make_console


@click.command()
@click.argument("id", required=False)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
def fidelity(id: str | None, form: str) -> None:
    """Count what the fake PowerOffice rests on, by area and entry; or tell one entry, by its ID.

    Exit code 2: there is no such entry.

    \b
    Examples:
      talkqa fidelity
      talkqa fidelity two-defaults
      talkqa fidelity --format json
    """
    if id is not None:
        entry = _found(id)
        click.echo(orjson.dumps(_to_json(entry)).decode() if form == "json" else "\n".join(_told(entry)))
    elif form == "json":
        click.echo(orjson.dumps([_area_to_json(area) for area in ledger()]).decode())
    else:
        console = make_console()
        console.print(_table(ledger()))
        for area in ledger():
            console.print(f"{area.title}: {', '.join(one.id for one in area.assumptions)}", soft_wrap=True)


def _found(id: str) -> Evidence | Assumption:
    try:
        return find(id)
    except FidelityError as error:
        raise Refused(str(error)) from None


def _table(areas: tuple[Area, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("area")
    for name in ("entries", "evidence", "assumption", "share of evidence"):
        table.add_column(name, justify="right")
    for area in areas:
        table.add_row(area.title, *_counts(len(area.evidence), len(area.assumptions)))
    table.add_section()
    table.add_row("all", *_counts(*totals(areas)))
    return table


def _counts(evidence: int, assumed: int) -> Iterator[str]:
    entries = evidence + assumed
    yield from map(str, (entries, evidence, assumed))
    yield f"{evidence / entries:.0%}"


def _told(entry: Evidence | Assumption) -> Iterator[str]:
    if isinstance(entry, Evidence):
        yield f"{entry.id}: evidence"
        yield f"  what      {entry.what}"
        yield f"  evidence  API.md section {entry.section}, {', '.join(entry.sources)}"
        yield f"  test      tests/{entry.test}"
        return
    yield f"{entry.id}: assumption"
    yield f"  what      {entry.subject}"
    yield f"  choice    {entry.choice}"
    yield f"  why       {entry.why}"
    for name, meaning in entry.alternatives.items():
        yield f"  instead   {name}: {meaning}"
    for place in entry.settles:
        yield f"  settles   API.md section {place}"
    yield f"  test      {_flip_test(entry)}"


def _flip_test(entry: Assumption) -> str:
    return f"tests/fake/flips/test_flips.py, case {entry.id}"


def _to_json(entry: Evidence | Assumption) -> dict[str, Any]:
    if isinstance(entry, Evidence):
        return {"kind": "evidence", **asdict(entry)}
    return {"kind": "assumption", **asdict(entry), "test": _flip_test(entry)}


def _area_to_json(area: Area) -> dict[str, Any]:
    return {
        "area": area.title,
        "evidence": [_to_json(one) for one in area.evidence],
        "assumptions": [_to_json(one) for one in area.assumptions],
    }
