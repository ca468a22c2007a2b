"""A request and a response as this room sees them, whichever door they came through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import orjson

from talkqa.fake.delivery import Delivery, Ending
from talkqa.fake.errors import RefusalError

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json; charset=utf-8"
JSON_HEADERS: Mapping[str, str] = MappingProxyType({"content-type": JSON})
"""The headers of most answers, shared by all of them."""
LARGEST_BODY = 30_000_000
"""Bytes of a request body; the limit that the platform behind the service has by default."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Header names are lower case, `query` is raw, `origin` (scheme, host) is for page links. flaw: why its body is
    not here, though it was sent.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    origin: str = ""
    flaw: RefusalError | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One response, as bytes. delivery: how they travel; None is the ordinary way."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    delivery: Delivery | None = None

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
