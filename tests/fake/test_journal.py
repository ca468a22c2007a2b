"""Every request is written down, with what it wrote, and without secrets."""

from __future__ import annotations

import base64
import json

import httpx

from talkqa.fake import Fake
from talkqa.fake.faults import Fault
from talkqa.fake.journal import Entry
from talkqa.fake.message import Response
from tests.fake.doors import TOKEN_URL, Door, inside, made, replaced, sign_in


def test_entries_are_numbered_from_one_without_gaps(here: Door, client: httpx.Client) -> None:
    for _ in range(3):
        client.get("/Customers")
    assert [entry.number for entry in here.tenant.journal] == [1, 2, 3, 4]
    assert [entry.number for entry in here.tenant.journal.since(2)] == [3, 4]
    assert here.tenant.journal.since(4) == []


def test_an_entry_holds_both_sides_of_the_exchange(here: Door, client: httpx.Client) -> None:
    client.post("/Customers", json={"Name": "Ås"})
    client.get("/customers?PageSize=7")
    post, get = here.tenant.journal[-2:]
    assert (post.credential, post.method, post.path) == ("sut", "POST", "/v2/Customers")
    assert (post.operation, post.status, post.delivered) == ("POST /Customers", 201, True)
    assert json.loads(post.request_body) == {"Name": "Ås"}
    assert json.loads(post.response_body)["Name"] == "Ås"
    assert post.request_headers["content-type"] == "application/json"
    assert (get.operation, get.query, get.parameters()) == ("GET /Customers", "PageSize=7", {"pagesize": "7"})
    assert get.response_headers["x-pagination"] == '{"nextPageLink":null}'


def test_accepted_writes_hold_the_record_before_and_after(here: Door, client: httpx.Client) -> None:
    created = made(client, "Customers", Name="A")
    changed = replaced(client, f"/Customers/{created['Id']}", Name="B").json()
    client.delete(f"/Customers/{created['Id']}")
    writes = [entry.writes for entry in here.tenant.journal if entry.writes]
    key = str(created["Id"])
    expected = [(None, created), (created, changed), (changed, None)]
    assert [(w.type, w.key) for (w,) in writes] == [("Customer", key)] * 3
    assert [(w.before, w.after) for (w,) in writes] == expected


def test_a_list_that_a_fault_has_changed_is_journalled_as_it_was_sent(
    here: Door, client: httpx.Client
) -> None:
    """The rows that the list was made of are kept for its journal, and no others are."""
    made(client, "Customers", Name="A")
    here.tenant.plan(Fault("emptied", operation="GET /Customers", reshape=_emptied))
    assert client.get("/Customers").content == b"[]"
    assert here.tenant.journal[-1].response_body == b"[]"
    assert json.loads(client.get("/Customers").content) == json.loads(here.tenant.journal[-1].response_body)


def _emptied(response: Response, entry: Entry) -> Response:
    return response.with_body(b"[]")


def test_each_entry_has_its_own_headers_however_many_there_are(here: Door, client: httpx.Client) -> None:
    traces = [str(number) for number in [*range(150), *range(150)]]
    for trace in traces:
        client.get("/Customers", headers={"X-Trace": trace})
    assert [entry.request_headers["x-trace"] for entry in list(here.tenant.journal)[-300:]] == traces


def test_a_refused_request_is_journalled_without_writes(here: Door, client: httpx.Client) -> None:
    client.post("/Customers", content=b"{", headers={"content-type": "application/json"})
    entry = here.tenant.journal[-1]
    assert (entry.status, entry.writes, entry.request_body) == (400, (), b"{")


def test_no_key_and_no_token_appears_anywhere_in_the_journal(here: Door) -> None:
    client = here.client()
    credential = here.tenant.credential("sut")
    token = client.headers["Authorization"].removeprefix("Bearer ")
    keys = (credential.application_key, credential.client_key)
    here.bare().post(
        TOKEN_URL,
        auth=keys,
        headers={"Ocp-Apim-Subscription-Key": credential.subscription_key},
        data={"grant_type": "client_credentials", "client_id": keys[0], "client_secret": keys[1]},
    )
    subscription = {"subscription-key": credential.subscription_key}
    here.bare().get("/Customers", params=subscription, headers={"Authorization": f"Bearer {token}"})
    client.get("/Customers", params={"x": token}, headers={"X-Trace": f"{keys[1]};{token}"})
    client.get(f"/Customers/{keys[1]}")
    client.post("/Customers", json={"Name": "A"}, headers={"Cookie": f"s={token}"})
    refused = sign_in(here.bare(), credential, TOKEN_URL)
    planted = [*keys, credential.subscription_key, token, refused.json()["access_token"]]
    planted.append(base64.b64encode(":".join(keys).encode()).decode())
    written = "\n".join(
        repr(
            (
                entry,
                entry.request_headers,
                entry.request_body,
                entry.query,
                entry.path,
                entry.response_headers,
                entry.response_body,
            )
        )
        for entry in here.tenant.journal
    )
    assert len(here.tenant.journal) == 7
    assert [secret for secret in planted if secret in written] == []


def test_credentials_do_not_show_their_keys(here: Door) -> None:
    credential = here.tenant.credential("sut")
    assert credential.client_key not in repr(credential)
    assert credential.subscription_key not in repr(credential)


def test_of_a_long_address_only_its_beginning_stays(here: Door) -> None:
    """Whoever sends addresses of 50 kB fills no memory with them."""
    client, journal = here.client(), here.tenant.journal
    journal.most = 4000
    client.get("/Customers?Fields=" + "x" * 50_000)
    client.get("/" + "y" * 50_000)
    assert journal.held > 50_000, "the latest is whole"
    client.get("/Customers/1")
    client.get("/Customers/1")
    gone = [entry for entry in journal if entry.dropped]
    assert {len(entry.query) for entry in gone} == {0}
    assert max(len(entry.path) for entry in gone) == 500
    assert journal.held <= 4000


def test_a_request_without_any_known_key_is_a_stray() -> None:
    fake = Fake()
    door = inside(fake)
    assert door.bare().get("/Customers").status_code == 401
    assert len(door.tenant.journal) == 0
    assert [entry.operation for entry in fake.strays.journal] == ["GET /Customers"]


def test_a_wrong_client_key_is_journalled_where_the_application_belongs(here: Door) -> None:
    credential = here.tenant.credential("sut")
    here.bare().post(TOKEN_URL, auth=(credential.application_key, "wrong"))
    entry = here.tenant.journal[-1]
    assert (entry.operation, entry.credential, entry.status) == ("POST /OAuth/Token", None, 401)


def test_what_is_held_is_the_sum_of_what_entries_hold_also_after_edits_on_screens(here: Door) -> None:
    """Nothing is counted out that was not counted in."""
    client = here.client()
    ids = [made(client, "Customers", Name="A")["Id"] for _ in range(3)]
    here.tenant.journal.most = 4000
    for turn in range(40):
        here.tenant.set_active("Customer", ids[turn % 3], turn % 2 == 0)
        client.get(f"/Customers/{ids[0]}")
    held = [entry.held for entry in here.tenant.journal]
    assert here.tenant.journal.held == sum(held)
    assert min(held) == 0
    assert 0 < sum(held) <= 4000
