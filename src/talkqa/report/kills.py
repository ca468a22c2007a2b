"""Whether the checks caught a planted fault: the results of a mutant's run against what it declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from talkqa.report.results import Results
from talkqa.verdict.verdicts import ERROR, FAIL, PASS

CRASH = "the cycle raised"
"""How the in-process connector tells of an exception in a cycle."""


@dataclass(frozen=True)
class Kill:
    """One mutant's run. declared: scenarios that must fail; an impostor may pass nothing, the control must pass all."""

    name: str
    declared: tuple[str, ...]
    by_scenarios: tuple[str, ...]
    """Scenario numbers with at least one failed check."""
    by_laws: tuple[str, ...]
    missed: tuple[str, ...]
    """Declared, and not failed."""
    passed_items: int
    kind: Literal["mutant", "impostor", "control"]
    crashed: bool
    """A cycle ended with an exception: then the fault is not the planted one."""
    truncated: bool

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
        return asdict(self) | {"caught": self.caught}


def judge(name: str, declared: Sequence[str] | None, results: Results) -> Kill:
    """Read a mutant's results. declared: its scenario numbers; None for an impostor."""
    return _read(name, tuple(declared or ()), "impostor" if declared is None else "mutant", results)


def control(results: Results) -> Kill:
    """Read the reference's results: what fails with it too proves nothing about a mutant."""
    return _read("reference", (), "control", results)


def _read(
    name: str, declared: tuple[str, ...], kind: Literal["mutant", "impostor", "control"], results: Results
) -> Kill:
    bad = [check for check in results.checks if check.verdict in (FAIL, ERROR)]
    failed = bad if kind == "control" else [check for check in bad if check.verdict == FAIL]
    scenarios = {tag for check in failed for tag in check.tags if tag.startswith("S-")}
    evidence = [one for check in bad for one in check.evidence]
    return Kill(
        name=name,
        declared=declared,
        by_scenarios=tuple(sorted(scenarios, key=_number)),
        by_laws=tuple(sorted({one.law for one in evidence if one.law}, key=_number)),
        missed=tuple(sorted(set(declared) - scenarios, key=_number)),
        passed_items=results.counts[PASS],
        kind=kind,
        crashed=any(CRASH in one.observed for one in evidence),
        truncated=results.truncated,
    )


def _number(tag: str) -> tuple[int, str]:
    digits = "".join(one for one in tag if one.isdigit())
    return int(digits or 0), tag
