"""A journal keeps so many entries and no more: the oldest leave for good, and all that reads it stays right."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import httpx
import pytest

from talkqa.fake import Entry, Response
from talkqa.fake.journal import Journal
from talkqa.fake.journal.scrubbing import Secrets
from talkqa.fake.message import Request
from talkqa.fake.mishaps import plan
from tests.fake.doors import Door, made, replaced

SECRETS = Secrets()


def opened(journal: Journal, body: bytes = b"") -> Entry:
    request = Request("GET", f"/v2/Customers/{journal.latest}", "", {}, body)
    return journal.open(request, "GET /Customers/{id}", "sut", journal.latest, SECRETS)


def asked(journal: Journal, times: int = 1, size: int = 10) -> Journal:
    """The journal after so many requests more, each with `size` bytes and an answer of as many."""
    for _ in range(times):
        journal.close(opened(journal, b"q" * size), Response(200, {}, b"a" * size), (), SECRETS)
    return journal


def numbers(entries: Any) -> list[int]:
    return [entry.number for entry in entries]


# What is kept


def test_of_many_more_requests_than_fit_the_latest_are_kept_with_their_numbers() -> None:
    journal = Journal(most=200, most_entries=50)
    for latest in range(1, 5001):
        asked(journal)
        assert len(journal) <= 50
        assert (journal.latest, journal.gone + len(journal)) == (latest, latest)
    assert numbers(journal) == list(range(4951, 5001))
    assert [entry.dropped for entry in journal] == [True] * 40 + [False] * 10
    assert journal.held == sum(entry.held for entry in journal) == 200


def test_entries_leave_also_while_there_is_room_for_their_bytes() -> None:
    journal = asked(Journal(most_entries=50), 5000)
    assert numbers(journal) == list(range(4951, 5001))
    assert (journal.held, [entry.dropped for entry in journal]) == (50 * 20, [False] * 50)


@pytest.mark.parametrize("most", [1000, 2**30], ids=["bodies given up", "bodies kept"])
def test_memory_does_not_grow_once_the_journal_is_full(most: int) -> None:
    journal = asked(Journal(most, most_entries=300), 1000)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        asked(journal, 6000)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 300 * 1000, "a line is some 320 bytes, and 6000 of them would be 1.9 MB"


def test_entries_leave_in_lots_so_that_the_rest_moves_up_seldom() -> None:
    """Of 2560 entries 10 at once: whoever moves them all for each request is not constant in their number."""
    journal = asked(Journal(most_entries=2560), 2560)
    firsts = [asked(journal)[0].number for _ in range(100)]
    assert [later - earlier for earlier, later in pairwise([1, *firsts]) if later != earlier] == [10] * 10


def test_a_journal_of_one_entry_keeps_the_latest() -> None:
    journal = Journal(most_entries=1)
    assert [numbers(asked(journal)) for _ in range(3)] == [[1], [2], [3]]


def test_a_journal_keeps_half_a_million_entries_unless_told_otherwise(here: Door) -> None:
    assert here.tenant.journal.most_entries == 500_000


def test_an_answer_that_comes_after_its_entry_has_left_is_not_counted() -> None:
    journal = Journal(most_entries=3)
    slow = opened(journal, b"q" * 7)
    asked(journal, 5)
    journal.close(slow, Response(200, {"x": "y"}, b"a" * 1000), (), SECRETS)
    assert (slow.dropped, slow.answer, dict(slow.response_headers)) == (True, b"", {})
    assert (numbers(journal), journal.held) == ([4, 5, 6], 60)


def test_headers_of_an_answer_go_with_its_bytes() -> None:
    """A page's link is as long as the query that it quotes."""
    journal = Journal(most=20)
    journal.close(opened(journal), Response(200, {"x-pagination": "y" * 2000}, b"a" * 20), (), SECRETS)
    asked(journal)
    assert (journal[0].dropped, dict(journal[0].response_headers)) == (True, {})


def test_what_users_save_on_screens_counts_as_what_clients_do(here: Door) -> None:
    contact = made(here.client(), "Customers", Name="A")["Id"]
    here.tenant.set_active("Customer", contact, False)
    entry = here.tenant.journal[-1]
    (write,) = entry.writes
    assert (entry.status, write.size > 100, entry.held) == (200, True, write.size)


# What reads it by number or by place


@pytest.fixture
def journal() -> Journal:
    """It has had 12 entries; 8 to 12 are kept."""
    return asked(Journal(most_entries=5), 12)


def test_entries_are_found_by_number(journal: Journal) -> None:
    found = {number: journal.numbered(number) for number in (-1, 0, 1, 7, 8, 12, 13)}
    assert {number: entry and entry.number for number, entry in found.items()} == {
        **dict.fromkeys((-1, 0, 1, 7, 13)),
        8: 8,
        12: 12,
    }


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (-3, [8, 9, 10, 11, 12]),
        (0, [8, 9, 10, 11, 12]),
        (7, [8, 9, 10, 11, 12]),
        (9, [10, 11, 12]),
        (12, []),
        (99, []),
    ],
)
def test_since_goes_by_number(journal: Journal, since: int, expected: list[int]) -> None:
    assert numbers(journal.since(since)) == expected


def test_places_are_those_of_what_is_kept(journal: Journal) -> None:
    assert (len(journal), journal[0].number, journal[-1].number) == (5, 8, 12)
    assert (numbers(journal[-2:]), numbers(reversed(journal))) == ([11, 12], [12, 11, 10, 9, 8])
    with pytest.raises(IndexError):
        journal[5]


def test_what_is_looked_through_stays_whole_while_others_ask(journal: Journal) -> None:
    seen = []
    for entry in journal:
        seen.append(entry.number)
        asked(journal, 3)
    assert seen == [8, 9, 10, 11, 12]


def test_a_look_is_right_also_when_entries_leave_in_the_midst_of_it(journal: Journal) -> None:
    """Exports run beside the requests, in a thread of their own, and hold nobody up."""
    journal._entries = _Hurried(journal._entries)
    journal._entries.meanwhile = iter((lambda: asked(journal, 2),))
    assert numbers(journal.since(10)) == [11, 12, 13, 14]


class _Hurried(list[Entry]):
    """Entries that more of them arrive among, once, just when somebody looks."""

    meanwhile: Iterator[Any] = iter(())

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice) and index.stop is None:
            for ask in self.meanwhile:
                ask()
        return super().__getitem__(index)


def test_writes_that_stand_are_told_from_undone_ones_by_number() -> None:
    journal = asked(Journal(most_entries=8), 10)
    journal.undo(8, ())
    asked(journal, 4)
    assert [(entry.number, journal.stands(entry)) for entry in journal] == [
        (7, True),
        (8, True),
        (9, False),
        (10, False),
        (11, True),
        (12, True),
        (13, True),
        (14, True),
    ]


def test_what_was_undone_of_entries_that_have_left_is_forgotten(here: Door) -> None:
    """Who goes back again and again, each time to a new snapshot, fills no memory with it."""
    tenant = here.tenant
    tenant.journal = Journal(most_entries=10)
    for _ in range(100):
        snapshot = tenant.snapshot()
        asked(tenant.journal, 2)
        tenant.restore(snapshot)
        tenant.restore(tenant.snapshot())
    assert tenant.journal.undone == tuple(range(first, first + 2) for first in range(191, 201, 2))


def test_a_page_as_it_was_and_a_replica_that_lags_go_on(here: Door) -> None:
    client, tenant = here.client(), here.tenant
    tenant.journal = Journal(most_entries=4)
    customer = made(client, "Customers", Name="old")["Id"]
    for _ in range(20):
        client.get("/Customers")
    tenant.clock.advance(100)
    replaced(client, f"/Customers/{customer}", Name="new")
    tenant.plan(plan("stale-page", seconds=50))
    assert [row["Name"] for row in client.get("/Customers").json()] == ["old"]
    tenant.plan(plan("replica-lag", seconds=0, requests=2))
    replaced(client, f"/Customers/{customer}", Name="newest")
    headers, url = client.headers, "https://api.poweroffice.net/Customer/"
    v1 = httpx.Client(transport=here.transport, headers=headers)
    shown = [v1.get(f"{url}{customer}").json()["data"]["name"] for _ in range(4)]
    assert shown == ["new", "new", "newest", "newest"]


def test_the_references_of_v1s_refusals_differ_as_long_as_requests_come(here: Door) -> None:
    """They are made of the request's number."""
    here.tenant.journal = Journal(most_entries=3)
    headers = here.client().headers
    v1 = httpx.Client(transport=here.transport, headers=headers, base_url="https://api.poweroffice.net")
    answers = [v1.get("/Customer", params={"$filter": "nonsense eq"}).text for _ in range(8)]
    references = {found for answer in answers for found in re.findall(r"[0-9a-f]{11}(?=-\d{10})", answer)}
    assert len(references) == 8


def test_numbers_go_on_after_a_snapshot_of_a_full_journal(here: Door) -> None:
    here.tenant.journal = asked(Journal(most_entries=5), 12)
    snapshot = here.tenant.snapshot()
    asked(here.tenant.journal, 2)
    here.tenant.restore(snapshot)
    assert (snapshot.number, here.tenant.journal.undone) == (12, (range(13, 15),))
