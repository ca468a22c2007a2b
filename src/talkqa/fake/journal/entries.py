"""Every request that reached a tenant, in order, written down before it is judged.

Keeps bytes, not object trees, and no secret: `scrubbing` takes them out first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import overload
from urllib.parse import parse_qsl

from talkqa.fake.clock import moment
from talkqa.fake.entities import Write
from talkqa.fake.journal.scrubbing import Secrets, headers_of, kept_body, without_token
from talkqa.fake.message import NO_HEADERS, Fixed, Request, Response

MOST_BYTES = 256 * 2**20
"""Bytes that a journal keeps of queries, headers, bodies and writes, unless told otherwise."""
LONGEST_PATH = 500
"""Characters of a path that stay of an entry which gave up its bytes."""


@dataclass(slots=True)
class Entry:
    """One request and what became of it.

    ticks: the virtual time. status: 0 until it is answered. fault: names of the faults that struck, joined by
    commas. delivered: False when the answer was lost, or never sent. credential: who signed in; None when nobody
    did. answer: the body of the response, or the elements of the JSON array that it is. dropped: its query,
    headers, bodies and writes were given up to keep the journal within its bounds. held: bytes that they take.
    client: the id of the tenant that was asked.
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


class Journal(Sequence[Entry]):
    """The entries of one tenant; numbers start at 1 and have no gaps.

    most: bytes of queries, headers, bodies and writes that are kept. Beyond it those of the oldest entries go, one
    entry after the other, so that an entry costs the same time however long the journal is.
    undone: numbers of entries whose writes do not stand any more, because the tenant went back to a snapshot.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self.undone: tuple[range, ...] = ()
        self._entries: list[Entry] = []
        self._held = 0
        self._given_up = 0

    @property
    def held(self) -> int:
        """Bytes that are kept now."""
        return self._held

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        return self._entries[index]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def since(self, number: int) -> list[Entry]:
        """The entries after that number, oldest first; `since(0)` is all of them."""
        return self._entries[max(number, 0) :]

    def undo(self, number: int, undone: tuple[range, ...]) -> None:
        """The writes after that number stand no more. undone: those that did not stand at that number."""
        self.undone = (*undone, range(number + 1, len(self._entries) + 1))

    def stands(self, entry: Entry) -> bool:
        """What it wrote has not been undone by a return to a snapshot."""
        return not any(entry.number in numbers for numbers in self.undone)

    def open(
        self,
        request: Request,
        operation: str,
        credential: str | None,
        ticks: int,
        secrets: Secrets,
        client: str = "",
    ) -> Entry:
        """Write a request down. client: the id of the tenant that it is for."""
        body = kept_body(request.body, operation.endswith("/OAuth/Token")) if request.body else b""
        entry = Entry(
            len(self._entries) + 1,
            ticks,
            credential,
            request.method,
            secrets.out_of(request.path),
            secrets.out_of_query(request.query),
            operation,
            secrets.out_of_head(request.headers),
            secrets.out_of_bytes(body),
            client=client,
        )
        self._entries.append(entry)
        address = max(len(entry.path) - LONGEST_PATH, 0) + len(entry.query)
        entry.held = size = address + len(entry.request_head) + len(entry.request_body)
        self._held += size
        if self._held > self.most:
            self._give_up()
        return entry

    def close(
        self, entry: Entry, response: Response, writes: tuple[Write, ...], secrets: Secrets
    ) -> Response:
        """Write down how the request was answered, and what was written for it.

        An answer can quote the request: a refusal its values, a page link its query.
        """
        entry.status = response.status
        entry.response_headers = headers = response.headers
        if type(headers) is not Fixed:
            entry.response_headers = {name: secrets.out_of(value) for name, value in headers.items()}
        if entry.number > self._given_up:
            entry.answer = response.parts or _kept_answer(entry, response, secrets)
            entry.writes = writes
            written = sum([write.size for write in writes]) if writes else 0
            size = _length(entry.answer) + written
            entry.held += size
            self._held += size
            if self._held > self.most:
                self._give_up()
        return response

    def _give_up(self) -> None:
        """Let the oldest go while there are too many bytes; never the latest entry's."""
        while self._held > self.most and self._given_up < len(self._entries) - 1:
            oldest = self._entries[self._given_up]
            self._held -= oldest.held
            self._given_up += 1
            _empty(oldest)


def _length(answer: bytes | tuple[bytes, ...]) -> int:
    """Bytes of the body, as an array with its brackets and commas."""
    return len(answer) if isinstance(answer, bytes) else sum(map(len, answer)) + len(answer) + 1


def _kept_answer(entry: Entry, response: Response, secrets: Secrets) -> bytes:
    if entry.operation.endswith("/OAuth/Token"):
        return without_token(response.body)
    return secrets.out_of_bytes(response.body) if response.status >= 400 else response.body


def _empty(entry: Entry) -> None:
    """Let go of all that an entry holds but the line that says what it was."""
    entry.path, entry.query = entry.path[:LONGEST_PATH], ""
    entry.request_head = entry.request_body = entry.answer = b""
    entry.writes = ()
    entry.held = 0
    entry.dropped = True
