"""A request and a response as this room sees them, whichever door they came through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import orjson

from talkqa.fake.clock import http_date
from talkqa.fake.doors.delivery import Delivery, Ending
from talkqa.fake.errors import RefusalError

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
LARGEST_BODY = 30_000_000
"""Bytes of a request body; the limit that the platform behind the service has by default."""


class Headers(Mapping[str, str]):
    """Header lines as they arrived, names in lower case; decoded when they are asked for.

    Of a name that stands twice the last line counts.
    """

    __slots__ = ("_values", "lines")

    def __init__(self, lines: Sequence[tuple[bytes, bytes]]) -> None:
        self.lines = lines
        self._values = dict(lines)

    @staticmethod
    def raw(headers: Mapping[str, str]) -> Sequence[tuple[bytes, bytes]]:
        """The lines of any headers."""
        if isinstance(headers, Headers):
            return headers.lines
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]

    def __getitem__(self, name: str) -> str:
        return self._values[name.encode()].decode("latin-1")

    def get(self, name: str, default: Any = None, /) -> Any:
        value = self._values.get(name.encode())
        return default if value is None else value.decode("latin-1")

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.encode() in self._values

    def __iter__(self) -> Iterator[str]:
        return (name.decode("latin-1") for name in self._values)

    def __len__(self) -> int:
        return len(self._values)


class Fixed(Mapping[str, str]):
    """Headers that many answers share, ours alone: nothing in them is from a request, and nothing can end a line.

    lines: their lines as they are sent, made once.
    """

    __slots__ = ("_values", "lines")

    def __init__(self, **values: str) -> None:
        self._values = {name.replace("_", "-"): value for name, value in values.items()}
        self.lines = b"".join(b"%s: %s\r\n" % line for line in Headers.raw(self._values))

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(self.lines)


JSON_HEADERS = Fixed(content_type=JSON)
"""The headers of most answers."""
NO_HEADERS = Fixed()


class Request(NamedTuple):
    """One request.

    Header names are lower case, `query` is raw, `origin` (scheme, host) is for page links. flaw: why its body is
    not here, though it was sent.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    origin: str = ""
    flaw: RefusalError | None = None


class Response(NamedTuple):
    """One response, as bytes.

    delivery: how they travel; None is the ordinary way. parts: pieces that are kept elsewhere anyway and make up
    the body, so that who keeps many responses needs no copy of it.
    """

    status: int
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes = b""
    delivery: Delivery | None = None
    parts: tuple[bytes, ...] = ()

    @classmethod
    def array(cls, headers: Mapping[str, str], elements: Sequence[bytes]) -> Response:
        """200 with a JSON array of elements that are JSON already."""
        if not elements:
            return cls(200, headers, b"[]")
        parts, last = tuple(elements), len(elements) - 1
        bracketed = [*parts]  # each copy of a page of a hundred takes as long as finding it
        bracketed[0] = b"[" + bracketed[0]
        bracketed[last] += b"]"
        return cls(200, headers, b",".join(bracketed), parts=parts)

    @classmethod
    def json(
        cls, status: int, value: Any, headers: Mapping[str, str] | None = None, content_type: str = JSON
    ) -> Response:
        """The one place where a value becomes the bytes of an answer."""
        return cls(status, {"content-type": content_type, **(headers or {})}, exact(orjson.dumps(value)))

    @classmethod
    def empty(cls, status: int, headers: Mapping[str, str] | None = None) -> Response:
        """An answer without a body."""
        return cls(status, dict(headers or {}))

    def dated(self, ticks: int) -> Response:
        """The same with a Date header, unless it has one.

        By the tenant's clock, as stamps are: the service has one clock for both (RFC 9110 §6.6.1), and a client that
        takes its read position from this header would otherwise ask for what changed since another year.
        """
        return self._replace(headers={"date": http_date(ticks), **self.headers})

    def with_body(self, body: bytes) -> Response:
        """The same with another body, which has no parts."""
        return self._replace(body=body, parts=())


def exact(data: bytes) -> bytes:
    """The same bytes without the room that their encoder left behind them: kept ones would hold on to 8 KiB."""
    return bytes(memoryview(data))


class ConnectionBrokenError(Exception):
    """The connection ends before anything was committed, in the way that `ending` says."""

    def __init__(self, ending: Ending = "close") -> None:
        super().__init__(ending)
        self.ending: Ending = ending


class AnswerLostError(Exception):
    """The request was carried out, and its answer never arrives."""
