"""Values at dotted paths of a record, and what counts as no value at all."""

from __future__ import annotations

from typing import Any

from talkqa.reference.entities import Record


def get(record: Record, path: str) -> Any:
    """What stands at a dotted path; None when any part of it is missing."""
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def put(record: dict[str, Any], path: str, value: Any) -> None:
    """Set a dotted path, making the objects on the way."""
    *way, last = path.split(".")
    for name in way:
        record = record.setdefault(name, {})
    record[last] = value


def is_empty(value: Any) -> bool:
    """Null, absent, blank text, an empty list or object: all the same (R-58)."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value == [] or value == {}
