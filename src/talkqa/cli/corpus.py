"""Induced failures with the cause that each has: what `talkqa selftest` runs, and what it must be told.

A case is a fault and some scenarios; each scenario that does not pass counts as one failure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from talkqa.cli import plants
from talkqa.cli.plants import Plant
from talkqa.mutants.catalogue import MUTANTS
from talkqa.scenario.plan import Plan
from talkqa.verdict.causes import GAP, HARNESS, NOT_EXERCISED, PRODUCT, SET_UP, Cause

F3 = ("customer-contactperson",)
F2 = ("supplier-customer",)


@dataclass(frozen=True)
class Case:
    """name: of the fault. plant: makes what is planted in talkqa itself. flips: assumptions to try afterwards."""

    name: str
    cause: Cause
    plan: Plan
    plant: Callable[[], Plant] | None = None
    flips: tuple[str, ...] = ()


def corpus() -> list[Case]:
    """All cases, by cause."""
    return [*products(), *set_ups(), *gaps(), *defects(), *not_exercised()]


def products() -> list[Case]:
    """Every so-manieth mutant, with the first scenario that it names."""
    plain = [(name, mutant) for name, mutant in MUTANTS.items() if mutant.document is None]
    chosen = plain[:: len(plain) // 12][:12]
    return [
        Case(f"mutant {name}", PRODUCT, Plan(sut=f"mutant:{name}", scenarios=mutant.killed_by[:1]))
        for name, mutant in chosen
    ]


MISFITS = (
    "WrongApplicationKey", "WrongClientKey", "WrongSubscriptionKey", "OtherVersion", "DoubledPath", "OtherSignIn",
    "WantsMore", "NoDatabase",
)  # fmt: skip
CURIOUS = ("AsksForVouchers", "AsksForProjects", "AsksForAccounts", "PostsAnInvoice")


def set_ups() -> list[Case]:
    """Wrong keys and addresses, and what does not start."""
    found = [case_of(name, SET_UP, ("S-7", "S-18")) for name in MISFITS]
    for words in ("command:no-such-command", "command:false"):
        plan = Plan(sut=words, lane="socket", profile="literal", flows=F3, scenarios=("S-7",))
        found.append(Case(words, SET_UP, plan))
    return found


def gaps() -> list[Case]:
    """Operations that the fake lacks, and verdicts that are others when PowerOffice is."""
    found = [case_of(name, GAP, ("S-7", "S-18")) for name in CURIOUS]
    for scenario, flip in FLIPS:
        plan = Plan(flows=F3, scenarios=(scenario,), assume=(flip,))
        found.append(Case("=".join(flip), GAP, plan, flips=(flip[0],)))
    return found


FLIPS = (
    ("S-30b", ("nulls", "left-out")),
    ("S-61", ("organisation-number-repeated", "refused")),
    ("S-53b", ("email-check", "everybody")),
)
"""Scenario and flip under which it does not pass with the reference itself."""


def defects() -> list[Case]:
    """Exceptions in steps, fixtures, mishaps and the fake, and features that are damaged."""
    raising: Sequence[tuple[int, BaseException]] = (
        (1, RuntimeError("planted")),
        (1, AssertionError("planted")),
        (2, KeyError("planted")),
        (2, AssertionError("planted")),
        (3, TypeError("planted")),
    )
    made: list[tuple[str, Callable[[], Plant]]] = [
        (f"step {number} raises {type(error).__name__}", lambda n=number, e=error: plants.StepRaises(n, e))  # type: ignore[misc]
        for number, error in raising
    ]
    made += [
        ("a step skips", plants.StepSkips),
        ("preparing raises", lambda: plants.PhaseRaises("setup")),
        ("ending raises", lambda: plants.PhaseRaises("teardown")),
        ("a step is unbound", plants.StepUnbound),
        ("features are damaged", lambda: plants.Words({"Scenario": "Szenario"})),
        ("the fake breaks", lambda: plants.World(plants.breaks_the_fake)),
        ("the user is refused", lambda: plants.World(plants.refuses_the_user)),
    ]
    plan = Plan(flows=F3, scenarios=("S-18",))
    found = [Case(name, HARNESS, plan, make) for name, make in made]
    hooked = Plan(flows=F2, scenarios=("S-47", "S-47b"))
    return [*found, Case("a mishap breaks", HARNESS, hooked, lambda: plants.World(plants.breaks_hooks))]


def not_exercised() -> list[Case]:
    """Systems that never ask for anything, and mishaps that never strike."""
    scenarios = ("S-7", "S-18", "S-25", "S-27")
    idle = Plan(sut="impostor:does-nothing", flows=F3, scenarios=scenarios)
    asleep = Plan(sut="python:talkqa.mutants.misfits:SignsInOnly", flows=F3, scenarios=scenarios)
    silent = Plan(flows=F2, scenarios=("S-47", "S-47b"))
    return [
        Case("does nothing", NOT_EXERCISED, idle),
        Case("only signs in", NOT_EXERCISED, asleep),
        Case("mishaps never strike", NOT_EXERCISED, silent, lambda: plants.World(plants.silences)),
    ]


def case_of(name: str, cause: Cause, scenarios: tuple[str, ...]) -> Case:
    """A misfit and some scenarios."""
    return Case(name, cause, Plan(sut=f"python:talkqa.mutants.misfits:{name}", flows=F3, scenarios=scenarios))
