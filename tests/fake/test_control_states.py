"""Clients, snapshots, records and requests through the control routes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from talkqa.fake import Fake
from talkqa.fake import clients as clients_module
from talkqa.fake.clients import Clients
from talkqa.fake.control import control_routes
from talkqa.fake.made_up import parties
from talkqa.fake.mishaps import plan
from talkqa.fake.planting import populate
from tests.fake.doors import Door, made, replaced


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Fake, Clients, str, str]]:
    fake = Fake()
    clients = Clients(fake)
    with fake.serve(0, control_routes(clients)) as server:
        yield fake, clients, server.base_url, server.token_url


@pytest.fixture
def door(place: tuple[Fake, Clients, str, str]) -> Door:
    """A client of its own for each test."""
    fake, clients, base, token = place
    return Door(fake, clients.open(lambda tenant: populate(tenant, parties(60))).tenant, base, token, None)


@pytest.fixture
def control(door: Door) -> Iterator[httpx.Client]:
    """The control routes, for that client."""
    base = door.base_url.removesuffix("/v2")
    query = {"client": door.tenant.client_id}
    with httpx.Client(base_url=f"{base}/_talkqa", params=query, trust_env=False) as client:
        yield client


def test_a_named_snapshot_brings_everything_back(control: httpx.Client, door: Door) -> None:
    client = door.client()
    before = door.tenant.state()
    assert control.post("/snapshots", json={"name": "start"}).json() == {"name": "start", "number": 1}
    made(client, "Customers", Name="More")
    control.post("/faults", json={"kind": "500", "times": None})
    control.post("/clock", json={"advance": 600})
    told = control.post("/snapshots/start/restore").json()
    assert (told["requests"], told["armed"]) == (2, 0)
    assert told["now"].startswith("2026-01-05T08:00:0")
    assert door.tenant.state() == before
    assert client.get("/Customers").status_code == 200


def test_snapshots_are_listed_replaced_and_deleted(control: httpx.Client, door: Door) -> None:
    control.post("/snapshots", json={"name": "a"})
    door.client()
    control.post("/snapshots", json={"name": "a"})
    assert control.get("/snapshots").json() == {"snapshots": [{"name": "a", "number": 1}]}
    assert control.delete("/snapshots/a").json() == {"snapshots": []}
    answer = control.post("/snapshots/a/restore")
    assert (answer.status_code, answer.json()["error"]) == (404, "snapshot 'a': unknown, there are: none.")


@pytest.mark.parametrize("name", ["", "a b", "../x", "x" * 81, "å", 5, None])
def test_a_name_that_no_path_could_hold_is_refused(control: httpx.Client, name: Any) -> None:
    assert control.post("/snapshots", json={"name": name}).status_code == 400


def test_no_more_snapshots_are_kept_than_memory_allows(control: httpx.Client) -> None:
    for number in range(clients_module.MOST_SNAPSHOTS):
        control.post("/snapshots", json={"name": str(number)})
    assert control.post("/snapshots", json={"name": "one-more"}).status_code == 409
    assert control.post("/snapshots", json={"name": "7"}).status_code == 201


def test_a_client_can_be_opened_used_and_closed(control: httpx.Client, door: Door) -> None:
    opened = control.post("/clients", json={"seed": 50, "random_seed": 2})
    told = opened.json()
    assert opened.status_code == 201
    others = {one["id"] for one in control.get("/clients").json()["clients"]}
    assert {told["id"], door.tenant.client_id} <= others
    keys = (told["application_key"], told["client_key"])
    headers = {"Ocp-Apim-Subscription-Key": told["subscription_key"]}
    body = {"grant_type": "client_credentials"}
    answer = httpx.post(door.token_url, auth=keys, headers=headers, data=body, trust_env=False)
    assert answer.status_code == 200
    health = control.get("/health", params={"client": told["id"]}).json()
    assert (health["requests"], sum(health["records"].values())) == (1, 51)
    control.delete("/clients", params={"client": told["id"]})
    assert control.get("/health", params={"client": told["id"]}).status_code == 404
    refused = httpx.post(door.token_url, auth=keys, headers=headers, data=body, trust_env=False)
    assert refused.status_code == 401


def test_requests_with_unknown_keys_can_be_looked_at(control: httpx.Client, door: Door) -> None:
    """Whoever has mistaken the keys finds the request here, without the keys."""
    keys = {"Ocp-Apim-Subscription-Key": "real-one-by-mistake", "Authorization": "Bearer another-real-one"}
    assert door.bare().get("/Customers", headers=keys).status_code == 401
    *_, strays = control.get("/clients").json()["clients"]
    told = control.get("/requests", params={"client": strays["id"]}).json()
    line = told["entries"][-1]
    assert (line["operation"], line["status"], line["credential"]) == ("GET /Customers", 401, None)
    detail = control.get(f"/requests/{line['number']}", params={"client": strays["id"]})
    assert (detail.json()["status"], "real-one" in detail.text) == (401, False)
    assert control.delete("/clients", params={"client": strays["id"]}).status_code == 404


def test_the_keys_of_a_client_are_told_once(control: httpx.Client, door: Door) -> None:
    key = door.tenant.credential("client").client_key
    for path in ("/clients", "/health", "/requests", "/records", "/faults", "/snapshots"):
        assert key not in control.get(path).text


def test_what_is_done_to_one_client_leaves_the_others_alone(control: httpx.Client, door: Door) -> None:
    id = control.post("/clients", json={"seed": 20}).json()["id"]
    before = control.get("/health").json()
    for path, body in (
        ("/clock", {"advance": 60}),
        ("/faults", {"kind": "500"}),
        ("/snapshots", {"name": "x"}),
    ):
        assert control.post(path, json=body, params={"client": id}).status_code < 300
    control.post("/reset", params={"client": id})
    assert control.get("/health").json() == before
    assert control.get("/snapshots").json() == {"snapshots": []}


def test_records_come_in_pages_last_changed_first(control: httpx.Client, door: Door) -> None:
    client = door.client()
    customers = client.get("/Customers").json()
    replaced(client, f"/Customers/{customers[0]['Id']}", WebsiteUrl="x")
    first = control.get("/records", params={"type": "Customer", "size": 2}).json()
    second = control.get("/records", params={"type": "Customer", "size": 2, "page": 2}).json()
    newest = sorted(customers, key=lambda one: str(one["LastChangedDateTimeOffset"]), reverse=True)
    assert [row["Id"] for row in first["rows"]] == [customers[0]["Id"], newest[0]["Id"]]
    assert [row["Id"] for row in second["rows"]] == [newest[1]["Id"], newest[2]["Id"]]
    assert first["total"] == len(customers)
    beyond = control.get("/records", params={"type": "Customer", "size": 50, "page": 9}).json()
    assert beyond["rows"] == []


def test_records_are_found_by_a_part_of_a_name_or_number(control: httpx.Client, door: Door) -> None:
    id = made(door.client(), "Suppliers", Name="Særlig Fjord AS")["Id"]
    for text in ("særlig", str(id)):
        told = control.get("/records", params={"type": "Supplier", "find": text}).json()
        assert ([row["Id"] for row in told["rows"]], told["total"]) == ([id], 1)


def test_every_type_can_be_looked_at(control: httpx.Client) -> None:
    for type, count in control.get("/health").json()["records"].items():
        told = control.get("/records", params={"type": type, "size": 200}).json()
        assert (told["total"], len(told["rows"])) == (count, count)


def test_requests_arrive_a_line_each_with_their_fault(control: httpx.Client, door: Door) -> None:
    client = door.client()
    door.tenant.plan(plan("commit-502"))
    client.post("/Customers", json={"Name": "A"})
    told = control.get("/requests", params={"since": 1}).json()
    (line,) = told["entries"]
    assert (line["number"], line["operation"], line["status"]) == (2, "POST /Customers", 502)
    assert (line["fault"], line["writes"], line["credential"]) == ("commit-502", 1, "sut")
    assert told["records"]["Customer"] == control.get("/health").json()["records"]["Customer"]


def test_a_request_can_be_looked_into_without_its_secrets(control: httpx.Client, door: Door) -> None:
    client = door.client()
    key = door.tenant.credential("sut").client_key
    made(client, "Customers", Name=key)
    told = control.get("/requests/2")
    assert (told.json()["writes"][0]["after"]["Name"], key in told.text) == ("***", False)
    assert control.get("/requests/9").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("GET", "/records?type=Thing", None, "type is 'Thing', expected one of Customer, "),
        ("GET", "/records?size=201", None, "expected a whole number from 1 to 200"),
        ("GET", "/records?page=0", None, "page is '0', expected a whole number from 1"),
        ("GET", "/requests?since=-1", None, "since is '-1', expected a whole number"),
        ("POST", "/clients", {"seed": 100_001}, "seed is '100001', expected a whole number up to 100000"),
        ("POST", "/clients", {"seed": True}, "seed is 'True', expected a whole number"),
        ("POST", "/clients", [], "clients: expected an object"),
        ("DELETE", "/clients?client=", None, "expected ?client= with the id"),
    ],
)
def test_a_wrong_request_is_told_what_is_expected(
    control: httpx.Client, method: str, path: str, body: Any, told: str
) -> None:
    base = str(control.base_url).rstrip("/")
    answer = httpx.request(method, base + path, json=body, trust_env=False)
    assert (answer.status_code, told in answer.json()["error"]) == (400, True), answer.text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_that_another_page_made_the_browser_send_is_refused(
    control: httpx.Client, site: str
) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = control.request(method, "/faults", headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403


def test_the_pages_own_requests_are_answered(control: httpx.Client) -> None:
    origin = str(control.base_url).removesuffix("/_talkqa/")
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": origin}
    assert control.post("/reset", headers=headers).status_code == 200
