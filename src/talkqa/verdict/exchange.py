"""What the judge is shown of the outside world: requests with their effects, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
"""One entity as PowerOffice's API v2 shows it."""


@dataclass(frozen=True)
class Change:
    """What one accepted write did to one entity; `before` is None for a creation, `after` for a deletion."""

    type: str
    key: str
    before: Record | None
    after: Record | None


@dataclass(frozen=True)
class Exchange:
    """One request that PowerOffice received, and what came of it."""

    number: int
    author: str
    """"sut" or "user": told apart by credential."""
    method: str
    path: str
    operation: str
    status: int
    body: Any
    """The request's JSON, None without one."""
    changes: Sequence[Change] = ()
    refused: bool = False
    """Answered with 200 and a no in the body, as API v1 does."""
    client: str = ""
    """Of two clients the one that was asked, `source` or `target`; "" where there is one."""

    @property
    def place(self) -> str:
        """What was asked, and of two clients which."""
        return f"{self.method} {self.path}{f' at the {self.client} client' if self.client else ''}"

    @property
    def writes(self) -> bool:
        """Whether the request asked for a change, accepted or not."""
        return self.method in ("POST", "PATCH", "PUT", "DELETE") and "token" not in self.path.lower()

    @property
    def accepted(self) -> bool:
        """Whether it was answered with success."""
        return 200 <= self.status < 300 and not self.refused


def lookup(record: Record | None, path: str) -> Any:
    """The value at a dotted path, None when any part of it is missing."""
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def leaves(value: Any, path: str = "") -> dict[str, Any]:
    """Every value below, by dotted path: `{"MailAddress": {"City": "Bodø"}}` gives `{"MailAddress.City": "Bodø"}`."""
    if not isinstance(value, Mapping):
        return {path: value}
    found: dict[str, Any] = {}
    for name, below in value.items():
        found |= leaves(below, f"{path}.{name}" if path else str(name))
    return found
