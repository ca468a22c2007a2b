"""What is answered at once over a socket, and what goes the long way, look the same to a client."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from typing import cast
from unittest.mock import Mock

import httpx
import pytest
import uvicorn
from uvicorn.server import ServerState

from talkqa.fake import Fake, Fault
from talkqa.fake.doors.asgi import Door as Served
from talkqa.fake.doors.protocol import Protocol
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


def test_long_and_short_answers_arrive_whole_and_in_their_order(door: Door) -> None:
    client = door.client()
    ids = [made(client, "Customers", Name=f"Nr. {number}")["Id"] for number in range(30)]
    whole = "GET /v2/Customers HTTP/1.1"
    one = f"GET /v2/Customers/{ids[3]} HTTP/1.1"
    lines = [asked(client, whole), asked(client, one), asked(client, whole, "Connection: close")]
    with connection(door) as plain:
        plain.sendall(b"".join(lines))
        answers = until_closed(plain)
    everybody = [f"Nr. {number}" for number in range(30)]
    assert re.findall(r'"Name":"(.*?)"', answers.decode()) == [*everybody, "Nr. 3", *everybody]
    starts = [match.start() for match in re.finditer(rb"HTTP/1.1 200 OK\r\n", answers)]
    parts = [answers[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    heads, bodies = zip(*(part.split(b"\r\n\r\n") for part in parts), strict=True)
    assert [len(body) > 30_000 for body in bodies] == [True, False, True]
    declared = [int(re.findall(rb"content-length: (\d+)", head)[0]) for head in heads]
    assert declared == [len(body) for body in bodies]


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


class Loop:
    """A clock that a test moves, and what is to be called by it."""

    now = 0.0

    def __init__(self) -> None:
        self.due: list[tuple[float, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Mock:
        self.due.append((self.now + seconds, callback))
        return Mock()

    def run_until(self, now: float) -> None:
        while self.due and min(self.due, key=itemgetter(0))[0] <= now:
            self.now, callback = self.due.pop(self.due.index(min(self.due, key=itemgetter(0))))
            callback()
        self.now = now


def test_a_connection_at_rest_is_closed_by_one_timer_after_five_seconds_without_a_request() -> None:
    loop, wire = Loop(), Mock(get_extra_info=Mock(return_value=None), is_closing=Mock(return_value=False))
    config = uvicorn.Config(Served(Fake()), http=Protocol, ws="none", lifespan="off", log_config=None)
    connection = Protocol(config, ServerState(), {}, _loop=cast(asyncio.AbstractEventLoop, loop))
    connection.connection_made(wire)
    for second in (0, 2, 4):
        loop.run_until(second)
        connection.data_received(b"GET /v2/Customers HTTP/1.1\r\nHost: here\r\n\r\n")
        assert len(loop.due) == 1
    loop.run_until(8.9)
    assert not wire.close.called
    loop.run_until(9)
    assert wire.close.called
    assert not loop.due


def test_a_client_that_waits_to_be_told_to_send_its_body_is_told(door: Door) -> None:
    body = b'{"Name":"Fjord AS"}'
    more = ("Content-Type: application/json", f"Content-Length: {len(body)}", "Expect: 100-Continue")
    with connection(door) as plain:
        plain.sendall(asked(door.client(), "POST /v2/Customers HTTP/1.1", *more, "Connection: close"))
        assert plain.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        plain.sendall(body)
        assert until_closed(plain).startswith(b"HTTP/1.1 201 Created\r\n")
