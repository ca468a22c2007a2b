"""Every request that reached a tenant, in order, written down before it is judged.

Keeps bytes, not object trees, and no secret: `scrubbing` takes them out first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from talkqa.fake.entities import Write
from talkqa.fake.journal.entry import LONGEST_PATH, Entry
from talkqa.fake.journal.scrubbing import Secrets, kept_body, without_token
from talkqa.fake.message import Fixed, Request, Response

MOST_BYTES = 256 * 2**20
"""Bytes that a journal keeps of queries, headers, bodies and writes, unless told otherwise."""
MOST_ENTRIES = 500_000
"""Entries that a journal keeps, unless told otherwise: 160 MB of lines, as one takes some 320 bytes (measured)."""


class Journal(Sequence[Entry]):
    """The latest entries of one tenant, oldest first; their numbers have no gaps, and the first of all was 1.

    most: bytes of queries, headers, bodies and writes that are kept. Beyond it those of the oldest entries go, one
    entry after the other, so that an entry costs the same time however long the journal is.
    most_entries: at least 1. Beyond it the oldest entries leave for good, a 256th of that number at once: what is
    behind them moves up once for many entries, and one request waits for a millisecond (our choice; measured).
    latest: the number of the latest entry, 0 before there is one; not the length, once entries have left.
    undone: numbers of entries whose writes do not stand any more, because the tenant went back to a snapshot.
    """

    def __init__(self, most: int = MOST_BYTES, most_entries: int = MOST_ENTRIES) -> None:
        self.most, self.most_entries = most, most_entries
        self.latest = 0
        self.undone: tuple[range, ...] = ()
        self._entries: list[Entry] = []
        self._held = 0
        self._given_up = 0
        """How many of the entries, from the first on, gave up their bytes."""
        self._room = most_entries
        """The number of the last entry for which none has to leave."""

    @property
    def held(self) -> int:
        """Bytes that are kept now."""
        return self._held

    @property
    def gone(self) -> int:
        """How many of the oldest entries have left."""
        return self._entries[0].number - 1 if self._entries else 0

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        return self._entries[index]

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """Those that are there now, whatever leaves meanwhile."""
        return iter(self._entries[:])

    def since(self, number: int) -> list[Entry]:
        """The entries after that number, oldest first; `since(0)` is all that are kept."""
        return self._between(number, None)

    def numbered(self, number: int) -> Entry | None:
        """The entry of that number; None when it has left, or has not come yet."""
        return next(iter(self._between(number - 1, number)), None)

    def _between(self, after: int, last: int | None) -> list[Entry]:
        """Entries by number, also while another thread lets the oldest leave: then it looks again."""
        while True:
            gone = self.gone
            found = self._entries[max(after - gone, 0) : None if last is None else max(last - gone, 0)]
            if gone == self.gone:
                return found

    def undo(self, number: int, undone: tuple[range, ...]) -> None:
        """The writes after that number stand no more. undone: those that did not stand at that number."""
        stretches = (*undone, range(number + 1, self.latest + 1))
        self.undone = tuple(numbers for numbers in stretches if numbers and numbers[-1] > self.gone)

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
        body = request.body
        if body:
            body = secrets.out_of_bytes(kept_body(body, operation.endswith("/OAuth/Token")))
        path, query = secrets.out_of(request.path), secrets.out_of_query(request.query)
        head = secrets.out_of_head(request.headers)
        number = self.latest + 1
        entry = Entry(
            number, ticks, credential, request.method, path, query, operation, head, body, client=client
        )
        if request.origin > "https":  # of all origins only those of https come after it
            entry.scheme = "https"
        self._entries.append(entry)
        self.latest = number
        if number > self._room:
            self._let_leave()
        size = len(query) + len(head) + len(body)
        if len(path) > LONGEST_PATH:
            size += len(path) - LONGEST_PATH
        entry.held = size
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
        if not entry.dropped:
            entry.response_headers = headers = response.headers
            if type(headers) is not Fixed:
                entry.response_headers = {name: secrets.out_of(value) for name, value in headers.items()}
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
            oldest.give_up()

    def _let_leave(self) -> None:
        """Let the oldest entries go for good, with what they still hold."""
        count = max(1, self.most_entries // 256)
        for entry in self._entries[self._given_up : count]:
            self._held -= entry.held
            entry.give_up()
        del self._entries[:count]
        self._given_up = max(0, self._given_up - count)
        self._room += count


def _length(answer: bytes | tuple[bytes, ...]) -> int:
    """Bytes of the body, as an array with its brackets and commas."""
    return len(answer) if isinstance(answer, bytes) else sum(map(len, answer)) + len(answer) + 1


def _kept_answer(entry: Entry, response: Response, secrets: Secrets) -> bytes:
    if entry.operation.endswith("/OAuth/Token"):
        return without_token(response.body)
    return secrets.out_of_bytes(response.body) if response.status >= 400 else response.body
