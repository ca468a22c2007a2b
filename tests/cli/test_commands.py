"""Every command helps with an example, and `python -m talkqa` is the same program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from talkqa import __version__, shipped
from talkqa.cli.main import main


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command and group."""
    yield before
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name)


@pytest.mark.parametrize("words", list(commands(main)), ids=" ".join)
def test_help_shows_an_example_of_that_very_command(words: tuple[str, ...]) -> None:
    """A line that can be copied."""
    told = CliRunner().invoke(main, [*words, "--help"], prog_name="talkqa")
    assert told.exit_code == 0
    examples = told.output[told.output.index("Example") :]
    assert " ".join(["talkqa", *words]) in examples


def test_a_command_is_imported_when_it_is_asked_for() -> None:
    """`talkqa serve` starts without pytest, which costs half a second."""
    script = "import sys; from talkqa.cli.main import main; main(['serve', '--help'], standalone_mode=False)"
    check = "; print([name for name in ('pytest', 'pytest_bdd', 'allure_commons') if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", script + check], capture_output=True, text=True, check=True)
    assert ended.stdout.endswith("\n[]\n")


def test_a_server_loads_no_client_library_and_nothing_that_a_check_needs() -> None:
    """Whoever starts `talkqa serve` waits for all that is imported, and pays for it in memory."""
    asking = "import sys; import talkqa.cli.main as m; m.main.get_command(None, 'serve'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asking], check=True, capture_output=True, text=True).stdout
    unwanted = {"pytest", "httpx", "jinja2", "rich", "faker", "talkqa.report", "talkqa.reference"}
    assert unwanted & set(loaded.split()) == set()
    assert "talkqa.fake.doors.server" in loaded.split()


def test_the_version_is_the_packages() -> None:
    """One number, in one place."""
    assert __version__ in CliRunner().invoke(main, ["--version"]).output


def test_drift_between_features_and_checklist_is_red(tmp_path: Path) -> None:
    """One row fewer is named, with exit code 1."""
    for path in shipped.features().glob("*.feature"):
        lines = path.read_text().splitlines(keepends=True)
        kept = [line for line in lines if "supplier-customer/WebsiteUrl:WebsiteUrl" not in line]
        (tmp_path / path.name).write_text("".join(kept))
    told = CliRunner().invoke(main, ["features", "verify", "--dir", str(tmp_path)])
    assert told.exit_code == 1
    assert "supplier-customer/WebsiteUrl:WebsiteUrl" in told.output
