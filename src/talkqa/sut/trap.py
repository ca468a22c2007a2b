"""A proxy on loopback that leads nowhere: whoever takes its proxy from the environment is named, and not let out."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache

HOME = ("localhost", "127.0.0.1")
"""Where no proxy is used. Not ::1, on which older httpx chokes."""
_REQUEST = re.compile(rb"[A-Z]+ (?:\w+://)?(?:[^/@\s]*@)?([^/\s]+)\S* HTTP/1")
_NO = (
    b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n"
    b"talkqa lets a system under test ask no host beyond loopback.\n"
)


class Trap:
    """Listens in a thread of its own, until the process ends."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        """Hosts that somebody wanted to be led to, with their port where they said one."""
        self._server = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, name="trap", daemon=True).start()

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes clients come here for all but loopback; some read the small letters only."""
        here = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        named = {
            **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), here),
            "NO_PROXY": ",".join(HOME),
        }
        return named | {name.lower(): value for name, value in named.items()}

    def _serve(self) -> None:
        while True:
            visitor, _ = self._server.accept()
            threading.Thread(target=self._turn_away, args=(visitor,), daemon=True).start()

    def _turn_away(self, visitor: socket.socket) -> None:
        with visitor, suppress(OSError):
            visitor.settimeout(5)
            wanted = _REQUEST.match(visitor.recv(4096))
            host = wanted[1].decode("ascii", "replace") if wanted else ""
            if host and host.rpartition(":")[0] not in HOME and host not in HOME:
                self.asked.append(host)
            visitor.sendall(_NO)


def trap() -> Trap:
    """The trap of this process; a fork gets one of its own."""
    return _trap_of(os.getpid())


@cache
def _trap_of(process: int) -> Trap:
    return Trap()
