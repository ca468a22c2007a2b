"""The page on one's own synchroniser cannot drift: its programs are run as a stranger would run them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from talkqa.cli.ailments import AILMENTS
from talkqa.sut import OFFERS
from talkqa.sut.launching import KEPT_ENVIRONMENT, ORDINARY
from tests.test_readme import PROMPT, prints

PAGE = (Path(__file__).parents[1] / "docs" / "your-own-synchroniser.md").read_text()
PROGRAMS = dict(re.findall(r"```python\n# (\w+\.py)\n(.*?)```", PAGE, re.DOTALL))
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [pair for block in BLOCKS for pair in PROMPT.findall(block)]


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_prints_what_is_shown(command: str, shown: str, tmp_path: Path) -> None:
    """In a folder that holds the page's programs and nothing else."""
    for name, text in PROGRAMS.items():
        (tmp_path / name).write_text(text)
    prints(shlex.split(command), shown, tmp_path)


def test_all_three_ways_are_tried() -> None:
    """A block that nobody finds would never be red."""
    assert sorted(PROGRAMS) == ["my_class.py", "my_service.py", "my_sync.py"]
    assert len(COMMANDS) == PAGE.count("\n$ ") == 5


def test_the_page_tells_all_that_a_system_is_told() -> None:
    """Every capability, every variable, both limits, and how many kinds of ailment there are."""
    told = re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL))
    assert set(OFFERS) <= set(told)
    assert set(KEPT_ENVIRONMENT) <= set(told)
    assert f"A cycle may take {ORDINARY.seconds:g} seconds, and each process {ORDINARY.memory} MB" in PAGE
    assert f"{len(AILMENTS)} kinds" in PAGE
