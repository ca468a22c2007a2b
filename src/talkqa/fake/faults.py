"""Misbehaviour on demand: which request is struck, and with what.

A fault sits around the commit: `before` it (a callback, a refusal, a broken connection) or after it (a
callback, a lost answer). It is counted, and marked in the journal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkqa.fake.journal import Entry
from talkqa.fake.message import Response

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant


@dataclass
class Fault:
    """One planned misbehaviour.

    Strikes requests that fit all of `operation` ("POST /Customers"), `credential` (a name) and `when`, from
    the `nth` fitting one on (1 is the first), `times` times; times=None means for ever.

    before: runs when the request is journalled and not yet judged. answer: the request is refused with this.
    drop_before: the connection breaks and nothing is committed. after: runs between commit and answer; what
    it raises passes through the in-process transport. lose_answer: committed, and the answer never arrives.
    """

    name: str
    when: Callable[[Entry], bool] | None = None
    operation: str | None = None
    credential: str | None = None
    nth: int = 1
    times: int | None = 1
    before: Callable[[Tenant], object] | None = None
    answer: Response | None = None
    after: Callable[[Tenant], object] | None = None
    lose_answer: bool = False
    drop_before: bool = False
    fired: int = 0
    seen: int = 0

    def strikes(self, entry: Entry) -> bool:
        """Count this request; True when it is one of those to strike."""
        if self.spent or not self._fits(entry):
            return False
        self.seen += 1
        if self.seen < self.nth:
            return False
        self.fired += 1
        return True

    @property
    def spent(self) -> bool:
        """It has struck as often as planned."""
        return self.times is not None and self.fired >= self.times

    def _fits(self, entry: Entry) -> bool:
        if self.operation is not None and self.operation.lower() != entry.operation.lower():
            return False
        if self.credential is not None and self.credential != entry.credential:
            return False
        return self.when is None or self.when(entry)
