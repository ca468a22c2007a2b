"""The control routes: for this machine only, beside the service's own routes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from talkqa.fake import Fake
from talkqa.fake.clients import Clients
from talkqa.fake.control import control_routes
from talkqa.fake.doors.server import Serving
from talkqa.fake.planting import plant
from tests.fake.doors import Door, made

SEED: dict[str, list[dict[str, Any]]] = {"Customer": [{"Name": "Fjord AS"}]}


@pytest.fixture
def served_with_control() -> Iterator[tuple[Door, Serving]]:
    fake = Fake()
    clients = Clients(fake)
    tenant = clients.open(lambda tenant: plant(tenant, SEED)).tenant
    with fake.serve(0, control_routes(clients)) as server:
        yield Door(fake, tenant, server.base_url, server.token_url, None), server


@pytest.fixture
def door(served_with_control: tuple[Door, Serving]) -> Door:
    return served_with_control[0]


@pytest.fixture
def control(served_with_control: tuple[Door, Serving]) -> Iterator[httpx.Client]:
    url = f"{served_with_control[1].origin}/_talkqa"
    with httpx.Client(base_url=url, trust_env=False) as client:
        yield client


def test_health_counts_requests_and_records(control: httpx.Client, door: Door) -> None:
    door.client()
    told = control.get("/health").json()
    assert (told["status"], told["requests"], told["records"]["Customer"]) == ("ready", 1, 1)
    assert told["now"].startswith("2026-01-05T08:00:00")


def test_control_requests_are_not_journalled(control: httpx.Client, door: Door) -> None:
    control.get("/health")
    control.get("/journal")
    assert (len(door.tenant.journal), len(door.fake.strays.journal)) == (0, 0)


def test_the_journal_comes_as_ndjson_chosen_by_filters(control: httpx.Client, door: Door) -> None:
    client = door.client()
    client.get("/Customers")
    client.get("/Customers/5")
    answer = control.get("/journal", params={"status": 404, "credential": "sut"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    (line,) = map(json.loads, answer.text.splitlines())
    assert (line["number"], line["operation"]) == (3, "GET /Customers/{id}")
    assert control.get("/journal", params={"since": 3}).text == ""


def test_the_journal_comes_as_har(control: httpx.Client, door: Door) -> None:
    door.client().get("/Customers")
    log = control.get("/journal", params={"format": "har", "operation": "GET /Customers"}).json()["log"]
    assert [entry["response"]["status"] for entry in log["entries"]] == [200]


def test_a_fault_is_armed_listed_and_cleared(control: httpx.Client, door: Door) -> None:
    client = door.client()
    rule = {"kind": "503", "operation": "POST /Customers", "times": 2}
    armed = control.post("/faults", json=rule)
    assert (armed.status_code, armed.json()["kind"], armed.json()["fired"]) == (201, "503", 0)
    assert client.post("/Customers", json={"Name": "A"}).status_code == 503
    told = control.get("/faults").json()
    assert [(one["kind"], one["fired"], one["spent"]) for one in told["armed"]] == [("503", 1, False)]
    assert control.delete("/faults").json() == {"cleared": 1}
    assert client.post("/Customers", json={"Name": "A"}).status_code == 201


def test_the_kinds_that_a_socket_can_do_are_listed(control: httpx.Client) -> None:
    kinds = {one["kind"]: one for one in control.get("/faults").json()["kinds"]}
    assert "refuse" not in kinds
    assert kinds["stall"]["settings"] == {"seconds": 60.0}
    assert len(kinds) >= 24


def test_the_clock_is_advanced(control: httpx.Client, door: Door) -> None:
    client = door.client()
    assert control.post("/clock", json={"advance": 1200}).json()["now"].startswith("2026-01-05T08:20:00")
    assert client.get("/Customers").status_code == 401
    assert control.get("/clock").json()["now"].startswith("2026-01-05T08:20:00")


def test_a_reset_brings_the_first_state_back_and_keeps_the_keys(control: httpx.Client, door: Door) -> None:
    client = door.client()
    made(client, "Customers", Name="More")
    control.post("/faults", json={"kind": "500", "times": None})
    control.post("/clock", json={"advance": 60})
    told = control.post("/reset").json()
    assert (told["requests"], told["records"]["Customer"]) == (0, 1)
    assert told["now"].startswith("2026-01-05T08:00:00")
    assert [record["Name"] for record in client.get("/Customers").json()] == ["Fjord AS"]
    assert door.client().get("/Customers").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "told"),
    [
        ("POST", "/faults", b'{"kind": "nothing"}', 400, "fault kind 'nothing': unknown"),
        ("POST", "/faults", b'{"kind": "refuse"}', 400, "not offered on the socket"),
        ("POST", "/faults", b'{"kind": "stall", "name": 1}', 400, "no setting 'name'"),
        ("POST", "/faults", b"{", 400, "the body is not JSON"),
        ("POST", "/faults", b" " * 70_000, 413, "too large"),
        ("POST", "/clock", b'{"advance": "soon"}', 400, 'expected {"advance": seconds}'),
        ("POST", "/clock", b'{"advance": 1e99}', 400, "up to 100000000"),
        ("POST", "/clock", b"[]", 400, 'expected {"advance": seconds}'),
        ("GET", "/journal?format=xml", None, 400, "format is 'xml', expected ndjson or har"),
        ("GET", "/journal?since=x", None, 400, "since is 'x', expected a whole number"),
        ("GET", "/journal?from=1", None, 400, "no filter 'from'"),
        ("GET", "/nothing", None, 404, "no control route GET /_talkqa/nothing"),
        ("PUT", "/faults", b"", 404, "no control route PUT /_talkqa/faults"),
    ],
)
def test_a_wrong_control_request_is_told_what_is_expected(
    control: httpx.Client, method: str, path: str, body: bytes | None, status: int, told: str
) -> None:
    answer = control.request(method, path, content=body)
    assert answer.status_code == status
    assert told in answer.json()["error"]


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "http://evil.example"}])
def test_no_web_page_can_reach_the_control_routes(control: httpx.Client, header: dict[str, str]) -> None:
    """Neither by a form or script of its own, nor by a name of its own for this address."""
    answer = control.post("/reset", headers=header)
    assert (answer.status_code, list(answer.json())) == (403, ["error"])


def test_without_control_the_fake_has_no_such_routes(served: tuple[Fake, Serving]) -> None:
    answer = httpx.get(f"{served[1].origin}/_talkqa/health", trust_env=False)
    assert answer.status_code == 401


@pytest.mark.parametrize(("caller", "is_refused"), [("10.0.0.5", True), ("127.0.0.1", False), ("::1", False)])
def test_a_caller_on_another_machine_is_refused(caller: str, is_refused: bool) -> None:
    clients = Clients(Fake())
    clients.open()
    app = Starlette(routes=control_routes(clients))

    async def ask() -> int:
        transport = httpx.ASGITransport(app, client=(caller, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.get("/_talkqa/health")).status_code

    assert asyncio.run(ask()) == (403 if is_refused else 200)
