"""A v1 client of one tenant, with a v2 client of the same beside it."""

from __future__ import annotations

import pytest

from tests.fake.doors import Door
from tests.fake.v1.clients import V1, v1_client


@pytest.fixture
def v1(here: Door) -> V1:
    """Signed in without a subscription key, in process."""
    return v1_client(here)
