"""Keeps a synchroniser that runs in talkqa's own process from asking a host beyond loopback, and remembers which.

Python tells an audit hook of every connection before it is made; a library in C that opens its own is not seen.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from ipaddress import ip_address
from typing import Any

HOME = ("localhost", "")


class OutsideError(PermissionError):
    """What the synchroniser meets in the place of the connection."""


class Audit:
    """What all threads of this process do while somebody looks. A hook cannot be taken away, so there is one."""

    def __init__(self) -> None:
        self._looking: dict[int, list[str]] = {}
        sys.addaudithook(self._hear)

    @contextmanager
    def looking(self, hosts: list[str]) -> Iterator[None]:
        """Until the block ends, connections beyond loopback fail, and their hosts are added to the list."""
        self._looking[id(hosts)] = hosts
        try:
            yield
        finally:
            del self._looking[id(hosts)]

    def _hear(self, event: str, told: tuple[Any, ...]) -> None:
        if event != "socket.connect" or not self._looking:
            return
        address = told[1]
        if isinstance(address, tuple) and not is_home(str(address[0])):
            host = f"{address[0]}:{address[1]}"
            for hosts in list(self._looking.values()):
                if host not in hosts:
                    hosts.append(host)
            raise OutsideError(f"{host}: talkqa lets a system under test ask no host beyond loopback")


def is_home(host: str) -> bool:
    """Whether an address, or a name that stands for one, never leaves this machine."""
    try:
        address = ip_address(host)
    except ValueError:
        return host in HOME
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


@cache
def audit() -> Audit:
    """The one of this process."""
    return Audit()
