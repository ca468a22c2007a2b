"""A system under test that is good but for websites: `--sut python:tests.sut.no_websites:NeverUpdatesWebsites`."""

from __future__ import annotations

from collections.abc import Sequence

from talkqa.reference.client import Client
from talkqa.reference.entities import Key, Record
from talkqa.reference.synchroniser import Reference


class Unlinked(Client):
    """Sends everything but websites."""

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        kept = [one for one in operations if one["path"] != "/WebsiteUrl"]
        return super().patch(key, kept) if kept else self.get(key)


class NeverUpdatesWebsites(Reference):
    """Never brings a website from one side to the other. Caught by: the rows that name one."""

    client_class = Unlinked
