"""How a v1 client talks: no subscription key, an envelope around every answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.fake.doors import Door

ORIGIN = "https://api.poweroffice.net"


@dataclass
class V1:
    """A signed-in client; each call returns the whole envelope of a 200."""

    http: httpx.Client

    def get(self, path: str, **options: str | int) -> Any:
        """options: query options without their dollar."""
        return _envelope(self.http.get(path, params={f"${name}": value for name, value in options.items()}))

    def post(self, path: str, **fields: Any) -> Any:
        return _envelope(self.http.post(path, json=fields))

    def delete(self, path: str) -> Any:
        return _envelope(self.http.delete(path))

    def saved(self, path: str, **fields: Any) -> Any:
        """The record of a POST that is accepted."""
        envelope = self.post(path, **fields)
        assert envelope["success"] is True, envelope
        return envelope["data"]

    def refused(self, path: str, **options: str | int) -> Any:
        """The validation of a list that is refused."""
        envelope = self.get(path, **options)
        assert envelope["success"] is False
        assert "data" not in envelope
        return envelope["validation"]


def v1_client(door: Door, origin: str = ORIGIN, name: str = "v1") -> V1:
    """Sign in as the v1 documentation says."""
    credential = door.tenant.credential(name)
    http = httpx.Client(base_url=f"{origin}/", transport=door.transport, trust_env=False)
    keys = (credential.application_key, credential.client_key)
    answer = http.post("/OAuth/Token", auth=keys, data={"grant_type": "client_credentials"})
    assert answer.status_code == 200, answer.text
    http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return V1(http)


def _envelope(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()
