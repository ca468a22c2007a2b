"""A fake on a socket, as clients written by others meet it: one tenant for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from talkqa.fake import Fake
from talkqa.fake.doors.server import Serving
from tests.clients.wire import Place


@pytest.fixture(scope="session")
def served() -> Iterator[tuple[Fake, Serving]]:
    """One fake for all tests."""
    fake = Fake()
    with fake.serve(port=0) as server:
        yield fake, server


@pytest.fixture
def place(served: tuple[Fake, Serving]) -> Place:
    """A fresh tenant of it."""
    fake, server = served
    return Place(fake.tenant(), server)
