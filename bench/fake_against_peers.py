"""The fake on a socket against other stateful fakes, and against WireMock's stubs, which keep nothing.

The same records, requests and connections for all, in one run; the server on one core, the load on another. Each
kind of request is measured in rounds that go from server to server, so that a slow minute of the machine is
everybody's. The peers are installed from npm into a temporary folder (or kept in the folder of `--peers`);
WireMock needs a Java.

Speed has two yardsticks, both measured here. The peers: how many times the answers of the best stateful one, which
moves with the machine and with how that peer is run. The plain app of `against/plain.py`: which share of its answers
the fake reaches with all its behaviour, as the peers' goals came to where both were first measured; it runs on the
same Python and the same server, so that the share says what the behaviour costs and nothing else.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import statistics
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from against import load
from against.peers import PEERS, Bare, Plain, install
from against.servers import Requests, Server, TalkqaServe
from against.workload import GET, KINDS, LIST_20, LIST_100, PATCH, POST, STAMP

READS = (GET, LIST_20, LIST_100)
TIMES_BEST = 3.5
TIMES_BEST_READING = {GET: 8.0, LIST_20: 8.0}
SHARE_OF_PLAIN = {GET: 0.72, LIST_20: 0.73, LIST_100: 0.58, POST: 0.87, PATCH: 0.75}
"""The peers' goals as shares of the plain app's answers, from the figures that the goals were set with."""
LATEST_99 = 5.0
"""Milliseconds."""
READY, EMPTY = 0.6, 60.0
"""Seconds until the first answer, and megabytes then, of a server without records."""
GROWTH = 1.5


class Measured(NamedTuple):
    """What one server did with one kind of request. cpu: microseconds that it computed for an answer."""

    load: load.Result
    cpu: float


Found = dict[str, dict[str, list[Measured]]]
"""Server to kind of request to what was measured, round by round."""
IN_TURN = (GET, LIST_20, LIST_100, PATCH, POST)
"""New records last: a fast server would go on with a larger store than the others."""


def main() -> None:
    """Print everything measured and which goals are met."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no server is left behind
    server_core, load_core = _cores()
    _warn_of_company()
    os.sched_setaffinity(0, {load_core})
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        goals = [*_start(folder, server_core)]
        goals += _growth(folder, server_core, asked)
        goals += _comparison(folder, server_core, asked)
    print("\ngoals")
    for goal, shown, met in goals:
        print(f"  {'met   ' if met else 'MISSED'}  {goal:<66} {shown}")


Goals = list[tuple[str, str, bool]]


def _start(folder: Path, core: int) -> Goals:
    """An empty server, five times."""
    times, sizes = [], []
    for number in range(5):
        server = TalkqaServe(folder / f"empty{number}", core, 0)
        try:
            times.append(server.start())
            sizes.append(server.megabytes())
        finally:
            server.stop()
    took, size = statistics.median(times), statistics.median(sizes)
    print(
        f"talkqa serve, empty: first answer {took:.2f} s after its start, {size:.1f} MB resident (median of 5)"
    )
    return [
        (f"ready in {READY} s", f"{took:.2f} s", took <= READY),
        (f"{EMPTY:.0f} MB when empty", f"{size:.1f} MB", size <= EMPTY),
    ]


def _growth(folder: Path, core: int, asked: argparse.Namespace) -> Goals:
    """Changed-since pages of a store, and of one ten times as large."""
    small = TalkqaServe(folder / "small", core, asked.records)
    large = TalkqaServe(folder / "large", core, 10 * asked.records)
    goals: Goals = []
    try:
        for server in (small, large):
            server.start()
            server.sign_in()
        print(
            f"\nchanged-since pages of {asked.records:,} and {10 * asked.records:,} records, answers a second"
        )
        for what, size, of_all in (
            ("last 20", 20, False),
            ("last 100", 100, False),
            ("first 100 of all", 100, True),
        ):
            ratio = _ratio(small, large, size, of_all, what, asked)
            goals.append(
                (f"ten times the store: {what} within {GROWTH} times", f"{ratio:.2f}", ratio <= GROWTH)
            )
    finally:
        small.stop()
        large.stop()
    return goals


def _ratio(
    small: TalkqaServe, large: TalkqaServe, size: int, of_all: bool, what: str, asked: argparse.Namespace
) -> float:
    """How much longer a page takes in the large store: the median of pairs measured one after the other."""
    few, many = _changed(small, size, of_all), _changed(large, size, of_all)
    rounds = []
    for _ in range(asked.rounds):
        rounds.append((_rate(small, few, asked.seconds), _rate(large, many, asked.seconds)))
    ratio = statistics.median(one / other for one, other in rounds)
    rates = [statistics.median(column) for column in zip(*rounds, strict=True)]
    print(f"  {what:<18} {rates[0]:9,.0f} {rates[1]:9,.0f}   ratio {ratio:.2f}")
    return ratio


def _changed(server: TalkqaServe, size: int, of_all: bool) -> list[bytes]:
    if not of_all:
        return server.pages(size)
    first = min(record[STAMP] for record in server.records)
    return [server.page(first, size)]


def _comparison(folder: Path, core: int, asked: argparse.Namespace) -> Goals:
    """The fake and its peers, all started, measured in turn, while the others stand still."""
    fake = TalkqaServe(folder / "fake", core, asked.records)
    servers: list[Server] = [fake]
    try:
        fake.start()
        fake.sign_in()
        for yardstick in (Plain, Bare):
            servers.append(yardstick(folder / yardstick.script, core, fake.records, folder))
            servers[-1].start()
        servers += _peers(folder, core, fake, asked)
        found = _measured(servers, asked)
    finally:
        for server in servers:
            server.stop()
    _print(servers, found)
    return _judged(fake, servers, found)


def _peers(folder: Path, core: int, fake: TalkqaServe, asked: argparse.Namespace) -> Iterable[Server]:
    try:
        where = asked.peers or folder / "peers"
        install(where)
    except Exception as error:
        print(f"no peers: {error}")
        return
    for number, kind in enumerate(kind for kind in PEERS if (asked.only or "") in kind.name):
        peer = kind(folder / f"peer{number}", core, fake.records, where.resolve() / "node_modules")
        try:
            peer.start()
        except (OSError, StopIteration, TimeoutError) as error:
            print(f"{peer.name}: not measured. {error}")
        else:
            yield peer


def _measured(servers: list[Server], asked: argparse.Namespace) -> Found:
    found: Found = {server.name: {kind: [] for kind in KINDS} for server in servers}
    requests: dict[str, Requests] = {server.name: server.requests() for server in servers}
    for server in servers:
        if server.name != Bare.name:
            _check(server, requests[server.name])
    for server in servers:
        server.pause()
    for kind in IN_TURN:
        for server in servers:
            _driven(server, requests[server.name][kind], server.warm_up)
        for _, server in itertools.product(range(asked.rounds), servers):
            found[server.name][kind].append(_driven(server, requests[server.name][kind], asked.seconds))
    return found


def _driven(server: Server, requests: list[bytes], seconds: float) -> Measured:
    server.resume()
    before = server.computing()
    result = load.drive(server.port, itertools.cycle(requests), seconds)
    computed = server.computing() - before
    server.pause()
    return Measured(result, computed / (result.rate * seconds) * 1e6)


def _middle(rounds: list[Measured]) -> Measured:
    """The round that counts: the one with the median rate."""
    return sorted(rounds, key=lambda one: one.load.rate)[len(rounds) // 2]


def _times(own: list[Measured], other: list[Measured]) -> float:
    """How many times the answers of the other, the median of rounds measured one after the other."""
    return statistics.median(one.load.rate / its.load.rate for one, its in zip(own, other, strict=True))


def _check(server: Server, requests: Requests) -> None:
    """Fast is no use if it is not the answer. Raises ValueError."""
    rows = {LIST_20: 20, LIST_100: 100}
    for kind in READS:
        status, body = load.exchange(server.port, requests[kind][0])
        answer = json.loads(body)
        if status != 200 or (len(answer) != rows[kind] if kind in rows else "Id" not in answer):
            raise ValueError(
                f"{server.name}, {kind}: got {status} {body[:200]!r}, which is not what was asked for."
            )


def _print(servers: list[Server], found: Found) -> None:
    width = max(len(server.name) for server in servers)
    for title, shown in (
        ("answers a second", lambda one: f"{one.load.rate:,.0f}"),
        ("CPU an answer, µs", lambda one: f"{one.cpu:,.0f}"),
        ("99th percentile, ms", lambda one: f"{one.load.p99:,.1f}"),
        ("refused or failed", lambda one: f"{one.load.failed:,}"),
        ("load's core in use, %", lambda one: f"{one.load.busy:.0%}"),
    ):
        print(f"\n{title:<{width}}" + "".join(f"{kind:>13}" for kind in KINDS))
        for server in servers:
            print(
                f"{server.name:<{width}}"
                + "".join(f"{shown(_middle(found[server.name][kind])):>13}" for kind in KINDS)
            )


def _judged(fake: Server, servers: list[Server], found: Found) -> Goals:
    own, goals = found[fake.name], Goals()
    stateful = [found[peer.name] for peer in servers[1:] if peer.is_peer and peer.is_stateful]
    stubs = [found[peer.name] for peer in servers[1:] if not peer.is_stateful]
    for kind in KINDS if stateful else ():
        wanted = TIMES_BEST_READING.get(kind, TIMES_BEST)
        best = max(stateful, key=lambda peer: _middle(peer[kind]).load.rate)
        times, most = _times(own[kind], best[kind]), _times(found[Bare.name][kind], best[kind])
        shown = f"{times:.1f} times; uvicorn itself, with one answer for all: {most:.1f}"
        goals.append((f"{kind}: {wanted} times the best stateful peer", shown, times >= wanted))
    for kind, wanted in SHARE_OF_PLAIN.items():
        share = _times(own[kind], found[Plain.name][kind])
        goals.append((f"{kind}: {wanted} of the plain app", f"{share:.2f}", share >= wanted))
    for kind in READS if stubs else ():
        times = _times(own[kind], stubs[0][kind])
        goals.append((f"{kind}: not behind WireMock without its journal", f"{times:.2f} times", times >= 1))
    late = _middle(own[GET]).load.p99
    return [*goals, (f"99th percentile of {GET} under {LATEST_99} ms", f"{late:.1f} ms", late < LATEST_99)]


def _rate(server: Server, requests: list[bytes], seconds: float) -> float:
    return load.drive(server.port, itertools.cycle(requests), seconds).rate


def _warn_of_company() -> None:
    """Goals are for a quiet machine: others on its cores cost the servers more than one another's share."""
    others = os.getloadavg()[0]
    if others > 0.5:
        print(f"{others:.1f} other tasks are running here: no goal is decided by this run", file=sys.stderr)


def _cores() -> tuple[int, int]:
    """One core for the servers and one for the load."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        print("one core only: servers and load share it, and every figure is lower for that", file=sys.stderr)
    return cores[0], cores[-1]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--records", type=int, default=10_000, help="customers in each server")
    parser.add_argument(
        "--rounds", type=int, default=3, help="times that each figure is taken; the median counts"
    )
    parser.add_argument("--seconds", type=float, default=1.5, help="length of one measurement")
    parser.add_argument("--only", metavar="NAME", help="peers whose name has this in it")
    parser.add_argument("--peers", type=Path, help="a folder to keep the peers in, for the next run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
