"""The protocol between talkqa and a system under test, and the connectors that speak it."""

from talkqa.sut.errors import AskedOutside, CannotStart, CycleFailed, Killed, SutChoiceError, SutError
from talkqa.sut.offers import OFFERS, Report, Waiting
from talkqa.sut.protocol import Assignment, Endpoint, Identity, Synchroniser, Watch

__all__ = [
    "OFFERS",
    "AskedOutside",
    "Assignment",
    "CannotStart",
    "CycleFailed",
    "Endpoint",
    "Identity",
    "Killed",
    "Report",
    "SutChoiceError",
    "SutError",
    "Synchroniser",
    "Waiting",
    "Watch",
]
