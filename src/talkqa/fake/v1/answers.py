"""The envelope of v1 around every answer, good or bad (API.md §4.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from talkqa.fake.errors import (
    ForbiddenError,
    NotFoundError,
    NotImplementedYetError,
    RefusalError,
    TooLargeError,
    UnsupportedMediaTypeError,
    problem,
)
from talkqa.fake.errors import InUseError as InUse
from talkqa.fake.message import PROBLEM, Response

IN_USE = "The entity could not be deleted due to related data"
UNAUTHORISED = "Unauthorized access"
_PLAIN = (ForbiddenError, TooLargeError, UnsupportedMediaTypeError)


class ODataError(RefusalError):
    """A query option that the service does not understand."""


class BindingError(RefusalError):
    """A request that ASP.NET cannot turn into values, per property."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()), "One or more validation errors occurred.")
        self.errors = {name: [text] for name, text in errors.items()}


def good(data: Any = None, count: int | None = None) -> Response:
    """200 with the data, if any; of a list also how many rows the filter matches in all."""
    envelope = {} if data is None else {"data": data}
    if count is not None:
        envelope["count"] = count
    return Response.json(200, {**envelope, "success": True})


def refused(refusal: RefusalError, reference: str) -> Response:
    """How v1 says no: mostly with 200. reference: goes into the error log reference."""
    if isinstance(refusal, NotImplementedYetError):
        return Response.json(refusal.status, problem(refusal), content_type=PROBLEM)
    if isinstance(refusal, BindingError):
        return _binding(refusal, reference)
    if isinstance(refusal, InUse):
        return bad(200, IN_USE)
    if isinstance(refusal, _PLAIN):
        return bad(refusal.status, refusal.detail)
    return bad(200, refusal.detail, _exception(refusal), reference)


def bad(status: int, summary: str, exception: str = "", reference: str = "") -> Response:
    """`success: false` with what is wrong; parts that are empty are left out."""
    parts = {"errorLogReference": reference, "summary": summary, "exception": exception}
    validation = {name: text for name, text in parts.items() if text}
    return Response.json(status, {"success": False, "validation": validation})


def log_reference(number: int, time: str) -> str:
    """Such as `2sxuf3bp2jq-0810110719`, the same in every run. time: month, day, hour, minute, second."""
    return f"{hashlib.sha256(str(number).encode()).hexdigest()[:11]}-{time}"


def _exception(refusal: RefusalError) -> str:
    if isinstance(refusal, ODataError):
        return "OData"
    return "EntityNotFound" if isinstance(refusal, NotFoundError) else "AggregatedValidation"


def _binding(refusal: BindingError, reference: str) -> Response:
    """Problem details inside an envelope that claims success, as the service has done since 2025."""
    details = {
        "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1",
        "title": refusal.title,
        "status": 400,
        "errors": refusal.errors,
        "traceId": reference,
    }
    return good(details)
