"""How many requests a second are let through: the documented rates of the service (API.md §3).

Off unless a tenant is given `Limits`. One object can serve several tenants, as one subscription key serves
several companies.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from talkqa.fake.clock import TICKS_PER_SECOND
from talkqa.fake.fidelity import flipped
from talkqa.fake.message import Request, Response
from talkqa.fake.signin import basic_keys, subscription_key

if TYPE_CHECKING:
    from talkqa.fake.signin import Session

V2_RATE = 10
"""Requests a second for one subscription key, of all companies together."""
V1_RATE = 50
"""Requests a second for one application key."""
TOKEN_RATE = 5
"""Sign-ins a second for one key (an assumption: only that there is a limit is documented)."""

TOKEN, V2, V1 = "token", "v2", "v1"


@dataclass
class Limits:
    """A limit per key in each of three windows of one second.

    v2: requests per subscription key. v1: requests per application key. token: sign-ins per subscription key,
    or per application key where there is none. None: no limit. wall: a clock in seconds to count by; without
    one the tenant's own clock counts, which moves about a millisecond with each request.
    """

    v2: int | None = V2_RATE
    v1: int | None = V1_RATE
    token: int | None = TOKEN_RATE
    wall: Callable[[], float] | None = None
    _passed: defaultdict[tuple[str, str], deque[int]] = field(
        default_factory=lambda: defaultdict(deque), repr=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def by_wall_clock(cls) -> Limits:
        """The documented rates, counted in real seconds."""
        return cls(wall=time.monotonic)

    def refuse(self, window: str, key: str, ticks: int) -> Response | None:
        """The 429 for a request beyond the limit; None counts it and lets it pass.

        window: TOKEN, V2 or V1. key: whose requests are counted. ticks: the tenant's time. Requests that are
        refused do not count. Takes the same time whatever the traffic.
        """
        most = {TOKEN: self.token, V2: self.v2, V1: self.v1}[window]
        if most is None:
            return None
        if window == TOKEN and flipped("rate-of-sign-ins"):
            most = 1
        now = ticks if self.wall is None else round(self.wall() * TICKS_PER_SECOND)
        with self._lock:
            passed = self._passed[window, key]
            while len(passed) > most:
                passed.popleft()
            if (
                len(passed) == most
                and 0 <= now - passed[0] < TICKS_PER_SECOND
                and not _is_past(passed[0], now)
            ):
                wait = ceil((TICKS_PER_SECOND - (now - passed[0])) / TICKS_PER_SECOND)
                return too_many(None if flipped("retry-after") else wait)
            passed.append(now)
            if len(passed) > most:
                passed.popleft()
        return None


def _is_past(passed: int, now: int) -> bool:
    """The second in which a request went through has ended, if whole seconds are what counts."""
    is_whole_seconds = flipped("rate-window") is not None
    return is_whole_seconds and passed // TICKS_PER_SECOND < now // TICKS_PER_SECOND


def limits_of(request: Request, is_sign_in: bool, session: Session | None) -> tuple[str, str]:
    """The window in which a request counts, and the key it counts for.

    A request with a subscription key counts for it; one of v1 has none and counts for its application key.
    """
    key = subscription_key(request)
    application = session.credential.application_key if session else basic_keys(request)[0]
    if is_sign_in:
        return TOKEN, key or application
    is_v2 = request.path.lower().lstrip("/").removeprefix("demo/").startswith("v2/")
    return (V2, key) if is_v2 else (V1, application)


def too_many(seconds: int | None) -> Response:
    """429 in the gateway's documented words. seconds: for Retry-After; None leaves that header out."""
    message = f"Rate limit is exceeded. Try again in {seconds or 1} seconds."
    headers = {} if seconds is None else {"retry-after": str(seconds)}
    return Response.json(429, {"statusCode": 429, "message": message}, headers)
