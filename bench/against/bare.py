"""What uvicorn alone does: every request gets one record, whatever it asks, and nothing is looked at or kept.

No ASGI app on this server is faster, so that a goal beyond this figure is not one that an app could meet.

Run by `peers.Bare`: `python bare.py RECORDS PORT TOKEN`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
import uvicorn
from starlette.types import Receive, Scope, Send


def main() -> None:
    """Serve until killed."""
    records, port, _ = sys.argv[1:]
    body = orjson.dumps(orjson.loads(Path(records).read_bytes())[0])
    length = str(len(body)).encode()
    start = {
        "type": "http.response.start",
        "status": 200,
        "headers": [(b"content-type", b"application/json"), (b"content-length", length)],
    }

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        while (await receive()).get("more_body"):
            pass
        await send(start)
        await send({"type": "http.response.body", "body": body})

    uvicorn.run(app, port=int(port), http="httptools", loop="uvloop", access_log=False, log_level="error")


if __name__ == "__main__":
    main()
