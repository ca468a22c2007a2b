"""How the SUT's requests reach the fake: see `talkqa.scenario.plan.Lane`."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import respx

from talkqa.fake import Credential, Fake, Request, Response
from talkqa.fake.message import AnswerLostError, ConnectionBrokenError
from talkqa.fake.service import Caller
from talkqa.scenario.plan import Lane
from talkqa.sut import Endpoint
from talkqa.verdict import CheckFailed, Inconclusive

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
    crashes: list[str] = field(default_factory=list)
    """What the fake raised of its own accord, in words."""

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
    crashes = minded(fake)
    if lane == "socket":
        with fake.serve(port=0) as server:
            yield Road(fake, server.base_url, server.token_url, None, crashes)
    elif lane == "production urls":
        with production(fake):
            travel = httpx.HTTPTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
            yield Road(fake, f"{PRODUCTION}/v2", f"{PRODUCTION}/OAuth/Token", travel, crashes)
    else:
        yield Road(
            fake, "http://fake.invalid/v2", "http://fake.invalid/OAuth/Token", fake.transport(), crashes
        )


def minded(fake: Fake) -> list[str]:
    """What the fake itself raises from now on, but for what it is asked to: a SUT that meets it cannot know better."""
    crashes: list[str] = []
    answer = fake.answer

    def answered(request: Request, caller: Caller | None = None) -> Response:
        try:
            return answer(request, caller)
        except (ConnectionBrokenError, AnswerLostError, CheckFailed, Inconclusive):
            raise
        except Exception as error:
            crashes.append(f"{type(error).__name__}: {error}")
            raise

    fake.answer = answered  # type: ignore[method-assign]
    return crashes


@contextmanager
def production(fake: Fake) -> Iterator[respx.MockRouter]:
    """Route PowerOffice's production hosts to the fake; any other host raises, so that nothing escapes."""
    inner = fake.transport()
    with respx.mock(assert_all_mocked=True, assert_all_called=False) as router:
        router.route(host__in=HOSTS).mock(side_effect=inner.handle_request)
        yield router
