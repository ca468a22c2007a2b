"""What records may point to that has no routes here: departments, terms, locations, contact groups.

The service has operations of its own for these; here the harness fills them in.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

GROUP = "Contact group"


class Catalogue:
    """Ids and codes by kind. From the start: payment terms of 10, 14, 20 and 30 days, one contact group."""

    def __init__(self) -> None:
        self._codes: dict[str, dict[int, Any]] = {
            "Payment term": {1: 10, 2: 14, 3: 20, 4: 30},
            GROUP: {1: "Standard"},
        }

    def add(self, kind: str, code: Any) -> int:
        """A new entry, such as `add("Department", "10")`; returns its id."""
        entries = self._codes.setdefault(kind, {})
        id = max(entries, default=0) + 1
        entries[id] = code
        return id

    def code(self, kind: str, id: int) -> Any:
        """The code behind an id; None when there is none."""
        return self._codes.get(kind, {}).get(id)

    def find(self, kind: str, code: Any) -> int | None:
        """The id behind a code; None when there is none."""
        return next((id for id, known in self._codes.get(kind, {}).items() if known == code), None)

    def unknown_groups(self, ids: Collection[int]) -> list[int]:
        """Those of the ids that are no contact group."""
        return [id for id in ids if self.code(GROUP, id) is None]
