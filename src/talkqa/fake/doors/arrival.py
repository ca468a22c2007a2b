"""How the body of a request arrives over a socket: not too much of it, not too slowly, and never half of it."""

from __future__ import annotations

import asyncio

from starlette.types import Receive

from talkqa.fake.errors import RefusalError, TooLargeError, TooSlowError
from talkqa.fake.message import LARGEST_BODY

GRACE = 5.0
"""Seconds that a body may take to begin with; the default of the platform behind the service."""
SLOWEST = 240
"""Bytes a second that must arrive on average after that; the platform's default."""
MOST_PASSED_OVER = 10 * LARGEST_BODY
"""Bytes of a body that is too large which are read, and dropped, so that its sender reads the refusal."""


class DisconnectedError(Exception):
    """The client went away before its request was whole."""


async def body(receive: Receive, grace: float = GRACE) -> tuple[bytes, RefusalError | None]:
    """The body, or nothing and what is wrong with it. Raises DisconnectedError.

    grace: seconds; see GRACE. No more than LARGEST_BODY and one piece of it are held at any time.
    """
    pieces: list[bytes] = []
    size, more = 0, True
    try:
        async with asyncio.timeout(grace) as deadline:
            while more and size <= MOST_PASSED_OVER:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise DisconnectedError
                piece, more = message.get("body", b""), message.get("more_body", False)
                size += len(piece)
                if size > LARGEST_BODY:
                    pieces.clear()
                else:
                    pieces.append(piece)
                deadline.reschedule((deadline.when() or 0.0) + len(piece) / SLOWEST)
    except TimeoutError:
        return b"", TooSlowError()
    return (b"", TooLargeError(LARGEST_BODY)) if size > LARGEST_BODY else (b"".join(pieces), None)
