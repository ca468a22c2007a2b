"""The envelope of v1 around every answer, good or bad (API.md §4.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from talkqa.fake.errors import (
    ForbiddenError,
    MissingError,
    NotFoundError,
    NotImplementedYetError,
    RefusalError,
    TooLargeError,
    UnsupportedMediaTypeError,
    problem,
)
from talkqa.fake.errors import InUseError as InUse
from talkqa.fake.fidelity import flipped
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


def unauthorised() -> Response:
    """The refusal of a request without a token that is good."""
    return Response.empty(401) if flipped("v1-unauthorised-body") else bad(401, UNAUTHORISED)


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
        is_documented = any(len(name) > 1 and name.startswith("$") for name in refusal.errors)
        if not is_documented and flipped("v1-binding-errors"):
            return Response.json(400, problem(MissingError(_first(refusal))), content_type=PROBLEM)
        return _binding(refusal, reference)
    if isinstance(refusal, InUse):
        return bad(200, IN_USE)
    if isinstance(refusal, ForbiddenError) and flipped("v1-unauthorised-body"):
        return Response.empty(403)
    if isinstance(refusal, _PLAIN):
        return bad(refusal.status, refusal.detail)
    is_unknown = isinstance(refusal, NotFoundError) and flipped("v1-unknown-id")
    return bad(404 if is_unknown else 200, refusal.detail, _exception(refusal), reference)


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
    if flipped("v1-exceptions"):
        return ""
    return "EntityNotFound" if isinstance(refusal, NotFoundError) else "AggregatedValidation"


def _first(refusal: BindingError) -> dict[str, str]:
    return {name: texts[0] for name, texts in refusal.errors.items()}


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
