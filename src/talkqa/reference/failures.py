"""How a request can fail, by what the synchroniser may do next."""

from __future__ import annotations


class Failure(Exception):
    """A request did not do what it was for."""


class Transient(Failure):
    """May go well later, unchanged. wait: seconds the server asked for, if it did."""

    def __init__(self, text: str, wait: float | None = None) -> None:
        super().__init__(text)
        self.wait = wait


class NotTaken(Transient):
    """Surely without effect: throttled, or nobody answered the door."""


class Doubt(Transient):
    """Perhaps done, perhaps not: a server error, or the answer never arrived."""


class Refused(Failure):
    """The server said no to this request; the same request will be refused again."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class Gone(Refused):
    """404: what the address names is not there."""


class Forbidden(Refused):
    """403: this kind of request is not ours to make, until a person grants the privilege."""


class NotAuthorised(Failure):
    """The keys are not accepted any more; only a person can renew them."""
