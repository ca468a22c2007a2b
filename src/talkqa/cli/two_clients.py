"""A profile in which the two systems are two clients of PowerOffice (D-1): which part of that is tried."""

from __future__ import annotations

from talkqa.checklist import Checklist
from talkqa.cli.refused import Refused


def refuse_two_clients(profile: str, checklist: Checklist) -> None:
    """Say that a whole document is not tried so. Raises `Refused`: with one client it would be another set-up."""
    if checklist.profile.decisions["clients"] == "same":
        return
    items = [item.id for item in checklist.items if item.id.endswith("/two-clients")]
    there = (
        f"With two clients there are the checks of {' and '.join(items)}, for every system that offers `two clients` "
        '(docs/your-own-synchroniser.md): they are part of the checklist with clients = "same".'
        if items
        else "For the flows of this document no check with two clients is written."
    )
    raise Refused(
        f'--profile {profile}: decisions.clients (D-1): got "two", expected "same", as a whole document is tried with '
        f'one client only. {there} Write clients = "same".'
    )
