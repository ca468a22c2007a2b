"""The journal as NDJSON and HAR, chosen by filters, and kept within its bounds."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from talkqa.fake import Response, Tenant
from talkqa.fake.export import chosen, har, ndjson
from talkqa.fake.journal import Journal
from talkqa.fake.message import Request
from talkqa.fake.mishaps import plan
from tests.fake.doors import Door, made, replaced


def lines(tenant: Tenant) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ndjson(tenant.journal)]


def numbers(tenant: Tenant, **filters: Any) -> list[int]:
    return [entry.number for entry in chosen(tenant.journal, **filters)]


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


def test_a_har_has_what_the_format_requires(here: Door, client: httpx.Client) -> None:
    """The members that HAR 1.2 marks as required, by its specification."""
    client.get("/Customers", params={"PageSize": 7})
    client.post("/Customers", json={"Name": "Ås"})
    log = json.loads(json.dumps(har(here.tenant.journal, "1.0")))["log"]
    assert (log["version"], log["creator"]) == ("1.2", {"name": "talkqa", "version": "1.0"})
    for entry in log["entries"]:
        assert {"startedDateTime", "time", "request", "response", "cache", "timings"} <= entry.keys()
        assert {"send", "wait", "receive"} <= entry["timings"].keys()
        common = {"httpVersion", "cookies", "headers", "headersSize", "bodySize"}
        assert common | {"method", "url", "queryString"} <= entry["request"].keys()
        assert common | {"status", "statusText", "content", "redirectURL"} <= entry["response"].keys()
        assert {"size", "mimeType"} <= entry["response"]["content"].keys()
    get, post = log["entries"][-2:]
    assert get["request"]["url"] == "http://goapi.poweroffice.net/v2/Customers?PageSize=7"
    assert get["request"]["queryString"] == [{"name": "PageSize", "value": "7"}]
    assert "postData" not in get["request"]
    assert json.loads(post["request"]["postData"]["text"]) == {"Name": "Ås"}
    assert post["request"]["postData"]["mimeType"] == "application/json"
    assert (post["response"]["status"], post["response"]["statusText"]) == (201, "Created")
    assert json.loads(post["response"]["content"]["text"])["Name"] == "Ås"


def test_a_body_that_is_no_text_is_kept_in_base64(here: Door, client: httpx.Client) -> None:
    here.tenant.journal[-1].response_body = b"\xff\x00"
    content = har(here.tenant.journal, "1")["log"]["entries"][-1]["response"]["content"]
    assert (content["text"], content["encoding"], content["size"]) == ("/wA=", "base64", 2)


def test_a_fault_is_marked_in_both_forms(here: Door, client: httpx.Client) -> None:
    here.tenant.plan(plan("commit-502"))
    client.post("/Customers", json={"Name": "A"})
    assert lines(here.tenant)[-1]["fault"] == "commit-502"
    assert har(here.tenant.journal, "1")["log"]["entries"][-1]["_fault"] == "commit-502"


def test_no_secret_is_exported(here: Door, client: httpx.Client) -> None:
    credential = here.tenant.credential("sut")
    token = client.headers["Authorization"].removeprefix("Bearer ")
    client.get("/Customers", params={"subscription-key": credential.subscription_key, "x": token})
    written = b"".join(ndjson(here.tenant.journal)).decode() + json.dumps(har(here.tenant.journal, "1"))
    secrets = [credential.application_key, credential.client_key, credential.subscription_key, token]
    assert [secret for secret in secrets if secret in written] == []
    assert "***" in written


def test_entries_are_chosen_by_credential_operation_status_and_number(here: Door) -> None:
    sut, user = here.client("sut"), here.client("user")
    sut.get("/Customers")
    user.get("/Customers")
    user.get("/Customers/5")
    assert numbers(here.tenant) == [1, 2, 3, 4, 5]
    assert numbers(here.tenant, credential="user") == [2, 4, 5]
    assert numbers(here.tenant, operation="get /customers") == [3, 4]
    assert numbers(here.tenant, status=404) == [5]
    assert numbers(here.tenant, since=3) == [4, 5]
    assert numbers(here.tenant, credential="user", operation="GET /Customers", since=4) == []


# Bounds


@pytest.fixture
def journal(here: Door) -> Journal:
    return Journal(most=100)


def write(journal: Journal, here: Door, asked: int, answered: int) -> None:
    request = Request("POST", "/v2/x", "", {}, b"q" * asked)
    entry = journal.open(request, "POST /x", "sut", here.tenant.clock.now(), ())
    journal.close(entry, Response(200, {}, b"a" * answered), (), ())


def sizes(journal: Journal) -> list[int]:
    return [len(entry.request_body) + len(entry.response_body) for entry in journal]


def test_the_oldest_bodies_go_and_their_entries_stay_with_a_mark(journal: Journal, here: Door) -> None:
    for _ in range(4):
        write(journal, here, 20, 20)
    assert sizes(journal) == [0, 0, 40, 40]
    assert [entry.dropped for entry in journal] == [True, True, False, False]
    assert [(entry.number, entry.status) for entry in journal] == [(n, 200) for n in (1, 2, 3, 4)]
    assert journal.held == 80


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
    now = here.tenant.clock.now()
    slow = journal.open(Request("POST", "/", "", {}, b"q" * 60), "POST /x", "sut", now, ())
    write(journal, here, 60, 0)
    journal.close(slow, Response(200, {}, b"a" * 60), (), ())
    assert (sizes(journal), slow.dropped, journal.held) == ([0, 60], True, 60)


def test_a_journal_keeps_256_mebibytes_unless_told_otherwise(here: Door) -> None:
    assert here.tenant.journal.most == 268_435_456
