"""The journal as NDJSON and HAR, and kept within its bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from talkqa.fake import Entry, Fake, Response, Tenant, Write
from talkqa.fake.doors.server import Serving
from talkqa.fake.journal import Journal
from talkqa.fake.journal.export import har, ndjson
from talkqa.fake.journal.scrubbing import Secrets
from talkqa.fake.message import Request
from talkqa.fake.mishaps import plan
from tests.fake.doors import Door, made, replaced

PAIRS = [{"name": str, "value": str}]
COMMON = {"httpVersion": str, "cookies": PAIRS, "headers": PAIRS, "headersSize": int, "bodySize": int}
HAR: dict[str, Any] = {
    "log": {
        "version": str,
        "creator": {"name": str, "version": str},
        "entries": [
            {
                "startedDateTime": datetime.fromisoformat,
                "time": int,
                "request": {
                    "method": str,
                    "url": httpx.URL,
                    "queryString": PAIRS,
                    "postData?": {"mimeType": str, "text": str},
                    **COMMON,
                },
                "response": {
                    "status": int,
                    "statusText": str,
                    "content": {"size": int, "mimeType": str, "text?": str, "encoding?": str},
                    "redirectURL": str,
                    **COMMON,
                },
                "cache": {},
                "timings": {"send": int, "wait": int, "receive": int},
            }
        ],
    }
}
"""The specification: a member with a question mark is optional; own members begin with an underscore."""


def wrong(got: Any, expected: Any, where: str) -> Iterator[str]:
    """Where a value is not as expected."""
    if isinstance(expected, dict) and isinstance(got, dict):
        needed = {name for name in expected if not name.endswith("?")}
        known = {name.rstrip("?"): one for name, one in expected.items()}
        own = {name for name in got if name.startswith("_")}
        yield from (f"{where}.{name}: missing" for name in needed - got.keys())
        yield from (f"{where}.{name}: unknown" for name in got.keys() - known.keys() - own)
        for name in got.keys() & known.keys():
            yield from wrong(got[name], known[name], f"{where}.{name}")
    elif isinstance(expected, list) and isinstance(got, list):
        for number, one in enumerate(got):
            yield from wrong(one, expected[0], f"{where}[{number}]")
    elif isinstance(expected, type) and expected is not httpx.URL:
        if type(got) is not expected:
            yield f"{where}: {got!r}"
    elif callable(expected):
        try:
            expected(got)
        except (ValueError, TypeError, httpx.InvalidURL):
            yield f"{where}: {got!r}"
    else:
        yield f"{where}: {got!r}"


def lines(tenant: Tenant) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ndjson(tenant.journal)]


def test_a_line_holds_the_exchange_and_what_it_wrote(here: Door, client: httpx.Client) -> None:
    customer = made(client, "Customers", Name="Ås")
    replaced(client, f"/Customers/{customer['Id']}", Name="Øy")
    line = lines(here.tenant)[-1]
    assert (line["number"], line["credential"], line["operation"]) == (3, "sut", "PATCH /Customers/{id}")
    assert (line["status"], line["fault"], line["delivered"]) == (200, None, True)
    assert json.loads(line["request_body"])[0]["value"] == "Øy"
    assert json.loads(line["response_body"])["Name"] == "Øy"
    (write,) = line["writes"]
    assert (write["key"], write["before"]["Name"], write["after"]["Name"]) == (
        str(customer["Id"]),
        "Ås",
        "Øy",
    )


def test_every_entry_is_one_line(here: Door, client: httpx.Client) -> None:
    made(client, "Customers", Name="A\nB")
    data = b"".join(ndjson(here.tenant.journal))
    assert data.endswith(b"\n")
    assert len(data.splitlines()) == 2


def test_a_har_has_the_structure_of_the_format(here: Door, client: httpx.Client) -> None:
    """Every member, required or not, of the type that the specification of HAR 1.2 gives it."""
    client.get("/Customers", params={"PageSize": 7})
    here.tenant.plan(plan("commit-lost", method="DELETE"))
    with pytest.raises(httpx.TransportError):
        client.delete("/Customers/1")
    client.post("/Customers", json={"Name": "Ås"})
    archive = json.loads(json.dumps(har(here.tenant.journal, "1.0")))
    assert list(wrong(archive, HAR, "")) == []
    log = archive["log"]
    assert (log["version"], log["creator"]) == ("1.2", {"name": "talkqa", "version": "1.0"})
    assert [entry["time"] for entry in log["entries"]] == [0] * 4
    get, post = log["entries"][1], log["entries"][-1]
    assert get["request"]["url"] == "https://goapi.poweroffice.net/v2/Customers?PageSize=7"
    assert get["request"]["queryString"] == [{"name": "PageSize", "value": "7"}]
    assert "postData" not in get["request"]
    assert json.loads(post["request"]["postData"]["text"]) == {"Name": "Ås"}
    assert post["request"]["postData"]["mimeType"] == "application/json"
    assert (post["response"]["status"], post["response"]["statusText"]) == (201, "Created")
    assert json.loads(post["response"]["content"]["text"])["Name"] == "Ås"


@pytest.mark.parametrize("kept", [1, 10**6], ids=["only its line", "with its headers"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_addresses_in_a_har_have_the_scheme_that_was_asked(here: Door, scheme: str, kept: int) -> None:
    here.tenant.journal.most = kept
    url = f"{scheme}://goapi.poweroffice.net/v2/Customers"
    with httpx.Client(transport=here.transport, headers=here.client().headers) as client:
        client.get(url)
        client.get(url)
    asked = [entry["request"]["url"] for entry in har(here.tenant.journal, "1")["log"]["entries"][1:]]
    assert asked == [url if kept > 1 else f"{scheme}://localhost/v2/Customers", url]


@pytest.mark.parametrize("pieces", [[b'{"Name":"A"}'], [b'{"Name":', b'"A"}']], ids=["at once", "in pieces"])
def test_addresses_in_a_har_of_a_plain_socket_are_http(
    served: tuple[Fake, Serving], pieces: list[bytes]
) -> None:
    fake, server = served
    door = Door(fake, fake.tenant(), server.base_url, server.token_url, None)
    body: Any = iter(pieces) if len(pieces) > 1 else pieces[0]
    door.client().post("/Customers", content=body, headers={"content-type": "application/json"})
    last = har(door.tenant.journal, "1")["log"]["entries"][-1]
    assert (last["request"]["url"], last["response"]["status"]) == (f"{server.base_url}/Customers", 201)
    assert server.base_url.startswith("http://")


def test_a_body_that_is_no_text_is_kept_in_base64(here: Door, client: httpx.Client) -> None:
    here.tenant.journal[-1].answer = b"\xff\x00"
    content = har(here.tenant.journal, "1")["log"]["entries"][-1]["response"]["content"]
    assert (content["text"], content["encoding"], content["size"]) == ("/wA=", "base64", 2)


def test_a_fault_is_marked_in_both_forms(here: Door, client: httpx.Client) -> None:
    here.tenant.plan(plan("commit-502"))
    client.post("/Customers", json={"Name": "A"})
    assert lines(here.tenant)[-1]["fault"] == "commit-502"
    assert har(here.tenant.journal, "1")["log"]["entries"][-1]["_fault"] == "commit-502"


# Bounds


@pytest.fixture
def journal(here: Door) -> Journal:
    return Journal(most=100)


def write(journal: Journal, here: Door, asked: int, answered: int) -> None:
    request = Request("POST", "/v2/x", "", {}, b"q" * asked)
    entry = journal.open(request, "POST /x", "sut", here.tenant.clock.ticks, Secrets())
    journal.close(entry, Response(200, {}, b"a" * answered), (), Secrets())


def sizes(journal: Journal) -> list[int]:
    return [len(entry.request_body) + len(entry.response_body) for entry in journal]


def test_the_oldest_bodies_go_and_their_entries_stay_with_a_mark(journal: Journal, here: Door) -> None:
    for _ in range(4):
        write(journal, here, 20, 20)
    assert sizes(journal) == [0, 0, 40, 40]
    assert [entry.dropped for entry in journal] == [True, True, False, False]
    assert [(entry.number, entry.status) for entry in journal] == [(n, 200) for n in (1, 2, 3, 4)]
    assert journal.held == 80


def test_headers_and_writes_count_and_go_too(journal: Journal) -> None:
    change = Write("Customer", "1", b"b" * 20, b"a" * 20)
    for number in range(3):
        entry = journal.open(Request("GET", "/", "", {"x": "y" * 8}, b""), "GET /x", "sut", number, Secrets())
        journal.close(entry, Response(200, {}, b"a"), (change,), Secrets())
    assert [dict(entry.request_headers) for entry in journal] == [{}, {}, {"x": "y" * 8}]
    assert [entry.writes for entry in journal] == [(), (), (change,)]


def test_what_an_entry_costs_does_not_grow_with_the_journal(here: Door) -> None:
    journal = Journal(most=1000)
    for _ in range(500):
        write(journal, here, 10, 10)
    assert (journal.held, [entry.dropped for entry in journal].count(False)) == (1000, 50)
    looked_at: list[Any] = []
    journal._entries = _Watched(journal._entries, looked_at)
    write(journal, here, 10, 10)
    assert looked_at == [450]


class _Watched(list[Entry]):
    """The entries, noting which of them are looked at."""

    def __init__(self, entries: list[Entry], looked_at: list[Any]) -> None:
        super().__init__(entries)
        self._looked_at = looked_at

    def __getitem__(self, index: Any) -> Any:
        self._looked_at.append(index)
        return super().__getitem__(index)


def test_a_page_in_the_journal_is_no_copy_of_its_records(here: Door) -> None:
    client = here.client()
    made(client, "Customers", Name="A")
    made(client, "Customers", Name="B")
    answer = client.get("/Customers")
    entry = here.tenant.journal[-1]
    kept = here.tenant.store.listed("Customer").json
    assert entry.response_body == answer.content
    assert [element is record for element, record in zip(entry.answer, kept.values(), strict=True)] == [
        True
    ] * 2


def test_nothing_goes_within_the_bounds(journal: Journal, here: Door) -> None:
    for _ in range(5):
        write(journal, here, 10, 10)
    assert sizes(journal) == [20] * 5


def test_the_latest_entry_keeps_its_bodies_however_large(journal: Journal, here: Door) -> None:
    write(journal, here, 10, 10)
    write(journal, here, 500, 500)
    assert sizes(journal) == [0, 1000]


def test_an_answer_that_comes_after_its_request_was_given_up_is_not_kept(
    journal: Journal, here: Door
) -> None:
    now = here.tenant.clock.ticks
    slow = journal.open(Request("POST", "/", "", {}, b"q" * 60), "POST /x", "sut", now, Secrets())
    write(journal, here, 60, 0)
    journal.close(slow, Response(200, {}, b"a" * 60), (), Secrets())
    assert (sizes(journal), slow.dropped, journal.held) == ([0, 60], True, 60)


def test_a_journal_keeps_256_mebibytes_unless_told_otherwise(here: Door) -> None:
    assert here.tenant.journal.most == 268_435_456
