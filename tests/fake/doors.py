"""A tenant and a way to it, for the tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import httpx

from talkqa.fake import Credential, Fake, Tenant

TOKEN_URL = "https://goapi.poweroffice.net/OAuth/Token"
BASE_URL = "https://goapi.poweroffice.net/v2"


@dataclass
class Door:
    """One tenant, reached in process or through a socket."""

    fake: Fake
    tenant: Tenant
    base_url: str
    token_url: str
    transport: httpx.BaseTransport | None

    def beside(self) -> Door:
        """Another tenant of the same fake, through the same door."""
        return replace(self, tenant=self.fake.tenant())

    def bare(self) -> httpx.Client:
        """A client that has not signed in."""
        return httpx.Client(base_url=self.base_url, transport=self.transport, trust_env=False)

    def client(self, name: str = "sut") -> httpx.Client:
        """A client that has."""
        credential = self.tenant.credential(name)
        client = self.bare()
        token = sign_in(client, credential, self.token_url).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        client.headers["Ocp-Apim-Subscription-Key"] = credential.subscription_key
        return client


def inside(fake: Fake) -> Door:
    """A new tenant of that fake, in process."""
    return Door(fake, fake.tenant(), BASE_URL, TOKEN_URL, fake.transport())


def sign_in(client: httpx.Client, credential: Credential, url: str, **more: Any) -> httpx.Response:
    """Sign in as the documentation says."""
    return client.post(
        url,
        auth=(credential.application_key, credential.client_key),
        headers={"Ocp-Apim-Subscription-Key": credential.subscription_key},
        data={"grant_type": "client_credentials"},
        **more,
    )


def made(client: httpx.Client, plural: str, **fields: Any) -> Any:
    """A new record, as the service answered it."""
    answer = client.post(f"/{plural}", json=fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


def replaced(client: httpx.Client, path: str, **fields: Any) -> httpx.Response:
    """PATCH with one `replace` per property; a double underscore stands for the slash in a path."""
    steps = [
        {"op": "replace", "path": "/" + name.replace("__", "/"), "value": value}
        for name, value in fields.items()
    ]
    return client.patch(path, json=steps)
