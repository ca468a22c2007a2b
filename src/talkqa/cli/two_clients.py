"""A profile in which the two systems are two clients of PowerOffice (D-1): which part of that is tried."""

from __future__ import annotations

from talkqa.checklist import Checklist
from talkqa.cli.refused import Refused

ITEM = "supplier-customer/two-clients"


def refuse_two_clients(profile: str, checklist: Checklist) -> None:
    """Say that a whole document is not tried so. Raises `Refused`: as one client it would be another configuration."""
    if checklist.profile.decisions["clients"] == "two":
        raise Refused(
            f'--profile {profile}: decisions.clients (D-1): got "two", expected "same": a whole document is tried '
            f"with one client only. With two clients there are the checks of {ITEM} (R-21), which run with "
            'clients = "same" too, for every system that offers `two clients` (docs/your-own-synchroniser.md). '
            'Write clients = "same", and check that item.'
        )
