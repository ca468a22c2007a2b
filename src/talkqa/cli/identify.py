"""Asking the system under test who it is, before any scenario: the name that every report carries."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from talkqa.checklist import Checklist, dataflow_json
from talkqa.fake import Fake
from talkqa.mutants.shelf import choose
from talkqa.sut import OFFERS, Assignment, CannotStart, Endpoint, Identity
from talkqa.sut.offers import USUAL


class _Nothing:
    """The watch over a SUT that makes no request."""

    def count(self) -> int:
        return 0

    def listed(self, since: int) -> Sequence[str]:
        return ()


def identify(spec: str, checklist: Checklist) -> Identity:
    """Start the SUT at an empty PowerOffice of its own and stop it again; no cycle runs.

    One that cannot start is named by what was asked for: its checks will say why it failed.
    """
    fake = Fake()
    keys = fake.tenant().credential("sut")
    endpoint = Endpoint(
        "http://fake.invalid/v2",
        "http://fake.invalid/OAuth/Token",
        keys.application_key,
        keys.client_key,
        keys.subscription_key,
        fake.transport(),
    )
    dataflow = dataflow_json(checklist.for_system(USUAL, OFFERS), house_customer=None)
    with tempfile.TemporaryDirectory(prefix="talkqa-identify-") as folder:
        sut = choose(spec)()
        try:
            pause, nothing = (lambda seconds: None), _Nothing()
            return sut.start(Assignment(endpoint, dataflow, Path(folder), pause, nothing))
        except CannotStart:
            return Identity(spec, "did not start")
        finally:
            sut.stop()
