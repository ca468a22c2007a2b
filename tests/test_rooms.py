"""The tree tells the flow: each room imports only the rooms that stand before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "talkqa"
ALLOWED = {
    "document": set[str](),
    "checklist": {"document"},
    "scenario": {"checklist", "document"},
    "sut": set[str](),
    "fake": set[str](),
    "reference": {"sut"},
    "mutants": {"sut", "reference"},
    "verdict": {"checklist"},
    "report": {"verdict", "checklist"},
    "cli": {"document", "checklist", "scenario", "sut", "fake", "reference", "mutants", "verdict", "report"},
}
"""The table of rooms; `scenario` also reads the document that its plan names."""
FREE = {"shipped", "__version__"}


def imported(text: str) -> Iterator[str]:
    """Rooms of talkqa that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(text)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            first, _, rest = name.partition(".")
            if (
                first in ("talkqa", "steps")
                and (room := rest.split(".")[0] if first == "talkqa" else "steps") not in FREE
            ):
                yield room


def test_every_room_is_in_the_table() -> None:
    """A new folder must be given its place in the flow."""
    rooms = {path.name for path in SOURCE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert rooms == set(ALLOWED)


@pytest.mark.parametrize("room", ALLOWED)
def test_imports_point_upstream(room: str) -> None:
    """No file of a room imports a room that comes after it, nor the steps."""
    for path in sorted((SOURCE / room).rglob("*.py")):
        wrong = set(imported(path.read_text())) - ALLOWED[room] - {room}
        assert not wrong, f"{path.relative_to(SOURCE)} imports {sorted(wrong)}"


def test_an_import_downstream_is_seen() -> None:
    """The check itself can fail: imports at the top, inside functions and by either form are found."""
    text = "import talkqa.cli.main\ndef late():\n    from talkqa.report import html\n    from steps import world\n"
    assert set(imported(text)) == {"cli", "report", "steps"}
