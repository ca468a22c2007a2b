"""Faults of the wire on the socket door: what uvicorn would not send is written to the connection itself."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.types import Receive

from talkqa.fake.doors.delivery import Delivery, Ending, steps
from talkqa.fake.message import Response

Wait = Callable[[float], Awaitable[object]]
"""Waits so many seconds."""

_DRAIN = 0.001
"""Seconds between two looks at whether everything has left."""
_AT_ONCE = struct.pack("ii", 1, 0)


async def carry(
    connection: Any, receive: Receive, response: Response, delivery: Delivery, wait: Wait
) -> None:
    """Send an answer in its unusual way, then end the connection."""
    for silence, part in steps(response, delivery):
        if silence:
            await _drained(connection)
            await wait(silence)
        if connection.is_closing():
            break
        connection.write(part)
    await _drained(connection)
    await end(connection, receive, delivery.ending)


async def end(connection: Any, receive: Receive, ending: Ending) -> None:
    """End the connection, and wait until the server knows. A connection that exists cannot be refused."""
    if connection is None:
        raise RuntimeError("only uvicorn with httptools can break a connection; serve with `Fake.serve`")
    if ending == "reset":
        _linger_no_more(connection)
        connection.abort()
    else:
        connection.close()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _drained(connection: Any) -> None:
    """Wait until all that was written has left, or nobody is there any more."""
    while connection.get_write_buffer_size() and not connection.is_closing():
        await asyncio.sleep(_DRAIN)
    await asyncio.sleep(0)


def _linger_no_more(connection: Any) -> None:
    """Closing resets the connection at once, instead of ending it in order."""
    known = connection.get_extra_info("socket")
    if known is None or connection.is_closing():
        return
    with socket.socket(fileno=socket.dup(known.fileno())) as twin:
        twin.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
