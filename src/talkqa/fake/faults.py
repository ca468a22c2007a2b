"""Planned misbehaviour: which request it strikes, and what happens then.

`mishaps` has the named kinds; here is what they are made of.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from talkqa.fake.doors.delivery import Delivery, Ending
from talkqa.fake.journal import Entry
from talkqa.fake.message import Request, Response

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant


@dataclass
class Fault:
    """One planned misbehaviour.

    Strikes requests that fit all of `operation` ("POST /Customers"), `method`, `credential` (a name) and
    `when`, from the `nth` fitting one on (1 is the first), `times` times; times=None means for ever.
    probability: share of those that are struck, drawn from `seed`; None strikes all.

    armed: runs when the fault is planned. prepare, before: run when the request is journalled and not yet
    judged. answer: the request is refused with this. drop_before: the connection breaks and nothing is
    committed. rewrite: the request is carried out as this says. around: what holds while it is carried out.
    repeat: how often it is. reshape: what becomes of the answer after the commit. delivery: how the answer
    travels. after: runs between commit and answer; what it raises passes through the in-process transport.
    lose_answer: committed, and the answer never arrives. ending: how a connection that breaks does so.
    memory: what the callbacks above keep between two requests, in place, so that a snapshot of the tenant
    holds it.
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
    method: str | None = None
    probability: float | None = None
    seed: int = 0
    prepare: Callable[[Tenant, Entry], object] | None = None
    rewrite: Callable[[Request], Request] | None = None
    around: Callable[[Tenant, Entry], AbstractContextManager[object]] | None = None
    repeat: int = 1
    reshape: Callable[[Response, Entry], Response] | None = None
    delivery: Delivery | None = None
    ending: Ending = "close"
    armed: Callable[[Tenant], object] | None = None
    fired: int = 0
    seen: int = 0
    memory: list[int] = field(default_factory=list, repr=False, compare=False)

    def strikes(self, entry: Entry) -> bool:
        """Count this request; True when it is one of those to strike."""
        if self.spent or not self._fits(entry):
            return False
        self.seen += 1
        if self.seen < self.nth or not self._falls():
            return False
        self.fired += 1
        return True

    @property
    def spent(self) -> bool:
        """It has struck as often as planned."""
        return self.times is not None and self.fired >= self.times

    def _falls(self) -> bool:
        """The dice decide, when there are any: the same seed, the same requests."""
        if self.probability is None:
            return True
        return random.Random(f"{self.seed}/{self.seen}").random() < self.probability

    def _fits(self, entry: Entry) -> bool:
        if self.operation is not None and self.operation.lower() != entry.operation.lower():
            return False
        if self.method is not None and self.method.upper() != entry.method:
            return False
        if self.credential is not None and self.credential != entry.credential:
            return False
        return self.when is None or self.when(entry)
