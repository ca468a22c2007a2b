"""Looks which hosts beyond loopback the processes of a system under test are connected with.

It reads what Linux tells about sockets, a hundred times a second. It does not see name look-ups, a connection that
comes and goes between two looks, one of a process that has left its process group, nor anything where there is no
/proc; `trap` sees those that ask for a proxy, however short.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from talkqa.sut.errors import AskedOutside
from talkqa.sut.trap import trap

INTERVAL = 0.01
"""Seconds between two looks, or twenty times what a look takes where that is more."""
_TABLES = tuple(Path("/proc/self/net") / name for name in ("tcp", "tcp6", "udp", "udp6"))
_LISTENING, _DNS = "0A", 53


class Lookout:
    """Watches one process group until it is told to stop."""

    def __init__(self, group: int) -> None:
        self._group, self._since = group, len(trap().asked)
        self._seen: dict[str, None] = {}
        self._known: set[str] = set()
        """Sockets that have been looked at."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="lookout", daemon=True)
        self._thread.start()

    @property
    def hosts(self) -> list[str]:
        """The hosts that it was connected with, or asked the proxy for."""
        return list(dict.fromkeys([*trap().asked[self._since :], *self._seen]))

    def check(self) -> None:
        """Raises `AskedOutside` when there are any."""
        if self.hosts:
            raise AskedOutside(self.hosts)

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        took = 0.0
        while not self._over.wait(max(INTERVAL, 20 * took)):
            began = time.thread_time()
            self._look()
            took = time.thread_time() - began

    def _look(self) -> None:
        new = {inode: peer for peer, inode in outside_peers() if inode not in self._known}
        if new:
            self._known |= new.keys()
            own = sockets_of(self._group)
            self._seen |= dict.fromkeys(peer for inode, peer in new.items() if inode in own)


@contextmanager
def watched(group: int) -> Iterator[None]:
    """Look out while the block runs; at its end raises `AskedOutside`, whatever else has been raised."""
    lookout = Lookout(group)
    try:
        yield
    finally:
        lookout.stop()
        lookout.check()


def outside_peers() -> Iterator[tuple[str, str]]:
    """Address and port of every peer that is not on loopback, with the inode of the socket here."""
    for table in _TABLES:
        with suppress(OSError):
            for line in table.read_text().splitlines()[1:]:
                fields = line.split()
                address, port = peer(fields[2])
                is_name_server = table.name.startswith("udp") and port == _DNS
                if port and fields[3] != _LISTENING and not is_name_server and not is_home(address):
                    yield f"{f'[{address}]' if address.version == 6 else address}:{port}", fields[9]


def peer(text: str) -> tuple[IPv4Address | IPv6Address, int]:
    """Address and port as the kernel writes them: hexadecimal digits, each 32 bits the other way round."""
    digits, _, port = text.partition(":")
    words = [bytes.fromhex(digits[at : at + 8])[::-1] for at in range(0, len(digits), 8)]
    address = ip_address(b"".join(words))
    return getattr(address, "ipv4_mapped", None) or address, int(port, 16)


def is_home(address: IPv4Address | IPv6Address) -> bool:
    """Whether it never leaves this machine."""
    return address.is_loopback or address.is_unspecified


def sockets_of(group: int) -> set[str]:
    """The inodes of the sockets that the processes of a group hold."""
    found = set()
    for process in group_of(group):
        with suppress(OSError):
            for one in os.scandir(process / "fd"):
                with suppress(OSError):
                    kind, _, inode = os.readlink(one.path).partition(":")
                    if kind == "socket":
                        found.add(inode.strip("[]"))
    return found


def group_of(group: int) -> Iterator[Path]:
    """The folders under /proc of the processes of a group."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(fields(stat)[2]) == group:
                yield stat.parent


def fields(stat: Path) -> list[str]:
    """State, parent, group … of a process: what follows its name, which may hold blanks and parentheses."""
    return stat.read_text(errors="replace").rpartition(")")[2].split()
