"""What is answered at once over a socket, and what goes the long way, look the same to a client."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from talkqa.fake import Fake, Fault
from talkqa.fake.doors.server import Serving
from talkqa.fake.message import Request
from talkqa.fake.service import Caller
from tests.fake.doors import Door, made


@pytest.fixture
def door(served: tuple[Fake, Serving]) -> Door:
    fake, server = served
    return Door(fake, fake.tenant(), server.base_url, server.token_url, None)


@contextmanager
def connection(door: Door) -> Iterator[socket.socket]:
    """A bare connection to the server."""
    url = httpx.URL(door.base_url)
    with socket.create_connection((url.host, url.port or 80), timeout=10) as plain:
        yield plain


def asked(client: httpx.Client, line: str, *more: str) -> bytes:
    """A request without a body by somebody who is signed in."""
    names = ("Authorization", "Ocp-Apim-Subscription-Key")
    lines = [line, "Host: 127.0.0.1", *more, *(f"{name}: {client.headers[name]}" for name in names)]
    return "\r\n".join([*lines, "", ""]).encode()


def until_closed(plain: socket.socket) -> bytes:
    """All that the server sends until it ends the connection."""
    return b"".join(iter(lambda: plain.recv(65_536), b""))


def test_requests_of_one_packet_are_answered_in_their_order(door: Door) -> None:
    client = door.client()
    ids = [made(client, "Customers", Name=name)["Id"] for name in ("first", "second", "third")]
    gets = [asked(client, f"GET /v2/Customers/{id} HTTP/1.1") for id in ids]
    gets.append(asked(client, f"GET /v2/Customers/{ids[0]} HTTP/1.1", "Connection: close"))
    with connection(door) as plain:
        plain.sendall(b"".join(gets))
        answers = until_closed(plain)
    assert answers.count(b"HTTP/1.1 200 OK") == 4
    assert re.findall(rb'"Name":"(.*?)"', answers) == [b"first", b"second", b"third", b"first"]


def test_requests_behind_a_slow_one_wait_for_it(door: Door) -> None:
    """The first is struck by a fault, so others may be answered first; not on the same connection."""
    client = door.client()
    ids = [made(client, "Customers", Name=name)["Id"] for name in ("first", "second")]
    door.tenant.plan(Fault("pass", method="GET", before=lambda tenant: None))
    with connection(door) as plain:
        plain.sendall(
            asked(client, f"GET /v2/Customers/{ids[0]} HTTP/1.1")
            + asked(client, f"GET /v2/Customers/{ids[1]} HTTP/1.1", "Connection: close")
        )
        answers = until_closed(plain)
    assert re.findall(rb'"Name":"(.*?)"', answers) == [b"first", b"second"]
    assert door.tenant.journal[-2].fault == "pass"


def test_head_is_answered_without_a_body_and_the_connection_lives(door: Door) -> None:
    client = door.client()
    id = made(client, "Customers", Name="one")["Id"]
    with connection(door) as plain:
        plain.sendall(asked(client, f"HEAD /v2/Customers/{id} HTTP/1.1"))
        head = plain.recv(65_536)
        plain.sendall(asked(client, f"GET /v2/Customers/{id} HTTP/1.1", "Connection: close"))
        answers = head + until_closed(plain)
    assert answers.startswith(b"HTTP/1.1 405")
    assert b"\r\n\r\nHTTP/1.1 200 OK\r\n" in answers


def test_a_client_that_wants_the_connection_closed_gets_that(door: Door) -> None:
    with connection(door) as plain:
        plain.sendall(asked(door.client(), "GET /v2/Customers HTTP/1.1", "Connection: close"))
        answer = until_closed(plain)
    assert answer.startswith(b"HTTP/1.1 204")
    assert b"\r\nconnection: close\r\n" in answer


def test_an_error_of_the_fake_is_500_and_not_the_clients_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Fake()

    def broken(request: Request, caller: Caller | None = None) -> None:
        raise RuntimeError("of our own")

    monkeypatch.setattr(fake, "answer", broken)
    with fake.serve() as server:
        assert httpx.get(f"{server.base_url}/Customers", trust_env=False).status_code == 500
