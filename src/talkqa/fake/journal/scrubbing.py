"""What no journal may show: keys, tokens, and the places that carry them. Masked here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from talkqa.fake.message import LARGEST_BODY, Headers

MASK = "***"
_MASK = MASK.encode()
_SECRET_HEADERS = frozenset(
    (b"authorization", b"ocp-apim-subscription-key", b"cookie", b"proxy-authorization")
)
_SECRET_NAMES = ("subscription-key", "client_secret", "access_token")
_SECRET_QUERY = re.compile(rf"((?:^|&)(?:{'|'.join(_SECRET_NAMES)})=)[^&]*", re.IGNORECASE)
_TOKEN_IN_ANSWER = re.compile(rb'("(?:access|refresh)_token":")[^"]*')
_MOST_HEADS = 64
"""Sets of header lines whose form without secrets is kept: a client sends the same few all the time."""
_GRANT = re.compile(rb"grant_type=[a-z_]{1,40}")


class Secrets:
    """Texts that must not appear, wherever a client puts them."""

    __slots__ = ("_bytes", "_heads", "_shortest", "_texts")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = tuple(texts)
        self._bytes = tuple(text.encode() for text in self._texts)
        self._shortest = min(map(len, self._texts), default=0)
        self._heads: dict[tuple[tuple[bytes, bytes], ...], bytes] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def out_of(self, text: str) -> str:
        """The text with a mask in the place of each secret."""
        if len(text) < self._shortest:
            return text
        for secret in self._texts:
            if secret in text:
                text = text.replace(secret, MASK)
        return text

    def out_of_bytes(self, data: bytes) -> bytes:
        """The same for bytes."""
        if len(data) < self._shortest:
            return data
        for secret in self._bytes:
            if secret in data:
                data = data.replace(secret, _MASK)
        return data

    def out_of_query(self, query: str) -> str:
        """A query without secrets, known ones and whatever stands where they do."""
        if not query:
            return query
        lower = query.lower()
        for name in _SECRET_NAMES:
            if name in lower:
                query = _SECRET_QUERY.sub(rf"\g<1>{MASK}", query)
                break
        return self.out_of(query)

    def out_of_head(self, headers: Mapping[str, str]) -> bytes:
        """Header lines; of those that carry keys and tokens the names only."""
        given = tuple(Headers.raw(headers))
        head = self._heads.get(given)
        if head is None:
            if len(self._heads) >= _MOST_HEADS:
                self._heads.clear()
            head = self._heads[given] = self._head(given)
        return head

    def _head(self, given: Iterable[tuple[bytes, bytes]]) -> bytes:
        lines = [name + b":" + (_MASK if name in _SECRET_HEADERS else value) for name, value in given]
        return self.out_of_bytes(b"\r\n".join(lines))


def kept_body(body: bytes, is_sign_in: bool) -> bytes:
    """The body, unless it is too large; of a sign-in only the grant type, for the rest may carry keys."""
    if not is_sign_in:
        return body if len(body) <= LARGEST_BODY else b""
    grant = _GRANT.search(body)
    if grant is None:
        return _MASK if body else b""
    return grant[0] if grant[0] == body else grant[0] + b"&***"


def without_token(body: bytes) -> bytes:
    """The answer to a sign-in without what it hands out."""
    return _TOKEN_IN_ANSWER.sub(rb"\g<1>***", body)


def headers_of(head: bytes) -> dict[str, str]:
    """Header lines as names and values."""
    lines = (line.partition(":") for line in head.decode("latin-1").split("\r\n") if line)
    return {name: value for name, _, value in lines}
