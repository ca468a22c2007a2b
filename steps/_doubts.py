"""What can come between a write and the news of it: five troubles, each before, while and after the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from talkqa.fake import Fault, Response
from talkqa.fake.doors.delivery import Delivery
from talkqa.fake.journal import Entry
from talkqa.fake.mishaps.refusals import page

NEVER = 3600.0
"""Seconds that no client waits."""

BAD_GATEWAY = page(502, "Bad Gateway")


def _is_502(response: Response, entry: Entry) -> Response:
    return BAD_GATEWAY


def _first_answered() -> Fault:
    """Of two deliveries the first is answered."""
    seen: list[Response] = []

    def reshape(response: Response, entry: Entry) -> Response:
        seen.append(response)
        return seen[0]

    return Fault("", repeat=2, reshape=reshape)


DOUBTS: Mapping[str, Callable[[], Fault]] = {
    "reset before the commit": lambda: Fault("", drop_before=True, ending="reset"),
    "reset during the commit": lambda: Fault("", delivery=Delivery(kept=0.0, ending="reset")),
    "reset after the commit": lambda: Fault("", delivery=Delivery(kept=0.5, ending="reset")),
    "time-out before the commit": lambda: Fault("", answer=BAD_GATEWAY, delivery=Delivery(pause=NEVER)),
    "time-out during the commit": lambda: Fault("", lose_answer=True),
    "time-out after the commit": lambda: Fault("", delivery=Delivery(pieces=2, gap=NEVER)),
    "502 before the commit": lambda: Fault("", answer=BAD_GATEWAY),
    "502 during the commit": lambda: Fault("", reshape=_is_502, delivery=Delivery(kept=0.5)),
    "502 after the commit": lambda: Fault("", reshape=_is_502),
    "a truncated answer before the commit": lambda: Fault(
        "", answer=BAD_GATEWAY, delivery=Delivery(kept=0.5)
    ),
    "a truncated answer during the commit": lambda: Fault("", delivery=Delivery(kept=0.1)),
    "a truncated answer after the commit": lambda: Fault("", delivery=Delivery(kept=0.9)),
    "delivered twice, neither answered": lambda: Fault("", repeat=2, lose_answer=True),
    "delivered twice, the first answered": _first_answered,
    "delivered twice, the second answered": lambda: Fault("", repeat=2),
}
"""All of them. Where two deliveries are carried out one after the other, what differs is whose answer is heard."""
