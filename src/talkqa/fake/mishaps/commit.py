"""Trouble around the commit of a write: the client cannot tell whether it happened."""

from __future__ import annotations

from talkqa.fake.doors.delivery import Delivery
from talkqa.fake.faults import Fault
from talkqa.fake.journal import Entry
from talkqa.fake.message import Response
from talkqa.fake.mishaps.kinds import is_write, kind
from talkqa.fake.mishaps.refusals import page


@kind("closed-before-commit")
def closed_before_commit() -> Fault:
    """The connection is closed without an answer before anything is committed."""
    return Fault("", when=is_write, drop_before=True)


@kind("commit-lost")
def lost() -> Fault:
    """Committed; the answer never arrives."""
    return Fault("", when=is_write, lose_answer=True)


@kind("commit-delayed")
def delayed(seconds: float = 30.0) -> Fault:
    """Committed; the answer begins so many seconds later."""
    return Fault("", when=is_write, delivery=Delivery(pause=seconds))


@kind("commit-truncated")
def truncated() -> Fault:
    """Committed; half of the answer arrives, then the connection is closed."""
    return Fault("", when=is_write, delivery=Delivery(kept=0.5))


@kind("commit-502")
def bad_gateway() -> Fault:
    """Committed; the gateway answers 502."""

    def reshape(response: Response, entry: Entry) -> Response:
        return page(502, "Bad Gateway")

    return Fault("", when=is_write, reshape=reshape)


@kind("delivered-twice")
def delivered_twice() -> Fault:
    """The network delivers the request twice; both are carried out, the second is answered."""
    return Fault("", when=is_write, repeat=2)
