"""The wire misbehaves. In process each becomes what httpx would raise, or a cut body."""

from __future__ import annotations

from talkqa.fake.doors.delivery import Delivery
from talkqa.fake.faults import Fault
from talkqa.fake.mishaps.kinds import kind


@kind("refuse", doors=("in process",))
def refuse() -> Fault:
    """The connection is refused: httpx.ConnectError. On a socket the connection exists when its request comes."""
    return Fault("", drop_before=True, ending="refuse")


@kind("reset-before")
def reset_before() -> Fault:
    """The connection is reset when the request has arrived; nothing is committed, nothing answered."""
    return Fault("", drop_before=True, ending="reset")


@kind("reset-while")
def reset_while() -> Fault:
    """Carried out; the connection is reset in the middle of the answer."""
    return Fault("", delivery=Delivery(kept=0.5, ending="reset"))


@kind("reset-after", doors=("socket",))
def reset_after() -> Fault:
    """The whole answer arrives, then the connection, promised to be kept alive, is reset."""
    return Fault("", delivery=Delivery(ending="reset"))


@kind("stall")
def stall(seconds: float = 60.0) -> Fault:
    """Half of the answer arrives, then nothing for so many seconds, then the rest."""
    return Fault("", delivery=Delivery(pieces=2, gap=seconds))


@kind("slow-drip")
def slow_drip(pieces: int = 10, seconds: float = 1.0) -> Fault:
    """The answer arrives in so many pieces, with so many seconds between two of them."""
    return Fault("", delivery=Delivery(pieces=pieces, gap=seconds))


@kind("truncated-body")
def truncated_body() -> Fault:
    """Content-Length promises the whole body; half of it arrives, then the connection is closed."""
    return Fault("", delivery=Delivery(kept=0.5))


@kind("wrong-length")
def wrong_length() -> Fault:
    """Content-Length is half of what is sent: the client reads half a body and takes it for the whole."""
    return Fault("", delivery=Delivery(declared=0.5))
