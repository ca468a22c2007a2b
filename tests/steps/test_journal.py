"""What the harness reads in a journal, of which the oldest requests may have left."""

from __future__ import annotations

import httpx
import pytest

from steps._told import unbroken
from steps._watching import Watching
from talkqa.cli.examination import Watching as Examining
from talkqa.fake import Fake
from talkqa.fake.journal import Journal
from tests.fake.doors import Door, inside

LISTS = ("Customers", "Customers", "Suppliers", "Employees", "Customers")


def asked(journal: Journal) -> Door:
    """A tenant with that journal, that was signed in to and asked for these lists."""
    here = inside(Fake())
    here.tenant.journal = journal
    client: httpx.Client = here.client()
    for plural in LISTS:
        client.get(f"/{plural}")
    return here


def test_requests_are_counted_and_the_latest_seen_when_the_oldest_have_left() -> None:
    fake = Fake()
    here = inside(fake)
    here.tenant.journal = Journal(most_entries=4)
    client, watching, examining = here.client(), Watching(here.tenant, "sut"), Examining(fake, here.tenant)
    for plural in LISTS:
        client.get(f"/{plural}")
    assert (watching.count(), examining.count()) == (6, 6)
    assert list(watching.listed(4)) == list(examining.listed(4)) == ["Employee", "Customer"]


@pytest.mark.parametrize(("most", "most_entries", "lack"), [(2**20, 5, "it is"), (1, 100, "its bodies are")])
def test_a_scenario_is_not_judged_by_half_a_journal(most: int, most_entries: int, lack: str) -> None:
    """An accepted write that nobody sees any more would be no breach."""
    journal = asked(Journal(most, most_entries)).tenant.journal
    assert [entry.number for entry in unbroken(journal.since(5), 6)] == [6]
    with pytest.raises(LookupError, match=rf"request 1 cannot be judged, as {lack} no more\."):
        unbroken(journal.since(0), 1)
