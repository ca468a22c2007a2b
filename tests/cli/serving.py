"""`talkqa serve` in a process of its own, and a client that has signed in there."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

PROGRAM = "from talkqa.cli.serve import serve; serve()"


@contextmanager
def serving(*words: str) -> Iterator[subprocess.Popen[str]]:
    """The command with these words; killed at the end, if it has not ended before."""
    command = [sys.executable, "-c", PROGRAM, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    """The line of addresses and keys."""
    assert process.stdout is not None
    return dict(json.loads(process.stdout.readline()))


def sign_in(addresses: dict[str, Any], trusted: ssl.SSLContext | bool = True) -> httpx.Client:
    """A client of v2 with a token. trusted: whose certificates it takes."""
    headers = {"Ocp-Apim-Subscription-Key": addresses["subscription_key"]}
    client = httpx.Client(base_url=addresses["v2"], headers=headers, verify=trusted, trust_env=False)
    keys = (addresses["application_key"], addresses["client_key"])
    answer = client.post(addresses["token"], auth=keys, data={"grant_type": "client_credentials"})
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client
