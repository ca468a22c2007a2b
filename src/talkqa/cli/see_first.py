"""Before the first scenario: is the system under test set up at all?"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from talkqa.cli.ailments import Finding
from talkqa.cli.examination import examine
from talkqa.cli.refused import Refused
from talkqa.scenario.plan import Plan


def in_words(found: Sequence[Finding]) -> str:
    """Each finding with its remedy."""
    return "\n".join(f"{one.kind}: {one.told}\n  {one.ailment.remedy}" for one in found)


def see_first(plan: Plan) -> None:
    """Refuse to check what is not set up: a hundred red checks would say nothing more. Raises `Refused`.

    What talkqa ships is set up by us and is not looked at. What does not stop is said, and the checks go on.
    """
    if not plan.sut.startswith(("python:", "command:", "service:")):
        return
    found = examine(plan, plan.seconds)
    if stopping := [one for one in found if one.ailment.stops]:
        raise Refused(
            f"--sut {plan.sut}: {in_words(stopping)}\nNothing was checked (--no-doctor checks all the same)."
        )
    if found:
        click.echo(in_words(found), file=sys.stderr)
