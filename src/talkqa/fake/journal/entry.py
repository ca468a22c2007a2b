"""One request that reached a tenant, and what became of it: bytes, not object trees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl

from talkqa.fake.clock import moment
from talkqa.fake.entities import Write
from talkqa.fake.journal.scrubbing import headers_of
from talkqa.fake.message import NO_HEADERS

LONGEST_PATH = 500
"""Characters of a path that stay of an entry which gave up its bytes."""


@dataclass(slots=True)
class Entry:
    """One request and what became of it.

    ticks: the virtual time. status: 0 until it is answered. fault: names of the faults that struck, joined by
    commas. delivered: False when the answer was lost, or never sent. credential: who signed in; None when nobody
    did. answer: the body of the response, or the elements of the JSON array that it is. dropped: its query,
    headers, bodies and writes were given up to keep the journal within its bounds. held: bytes that they take.
    client: the id of the tenant that was asked. scheme: http or https, as the client asked.
    """

    number: int
    ticks: int
    credential: str | None
    method: str
    path: str
    query: str
    operation: str
    request_head: bytes = field(repr=False)
    request_body: bytes = field(repr=False)
    status: int = 0
    response_headers: Mapping[str, str] = field(default=NO_HEADERS, repr=False)
    answer: bytes | tuple[bytes, ...] = field(default=b"", repr=False)
    fault: str | None = None
    writes: tuple[Write, ...] = field(default=(), repr=False)
    delivered: bool = True
    dropped: bool = False
    held: int = field(default=0, repr=False)
    client: str = ""
    scheme: str = "http"

    @property
    def at(self) -> datetime:
        """The virtual time, in UTC."""
        return moment(self.ticks)

    @property
    def request_headers(self) -> dict[str, str]:
        """Lower-case name to value."""
        return headers_of(self.request_head)

    @property
    def response_body(self) -> bytes:
        """The body of the answer."""
        return self.answer if isinstance(self.answer, bytes) else b"[" + b",".join(self.answer) + b"]"

    def parameters(self) -> dict[str, str]:
        """The query, decoded, with lower-case names."""
        return {name.lower(): value for name, value in parse_qsl(self.query, keep_blank_values=True)}

    def give_up(self) -> None:
        """Let go of all that it holds but the line that says what it was."""
        self.path, self.query = self.path[:LONGEST_PATH], ""
        self.request_head = self.request_body = self.answer = b""
        self.response_headers = NO_HEADERS
        self.writes = ()
        self.held = 0
        self.dropped = True
