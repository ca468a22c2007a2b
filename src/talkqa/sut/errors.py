"""What can go wrong in the conversation with a system under test, in the order of the conversation.

Cannot reach it (`CannotStart`), it answers a cycle with a failure (`CycleFailed`), it was killed on
purpose (`Killed`). All but the last are the SUT's own doing, so they make a check *fail*; they never
count as talkqa's error.
"""

from __future__ import annotations

from collections.abc import Sequence


class SutError(Exception):
    """The system under test did something that the protocol does not allow."""


class CannotStart(SutError):
    """It did not get ready: wrong command, crash at start, refusal of the assignment."""


class CycleFailed(SutError):
    """A cycle ended with an exception or a non-zero exit code."""


class AskedOutside(CycleFailed):
    """It asked a host beyond loopback, though it was told of none. hosts: which."""

    def __init__(self, hosts: Sequence[str]) -> None:
        self.hosts = tuple(hosts)
        super().__init__(f"it asked {', '.join(hosts)}, beyond loopback")


class Killed(BaseException):
    """`kill` struck. A BaseException, so that no handler inside the SUT can survive it."""


class SutChoiceError(ValueError):
    """The name given for the SUT names nothing; the message says what would."""
