"""What can be wrong with the set-up of a system under test: a closed list, each with its remedy.

Whether one is there is decided in `diagnosis`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Ailment:
    """told: in a sentence, `{what}` filled in. remedy: what to do. stops: no check makes sense before it is mended.

    Those that do not stop may as well be the product's own fault, which the checks will tell.
    """

    told: str
    remedy: str
    stops: bool = True


AILMENTS: Mapping[str, Ailment] = {
    "command-not-found": Ailment(
        "there is no command {what}", "Give its whole path, or install it where PATH leads."
    ),
    "not-executable": Ailment(
        "{what} may not be executed", "chmod +x it, or name its interpreter first: `command:python sync.py`."
    ),
    "cannot-run": Ailment(
        "the command cannot be run: {what}", "Name its interpreter first, or give it a first line `#!…`."
    ),
    "crashes-at-start": Ailment(
        "it does not start: {what}",
        "Call its `start` with the assignment of docs/your-own-synchroniser.md, and mend what it raises.",
    ),
    "fails-before-asking": Ailment(
        "it ends with a failure before its first request: {what}",
        "Run it by hand with the variables of docs/your-own-synchroniser.md; it sees only what that page lists.",
    ),
    "ignores-transport": Ailment(
        "it does not use the transport that it is given: {what}",
        "Send requests through assignment.endpoint.transport, or choose --lane socket.",
    ),
    "wrong-host": Ailment(
        "it asks {what}, which it was not told of",
        "Take both addresses from TALKQA_BASE_URL and TALKQA_TOKEN_URL, or from the assignment, and ask nobody else.",
    ),
    "wrong-path": Ailment(
        "PowerOffice has no such address: {what}",
        "Add paths such as /Customers to TALKQA_BASE_URL as it is, which ends in /v2 (v1: the same host, without it).",
    ),
    "no-token": Ailment(
        "it asks for records without a valid token: {what}",
        "Sign in at TALKQA_TOKEN_URL, and send the token as `Authorization: Bearer …`.",
    ),
    "wrong-key": Ailment(
        "its sign-in is refused: {what}",
        "Sign in with TALKQA_APPLICATION_KEY as user and TALKQA_CLIENT_KEY as password (HTTP Basic).",
    ),
    "wrong-subscription-key": Ailment(
        "its subscription key is refused: {what}",
        "Send TALKQA_SUBSCRIPTION_KEY in the header Ocp-Apim-Subscription-Key of every request.",
    ),
    "wrong-grant": Ailment(
        "its sign-in is not understood: {what}",
        "POST a form with grant_type=client_credentials to TALKQA_TOKEN_URL.",
    ),
    "cycle-times-out": Ailment(
        "a cycle does not end: {what}",
        "A command must exit, and a service pause, when a cycle is done; waits must follow `pause_scale`.",
    ),
    "asks-nothing": Ailment(
        "its cycles end well, and it never makes a request", "See that it is given work, and the right entry point.",
        stops=False,
    ),
    "never-lists": Ailment(
        "in three cycles it never lists {what}", "See that it takes its flows from the assignment's `dataflow`.",
        stops=False,
    ),
    "never-settles": Ailment(
        "it still writes in cycle {what}, though nothing was edited", "Compare values in normal form before writing.",
        stops=False,
    ),
    "writes-outside": Ailment(
        "it writes to {what}, which is in none of its flows", "See which dataflow it was built for.", stops=False
    ),
    "forgets": Ailment(
        "after a restart it creates {what} again", "Keep the links in TALKQA_STATE_FOLDER, which a restart keeps.",
        stops=False,
    ),
    "cycle-fails": Ailment(
        "a cycle ends with a failure: {what}", "Exit code 0 says that a cycle is done; see what it complains of.",
        stops=False,
    ),
    "speaks-v1": Ailment(
        "it asks API v1 only, whose stamps are whole seconds and whose answers leave out what is empty",
        "List its capabilities under [sut] in talkqa.toml without v2, so that nothing is asked of it that needs v2.",
        stops=False,
    ),
    "gap-of-the-fake": Ailment(
        "it asks for {what}, which the fake PowerOffice lacks", "Its checks will end as errors of talkqa; tell us.",
        stops=False,
    ),
}  # fmt: skip
"""By name, in the order in which they are looked for: who never starts cannot use a wrong key."""


@dataclass(frozen=True)
class Finding:
    """One ailment that is there."""

    kind: str
    what: str = ""

    @property
    def ailment(self) -> Ailment:
        return AILMENTS[self.kind]

    @property
    def told(self) -> str:
        """In a sentence."""
        return self.ailment.told.format(what=self.what)
