"""The in-process door: an httpx transport straight into the fake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx

from talkqa.fake.clock import Clock
from talkqa.fake.doors.delivery import Delivery, Ending, declared_length, steps
from talkqa.fake.errors import TooLargeError
from talkqa.fake.message import LARGEST_BODY, AnswerLostError, ConnectionBrokenError, Request, Response

if TYPE_CHECKING:
    from talkqa.fake.service import Fake


class InProcess(httpx.BaseTransport):
    """Answers any host; the path decides. Broken connections and lost answers raise what httpx would."""

    def __init__(self, fake: Fake) -> None:
        self._fake = fake

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or raise what httpx would: ReadTimeout when the answer is lost."""
        asked = _translate(request)
        caller = self._fake.caller(asked)
        clock = caller.tenant.clock
        try:
            response = self._fake.answer(asked, caller).dated(clock.ticks)
        except ConnectionBrokenError as broken:
            raise _broken(broken.ending, request) from None
        except AnswerLostError:
            raise httpx.ReadTimeout("The read operation timed out", request=request) from None
        if response.delivery is not None:
            return self._carry(request, response, response.delivery, clock)
        headers = dict(response.headers)
        if response.status != 204:
            headers["content-length"] = str(len(response.body))
        return httpx.Response(response.status, headers=headers, content=response.body, request=request)

    def _carry(
        self, request: httpx.Request, response: Response, delivery: Delivery, clock: Clock
    ) -> httpx.Response:
        """An answer that travels badly. Silence passes on the tenant's clock, up to the client's patience.

        Raises ReadTimeout when a silence is longer than the client waits.
        """
        patience = request.extensions.get("timeout", {}).get("read")
        for silence, _ in steps(response, delivery):
            if patience is not None and silence > patience:
                clock.advance(patience)
                raise httpx.ReadTimeout("The read operation timed out", request=request)
            clock.advance(silence)
        headers = dict(response.headers)
        length = declared_length(response, delivery)
        if response.status != 204:
            headers["content-length"] = str(length)
        if delivery.kept < 1 and not response.body:
            raise _broken(delivery.ending, request)
        kept = response.body[: min(length, int(len(response.body) * delivery.kept))]
        content = kept if len(kept) == length else _Cut(kept, length, delivery.ending, request)
        return httpx.Response(response.status, headers=headers, content=content, request=request)


class _Cut(httpx.SyncByteStream):
    """A body that ends too early."""

    def __init__(self, kept: bytes, length: int, ending: Ending, request: httpx.Request) -> None:
        self._kept, self._length, self._ending, self._request = kept, length, ending, request

    def __iter__(self) -> Iterator[bytes]:
        yield self._kept
        if self._ending == "reset":
            raise _broken("reset", self._request)
        received = f"received {len(self._kept)} bytes, expected {self._length}"
        message = f"peer closed connection without sending complete message body ({received})"
        raise httpx.RemoteProtocolError(message, request=self._request)


def _broken(ending: Ending, request: httpx.Request) -> httpx.TransportError:
    """What httpx raises when a connection ends in that way before there is an answer."""
    if ending == "refuse":
        return httpx.ConnectError("[Errno 111] Connection refused", request=request)
    if ending == "reset":
        return httpx.ReadError("[Errno 104] Connection reset by peer", request=request)
    return httpx.RemoteProtocolError("Server disconnected without sending a response.", request=request)


def _translate(request: httpx.Request) -> Request:
    url, body = request.url, request.read()
    is_large = len(body) > LARGEST_BODY
    return Request(
        method=request.method.upper(),
        path=url.path,
        query=url.query.decode("ascii", "replace"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=b"" if is_large else body,
        origin=f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}",
        flaw=TooLargeError(LARGEST_BODY) if is_large else None,
    )
