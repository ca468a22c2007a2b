"""A system under test that asks a host beyond loopback is found out, however it is run."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from talkqa.sut import AskedOutside, Assignment, Endpoint, Identity
from talkqa.sut import lookout as lookouts
from talkqa.sut.command import Command
from talkqa.sut.inprocess import InProcess
from talkqa.sut.lookout import Lookout, outside_peers, peer
from tests.cli.running import check
from tests.sut.waiting import until

NOWHERE = "192.0.2.1"
"""An address for documentation (RFC 5737), at which nobody is."""


def assignment(folder: Path) -> Assignment:
    """Enough to start something."""
    return Assignment(Endpoint("http://127.0.0.1:9", "t", "a", "c", "s"), {"flows": []}, folder / "state")


class Telling:
    """A synchroniser that tells somebody in every cycle."""

    address = (NOWHERE, 443)

    def start(self, assignment: Assignment) -> Identity:
        return Identity("telling", "1")

    def cycle(self) -> None:
        with socket.socket() as own:
            own.settimeout(0.01)
            own.connect_ex(self.address)

    def reset(self) -> None: ...
    def stop(self) -> None: ...
    def kill(self) -> None: ...


class Quiet(Telling):
    """The same on loopback."""

    address = ("127.0.0.1", 9)


def test_a_class_is_kept_inside_and_named(tmp_path: Path) -> None:
    """Even when it swallows the error; before anything is sent."""
    sut = InProcess(Telling)
    sut.start(assignment(tmp_path))
    with pytest.raises(AskedOutside, match=r"asked 192\.0\.2\.1:443, beyond loopback"):
        sut.cycle()


def test_a_class_may_ask_loopback_and_the_harness_anybody(tmp_path: Path) -> None:
    """Nobody listens between the calls of the synchroniser."""
    sut = InProcess(Quiet)
    sut.start(assignment(tmp_path))
    sut.cycle()
    Telling().cycle()
    sut.cycle()


PROXIED = """
import urllib.request
try:
    urllib.request.urlopen("{url}", timeout=5)
except OSError as error:
    print(error)
"""


@pytest.mark.parametrize("url", ["http://telemetry.example/x", "https://telemetry.example/x"])
def test_a_command_that_takes_its_proxy_from_the_environment_is_let_nowhere(tmp_path: Path, url: str) -> None:
    """The host is named as it was written, without a name server."""
    sut = Command([sys.executable, "-c", PROXIED.format(url=url)])
    sut.start(assignment(tmp_path))
    with pytest.raises(AskedOutside, match=r"telemetry\.example"):
        sut.cycle()
    assert "403" in (tmp_path / "sut.out").read_text()


def test_loopback_is_reached_without_the_proxy(tmp_path: Path) -> None:
    """Else nobody would reach the fake."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        script = PROXIED.format(url=url).replace("timeout=5", "timeout=0.2")
        sut = Command([sys.executable, "-c", script])
        sut.start(assignment(tmp_path))
        sut.cycle()
    assert "timed out" in (tmp_path / "sut.out").read_text()


def test_a_connection_past_the_proxy_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket of the process group's, in a table as Linux writes it; one of another process does not count."""
    script = "import os, socket, time; s = socket.socket(); print(os.fstat(s.fileno()).st_ino, flush=True)"
    with (
        subprocess.Popen(
            [sys.executable, "-c", f"{script}; time.sleep(60)"],
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as process,
        socket.socket() as mine,
    ):
        assert process.stdout is not None
        inode = process.stdout.readline().decode().strip()
        table = tmp_path / "tcp"
        table.write_text(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
            f"   0: 0100007F:9000 010200C0:01BB 02 00000000:00000000 01:00000000 00000000 0 0 {inode} 1\n"
            f"   1: 0100007F:9001 020200C0:01BB 02 00000000:00000000 01:00000000 00000000 0 0 "
            f"{os.fstat(mine.fileno()).st_ino} 1\n"
            f"   2: 0100007F:9002 0100007F:01BB 01 00000000:00000000 01:00000000 00000000 0 0 {inode} 1\n"
        )
        monkeypatch.setattr(lookouts, "_TABLES", (table,))
        lookout = Lookout(process.pid)
        until(lambda: lookout.hosts != [])
        lookout.stop()
        process.kill()
    assert lookout.hosts == ["192.0.2.1:443"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("010200C0:01BB", ("192.0.2.1", 443)),
        ("B80D0120000000000000000001000000:0050", ("2001:db8::1", 80)),
        ("0000000000000000FFFF00000100007F:0016", ("127.0.0.1", 22)),
    ],
)
def test_addresses_are_read_as_the_kernel_writes_them(text: str, told: tuple[str, int]) -> None:
    """Each 32 bits from the last byte to the first, as a little-endian machine keeps them."""
    address, port = peer(text)
    assert (str(address), port) == told


def test_on_this_machine_only_real_outsiders_are_peers() -> None:
    """A connection on loopback, over IPv4 and over IPv6's form of it, is none."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_INET6) as six:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as four:
            six.connect(("::ffff:127.0.0.1", port))
            own = {str(os.fstat(one.fileno()).st_ino) for one in (four, six, server)}
            assert own.isdisjoint(inode for _, inode in outside_peers())


def test_the_run_is_red_and_names_the_host(tmp_path: Path) -> None:
    """Otherwise the reference: every value is right."""
    (tmp_path / "telling.py").write_text(
        "import socket\n"
        "from talkqa.reference.synchroniser import Reference\n"
        "class Telling(Reference):\n"
        "    def cycle(self):\n"
        "        super().cycle()\n"
        "        try:\n"
        "            socket.create_connection(('192.0.2.1', 443), 0.01)\n"
        "        except OSError:\n"
        "            pass\n"
    )
    words = ["--no-allure", "--flow=all-flows", "--sut=python:telling:Telling"]
    stopped = check(tmp_path / "out", *words, cwd=tmp_path)
    assert stopped.code == 2
    assert "wrong-host: it asks 192.0.2.1:443" in stopped.err
    call = check(tmp_path / "out", *words, "--no-doctor", cwd=tmp_path)
    assert call.code == 1
    assert set(call.verdicts.values()) == {"fail"}
    assert {one["evidence"][0]["expected"] for one in call.checks} == {
        "a synchroniser that asks PowerOffice, and nobody beyond loopback"
    }
    assert {one["evidence"][0]["observed"].partition(" (")[0] for one in call.checks} == {
        "it asked 192.0.2.1:443, beyond loopback"
    }
