"""Where a heading `A to B` is split into its two labels.

The documents say " to " exactly once. Where a heading does not, the flow's own clauses repeat A and B, and
the property table's third header cell starts with B's system: GRAMMAR, splitting a label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from talkqa.document import sentences

_TO = " to "
_SPLITS = 16
"""At most so many splits of one heading are tried, so that reading stays linear."""
_KEEP = ("Once a link between a ", " is established, it will keep in sync")
_CELL, _TYPE = "     - ", " Data Type"


def is_rule(line: str, sign: str = "-") -> bool:
    """True for a line made of the sign alone."""
    return line[:1] == sign and not line.strip(sign)


@dataclass(slots=True)
class _Witness:
    """What the lines of a flow say about its labels."""

    clauses: list[str] = field(default_factory=list)
    keep: str = ""
    system: str | None = None

    def allows(self, a: str, b: str) -> bool:
        if self.system is not None and not b.startswith(f"{self.system} "):
            return False
        known = sentences.sentences(a, b)
        return all(clause in known for clause in self.clauses)


def labels(lines: Sequence[str], at: int) -> tuple[str, str, str]:
    """A, B and the diagnostic code of the heading at an index: "" where there is nothing to say.

    A heading without " to " is `unclassified`; its labels are then those of its keep clause, if any.
    """
    heading = lines[at]
    first = heading.find(_TO)
    if first >= 0 and heading.find(_TO, first + 1) < 0:
        return heading[:first], heading[first + len(_TO) :], ""
    witness = _hear(lines, at + 2)
    if first < 0:
        a, _, b = witness.keep.partition(" and a ")
        return a or heading, b, "unclassified"
    every = list(_splits(heading))
    left = [split for split in every if witness.allows(*split)]
    return *(left or every)[0], "heading-ambiguous" if len(left) > 1 else ""


def _splits(heading: str) -> Iterator[tuple[str, str]]:
    at = -1
    for _ in range(_SPLITS):
        at = heading.find(_TO, at + 1)
        if at < 0:
            return
        yield heading[:at], heading[at + len(_TO) :]


def _hear(lines: Sequence[str], start: int) -> _Witness:
    """Collect the opening, the keep clause and the target's system up to the next heading."""
    witness = _Witness()
    for at in range(start, len(lines) - 1):
        line = lines[at]
        if is_rule(lines[at + 1]) and line:
            break
        if line.startswith(_KEEP[0]) and _KEEP[1] in line:
            witness.keep = line[len(_KEEP[0]) : line.index(_KEEP[1])]
            witness.clauses.append(line)
        elif sentences.kind_of(line) in (sentences.EVERY, sentences.LINK_REQUIRED):
            witness.clauses.append(line)
        elif line.startswith(_CELL) and line.endswith(_TYPE):
            witness.system = line[len(_CELL) : -len(_TYPE)]
    return witness
