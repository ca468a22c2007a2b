"""Doors to the fake: one tenant for each test."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from talkqa.fake import Fake
from talkqa.fake.doors.server import Serving
from tests.fake.doors import Door, inside


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Fake, Serving]]:
    """One fake on a socket for all tests; each takes a tenant of its own."""
    fake = Fake()
    with fake.serve(port=0) as server:
        yield fake, server


@pytest.fixture
def here() -> Door:
    """A tenant, in process."""
    return inside(Fake())


@pytest.fixture(params=["in process", "socket"])
def door(request: pytest.FixtureRequest, here: Door) -> Door:
    """The same body runs over both doors."""
    if request.param == "in process":
        return here
    fake, server = request.getfixturevalue("served")
    return Door(fake, fake.tenant(), server.base_url, server.token_url, None)


@pytest.fixture
def client(here: Door) -> httpx.Client:
    """Signed in, in process."""
    return here.client()
