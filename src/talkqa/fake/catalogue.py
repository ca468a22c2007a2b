"""What records may point to that has no routes here: departments, terms, locations, contact groups.

The service has operations of its own for these; here the harness fills them in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

GROUP = "Contact group"


class Catalogue:
    """Ids and codes by kind. From the start: payment terms of 10, 14, 20 and 30 days, one contact group."""

    LAYERS: ClassVar = {"_codes": 2}

    def __init__(self) -> None:
        self._codes: dict[str, dict[int, Any]] = {
            "Payment term": {1: 10, 2: 14, 3: 20, 4: 30},
            GROUP: {1: "Standard"},
        }
        self._last = {kind: max(entries) for kind, entries in self._codes.items()}

    def add(self, kind: str, code: Any) -> int:
        """A new entry, such as `add("Department", "10")`; returns its id."""
        id = self._last[kind] = self._last.get(kind, 0) + 1
        self.put(kind, id, code)
        return id

    def put(self, kind: str, id: int, code: Any) -> None:
        """That entry has this code from now on."""
        self._codes.setdefault(kind, {})[id] = code

    def remove(self, kind: str, id: int) -> None:
        """The entry is no more; its id is never used again."""
        del self._codes[kind][id]

    def entries(self, kind: str) -> Mapping[int, Any]:
        """Id to code."""
        return self._codes.get(kind, {})

    def code(self, kind: str, id: int) -> Any:
        """The code behind an id; None when there is none."""
        return self._codes.get(kind, {}).get(id)

    def find(self, kind: str, code: Any) -> int | None:
        """The id behind a code; None when there is none."""
        return next((id for id, known in self._codes.get(kind, {}).items() if known == code), None)

    def unknown_groups(self, ids: Collection[int]) -> list[int]:
        """Those of the ids that are no contact group."""
        return [id for id in ids if self.code(GROUP, id) is None]
