"""How the bytes of an answer travel when not all at once, whole and on a connection that lives.

Says what is sent and when; the two doors do it, each in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from talkqa.fake.message import Response

Ending = Literal["close", "reset", "refuse"]
"""How a connection ends: closed in order, reset, or (in process only) never opened."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One way of sending an answer.

    pause: seconds before the first byte. pieces: the body is sent in so many. gap: seconds between two of them.
    kept: share of the body that is sent. declared: share of the body that Content-Length promises.
    ending: what becomes of the connection afterwards.
    """

    pause: float = 0.0
    pieces: int = 1
    gap: float = 0.0
    kept: float = 1.0
    declared: float = 1.0
    ending: Ending = "close"

    @property
    def is_whole(self) -> bool:
        """A client that waits long enough receives the whole answer."""
        return self.kept >= 1 and self.declared >= 1


def declared_length(response: Response, delivery: Delivery) -> int:
    """The Content-Length of the answer, in bytes."""
    return int(len(response.body) * delivery.declared)


def head(response: Response, delivery: Delivery) -> bytes:
    """The status line and the header lines, as HTTP/1.1 has them."""
    lines = [f"HTTP/1.1 {response.status} {_phrase(response.status)}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    if response.status != 204:
        lines.append(f"content-length: {declared_length(response, delivery)}")
    if delivery.ending == "close":
        lines.append("connection: close")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def steps(response: Response, delivery: Delivery) -> Iterator[tuple[float, bytes]]:
    """What is sent, each part with the seconds of silence before it.

    Of an answer without a body, the part that is not kept is taken from the head.
    """
    opening = head(response, delivery)
    if not response.body:
        yield delivery.pause, opening[: int(len(opening) * delivery.kept)]
        return
    sent = response.body[: int(len(response.body) * delivery.kept)]
    size = max(1, -(-len(sent) // max(1, delivery.pieces)))
    yield delivery.pause, opening + sent[:size]
    for start in range(size, len(sent), size):
        yield delivery.gap, sent[start : start + size]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
