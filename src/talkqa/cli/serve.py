"""`talkqa serve`: the fake PowerOffice Go on a port of this machine, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import Any

import click
import orjson

from talkqa.cli.refused import Refused
from talkqa.fake import Fake, Tenant, heap
from talkqa.fake.clients import Clients
from talkqa.fake.control import CREDENTIAL, PREFIX, control_routes
from talkqa.fake.doors.server import ServerError, Serving
from talkqa.fake.fidelity import FidelityError, read_flips
from talkqa.fake.limits import Limits
from talkqa.fake.planting import SeedError, plant, populate, read_seed

MOST_RECORDS = 1_000_000


@click.command()
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--seed",
    metavar="PEOPLE",
    help="Records to begin with: how many to make up, or a TOML or JSON file with lists named Customer, Supplier,"
    " Employee.",
)
@click.option("--random-seed", default=1, show_default=True, help="The same one makes the same people up.")
@click.option(
    "--clients",
    "count",
    default=1,
    show_default=True,
    type=click.IntRange(1, 100),
    help="How many clients, isolated from one another, each with keys and these records.",
)
@click.option(
    "--limits",
    type=click.Choice(["off", "wall", "virtual"]),
    default="off",
    help="Refuse requests beyond the documented rates, counted in real seconds or by the fake's own clock.",
)
@click.option(
    "--assume",
    multiple=True,
    metavar="ID[=ALTERNATIVE]",
    help="Flip an assumption about PowerOffice (see talkqa fidelity); may be repeated.",
)
@click.option(
    "--certificate",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Speak https, for clients that speak nothing else: a PEM file with a certificate and its key.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How addresses are printed."
)
def serve(
    port: int,
    seed: str | None,
    random_seed: int,
    count: int,
    limits: str,
    assume: tuple[str, ...],
    certificate: Path | None,
    form: str,
) -> None:
    """Serve a fake PowerOffice Go on this machine, with fresh clients, until Ctrl-C or SIGTERM.

    Prints the addresses and keys, one line each. The page under /_talkqa/ shows records and requests as they
    arrive, and plans faults; routes beside it do the same for programs. They answer this machine only. Exit
    code 2: the port is taken, the seed or the certificate is wrong, or an assumption is none.

    \b
    Examples:
      talkqa serve
      talkqa serve --seed 1000
      talkqa serve --port 8642 --seed people.toml --limits wall
      talkqa serve --assume stamp-resolution=seconds
      talkqa serve --certificate localhost.pem
    """
    fake = Fake()
    rates = {"off": lambda: None, "wall": Limits.by_wall_clock, "virtual": Limits}[limits]
    with _stopping() as stop, _refusals(), suppress(_StoppedEarly):
        clients = Clients(fake, rates, read_flips(assume))
        for fill in _fillings(seed, random_seed, count, stop):
            clients.open(fill)
        heap.settle()
        with fake.serve(port, control_routes(clients), certificate) as server:
            _tell(_addresses(server, clients), form)
            stop.wait()
    if form == "text":
        click.echo(f"stopped after {_requests(clients)}")


class _StoppedEarly(Exception):
    """Ctrl-C came before everybody was made up."""


def _fillings(
    seed: str | None, random_seed: int, count: int, stop: threading.Event
) -> Iterator[Callable[[Tenant], object] | None]:
    """What fills each of so many clients."""
    if seed is None:
        yield from repeat(None, count)
    elif seed.isascii() and seed.isdecimal():
        yield from _made_up(int(seed), random_seed, count, stop)
    else:
        records = read_seed(Path(seed))
        yield from repeat(lambda tenant: plant(tenant, records), count)


def _made_up(
    entities: int, random_seed: int, count: int, stop: threading.Event
) -> Iterator[Callable[[Tenant], object]]:
    """Each client gets other people. Progress is shown to a terminal only."""
    from rich.console import Console  # these take a while to import, and few need them
    from rich.progress import Progress

    from talkqa.fake.made_up import parties

    if entities > MOST_RECORDS:
        raise SeedError(f"seed: {entities} records, expected at most {MOST_RECORDS}.")
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("making records up", total=entities * count)

        def tell(made: int) -> None:
            if stop.is_set():
                raise _StoppedEarly
            progress.advance(task, made)

        for nth in range(count):
            yield partial(populate, parties=parties(entities, random_seed + nth), tell=tell)


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that Ctrl-C and SIGTERM set; what they did before comes back at the end."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda *_: stop.set())
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (FidelityError, ServerError, SeedError) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(
            f"{error.filename or 'a file'}: {error.strerror or error}. Check the path and its rights."
        ) from error


def _addresses(server: Serving, clients: Clients) -> dict[str, Any]:
    """Addresses, and the first client's keys; of the others id and keys."""
    first, *others = [one.tenant for one in clients]
    return {
        "v1": f"{server.origin}/",
        "v2": server.base_url,
        "token": server.token_url,
        "control": f"{server.origin}{PREFIX}/",
        **_keys(first),
        **({"clients": [{"id": one.client_id, **_keys(one)} for one in others]} if others else {}),
    }


def _keys(tenant: Tenant) -> dict[str, str]:
    credential = tenant.credential(CREDENTIAL)
    return {
        "application key": credential.application_key,
        "client key": credential.client_key,
        "subscription key": credential.subscription_key,
    }


def _tell(addresses: dict[str, Any], form: str) -> None:
    """Print where the fake is and who may call; flushed, for a reader at the other end of a pipe."""
    if form == "json":
        click.echo(orjson.dumps(_with_underscores(addresses)).decode())
        return
    others = addresses.pop("clients", [])
    for block in (addresses, *others):
        for name, value in block.items():
            click.echo(f"{name:<17} {value}")
    click.echo("Ctrl-C stops it.")


def _with_underscores(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_underscores(one) for one in value]
    if isinstance(value, dict):
        return {name.replace(" ", "_"): _with_underscores(one) for name, one in value.items()}
    return value


def _requests(clients: Clients) -> str:
    count = sum(one.tenant.journal.latest for one in (*clients, clients.strays))
    return f"{count} request" + ("" if count == 1 else "s")
