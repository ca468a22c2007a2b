"""Worlds for the tests of the reference."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.reference.world import World


@pytest.fixture
def world() -> Iterator[World]:
    """A fresh PowerOffice with a house customer, and the reference over it."""
    made = World()
    yield made
    made.close()
