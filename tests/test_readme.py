"""The README cannot drift: every command in it is run, and its output is what is shown."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from talkqa import shipped
from talkqa.document import load_facts, render

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
PROMPT = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
COMMANDS = [pair for block in BLOCKS for pair in PROMPT.findall(block)]


def pattern(shown: str) -> re.Pattern[str]:
    """What is shown as an expression: a line `…` is any lines, `…` in a line is anything in it."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\s*\n"
        for line in shown.splitlines()
    ]
    return re.compile("".join(lines) + r"\Z")


def prints(words: list[str], shown: str, folder: Path) -> None:
    """Fail unless the command, run in that folder with talkqa in its path, prints what is shown."""
    ended = subprocess.run(
        words,
        cwd=folder,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert pattern(shown).match(ended.stdout), f"{words} printed:\n{ended.stdout}\n{ended.stderr}"


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_prints_what_is_shown(command: str, shown: str, tmp_path: Path) -> None:
    """Run as a reader would, in an empty folder with a document of the first one's kind."""
    facts = load_facts(shipped.fixtures() / "dataflows" / "poweroffice-poweroffice.toml")
    (tmp_path / "example.rst").write_bytes(render(facts, "lf"))
    words = shlex.split("talkqa check" if command == "make check" else command)
    prints(words, shown, tmp_path)


def test_the_two_commands_are_in_the_makefile_as_told() -> None:
    """`make check` is `talkqa check`; the block above stands for it."""
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(r"^check: .*\n\t\$\(BIN\)/talkqa check", makefile, re.MULTILINE)
    assert re.search(r"^test: .*\n\t\$\(BIN\)/python -m pytest", makefile, re.MULTILINE)


def test_a_wrong_line_is_seen() -> None:
    """The comparison itself can fail."""
    assert pattern("a\n…\nb … d\n").match("a\nx\ny\nb c d\n")
    assert not pattern("a\n…\nb … d\n").match("a\nx\nb c e\n")
    assert not pattern("a\n").match("a\nb\n")


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text()))
def test_every_link_leads_somewhere(link: str) -> None:
    """Files that the README points to exist."""
    assert (ROOT / link).exists()
