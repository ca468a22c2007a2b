"""What PowerOffice Go refuses, in domain words, and the problem details that say so.

The domain raises these and knows no HTTP; `problem` alone knows statuses and titles. Texts are the documented
ones where there are any (API.md §5.5); the others follow their pattern and stand in `fidelity`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from talkqa.fake.fidelity import flipped

_STATUS_TYPE = "https://tools.ietf.org/html/rfc9110#section-15.5."
_SECTIONS = {400: "1", 401: "2", 403: "4", 404: "5", 405: "6", 408: "9", 409: "10", 413: "14", 415: "16"}


class RefusalError(Exception):
    """A request that the service does not grant; `detail` is the sentence the client reads."""

    status = 400

    def __init__(self, detail: str, title: str = "Bad request") -> None:
        super().__init__(detail)
        self.detail = detail
        self.title = title


class InvalidError(RefusalError):
    """A value, or a combination of values, that breaks a rule of the record."""

    def __init__(self, spoken: str, detail: str) -> None:
        super().__init__(detail, f"{spoken} validation error(s)")


class UnknownReferenceError(InvalidError):
    """The record points to something that is not there: department, contact group, sales person."""

    status = 404


class MissingError(RefusalError):
    """Properties that are required or of the wrong kind, per property: ASP.NET's own form."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()), "One or more validation errors occurred.")
        self.errors = {name: [text] for name, text in errors.items()}


class NotFoundError(RefusalError):
    """No such record."""

    status = 404

    def __init__(self, detail: str) -> None:
        super().__init__(detail, "Object(s) not found")


class InUseError(RefusalError):
    """It cannot be deleted."""

    status = 409

    def __init__(self, spoken: str, id: int) -> None:
        super().__init__(f"{spoken} with id = {id} is in use and cannot be deleted.", f"{spoken} conflict")


class ForbiddenError(RefusalError):
    """Signed in, but without the privilege."""

    status = 403

    def __init__(self, privilege: str) -> None:
        super().__init__(f"The client integration lacks the privilege {privilege}.", "Forbidden")


class UnsupportedMediaTypeError(RefusalError):
    """A body in a content type that the operation does not take."""

    status = 415

    def __init__(self, got: str) -> None:
        super().__init__(f"The content type '{got[:80]}' is not supported.", "Unsupported Media Type")


class TooLargeError(RefusalError):
    """A body beyond the limit of the server."""

    status = 413

    def __init__(self, limit: int) -> None:
        detail = f"Request body too large. The max request body size is {limit} bytes."
        super().__init__(detail, "Content Too Large")


class TooSlowError(RefusalError):
    """A body that arrives too slowly, in the words of the platform behind the service."""

    status = 408

    def __init__(self) -> None:
        detail = "Reading the request body timed out due to data arriving too slowly."
        super().__init__(detail, "Request Timeout")


class MethodError(RefusalError):
    """A method that the service does not have on a path whose methods are known; `allowed` are those."""

    status = 405

    def __init__(self, operation: str, allowed: Sequence[str]) -> None:
        self.allowed = ", ".join(allowed)
        super().__init__(f"{operation} is no operation of the service, which has {self.allowed} there.")
        self.title = "Method Not Allowed"


class NotImplementedYetError(RefusalError):
    """An operation that this fake does not have; it must turn a run red."""

    status = 501

    def __init__(self, operation: str) -> None:
        super().__init__(f"{operation} is not implemented by this fake.", "Not implemented by the fake")


def problem(refusal: RefusalError) -> dict[str, Any]:
    """The problem details of a refusal (lower-case members: an assumption)."""
    section = _SECTIONS.get(refusal.status)
    details: dict[str, Any] = {
        "type": f"{_STATUS_TYPE}{section}" if section else "about:blank",
        "title": refusal.title,
        "status": refusal.status,
        "detail": refusal.detail,
        "instance": None,
    }
    if isinstance(refusal, MissingError) and not flipped("missing-properties"):
        details["errors"] = refusal.errors
    if flipped("problem-details"):
        return {name.capitalize(): value for name, value in details.items()}
    return details
