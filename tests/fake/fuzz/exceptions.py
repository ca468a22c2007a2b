"""Failures of two checks that no OpenAPI document can prevent, each with its reason; all others count.

Schemathesis loads this through `schemathesis.toml`. No check is off for any operation.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import jsonschema_rs
import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData

OTHER_RECORDS = re.compile(
    r"is already in use"
    r"|is neither a customer nor a supplier"
    r"|is a person and cannot have contact persons"
)
"""Refusals of a POST that depend on other records (API.md §5.5; assumptions person-under-…)."""
_PARAMETER = re.compile(r"/properties/(\w+)")
_IN_BRACKETS = re.compile(r"resourceparameter\[(\w+)\]")
_NUMBER = re.compile(r"[+-]?\d{1,19}(\.\d+)?", re.ASCII)
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)[T ].*", re.ASCII)


def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Whether a failure counts."""
    return reason(failure, case, response) is None


def reason(failure: Any, case: Any, response: Any) -> str | None:
    """Why the document could not prevent it; None when it could have."""
    if isinstance(failure, RejectedPositiveData) and response.status_code == 400:
        told = response.json()
        if case.method == "POST" and OTHER_RECORDS.search(told["detail"]):
            return "it depends on other records"
        if case.method == "PATCH" and told["title"].endswith("validation error(s)"):
            return "a JSON Patch document is right or wrong for one record only"
    if isinstance(failure, AcceptedNegativeData):
        broken = re.findall(r"violates `(\w+)` at (\S+)", _message(failure))
        if broken and all(_is_of_another_name(*rule) for rule in broken):
            return "unknown names in a query are passed over (API.md §5.2)"
        arrived = _query_names(response.request.url)
        if (
            broken
            and all(_parameter(place) not in arrived for _, place in broken)
            and "in query" in _message(failure)
        ):
            return "an object in a query is written as other names, and those are passed over (API.md §5.2)"
        return _leniency(case)
    return None


def _message(failure: Any) -> str:
    """What a failure says is wrong with the request."""
    return str(failure.message)


def _query_names(url: str) -> set[str]:
    """The names that a query has, in lower case; one in the brackets of resourceParameter is a name too."""
    names = (name.lower() for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True))
    return {match[1] if (match := _IN_BRACKETS.fullmatch(name)) else name for name in names}


def _parameter(place: str) -> str:
    """The parameter that a place in the schema of a query belongs to, in lower case."""
    return str((_PARAMETER.findall(place) or [""])[-1]).lower()


def _is_of_another_name(keyword: str, place: str) -> bool:
    return keyword == "additionalProperties" and place.startswith("/properties/resourceParameter")


def _leniency(case: Any) -> str | None:
    if any(not value.strip() for name, value in _texts(case.query) if name.endswith("GreaterThan")):
        return "blank filters mean no filter, and a stamp's format has no blank (API.md §5.2)"
    if any(isinstance(value, dict) for value in (case.query or {}).values()):
        return "a name in brackets is another name, and unknown names are passed over (API.md §5.2)"
    if isinstance(case.body, dict | list) and _is_valid(case, _as_read(case.body, _properties(case))):
        return "names match in any letter case, numbers may be texts, dates have a time (API.md §5.3, §5.4)"
    return None


def _texts(query: Any) -> list[tuple[str, str]]:
    return [(name, value) for name, value in (query or {}).items() if isinstance(value, str)]


def _properties(case: Any) -> dict[str, tuple[str, Any]]:
    """Lower-case name to name and shape, of everything that can be sent."""
    schemas = case.operation.schema.raw_schema["components"]["schemas"]
    sent = (schema for name, schema in schemas.items() if name.endswith("PostDto") or name == "Operation")
    return {name.lower(): (name, shape) for schema in sent for name, shape in schema["properties"].items()}


def _as_read(value: Any, known: dict[str, tuple[str, Any]]) -> Any:
    """A body in the document's own spelling."""
    if isinstance(value, list):
        return [_as_read(item, known) for item in value]
    if not isinstance(value, dict):
        return value
    pairs = ((known.get(name.lower(), (name, {})), inside) for name, inside in value.items())
    return {name: _plain(shape, _as_read(inside, known)) for (name, shape), inside in pairs}


def _plain(shape: dict[str, Any], value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if shape.get("type") in ("integer", "number") and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    match = _DATE.fullmatch(value) if shape.get("format") == "date" else None
    return match[1] if match else value


def _is_valid(case: Any, body: Any) -> bool:
    declared = case.operation.get_body_for_media_type(case.media_type)
    validator = jsonschema_rs.Draft202012Validator(declared.optimized_schema, validate_formats=True)
    return bool(validator.is_valid(body))


schemathesis.hook(filter_failure)
