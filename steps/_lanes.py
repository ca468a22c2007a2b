"""How the SUT's requests reach the fake: see `talkqa.scenario.plan.Lane`."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import respx

from talkqa.fake import Credential, Fake
from talkqa.scenario.plan import Lane
from talkqa.sut import Endpoint

PRODUCTION = "https://goapi.poweroffice.net"
HOSTS = ("goapi.poweroffice.net", "api.poweroffice.net")
"""Where API v2 and API v1 are in production."""


@dataclass(frozen=True)
class Road:
    """A fake and the addresses under which the SUT reaches it."""

    fake: Fake
    base_url: str
    token_url: str
    transport: httpx.BaseTransport | None

    def endpoint(self, keys: Credential) -> Endpoint:
        """The endpoint for one credential."""
        return Endpoint(
            self.base_url,
            self.token_url,
            keys.application_key,
            keys.client_key,
            keys.subscription_key,
            self.transport,
        )

    def inside(self, keys: Credential) -> Endpoint:
        """The endpoint of the harness's user, who never leaves the process (a hook may run in the server's thread)."""
        return Road(
            self.fake, "http://fake.invalid/v2", "http://fake.invalid/OAuth/Token", self.fake.transport()
        ).endpoint(keys)


@contextmanager
def open_road(lane: Lane, mark: str = "") -> Iterator[Road]:
    """A fake, reachable as the lane says, until the block ends. mark: what its keys hold."""
    fake = Fake(mark)
    if lane == "socket":
        with fake.serve(port=0) as server:
            yield Road(fake, server.base_url, server.token_url, None)
    elif lane == "production urls":
        with production(fake):
            travel = httpx.HTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
            yield Road(fake, f"{PRODUCTION}/v2", f"{PRODUCTION}/OAuth/Token", travel)
    else:
        yield Road(fake, "http://fake.invalid/v2", "http://fake.invalid/OAuth/Token", fake.transport())


@contextmanager
def production(fake: Fake) -> Iterator[respx.MockRouter]:
    """Route PowerOffice's production hosts to the fake; any other host raises, so that nothing escapes."""
    inner = fake.transport()
    with respx.mock(assert_all_mocked=True, assert_all_called=False) as router:
        router.route(host__in=HOSTS).mock(side_effect=inner.handle_request)
        yield router
