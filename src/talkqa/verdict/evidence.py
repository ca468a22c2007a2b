"""A verdict that argues: what was done, what had to follow, what was seen, and where to look."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Evidence:
    """One argument, complete in itself so that it can stand alone in a client's report."""

    did: str
    expected: str
    observed: str
    journal: tuple[int, int] | None = None
    """First and last request number of the stretch that shows it."""
    origin: str = ""
    """The document line or profile row that asks for it."""
    law: str | None = None
    """LAW-n when a safety law found it, not the scenario's own statement."""

    def to_json(self) -> dict[str, Any]:
        """As the results stream holds it."""
        return asdict(self) | {"journal": list(self.journal) if self.journal else None}

    def __str__(self) -> str:
        lines = [f"did       {self.did}", f"expected  {self.expected}", f"observed  {self.observed}"]
        if self.journal:
            lines[-1] += f"; journal {self.journal[0]}–{self.journal[1]}"
        if self.law:
            lines.insert(0, f"{self.law}")
        return "\n".join(lines)


class CheckFailed(AssertionError):
    """The SUT does not do what the checklist says."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(f"\n{evidence}")
        self.evidence = evidence


class Inconclusive(Exception):
    """The check could not be decided; the message says why."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(f"\n{evidence}")
        self.evidence = evidence
