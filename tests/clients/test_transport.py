"""What HTTP stacks of various languages do around a request, whatever client uses them."""

from __future__ import annotations

import json
import socket

import pytest

from tests.clients.wire import Place

BODY = b'{"Name": "Fjord AS"}'


def exchange(place: Place, *parts: bytes) -> bytes:
    """Bytes sent on one connection, each part after something has come back for the part before."""
    host, _, port = place.server.origin.removeprefix("http://").partition(":")
    received = b""
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        for part in parts:
            connection.sendall(part)
            received += connection.recv(65_536)
        while chunk := connection.recv(65_536):
            received += chunk
    return received


def head(place: Place, request: str, *lines: str) -> bytes:
    signed = [f"{name}: {value}" for name, value in place.v2_headers().items()]
    return "\r\n".join([request, "Host: localhost", "Connection: close", *signed, *lines, "", ""]).encode()


def test_a_body_may_wait_for_100_continue(place: Place) -> None:
    """.NET's HttpWebRequest, and curl for longer bodies."""
    lines = ("Content-Type: application/json", f"Content-Length: {len(BODY)}", "Expect: 100-continue")
    answer = exchange(place, head(place, "POST /v2/Customers HTTP/1.1", *lines), BODY)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 ")


def test_a_body_may_come_in_chunks(place: Place) -> None:
    """.NET's PostAsJsonAsync and Node's streams send no length."""
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (BODY[:7], BODY[7:])) + b"0\r\n\r\n"
    lines = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    answer = exchange(place, head(place, "POST /v2/Customers HTTP/1.1", *lines) + chunks)
    assert answer.startswith(b"HTTP/1.1 201 ")
    assert len(place.tenant.state()["Customer"]) == 1


def test_http_1_0_is_answered(place: Place) -> None:
    assert exchange(place, head(place, "GET /v2/Customers HTTP/1.0")).startswith(b"HTTP/1.")


def test_two_requests_share_a_connection_without_waiting(place: Place) -> None:
    first = head(place, "GET /v2/Customers HTTP/1.1").replace(b"Connection: close\r\n", b"")
    answer = exchange(place, first + head(place, "GET /v2/Suppliers HTTP/1.1"))
    assert answer.count(b"HTTP/1.1 204 ") == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Encoding": "gzip, deflate, br", "Accept": "*/*"},
        {"Accept": "text/html", "If-None-Match": '"x"', "If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT"},
        {"Content-Type": "application/json", "Content-Length": "0"},
        {"Origin": "https://example.org", "Cookie": "a=b", "Cache-Control": "no-cache"},
        {
            "X-Forwarded-Host": "elsewhere",
            "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        },
    ],
    ids=lambda headers: " ".join(headers),
)
def test_headers_that_mean_nothing_to_the_service_change_nothing(
    place: Place, headers: dict[str, str]
) -> None:
    signed = place.v2_headers()
    place.send("POST", "/v2/Customers", {**signed, "Content-Type": "application/json"}, BODY)
    answer = place.send("GET", "/v2/Customers", {**signed, **headers})
    assert (answer.status, answer.json()[0]["Name"]) == (200, "Fjord AS")
    assert json.loads(answer.headers["x-pagination"]) == {"nextPageLink": None}


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT"])
@pytest.mark.parametrize("target", ["/v2/Customers", "/Customer/"])
def test_other_methods_are_answered_and_the_connection_lives(place: Place, method: str, target: str) -> None:
    answer = place.send(method, target, place.v2_headers())
    assert answer.status in (405, 501)
    assert (answer.body == b"") == (method == "HEAD")


def test_a_byte_order_mark_before_the_json_is_passed_over(place: Place) -> None:
    """Writers of .NET put it there, and its reader skips it."""
    signed = {**place.v2_headers(), "Content-Type": "application/json"}
    assert place.send("POST", "/v2/Customers", signed, b"\xef\xbb\xbf" + BODY).status == 201
    answer = place.send("POST", "/Customer", signed, b"\xef\xbb\xbf" + b'{"name": "A"}')
    assert answer.json()["success"] is True
