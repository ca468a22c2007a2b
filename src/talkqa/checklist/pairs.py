"""Property rows of a flow, and what makes two of them impossible together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Pair:
    """One property row of a flow, from the document's table or the profile's.

    source, target: dotted paths; source is "" for a constant. type: string, integer, float, decimal, boolean,
    list, date or unknown. creation_only: given at creation, never carried afterwards. when: what the source
    record must hold for the row to apply; None: always. origin: `document line 61` or `profile default, flow
    …, row 3`. condition: what the document makes the row depend on, in words; such a row is not tried.
    refers: slug of the flow whose sources and targets the two values name (R-21). primary: of several rows that feed
    one target the one to which the target's edits go back (R-22). v1: API v1 alone has one of the two properties.
    """

    source: str
    target: str
    type: str
    creation_only: bool = False
    constant: str | None = None
    when: Mapping[str, object] | None = None
    origin: str = ""
    condition: str = ""
    refers: str = ""
    primary: bool = False
    v1: bool = False

    @property
    def key(self) -> str:
        """What names the row in its flow, from content and never from position: `PhoneNumber:PhoneNumber`."""
        return f"{self.source or 'constant'}:{self.target}"

    @property
    def synchronised(self) -> bool:
        """Whether edits of the value travel."""
        return not self.creation_only

    def to_json(self) -> dict[str, object]:
        """The row as a SUT is configured with it; without its origin."""
        return {
            "source": self.source,
            "target": self.target,
            "type": self.type,
            "creation_only": self.creation_only,
            "constant": self.constant,
            "when": dict(self.when) if self.when is not None else None,
            **({"refers": self.refers} if self.refers else {}),
            **({"primary": True} if self.primary else {}),
        }


def can_both_apply(one: Pair, other: Pair) -> bool:
    """False only if the two want different values of one property."""
    first, second = one.when or {}, other.when or {}
    return all(first[path] == second[path] for path in first.keys() & second.keys())


def feeders(pairs: Sequence[Pair]) -> list[Pair]:
    """The rows that feed the target of the one primary row beside them, and take nothing back (R-22)."""
    named = [pair.target for pair in pairs if pair.primary]
    primary = {target for target in named if named.count(target) == 1}
    return [pair for pair in pairs if pair.target in primary and pair.synchronised and not pair.primary]


def targets(pairs: Sequence[Pair]) -> set[str]:
    """What the rows fill."""
    return {pair.target for pair in pairs}


def contradictions(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Pair, str]]:
    """Two rows that cannot both hold, with the reason.

    A synchronised property takes part in one row only: with two there is no telling which partner an edit
    comes from or goes back to. Rows that feed one target are an exception where one of them is primary (R-22).
    """
    feeding = feeders(pairs)
    fed = {
        pair.key for pair in pairs if pair in feeding or (pair.primary and pair.target in targets(feeding))
    }
    for one, other in combinations(pairs, 2):
        if one.key == other.key:
            yield one, other, "a row that stands twice"
        elif {one.key, other.key} <= fed:
            continue
        elif can_both_apply(one, other) and (side := _shared_side(one, other)):
            yield one, other, f"a second row for {side}"


def _shared_side(one: Pair, other: Pair) -> str | None:
    """The property that both rows write."""
    if one.target == other.target:
        return f"target {one.target}"
    if one.source == other.source and one.synchronised and other.synchronised:
        return f"source {one.source}"
    return None
