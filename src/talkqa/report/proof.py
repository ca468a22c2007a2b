"""Why a pass means something: which planted faults the checks of each flow have caught.

Known from the shipped kill matrix, whatever this run found. A scenario that the matrix does not know, as it was written
for another document, counts as its numbers do: the same law on other records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from talkqa.report.check import Check
from talkqa.report.kill_matrix import Matrix, MutantLine, read
from talkqa.report.kills import in_order, place
from talkqa.report.results import Results


@dataclass(frozen=True)
class Caught:
    """A scenario of a flow and the planted faults that it caught. name: of its first check; checks: its rows."""

    name: str
    numbers: tuple[str, ...]
    checks: int
    mutants: tuple[str, ...]


@dataclass(frozen=True)
class Proof:
    """What was planted in all, and per flow (slug) its scenarios, in the order in which they ran."""

    matrix: Matrix
    flows: Mapping[str, tuple[Caught, ...]]

    @cached_property
    def faults(self) -> tuple[MutantLine, ...]:
        """The planted faults that some scenario of this run has caught, in order of number."""
        seen = {mutant for caught in self.flows.values() for one in caught for mutant in one.mutants}
        return tuple(line for line in self.matrix.mutants if line.mutant in seen)

    @cached_property
    def caught(self) -> int:
        """How many of all that were planted were caught by every scenario that has to catch them."""
        return sum(line.caught for line in self.matrix.mutants)

    def of(self, flow: str) -> tuple[str, ...]:
        """The planted faults that a flow's scenarios have caught, each once."""
        return in_order({mutant for one in self.flows.get(flow, ()) for mutant in one.mutants})


def proof(results: Results, matrix: Matrix | None = None) -> Proof:
    """The proof for the checks of a run. matrix: None for the shipped one.

    Raises OSError and ValueError where that cannot be read.
    """
    matrix = matrix or read()
    scenarios: dict[str, dict[str, list[Check]]] = {}
    for check in results.checks:
        if _numbers(check) and not check.by_hand:
            scenarios.setdefault(check.flow, {}).setdefault(place(check), []).append(check)
    return Proof(
        matrix,
        {
            flow: tuple(_caught(checks, matrix) for checks in places.values())
            for flow, places in scenarios.items()
        },
    )


def _caught(checks: Sequence[Check], matrix: Matrix) -> Caught:
    """checks: all rows of one scenario."""
    where, numbers = place(checks[0]), _numbers(checks[0])
    known = where in matrix.places
    mutants = (
        line.mutant
        for line in matrix.mutants
        if (where in line.places if known else not _by_number(line).isdisjoint(numbers))
    )
    return Caught(checks[0].scenario, numbers, len(checks), tuple(mutants))


def _by_number(line: MutantLine) -> set[str]:
    return set(line.scenarios).union(*line.laws.values())


def _numbers(check: Check) -> tuple[str, ...]:
    return in_order(tag for tag in check.tags if tag.startswith("S-"))
