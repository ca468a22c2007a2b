"""Whether the checks caught a planted fault: the results of a mutant's run against what it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from talkqa.report.check import Check
from talkqa.report.results import Results
from talkqa.verdict.verdicts import ERROR, FAIL, PASS

CRASH = "the cycle raised"
"""How the in-process connector tells of an exception in a cycle."""


@dataclass(frozen=True)
class Hit:
    """A check that failed.

    place: `x.feature::test_…` of its scenario, the same for all rows of an outline. own: whether one of its own steps
    failed. laws: the safety laws that were broken in it, whatever its steps said.
    """

    place: str
    numbers: tuple[str, ...]
    items: tuple[str, ...]
    own: bool
    laws: tuple[str, ...]


@dataclass(frozen=True)
class Kill:
    """One mutant's run. declared: scenarios that must fail; an impostor may pass nothing, the control must pass all."""

    name: str
    declared: tuple[str, ...]
    hits: tuple[Hit, ...]
    """The checks that failed, in the order in which they ran."""
    passed_items: int
    kind: Literal["mutant", "impostor", "control"]
    crashed: bool
    """A cycle ended with an exception: then the fault is not the planted one."""
    truncated: bool
    ran: tuple[str, ...] = ()
    """The places of all scenarios that ran."""

    @property
    def by_scenarios(self) -> tuple[str, ...]:
        """Scenario numbers with at least one failed check."""
        return in_order({number for hit in self.hits for number in hit.numbers})

    @property
    def by_own(self) -> tuple[str, ...]:
        """Scenario numbers with a check that failed by its own statement."""
        return in_order({number for hit in self.hits if hit.own for number in hit.numbers})

    @property
    def by_laws(self) -> tuple[str, ...]:
        """The safety laws that were broken."""
        return in_order({law for hit in self.hits for law in hit.laws})

    @property
    def missed(self) -> tuple[str, ...]:
        """Declared, and not failed."""
        return in_order(set(self.declared) - set(self.by_scenarios))

    @property
    def caught(self) -> bool:
        """Whether the proof holds; for the control, that nothing failed."""
        if self.truncated:
            return False
        if self.kind == "impostor":
            return self.passed_items == 0
        if self.kind == "control":
            return not self.by_scenarios
        return bool(self.by_scenarios) and not self.missed and not self.crashed

    @property
    def told(self) -> str:
        """The proof in a few words."""
        if self.truncated:
            return "RUN BROKE OFF"
        if self.kind == "impostor":
            return "passes nothing" if self.caught else f"PASSES {self.passed_items} ITEMS"
        if self.kind == "control":
            return "passes everything" if self.caught else f"CONTROL FAILS {', '.join(self.by_scenarios)}"
        if not self.by_scenarios:
            return "SURVIVED"
        if self.crashed:
            return "CRASHES, which is not its fault"
        return f"NOT CAUGHT BY {', '.join(self.missed)}" if self.missed else "caught"

    def to_json(self) -> dict[str, Any]:
        """As `talkqa mutants run --format json` prints it."""
        worked_out = ("by_scenarios", "by_own", "by_laws", "missed", "caught")
        return asdict(self) | {name: getattr(self, name) for name in worked_out}


def judge(name: str, declared: Sequence[str] | None, results: Results) -> Kill:
    """Read a mutant's results. declared: its scenario numbers; None for an impostor."""
    return _read(name, tuple(declared or ()), "impostor" if declared is None else "mutant", results)


def control(results: Results) -> Kill:
    """Read the reference's results: what fails with it too proves nothing about a mutant."""
    return _read("reference", (), "control", results)


def in_order(numbers: Iterable[str]) -> tuple[str, ...]:
    """Scenarios, laws or mutants by number: S-4 before S-10, and S-10 before S-10b."""
    return tuple(sorted(numbers, key=lambda number: (int(re.sub(r"\D", "", number) or 0), number)))


def _read(
    name: str, declared: tuple[str, ...], kind: Literal["mutant", "impostor", "control"], results: Results
) -> Kill:
    bad = [check for check in results.checks if check.verdict in (FAIL, ERROR)]
    failed = bad if kind == "control" else [check for check in bad if check.verdict == FAIL]
    return Kill(
        name=name,
        declared=declared,
        hits=tuple(_hit(check) for check in failed),
        passed_items=results.counts[PASS],
        kind=kind,
        crashed=any(CRASH in one.observed for check in bad for one in check.evidence),
        truncated=results.incomplete,
        ran=tuple(dict.fromkeys(place(check) for check in results.checks)),
    )


def _hit(check: Check) -> Hit:
    return Hit(
        place(check),
        in_order(tag for tag in check.tags if tag.startswith("S-")),
        check.items,
        any(step.verdict != PASS and step.verdict != "not reached" for step in check.steps),
        in_order({evidence.law for evidence in check.evidence if evidence.law}),
    )


def place(check: Check) -> str:
    """Where the check's scenario is written: its id without the row."""
    return check.id.partition("[")[0]
