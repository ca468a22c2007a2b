"""Bodies that are too large, too slow or not whole, over a socket: refused in the form of the API, in little memory."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from talkqa.fake import Fake
from talkqa.fake.doors.protocol import LARGEST_HEAD
from talkqa.fake.message import LARGEST_BODY
from tests.fake.doors import Door, made

MIB = 2**20
REFUSED: dict[str, tuple[int, Callable[[Any], bool]]] = {
    "/v2/Customers": (413, lambda told: told["title"] == "Content Too Large" and told["status"] == 413),
    "/Customer/": (
        413,
        lambda told: told["success"] is False and "too large" in told["validation"]["summary"],
    ),
    "/OAuth/Token": (400, lambda told: told["error"] == "invalid_request"),
}
"""Path to the status and the form of the refusal of a body that is too large."""


@pytest.fixture
def door() -> Iterator[Door]:
    """A server of its own, which waits a tenth of a second for a body."""
    fake = Fake()
    fake.grace = 0.1
    with fake.serve() as server:
        yield Door(fake, fake.tenant(), server.base_url, server.token_url, None)


@contextmanager
def connection(door: Door) -> Iterator[socket.socket]:
    """A bare connection to the server."""
    url = httpx.URL(door.base_url)
    with socket.create_connection((url.host, url.port or 80), timeout=10) as plain:
        yield plain


def head(door: Door, path: str, length: int | str, *more: str) -> bytes:
    """The head of a POST by somebody who is signed in."""
    headers = door.client().headers
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {length}", *more]
    lines += [f"{name}: {headers[name]}" for name in ("Authorization", "Ocp-Apim-Subscription-Key")]
    return "\r\n".join([*lines, "Content-Type: application/json", "", ""]).encode()


def answer(plain: socket.socket) -> tuple[int, bytes]:
    """Status and all that follows the head, until the server ends the connection."""
    received = b""
    while piece := plain.recv(65_536):
        received += piece
    opening, _, body = received.partition(b"\r\n\r\n")
    return int(opening.split()[1]), body


def pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // MIB):
        yield b"[" * MIB


@pytest.mark.parametrize("path", REFUSED)
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_of_50_mb_is_refused_in_the_form_of_the_api(door: Door, path: str, chunked: bool) -> None:
    door.fake.grace = 60
    length = {} if chunked else {"content-length": str(50 * MIB)}
    client = door.client()
    url = client.base_url.copy_with(raw_path=path.encode())
    headers = {"content-type": "application/json", **length}
    got = client.post(url, content=pieces(50 * MIB), headers=headers)
    status, has_form = REFUSED[path]
    assert got.status_code == status
    assert has_form(got.json()), got.text
    assert door.tenant.journal[-1].request_body == b""


@pytest.mark.parametrize(
    ("path", "has_form"),
    [
        ("/v2/Customers", lambda told: told["status"] == 408),
        ("/Customer/", lambda told: told["success"] is False),
        ("/OAuth/Token", lambda told: told["error"] == "invalid_request"),
    ],
)
def test_a_body_that_does_not_come_is_refused_and_the_connection_ends(
    door: Door, path: str, has_form: Any
) -> None:
    with connection(door) as plain:
        plain.sendall(head(door, path, 100) + b'{"Name": ')
        status, body = answer(plain)
    assert status == (400 if path == "/OAuth/Token" else 408)
    assert has_form(json.loads(body)), body


def test_slow_clients_do_not_keep_others_waiting(door: Door) -> None:
    door.fake.grace = 60
    start = head(door, "/v2/Customers", 100)
    client = door.client()
    with connection(door) as one, connection(door) as other:
        one.sendall(start[:40])
        other.sendall(start + b"{")
        began = time.monotonic()
        made(client, "Customers", Name="A")
        assert time.monotonic() - began < 5
        other.sendall(b'"Name": "B"}' + b" " * 87)
        other.shutdown(socket.SHUT_WR)
        assert other.recv(100).startswith(b"HTTP/1.1 201")


def test_a_request_whose_client_goes_away_before_its_end_is_not_carried_out(door: Door) -> None:
    """The part that came is whole JSON, yet not what was announced."""
    start = head(door, "/v2/Customers", 100)
    before = len(door.tenant.journal)
    with connection(door) as plain:
        plain.sendall(start + b'{"Name": "half"}')
    assert door.client().get("/Customers").status_code == 204
    assert [entry.operation for entry in door.tenant.journal[before:]] == [
        "POST /OAuth/Token",
        "GET /Customers",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Content-Length: x",
        "Content-Length: -1",
        "Content-Length: 5\r\nContent-Length: 6",
        "Transfer-Encoding: x",
    ],
)
def test_a_malformed_length_ends_the_connection_and_nothing_else(door: Door, line: str) -> None:
    with connection(door) as plain:
        plain.sendall(f"POST /v2/Customers HTTP/1.1\r\nHost: x\r\n{line}\r\n\r\n{{}}".encode())
        assert answer(plain)[0] in (400, 401)
    assert door.client().get("/Customers").status_code == 204


@pytest.mark.parametrize("endless", [b"GET /" + b"a" * MIB, b"GET / HTTP/1.1\r\nA: " + b"a" * MIB])
def test_a_head_without_end_is_refused(door: Door, endless: bytes) -> None:
    assert len(endless) > 2 * LARGEST_HEAD
    with connection(door) as plain:
        try:
            plain.sendall(endless)
            status = answer(plain)[0]
        except ConnectionError:
            status = 431
    assert status == 431
    assert door.client().get("/Customers").status_code == 204


def test_headers_without_end_are_refused(door: Door) -> None:
    with connection(door) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises(ConnectionError):
            plain.sendall(b"A: b\r\n" * 10_000_000)
    assert door.client().get("/Customers").status_code == 204


SERVER = """
import resource, sys
from talkqa.fake import Fake
fake = Fake()
tenant = fake.tenant()
keys = tenant.credential("sut")
with fake.serve() as server:
    print(server.origin, keys.application_key, keys.client_key, keys.subscription_key, flush=True)
    for _ in sys.stdin:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)
"""


def test_hostile_bodies_are_refused_in_bounded_memory() -> None:
    """The server is a process of its own, whose largest size in MiB is asked for."""
    environment = {"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "PATH": ""}
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as server:
        told, asked = server.stdout, server.stdin
        assert told is not None
        assert asked is not None

        def largest() -> int:
            print(file=asked, flush=True)
            return int(told.readline())

        origin, application, key, subscription = told.readline().split()
        with httpx.Client(base_url=origin, trust_env=False, timeout=60) as client:
            client.headers["Ocp-Apim-Subscription-Key"] = subscription
            grant = {"grant_type": "client_credentials"}
            token = client.post("/OAuth/Token", auth=(application, key), data=grant).json()["access_token"]
            client.headers["Authorization"] = f"Bearer {token}"
            client.headers["Content-Type"] = "application/json"
            before = largest()
            for path in ("/v2/Customers", "/Customer/", "/OAuth/Token"):
                assert client.post(path, content=pieces(50 * MIB)).status_code in (400, 413)
                assert client.post(path, content=pieces(200 * MIB)).status_code in (400, 413)
            after_large = largest()
            bombs = [b"[" + b"{}," * 9_000_000 + b"{}]", b"[" * 29_000_000, b'{"a":' * 5_000_000]
            for bomb in bombs:
                assert client.post("/v2/Customers", content=bomb).status_code == 400
        after_bombs = largest()
        asked.close()
    assert after_large - before < 60, "of 50 and 200 MB at most 30 are held"
    assert after_bombs - before < 150, "a document of 30 MB is held a few times, and not as objects"
    assert LARGEST_BODY < 60 * MIB
