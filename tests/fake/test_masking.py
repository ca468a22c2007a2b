"""No key and no token leaves the fake, wherever a client has put it and in whatever form."""

from __future__ import annotations

import base64
import json

import httpx

from talkqa.fake.control import looking
from talkqa.fake.journal.export import exported
from tests.fake.doors import TOKEN_URL, Door, made, sign_in


def forms(secret: str) -> list[str]:
    """One secret as clients and their logs write it."""
    return [
        secret,
        secret.upper(),
        secret.replace("-", ""),
        secret.replace(".", "%2E"),
        base64.b64encode(secret.encode()).decode().rstrip("="),
    ]


def test_canaries_in_every_place_are_masked_in_both_formats(here: Door) -> None:
    """Path, query, headers, bodies that are refused or stored, records, and a token older than eight others."""
    client = here.client()
    credential = here.tenant.credential("sut")
    first = client.headers["Authorization"].removeprefix("Bearer ")
    for _ in range(10):
        last = sign_in(here.bare(), credential, TOKEN_URL).json()["access_token"]
    keys = [credential.application_key, credential.client_key, credential.subscription_key]
    pair = base64.b64encode(":".join(keys[:2]).encode()).decode()
    canaries = [form for key in keys for form in forms(key)] + [first, last, forms(first)[3], pair]
    for canary in canaries:
        put_everywhere(client, canary)
    written = b"".join([*exported(here.tenant, "ndjson"), *exported(here.tenant, "har")]).decode().lower()
    assert len(here.tenant.journal) == 11 + 7 * len(canaries)
    assert [canary for canary in canaries if canary.rstrip("=").lower() in written] == []


def test_the_live_page_shows_no_key_and_no_token(here: Door) -> None:
    """Neither in its list of requests nor in one of them with all that is known of it."""
    client = here.client()
    keys = here.tenant.credential("sut")
    token = client.headers["Authorization"].removeprefix("Bearer ")
    canaries = [*forms(keys.client_key), *forms(keys.subscription_key), token]
    for canary in canaries:
        put_everywhere(client, canary)
    listed = json.dumps(looking.requests(here.tenant, 0)).lower()
    told = [looking.request(here.tenant, number) for number in range(1, len(here.tenant.journal) + 1)]
    assert listed.count('"number"') == len(told) > 70
    for shown in (listed, json.dumps(told).lower()):
        assert [canary for canary in canaries if canary.rstrip("=").lower() in shown] == []


def put_everywhere(client: httpx.Client, canary: str) -> None:
    customer = made(client, "Customers", Name=f"a {canary} b", LegalName=canary)
    client.patch(
        f"/Customers/{customer['Id']}", json=[{"op": "replace", "path": "/WebsiteUrl", "value": canary}]
    )
    client.post("/Suppliers", json={"Name": 5, "LegalName": canary}, headers={"X-Trace": f"t={canary};"})
    client.get(f"/Customers/{canary}")
    client.get("/Customers", params={"externalImportReference": canary, "PageSize": 1, canary: "x"})
    client.get("/Customers", params={"emailAddresses": canary}, headers={"Cookie": canary})
    client.delete(f"/Customers/{customer['Id']}")


def test_what_is_no_secret_stays_as_it_is(here: Door, client: httpx.Client) -> None:
    made(client, "Customers", Name="eyJust a name", LegalName="5a7e0003-0000-4000-8000-000000000003")
    written = b"".join(exported(here.tenant, "ndjson")).decode()
    assert "eyJust a name" in written
    assert "5a7e0003-0000-4000-8000-000000000003" in written
