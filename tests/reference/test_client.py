"""The client of PowerOffice: sign-in, paging, throttling, and what is never sent twice."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import respx

from talkqa.reference.client import Client
from talkqa.reference.entities import Key
from talkqa.reference.failures import Doubt, Forbidden, Gone, NotAuthorised, NotTaken, Refused
from talkqa.sut.protocol import Endpoint
from tests.reference.world import BASE, TOKEN

SECRETS = ("application-secret", "client-secret", "subscription-secret")
C100 = Key("Customer", "100")


@pytest.fixture
def web() -> Iterator[respx.MockRouter]:
    """The web, with a token for whoever signs in; anything else that is not told is refused."""
    with respx.mock(assert_all_called=False) as router:
        granted = iter(range(1, 100))
        answer = lambda _: httpx.Response(  # noqa: E731
            200, json={"access_token": f"token-{next(granted)}", "token_type": "bearer", "expires_in": 1200}
        )
        router.post(TOKEN, name="token").mock(side_effect=answer)
        yield router


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(web: respx.MockRouter, pauses: list[float]) -> Iterator[Client]:
    made = Client(Endpoint(BASE, TOKEN, *SECRETS), pauses.append, page_size=2)
    yield made
    made.close()


def test_a_token_is_used_again(web: respx.MockRouter, client: Client) -> None:
    """One sign-in serves many requests (M-54b)."""
    web.get(f"{BASE}/Customers/100").respond(json={"Id": 100})
    client.get(C100)
    client.get(C100)
    assert web["token"].call_count == 1


def test_signing_in_shows_the_keys_as_poweroffice_wants_them(web: respx.MockRouter, client: Client) -> None:
    """Basic with application and client key; the subscription key on every call."""
    web.get(f"{BASE}/Customers/100", name="read").respond(json={"Id": 100})
    client.get(C100)
    sign_in, read = web["token"].calls.last.request, web["read"].calls.last.request
    assert sign_in.headers["Authorization"] == httpx.BasicAuth(*SECRETS[:2])._auth_header
    assert sign_in.content == b"grant_type=client_credentials"
    assert read.headers["Authorization"] == "Bearer token-1"
    assert {r.headers["Ocp-Apim-Subscription-Key"] for r in (sign_in, read)} == {"subscription-secret"}


def test_a_token_is_renewed_before_it_ends(web: respx.MockRouter, client: Client) -> None:
    """Proactive renewal: a token with less than a minute left is not used."""
    web.post(TOKEN, name="token").respond(json={"access_token": "short", "expires_in": 30})
    web.get(f"{BASE}/Customers/100").respond(json={"Id": 100})
    client.get(C100)
    client.get(C100)
    assert web["token"].call_count == 2


def test_an_expired_token_is_renewed_once(web: respx.MockRouter, client: Client) -> None:
    """R-54: 401, new token, the same request again."""
    answers = [httpx.Response(401), httpx.Response(201, json={"Id": 100})]
    route = web.post(f"{BASE}/Customers").mock(side_effect=answers)
    assert client.create("/Customers", {})["Id"] == 100
    assert [call.request.headers["Authorization"] for call in route.calls] == [
        "Bearer token-1",
        "Bearer token-2",
    ]


def test_a_fresh_token_that_is_refused_is_the_end(web: respx.MockRouter, client: Client) -> None:
    """No endless renew-and-retry (M-54c)."""
    route = web.get(f"{BASE}/Customers/100").respond(401)
    with pytest.raises(NotAuthorised):
        client.get(C100)
    assert route.call_count == 2


def test_revoked_keys_are_told_without_a_storm(web: respx.MockRouter, client: Client) -> None:
    """One token request, and a message for the person who must renew."""
    web.post(TOKEN, name="token").respond(
        400, json={"error": "invalid_client", "error_description": "not found"}
    )
    with pytest.raises(NotAuthorised, match="not found"):
        client.get(C100)
    assert web["token"].call_count == 1


def test_a_listing_is_read_to_its_end(web: respx.MockRouter, client: Client) -> None:
    """R-46: as long as X-Pagination names a next page, also behind a short one."""
    more = {"X-Pagination": '{"nextPageLink": "there"}'}
    pages = [
        httpx.Response(200, json=[{"Id": 1}, {"Id": 2}], headers=more),
        httpx.Response(200, json=[{"Id": 3}], headers=more),
        httpx.Response(200, json=[{"Id": 4}], headers={"X-Pagination": '{"nextPageLink": null}'}),
    ]
    route = web.get(f"{BASE}/Customers").mock(side_effect=pages)
    assert [record["Id"] for record in client.listing("Customer")] == [1, 2, 3, 4]
    assert [call.request.url.params["PageNumber"] for call in route.calls] == ["1", "2", "3"]


def test_a_listing_may_end_in_an_empty_page(web: respx.MockRouter, client: Client) -> None:
    """204 has no body, and is the end."""
    web.get(f"{BASE}/Customers").mock(
        side_effect=[httpx.Response(200, json=[{"Id": 1}, {"Id": 2}]), httpx.Response(204)]
    )
    assert len(client.listing("Customer")) == 2


def test_an_increment_asks_with_an_offset_and_seven_decimals(web: respx.MockRouter, client: Client) -> None:
    """The filter's own form; the plus must be escaped."""
    route = web.get(f"{BASE}/Customers").respond(204)
    client.listing("Customer", since=17_000_000_000_000_001)
    query = route.calls.last.request.url.query
    assert b"lastChangedDateTimeOffsetGreaterThan=2023-11-14T22%3A13%3A20.0000001%2B00%3A00" in query


@pytest.mark.parametrize(
    ("header", "waited"), [({"Retry-After": "7"}, 7.0), ({}, 1.0), ({"Retry-After": "soon"}, 1.0)]
)
def test_throttling_delays_and_nothing_else(
    web: respx.MockRouter, client: Client, pauses: list[float], header: dict[str, str], waited: float
) -> None:
    """R-52: the told time, else a second; a creation too, since 429 comes before any commit."""
    answers = [httpx.Response(429, headers=header), httpx.Response(201, json={"Id": 100})]
    web.post(f"{BASE}/Customers").mock(side_effect=answers)
    assert client.create("/Customers", {})["Id"] == 100
    assert pauses == [waited]


@pytest.mark.parametrize(
    "trouble", [httpx.Response(503), httpx.ReadError("reset"), httpx.ReadTimeout("slow")]
)
def test_reading_is_repeated(
    web: respx.MockRouter, client: Client, pauses: list[float], trouble: httpx.Response | Exception
) -> None:
    """R-53: reading twice does no harm; the pauses grow."""
    web.get(f"{BASE}/Customers/100").mock(
        side_effect=[trouble, trouble, httpx.Response(200, json={"Id": 100})]
    )
    assert client.get(C100)["Id"] == 100
    assert pauses == [0.5, 1.0]


def test_a_patch_is_repeated(web: respx.MockRouter, client: Client) -> None:
    """Setting a value twice does no harm."""
    route = web.patch(f"{BASE}/Customers/100").mock(
        side_effect=[httpx.Response(503), httpx.Response(200, json={"Id": 100})]
    )
    client.patch(C100, [{"op": "replace", "path": "/Name", "value": "Å"}])
    assert route.call_count == 2
    assert route.calls.last.request.headers["Content-Type"] == "application/json-patch+json"
    assert route.calls.last.request.content == '[{"op": "replace", "path": "/Name", "value": "Å"}]'.encode()


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.Response(500),
        httpx.Response(502),
        httpx.Response(503),
        httpx.Response(201),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("gone"),
    ],
)
def test_a_creation_in_doubt_is_never_repeated(
    web: respx.MockRouter, client: Client, trouble: httpx.Response | Exception
) -> None:
    """R-47: it may have been done."""
    route = web.post(f"{BASE}/Customers").mock(side_effect=[trouble, httpx.Response(201, json={"Id": 100})])
    with pytest.raises(Doubt):
        client.create("/Customers", {})
    assert route.call_count == 1


def test_a_creation_that_met_nobody_is_repeated(web: respx.MockRouter, client: Client) -> None:
    """A refused connection carried nothing."""
    route = web.post(f"{BASE}/Customers").mock(
        side_effect=[httpx.ConnectError("refused"), httpx.Response(201, json={"Id": 100})]
    )
    assert client.create("/Customers", {})["Id"] == 100
    assert route.call_count == 2


def test_a_failed_sign_in_puts_no_creation_in_doubt(web: respx.MockRouter, client: Client) -> None:
    """What was never sent surely did nothing."""
    web.post(TOKEN, name="token").respond(503)
    with pytest.raises(NotTaken):
        client.create("/Customers", {})


def test_patience_has_an_end(web: respx.MockRouter, client: Client, pauses: list[float]) -> None:
    """No retries without end (M-53a): the next cycle is another chance."""
    route = web.get(f"{BASE}/Customers/100").respond(503)
    with pytest.raises(Doubt):
        client.get(C100)
    assert route.call_count == 4
    assert len(pauses) == 3


@pytest.mark.parametrize(("status", "kind"), [(400, Refused), (409, Refused), (404, Gone), (403, Forbidden)])
def test_a_refusal_is_told_in_the_servers_words(
    web: respx.MockRouter, client: Client, status: int, kind: type[Refused]
) -> None:
    """Method, path, status and detail, and no second try."""
    route = web.get(f"{BASE}/Customers/100").respond(status, json={"title": "Sorry", "detail": "Not today."})
    with pytest.raises(kind, match=rf"GET /v2/Customers/100: {status} Not today\."):
        client.get(C100)
    assert route.call_count == 1


def test_no_failure_tells_a_secret(web: respx.MockRouter, client: Client) -> None:
    """R-60: neither keys nor tokens."""
    web.get(f"{BASE}/Customers/100").respond(400, text="bad")
    with pytest.raises(Refused) as caught:
        client.get(C100)
    told = f"{caught.value!r} {caught.value.__cause__!r} {client.__dict__.get('_endpoint')!r}"
    assert not [secret for secret in (*SECRETS, "token-1") if secret in told]


def test_a_mark_is_found_only_by_its_whole_text(web: respx.MockRouter, client: Client) -> None:
    """A server that ignores the filter must not lend us a stranger."""
    web.get(f"{BASE}/Customers").respond(
        json=[{"Id": 1, "ExternalImportReference": None}, {"Id": 2, "ExternalImportReference": "mark"}]
    )
    found = client.find_mark("Customer", "mark")
    assert found
    assert found["Id"] == 2
    assert client.find_mark("Customer", "mar") is None
