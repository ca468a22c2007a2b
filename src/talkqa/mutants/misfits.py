"""The reference, set up wrong in one way each, or asking for what the fake lacks: no word on a product.

They prove that a check names the right cause, and are reached as `python:talkqa.mutants.misfits:Name`.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import httpx

from talkqa.reference.client import Client
from talkqa.reference.synchroniser import Reference
from talkqa.sut.protocol import Assignment, Endpoint, Identity

NO_KEY = "00000000-0000-0000-0000-000000000000"


class Misaddressed(Reference):
    """Takes something of the endpoint otherwise than it is told."""

    def start(self, assignment: Assignment) -> Identity:
        return super().start(replace(assignment, endpoint=self.changed(assignment.endpoint)))

    def changed(self, endpoint: Endpoint) -> Endpoint:
        """The endpoint as it understands it."""
        return endpoint


class WrongApplicationKey(Misaddressed):
    """SET-UP: the application key of another system."""

    def changed(self, endpoint: Endpoint) -> Endpoint:
        return replace(endpoint, application_key=NO_KEY)


class WrongClientKey(Misaddressed):
    """SET-UP: the client key of another company."""

    def changed(self, endpoint: Endpoint) -> Endpoint:
        return replace(endpoint, client_key=NO_KEY)


class WrongSubscriptionKey(Misaddressed):
    """SET-UP: an old subscription key."""

    def changed(self, endpoint: Endpoint) -> Endpoint:
        return replace(endpoint, subscription_key="0" * 32)


class OtherVersion(Misaddressed):
    """SET-UP: a base path that PowerOffice does not have."""

    def changed(self, endpoint: Endpoint) -> Endpoint:
        return replace(endpoint, base_url=endpoint.base_url.removesuffix("/v2") + "/v3")


class DoubledPath(Misaddressed):
    """SET-UP: the base path twice."""

    def changed(self, endpoint: Endpoint) -> Endpoint:
        return replace(endpoint, base_url=endpoint.base_url + "/v2")


class OtherSignIn(Misaddressed):
    """SET-UP: signs in where PowerOffice does not."""

    def changed(self, endpoint: Endpoint) -> Endpoint:
        return replace(endpoint, token_url=endpoint.token_url.replace("/OAuth/Token", "/auth/token"))


class WantsMore(Reference):
    """SET-UP: does not start without a setting of its own."""

    def start(self, assignment: Assignment) -> Identity:
        raise KeyError("tenant_id")


class NoDatabase(Reference):
    """SET-UP: each cycle ends before its first request, for want of a database."""

    def cycle(self) -> None:
        raise ConnectionError("database: connection refused")


class Curious(Reference):
    """Asks for something besides that the fake does not have."""

    method, path = "GET", "/Vouchers"

    def start(self, assignment: Assignment) -> Identity:
        self._asking = Client(assignment.endpoint, assignment.pause)
        return super().start(assignment)

    def cycle(self) -> None:
        with suppress(Exception):
            self._asking._send(self.method, self.path)
        super().cycle()


class AsksForVouchers(Curious):
    """GAP: reads vouchers."""


class AsksForProjects(Curious):
    """GAP: reads projects."""

    path = "/Projects"


class AsksForAccounts(Curious):
    """GAP: reads the chart of accounts."""

    path = "/GeneralLedgerAccounts"


class PostsAnInvoice(Curious):
    """GAP: makes an invoice."""

    method, path = "POST", "/OutgoingInvoices"


class SignsInOnly(Reference):
    """Signs in, and goes to sleep: nothing that a check is about comes up."""

    def start(self, assignment: Assignment) -> Identity:
        self._point = assignment.endpoint
        return super().start(assignment)

    def cycle(self) -> None:
        point = self._point
        with httpx.Client(transport=point.transport, trust_env=False) as http:
            keys = (point.application_key, point.client_key)
            headers = {"Ocp-Apim-Subscription-Key": point.subscription_key}
            form = {"grant_type": "client_credentials"}
            http.post(point.token_url, auth=keys, data=form, headers=headers)
