"""A server under comparison: a process of its own on one core, the same records, the same five kinds of request."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from against import load
from against.workload import (
    GET,
    LIST_20,
    LIST_100,
    PATCH,
    POST,
    VARIETY,
    customer,
    ids,
    request,
    seed,
    stamps_before_last,
)

Records = list[dict[str, Any]]
Requests = dict[str, list[bytes]]
PAGES = {LIST_20: 20, LIST_100: 100}
FIRST_ANSWER = 120.0
"""Seconds that a server may take until it answers."""


class Server(ABC):
    """One server. folder: its own, with what it is fed with. core: the one it may run on."""

    name = ""
    is_stateful = True
    is_peer = True
    """One of those that the fake is to beat."""
    warm_up = 0.5
    """Seconds of each kind of request before it is measured."""

    def __init__(self, folder: Path, core: int, records: Records) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.port = free_port()
        self.records = records
        self._core = core
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it with its records."""

    @abstractmethod
    def requests(self) -> Requests:
        """What is asked of it, by kind."""

    def start(self) -> float:
        """Seconds from the start of the process to its first answer. Raises TimeoutError."""
        command = self.command()
        began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=(self.folder / "told.txt").open("wb"),
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: os.sched_setaffinity(0, {self._core}),
            start_new_session=True,
        )
        while not answers(self.port):
            if time.perf_counter() - began > FIRST_ANSWER or self._process.poll() is not None:
                told = (self.folder / "told.txt").read_text(errors="replace")
                raise TimeoutError(f"{self.name}: no answer. It told: {told[-500:]}")
            time.sleep(0.003)
        return time.perf_counter() - began

    def megabytes(self) -> float:
        """What its process has resident."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def computing(self) -> float:
        """Seconds that its processes have computed for so far, whatever else was running on their core."""
        assert self._process is not None
        times = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                if _process_group(stat.read_text()) == self._process.pid:
                    times += [task.read_text() for task in stat.parent.glob("task/*/schedstat")]
        return sum(int(one.split()[0]) for one in times) / 1e9

    def pause(self) -> None:
        """Stand still, so that another one has the core to itself."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Go on."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the process that was started, with its children."""
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait()

    def _signal(self, what: signal.Signals) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, what)

    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Host": f"127.0.0.1:{self.port}", "Accept": "application/json"}


class TalkqaServe(Server):
    """`talkqa serve` as anybody runs it: with sign-in, validation and journal, without limits of rate.

    records: how many customers it is to have; what it made of them is there after its start.
    """

    name = "talkqa serve"

    def __init__(self, folder: Path, core: int, count: int) -> None:
        super().__init__(folder, core, [])
        self._count = count
        self._keys: dict[str, str] = {}

    def command(self) -> list[str]:
        talkqa = str(Path(sys.executable).with_name("talkqa"))
        command = [talkqa, "serve", "--port", str(self.port), "--format", "json"]
        if not self._count:
            return command
        (self.folder / "seed.json").write_text(json.dumps({"Customer": seed(self._count)}))
        return [*command, "--seed", "seed.json"]

    def sign_in(self) -> None:
        """Take a token, and see what the records look like."""
        keys = json.loads(self._told())
        pair = base64.b64encode(f"{keys['application_key']}:{keys['client_key']}".encode()).decode()
        self._keys = {"Ocp-Apim-Subscription-Key": keys["subscription_key"]}
        form = "application/x-www-form-urlencoded"
        asking = request("POST", "/OAuth/Token", self.headers() | {"Authorization": f"Basic {pair}"})
        body = b"grant_type=client_credentials"
        asking = asking[:-2] + f"Content-Type: {form}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        token = json.loads(load.exchange(self.port, asking)[1])["access_token"]
        self._keys["Authorization"] = f"Bearer {token}"
        for number in range(1, -(-self._count // 5000) + 1):
            page = request("GET", f"/v2/Customers?PageNumber={number}", self.headers())
            self.records += json.loads(load.exchange(self.port, page)[1])

    def _told(self) -> bytes:
        """The line with its keys, which it may print a moment after its first answer. Raises TimeoutError."""
        until = time.perf_counter() + FIRST_ANSWER
        while time.perf_counter() < until:
            for line in (self.folder / "told.txt").read_bytes().splitlines(keepends=True):
                if line.startswith(b'{"v1"') and line.endswith(b"\n"):
                    return line
            time.sleep(0.003)
        raise TimeoutError(f"{self.name}: told no keys.")

    def headers(self) -> dict[str, str]:
        return super().headers() | self._keys

    def requests(self) -> Requests:
        head, patch = self.headers(), "application/json-patch+json"
        return {
            GET: [request("GET", f"/v2/Customers/{id}", head) for id in ids(self.records)],
            LIST_20: self.pages(20),
            LIST_100: self.pages(100),
            POST: [request("POST", "/v2/Customers", head, customer(1_000_000 + n)) for n in range(VARIETY)],
            PATCH: [
                request("PATCH", f"/v2/Customers/{id}", head, json_patch(n), patch)
                for n, id in enumerate(ids(self.records))
            ],
        }

    def pages(self, size: int) -> list[bytes]:
        """The last so many changes."""
        return [self.page(since, size) for since in stamps_before_last(self.records, size)]

    def page(self, since: str, size: int) -> bytes:
        """The first page of what changed since."""
        query = f"lastChangedDateTimeOffsetGreaterThan={quote(since)}&PageSize={size}"
        return request("GET", f"/v2/Customers?{query}", self.headers())


def json_patch(number: int) -> list[dict[str, Any]]:
    """A JSON Patch that sets one property."""
    return [{"op": "replace", "path": "/PhoneNumber", "value": f"{30_000_000 + number}"}]


def merge_patch(number: int) -> dict[str, Any]:
    """The same for servers that know no JSON Patch."""
    return {"PhoneNumber": f"{30_000_000 + number}"}


def _process_group(stat: str) -> int:
    """From the line of a process in /proc: the third field after the name, which may have blanks."""
    return int(stat.rpartition(")")[2].split()[2])


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Somebody answers there, whatever it says."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as one:
            one.sendall(b"GET /v2/Customers/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return one.recv(12).startswith(b"HTTP/1.")
    except OSError:
        return False
