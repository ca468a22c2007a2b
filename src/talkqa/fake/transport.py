"""The in-process door: an httpx transport straight into the fake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from talkqa.fake.message import AnswerLostError, ConnectionBrokenError, Request

if TYPE_CHECKING:
    from talkqa.fake.service import Fake


class InProcess(httpx.BaseTransport):
    """Answers any host; the path decides. Broken connections and lost answers raise what httpx would."""

    def __init__(self, fake: Fake) -> None:
        self._fake = fake

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or raise RemoteProtocolError (nothing committed) or ReadTimeout (committed)."""
        try:
            response = self._fake.answer(_translate(request))
        except ConnectionBrokenError:
            message = "Server disconnected without sending a response."
            raise httpx.RemoteProtocolError(message, request=request) from None
        except AnswerLostError:
            raise httpx.ReadTimeout("The read operation timed out", request=request) from None
        headers = dict(response.headers)
        if response.status != 204:
            headers["content-length"] = str(len(response.body))
        return httpx.Response(response.status, headers=headers, content=response.body, request=request)


def _translate(request: httpx.Request) -> Request:
    url = request.url
    return Request(
        method=request.method.upper(),
        path=url.path,
        query=url.query.decode("ascii", "replace"),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=request.read(),
        origin=f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}",
    )
