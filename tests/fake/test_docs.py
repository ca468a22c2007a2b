"""docs/fake.md cannot drift: routes, filters, faults and options in it are those there are."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import cast

from starlette.routing import Mount, Route

from talkqa.cli.serve import serve
from talkqa.fake import Fake
from talkqa.fake.clients import Clients
from talkqa.fake.control import control_routes
from talkqa.fake.journal.choosing import Choice
from talkqa.fake.mishaps import KINDS

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "fake.md").read_text()


def section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def test_every_control_route_is_told() -> None:
    (mount,) = [route for route in control_routes(Clients(Fake())) if isinstance(route, Mount)]
    there = [
        f"{method} {route.path.replace(':int', '')}"
        for route in mount.routes
        if isinstance(route, Route) and route.path != "/{path:path}"
        for method in (route.methods or set()) - {"HEAD"}
    ]
    assert first_cells(section("Control routes")) == there


def test_every_filter_of_the_journal_is_told() -> None:
    assert first_cells(section("The journal")) == [field.name for field in fields(Choice)]


def test_every_kind_of_fault_is_told_in_its_own_words_with_its_settings() -> None:
    told = section("Faults")
    for kind in KINDS.values():
        settings = ", ".join(f"`{name}` {value}" for name, value in kind.settings.items())
        only = "" if len(kind.doors) == 2 else f" ({kind.doors[0]} only)"
        assert f"| `{kind.name}`{only} | {' '.join(kind.text.split())} | {settings} |\n" in told
    assert len(first_cells(told)) == len(KINDS)


def test_every_option_of_the_command_is_told() -> None:
    told = {cell.split()[0] for cell in first_cells(TEXT.partition("\n## ")[0])}
    assert told == {option for parameter in serve.params for option in parameter.opts}


def test_the_example_in_python_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    names: dict[str, object] = {}
    exec(block, names)
    assert b'"version":"1.2"' in cast(bytes, names["har"])
    assert block.count("assert ") == 3


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", TEXT)
    assert pictures == ["fake-page.png"]
    assert all((DOCS / name).is_file() for name in pictures)
