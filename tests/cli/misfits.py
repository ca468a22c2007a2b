"""The same for Python classes: set up wrong in one way each."""

from __future__ import annotations

from dataclasses import replace

import httpx

from talkqa.reference.synchroniser import Reference
from talkqa.sut import Assignment, Identity
from tests.sut.v1_reference import V1Reference


class AsksElsewhere(Reference):
    """BUG: takes an address of its own."""

    def start(self, assignment: Assignment) -> Identity:
        known = super().start(assignment)
        client = httpx.Client(transport=assignment.endpoint.transport)
        client.get("https://api.example.com/v2/Customers")
        return known


class IgnoresTransport(Reference):
    """BUG: opens connections of its own, where there is nothing to connect to."""

    def start(self, assignment: Assignment) -> Identity:
        httpx.get(f"{assignment.endpoint.base_url}/Customers", trust_env=False)
        return super().start(assignment)


class RaisesAtStart(Reference):
    """BUG: wants a key that nobody gives it."""

    def start(self, assignment: Assignment) -> Identity:
        raise KeyError("tenant_id")


class SpeaksV1(V1Reference):
    """BUG: says that it speaks v2."""

    def start(self, assignment: Assignment) -> Identity:
        known = super().start(assignment)
        return replace(known, offers=known.offers | {"v2"})
