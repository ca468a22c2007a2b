"""Every request that reached a tenant, in order, written down before it is judged.

Keeps bytes, not object trees, and no secret: keys, tokens and the fields that carry them are masked here and
nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import overload
from urllib.parse import parse_qsl

from talkqa.fake.entities import Write
from talkqa.fake.message import LARGEST_BODY, Request, Response

MASK = "***"
MOST_BYTES = 256 * 2**20
"""Bytes of bodies that a journal keeps, unless told otherwise."""
_SECRET_HEADERS = frozenset(("authorization", "ocp-apim-subscription-key", "cookie", "proxy-authorization"))
_SECRET_QUERY = re.compile(r"((?:^|&)(?:subscription-key|client_secret|access_token)=)[^&]*", re.IGNORECASE)
_TOKEN_IN_ANSWER = re.compile(rb'("(?:access|refresh)_token":")[^"]*')
_GRANT = re.compile(rb"grant_type=[a-z_]{1,40}")


@dataclass(slots=True)
class Entry:
    """One request and what became of it.

    status: 0 until it is answered. fault: names of the faults that struck, joined by commas. delivered: False
    when the answer was lost, or never sent. credential: who signed in; None when nobody did. dropped: the
    bodies were given up to keep the journal within its bounds.
    """

    number: int
    at: datetime
    credential: str | None
    method: str
    path: str
    query: str
    operation: str
    request_headers: Mapping[str, str] = field(repr=False)
    request_body: bytes = field(repr=False)
    status: int = 0
    response_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    response_body: bytes = field(default=b"", repr=False)
    fault: str | None = None
    writes: tuple[Write, ...] = field(default=(), repr=False)
    delivered: bool = True
    dropped: bool = False

    def parameters(self) -> dict[str, str]:
        """The query, decoded, with lower-case names."""
        return {name.lower(): value for name, value in parse_qsl(self.query, keep_blank_values=True)}


class Journal(Sequence[Entry]):
    """The entries of one tenant; numbers start at 1 and have no gaps.

    most: bytes of bodies that are kept. Beyond it the oldest bodies go, one entry after the other, so that an
    entry costs the same time however long the journal is; what an entry wrote stays.
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
        """Bytes of bodies that are kept now."""
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
        self, request: Request, operation: str, credential: str | None, at: datetime, secrets: Collection[str]
    ) -> Entry:
        """Write a request down. secrets: texts that must not appear, wherever the client put them."""
        is_sign_in = operation.endswith("/OAuth/Token")
        entry = Entry(
            number=len(self._entries) + 1,
            at=at,
            credential=credential,
            method=request.method,
            path=_scrub(request.path, secrets),
            query=_scrub(_SECRET_QUERY.sub(rf"\g<1>{MASK}", request.query), secrets),
            operation=operation,
            request_headers={name: _header(name, value, secrets) for name, value in request.headers.items()},
            request_body=_scrub_bytes(_kept_body(request.body, is_sign_in), secrets),
        )
        self._entries.append(entry)
        self._hold(len(entry.request_body))
        return entry

    def close(
        self, entry: Entry, response: Response, writes: tuple[Write, ...], secrets: Collection[str]
    ) -> Response:
        """Write down how the request was answered, and what was written for it.

        An answer can quote the request: a refusal its values, a page link its query.
        """
        entry.status = response.status
        entry.response_headers = {name: _scrub(value, secrets) for name, value in response.headers.items()}
        entry.response_body = response.body
        if entry.operation.endswith("/OAuth/Token"):
            entry.response_body = _TOKEN_IN_ANSWER.sub(rb"\g<1>***", response.body)
        elif response.status >= 400:
            entry.response_body = _scrub_bytes(response.body, secrets)
        entry.writes = writes
        if entry.number <= self._given_up:
            entry.response_body = b""
        self._hold(len(entry.response_body))
        return response

    def _hold(self, size: int) -> None:
        """Count bytes in, and give up the oldest bodies while there are too many; never the latest entry's."""
        self._held += size
        while self._held > self.most and self._given_up < len(self._entries) - 1:
            oldest = self._entries[self._given_up]
            self._held -= len(oldest.request_body) + len(oldest.response_body)
            oldest.request_body = oldest.response_body = b""
            oldest.dropped = True
            self._given_up += 1


def _header(name: str, value: str, secrets: Collection[str]) -> str:
    return MASK if name in _SECRET_HEADERS else _scrub(value, secrets)


def _scrub(text: str, secrets: Collection[str]) -> str:
    for secret in secrets:
        if secret in text:
            text = text.replace(secret, MASK)
    return text


def _scrub_bytes(data: bytes, secrets: Collection[str]) -> bytes:
    for secret in secrets:
        if (secret_bytes := secret.encode()) in data:
            data = data.replace(secret_bytes, MASK.encode())
    return data


def _kept_body(body: bytes, is_sign_in: bool) -> bytes:
    """The body, unless it is too large; of a sign-in only the grant type, for the rest may carry keys."""
    if not is_sign_in:
        return body if len(body) <= LARGEST_BODY else b""
    grant = _GRANT.search(body)
    if grant is None:
        return b"***" if body else b""
    return grant[0] if grant[0] == body else grant[0] + b"&***"
