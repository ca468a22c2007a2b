"""From the body of a request to values: content types, JSON, and what a POST must hold."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from talkqa.fake.errors import InvalidError, MissingError, RefusalError, UnsupportedMediaTypeError
from talkqa.fake.fidelity import flipped
from talkqa.fake.jsontext import read_json
from talkqa.fake.message import Request
from talkqa.fake.schema import Record, Sheet
from talkqa.fake.values import WrongValueError, read_record

PATCH_TYPES = ("application/json-patch+json", "application/json")
POST_TYPES = ("application/json", "text/json")
"""POST also takes any `application/…+json`."""
_LONGEST_TYPE = 200
"""Characters of a content type that are looked at."""


def patch_document(request: Request, sheet: Sheet) -> Any:
    """The JSON of a PATCH. Raises RefusalError."""
    _require_body(request, sheet)
    content_type = _content_type(request)
    if content_type not in PATCH_TYPES and not flipped("other-content-types"):
        raise UnsupportedMediaTypeError(content_type)
    return _json(request)


def posted(request: Request, sheet: Sheet) -> Record:
    """The known properties of a POST in their own kinds, nulls left out. Raises RefusalError.

    An address must have its city and zip code when there is one at all (API.md §5.8).
    """
    _require_body(request, sheet)
    content_type = _content_type(request)
    is_known = content_type in POST_TYPES or _is_variant(content_type)
    if not is_known and not flipped("other-content-types"):
        raise UnsupportedMediaTypeError(content_type)
    raw = _json(request)
    if not isinstance(raw, dict):
        raise InvalidError(sheet.spoken, f"{sheet.spoken} object is missing.")
    _require_known(sheet, raw)
    try:
        given = read_record(sheet, raw)
    except WrongValueError as wrong:
        raise MissingError({wrong.field.name: str(wrong)}) from None
    _require_address_parts(sheet, given.get("MailAddress"))
    return _without_nulls(given) if None in given.values() else given


def _without_nulls(given: Record) -> Record:
    return {name: value for name, value in given.items() if value is not None}


def _require_known(sheet: Sheet, raw: dict[str, Any]) -> None:
    if raw.keys() <= sheet.defaults.keys():
        return
    unknown = [name for name in raw if name.lower() not in sheet.postable]
    if unknown and flipped("unknown-properties-in-post"):
        raise MissingError(
            {name[:80]: "The property is not known, or cannot be written." for name in unknown}
        )


def _require_address_parts(sheet: Sheet, address: Record | None) -> None:
    if address is None:
        return
    absent = [name for name in sheet.address.required if not (address[name] or "").strip()]
    if absent:
        raise MissingError({f"MailAddress.{name}": f"The {name} field is required." for name in absent})


def _content_type(request: Request) -> str:
    return _without_parameters(request.headers.get("content-type", "")[:_LONGEST_TYPE])


@lru_cache(maxsize=64)
def _without_parameters(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _is_variant(content_type: str) -> bool:
    return content_type.startswith("application/") and content_type.endswith("+json")


def _require_body(request: Request, sheet: Sheet) -> None:
    if not request.body.strip():
        raise InvalidError(sheet.spoken, f"{sheet.spoken} object is missing.")


def _json(request: Request) -> Any:
    try:
        return read_json(request.body)
    except ValueError as error:
        raise RefusalError(f"The body is not valid JSON: {str(error)[:200]}", "Invalid JSON") from None
