"""What a run tells GitHub, when it runs there: annotations on its output, and the page of the job."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from talkqa.cli.run import Ran
from talkqa.report.annotations import command, notices
from talkqa.report.summary import lines

option = click.option(
    "--github/--no-github",
    default=None,
    help="Print annotations for GitHub Actions; as the environment says, if left out.",
)


def tell_github(ran: Ran, asked: bool | None, say: Callable[[str], None]) -> None:
    """Annotations if asked for, or if GITHUB_ACTIONS says so; the summary where GITHUB_STEP_SUMMARY points.

    say: takes a line of output. A shard says nothing: the merge tells of all of them at once.
    """
    if ran.results.header.shard:
        return
    if os.environ.get("GITHUB_ACTIONS") == "true" if asked is None else asked:
        document = Path(ran.results.header.document.file)
        for line in ran.trouble:
            say(command("error", "not to be trusted", line, {}))
        for line in notices(ran.results, not document.is_absolute() and document.is_file()):
            say(line)
    if asked is not False and (page := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(page).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(ran.results))
