"""The same five requests for every server: one by id, 20 and 100 changed since a stamp, POST, PATCH."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

GET, LIST_20, LIST_100, POST, PATCH = "GET by id", "list of 20", "list of 100", "POST", "JSON Patch"
KINDS = (GET, LIST_20, LIST_100, POST, PATCH)
VARIETY = 2048
"""Different requests of one kind; they are sent in turn."""

STAMP = "LastChangedDateTimeOffset"


def seed(count: int) -> list[dict[str, Any]]:
    """So many customers as a client would POST them."""
    return [customer(number) for number in range(count)]


def customer(number: int) -> dict[str, Any]:
    """One customer as a client would POST it."""
    return {
        "Name": f"Fjord og Fjell {number} AS",
        "OrganizationNumber": f"{900_000_000 + number}",
        "EmailAddress": f"post{number}@fjord.example",
        "PhoneNumber": f"{20_000_000 + number}",
        "MailAddress": {"AddressLine1": f"Storgata {number}", "ZipCode": "0150", "City": "Oslo"},
    }


def ids(records: list[dict[str, Any]]) -> list[int]:
    """Whose records are asked for, in the same order in every run."""
    return random.Random(7).choices([record["Id"] for record in records], k=VARIETY)


def stamps_before_last(records: list[dict[str, Any]], count: int) -> list[str]:
    """Different moments, all of them before the last so many changes and after the one before those."""
    changed = sorted(record[STAMP] for record in records)[-count - 1]
    second, ticks = changed[:20], int(changed[20:27])
    return [f"{second}{min(ticks + step, 9_999_999):07d}+00:00" for step in range(512)]


def request(
    method: str, path: str, headers: Mapping[str, str], body: Any = None, kind: str = "application/json"
) -> bytes:
    """The bytes of one request."""
    data = b"" if body is None else json.dumps(body).encode()
    lines = dict(headers)
    if body is not None:
        lines |= {"Content-Type": kind, "Content-Length": str(len(data))}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + data
