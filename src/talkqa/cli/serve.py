"""`talkqa serve`: the fake PowerOffice Go on a port of this machine, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import orjson

from talkqa.cli.errors import Refused
from talkqa.fake import Credential, Fake, Tenant
from talkqa.fake.control import PREFIX, control_routes
from talkqa.fake.limits import Limits
from talkqa.fake.planting import SeedError, plant, read_seed
from talkqa.fake.server import ServerError, Serving

CREDENTIAL = "client"


@click.command()
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--seed",
    "seed_file",
    type=click.Path(path_type=Path),
    help="Records to begin with: a TOML or JSON file with lists named Customer, Supplier, Employee.",
)
@click.option(
    "--limits",
    type=click.Choice(["off", "wall", "virtual"]),
    default="off",
    help="Refuse requests beyond the documented rates, counted in real seconds or by the fake's own clock.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How addresses are printed."
)
def serve(port: int, seed_file: Path | None, limits: str, form: str) -> None:
    """Serve a fake PowerOffice Go on this machine, with one fresh client, until Ctrl-C or SIGTERM.

    Prints the addresses and keys of that client, one line each. Routes under /_talkqa/ show the journal and
    control faults, clock and reset; they answer this machine only. Exit code 2: the port is taken, or the seed
    is wrong.

    \b
    Examples:
      talkqa serve
      talkqa serve --port 8642 --seed people.toml --limits wall
    """
    fake = Fake()
    tenant = fake.tenant()
    tenant.limits = {"off": None, "wall": Limits.by_wall_clock(), "virtual": Limits()}[limits]
    with _stopping() as stop, _refusals():
        seed = read_seed(seed_file) if seed_file else {}
        plant(tenant, seed)
        with fake.serve(port, control_routes(tenant, lambda: plant(tenant, seed))) as server:
            _tell(_addresses(server, tenant.credential(CREDENTIAL)), form)
            stop.wait()
    if form == "text":
        click.echo(f"stopped after {_requests(tenant)}")


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
    except (ServerError, SeedError) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(
            f"{error.filename or 'a file'}: {error.strerror or error}. Check the path and its rights."
        ) from error


def _addresses(server: Serving, credential: Credential) -> dict[str, str]:
    return {
        "v1": f"{server.origin}/",
        "v2": server.base_url,
        "token": server.token_url,
        "control": f"{server.origin}{PREFIX}/",
        "application key": credential.application_key,
        "client key": credential.client_key,
        "subscription key": credential.subscription_key,
    }


def _tell(addresses: dict[str, Any], form: str) -> None:
    """Print where the fake is and who may call; flushed, for a reader at the other end of a pipe."""
    if form == "json":
        click.echo(
            orjson.dumps({name.replace(" ", "_"): value for name, value in addresses.items()}).decode()
        )
        return
    for name, value in addresses.items():
        click.echo(f"{name:<17} {value}")
    click.echo("Ctrl-C stops it.")


def _requests(tenant: Tenant) -> str:
    count = len(tenant.journal)
    return f"{count} request" + ("" if count == 1 else "s")
