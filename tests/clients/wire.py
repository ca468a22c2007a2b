"""Requests exactly as a client's code puts them on the wire: nothing is added but Host and Content-Length."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote

from talkqa.fake import Tenant
from talkqa.fake.doors.server import Serving

FORM = "application/x-www-form-urlencoded"
GRANT = "grant_type=client_credentials"


@dataclass
class Answer:
    """What came back; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Place:
    """A tenant, and the server it is reached through."""

    tenant: Tenant
    server: Serving

    @property
    def basic(self) -> str:
        """The keys as every client sends them for a token."""
        keys = self.tenant.credential("client")
        return "Basic " + base64.b64encode(f"{keys.application_key}:{keys.client_key}".encode()).decode()

    @property
    def subscription(self) -> str:
        return self.tenant.credential("client").subscription_key

    def send(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
    ) -> Answer:
        """One request on a connection of its own. target: path and query; only what must be is escaped."""
        host = self.server.origin.removeprefix("http://")
        connection = HTTPConnection(host, timeout=10)
        try:
            data = body.encode() if isinstance(body, str) else body
            connection.putrequest(method, quote(target, safe="/?&=$'(),:;@!*+%[]"), skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if data is not None:
                connection.putheader("Content-Length", str(len(data)))
            connection.endheaders(data)
            answer = connection.getresponse()
            shown = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, shown, answer.read())
        finally:
            connection.close()

    def v1_token(self) -> str:
        """Signed in as a client of v1 does."""
        headers = {"Authorization": self.basic, "Content-Type": FORM}
        return str(self.send("POST", "/OAuth/Token", headers, GRANT).json()["access_token"])

    def v2_headers(self) -> dict[str, str]:
        """Signed in as a client of v2 does: what its further requests carry."""
        key = {"Ocp-Apim-Subscription-Key": self.subscription}
        headers = {"Authorization": self.basic, "Content-Type": FORM, **key}
        token = self.send("POST", "/OAuth/Token", headers, GRANT).json()["access_token"]
        return {"Authorization": f"Bearer {token}", **key}
