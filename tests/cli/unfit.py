"""A small, honest client, and the ways in which its set-up can be wrong: `python unfit.py WORD [v]`.

It signs in and lists every type; each word changes one thing. Standard library only, so that it starts fast.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import sys
import time
import urllib.parse
from pathlib import Path
from typing import Any

MADE: list[Any] = []
"""What it has created, kept in memory only."""
LISTS = ["Employees", "Suppliers", "Customers", "ContactPersons"]


class Client:
    """One cycle's connection."""

    def __init__(self, word: str) -> None:
        self.base, self.token_url = os.environ["TALKQA_BASE_URL"], os.environ["TALKQA_TOKEN_URL"]
        self.keys = [os.environ[f"TALKQA_{name}_KEY"] for name in ("APPLICATION", "CLIENT", "SUBSCRIPTION")]
        self.headers: dict[str, str] = {}
        if word == "wrong-application-key":
            self.keys[0] = "00000000-0000-0000-0000-000000000000"
        if word == "wrong-client-key":
            self.keys[1] = "00000000-0000-0000-0000-000000000000"
        if word == "wrong-subscription-key":
            self.keys[2] = "0" * 32
        if word == "wrong-base-path":
            self.base = self.base.removesuffix("/v2") + "/v3"
        if word == "doubled-base-path":
            self.base += "/v2"
        if word == "wrong-token-path":
            self.token_url = self.token_url.replace("/OAuth/Token", "/auth/token")
        if word == "dead-port":
            self.base, self.token_url = "http://127.0.0.1:9/v2", "http://127.0.0.1:9/OAuth/Token"

    def ask(self, method: str, url: str, body: bytes | None = None, **headers: str) -> Any:
        parts = urllib.parse.urlsplit(url)
        link = http.client.HTTPConnection(parts.netloc, timeout=10)
        link.request(method, parts.path, body, {**self.headers, **headers})
        answer = link.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {parts.path}: {answer.status}")
        return json.loads(text) if text else None

    def sign_in(self, grant: str = "client_credentials") -> None:
        pair = base64.b64encode(":".join(self.keys[:2]).encode()).decode()
        self.headers["Ocp-Apim-Subscription-Key"] = self.keys[2]
        form = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"}
        told = self.ask("POST", self.token_url, f"grant_type={grant}".encode(), **form)
        self.headers["Authorization"] = f"Bearer {told['access_token']}"

    def post(self, path: str, **values: Any) -> Any:
        return self.ask(
            "POST", self.base + path, json.dumps(values).encode(), **{"Content-Type": "application/json"}
        )


def cycle(word: str) -> None:
    """Sign in, list, and do what the word says."""
    if word == "crashes":
        raise SystemExit("no configuration file")
    if word == "needs-a-variable":
        os.environ["MY_OWN_SETTING"]
    if word == "nothing":
        return
    if word == "hangs":
        time.sleep(600)
    client = Client(word)
    if word == "no-sign-in":
        client.headers["Ocp-Apim-Subscription-Key"] = client.keys[2]
    else:
        client.sign_in("password" if word == "wrong-grant" else "client_credentials")
    if word == "no-subscription-key":
        del client.headers["Ocp-Apim-Subscription-Key"]
    for name in LISTS[:2] if word == "lists-two-types" else LISTS:
        client.ask("GET", f"{client.base}/{name}")
    if word == "forgets" and not MADE:
        MADE.append(client.post("/Customers", Name="Glemt AS"))
    if word == "never-settles":
        client.post("/Customers", Name=f"Ny {time.monotonic_ns()} AS")
    if word == "writes-outside":
        made = Path(os.environ["TALKQA_STATE_FOLDER"]) / "made"
        if not made.exists():
            client.post("/Suppliers", Name="Utenfor AS")
            made.touch()
    if word == "fails-late":
        raise SystemExit("something went wrong at the end")
    if word == "asks-for-vouchers":
        try:
            client.ask("GET", f"{client.base}/Vouchers")
        except SystemExit:
            return


if __name__ == "__main__":
    cycle(sys.argv[1])
    while sys.argv[2:] == ["serve"]:
        time.sleep(0.1)
        cycle(sys.argv[1])
