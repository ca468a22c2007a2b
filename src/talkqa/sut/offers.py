"""What a system under test may offer besides being driven, and what it tells about itself when it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

OFFERS: Mapping[str, str] = {
    "cycles": "running one cycle when told",
    "reset": "forgetting the read position when told",
    "kill": "being killed, and started again with the same memory",
    "clock": "waiting by the harness's clock",
    "report": "a report of what is not synchronised, and why",
    "updates": "a count of its updates",
    "small updates": "updates that hold only what differs",
    "primary rows": "several properties that feed one, of which one is primary",
    "references": "values that name records, translated to their counterparts",
    "two clients": "synchronising two clients of PowerOffice, each with keys of its own",
    "breaker": "stopping when most records have changed at once, if told to",
    "marks": "creations that carry a mark of their source",
    "v2": "reading and writing through PowerOffice's API v2",
    "v1": "reading and writing through PowerOffice's API v1 what v2 does not have",
}
"""The names under `[sut] capabilities` of `talkqa.toml`, with what each means. Where a check needs one that a
system lacks, it is not tested."""

LETTERS: Mapping[str, str] = {
    **dict.fromkeys(("cycles", "reset", "kill", "clock"), "C"),
    **dict.fromkeys(("report", "updates"), "R"),
}
"""Control and report, as the rule book has them; reads and the journal (B, L) are there with every system."""

USUAL = frozenset({"cycles", "reset", "kill", "small updates", "marks", "v2"})
"""What a system is taken to offer that declares nothing."""


class Waiting(NamedTuple):
    """A line of a report: something that is not synchronised now."""

    flow: str
    key: str
    """The record, as `Customer 1001`, `1001` or anything else that ends in its number; for a whole flow, the type."""
    reason: str
    since: str = ""


class Report(NamedTuple):
    """What a system tells about itself. None: it does not tell that."""

    waiting: tuple[Waiting, ...] | None = None
    updates: int | None = None


def read_waiting(rows: Iterable[Any]) -> tuple[Waiting, ...]:
    """Lines of a report from JSON objects or tuples. Raises `ValueError` for what is neither."""
    try:
        return tuple(
            Waiting(str(row["flow"]), str(row["key"]), str(row["reason"]), str(row.get("since", "")))
            if isinstance(row, Mapping)
            else Waiting(*map(str, row))
            for row in rows
        )
    except (KeyError, TypeError) as error:
        raise ValueError(
            f"a line of the report cannot be read ({error}); expected flow, key, reason, since"
        ) from error
