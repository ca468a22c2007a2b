"""Whose fault it is that a check did not pass: five causes, told apart by what the scenario saw.

Only *product defect* says something about the system under test. It is what remains when nothing speaks for
another cause, so every other cause must leave a sign of its own. Judges no statement; is told the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from talkqa.verdict.verdicts import ERROR, INCONCLUSIVE, NOT_TESTED, PASS, Verdict

Cause = Literal["product defect", "set-up error", "gap of the fake", "harness defect", "not exercised"]

PRODUCT: Cause = "product defect"
SET_UP: Cause = "set-up error"
GAP: Cause = "gap of the fake"
HARNESS: Cause = "harness defect"
NOT_EXERCISED: Cause = "not exercised"

CAUSES: tuple[Cause, ...] = (PRODUCT, SET_UP, GAP, HARNESS, NOT_EXERCISED)
"""In the order in which a reader wants them."""

MEANINGS: dict[Cause, str] = {
    PRODUCT: "the system under test does otherwise than the document says",
    SET_UP: "the system under test was not reached, or not set up: run `talkqa doctor`",
    GAP: "the fake PowerOffice lacks what was asked, or the verdict rests on an assumption about the real one",
    HARNESS: "talkqa itself broke; this says nothing about the product",
    NOT_EXERCISED: "what the statement is about did not come up, so nothing was decided about the product",
}


@dataclass(frozen=True)
class Signs:
    """What one scenario saw besides its verdict. Requests are those of the system under test.

    answered: operations, sign-ins apart, that were answered with success. misaddressed: requests refused for their
    keys or their address, those that no key led anywhere included. unknown: operations that the fake does not
    have, at addresses where the service's own could be. started: it did, each time. failed: a cycle ended with a
    failure. law: a safety law was broken. broke: something of talkqa's own raised.
    """

    asked: int = 0
    answered: int = 0
    misaddressed: int = 0
    unknown: int = 0
    started: bool = True
    failed: bool = False
    law: bool = False
    broke: bool = False


def cause_of(verdict: Verdict, signs: Signs) -> Cause | None:
    """The cause of a verdict; None for a pass.

    The order is our choice: a gap of ours is told first, because any verdict beside it is worth nothing; a broken
    law before trouble in the steps, because it is found in the journal and not by them; who never got an answer
    is not set up; who never asked for anything was not tried.
    """
    if verdict == PASS:
        return None
    if verdict == NOT_TESTED:
        return NOT_EXERCISED
    if signs.unknown:
        return GAP
    if signs.law:
        return PRODUCT
    if signs.broke:
        return HARNESS
    if not signs.answered and (found := _never_answered(signs)):
        return found
    return {ERROR: HARNESS, INCONCLUSIVE: NOT_EXERCISED}.get(verdict, PRODUCT)


def _never_answered(signs: Signs) -> Cause | None:
    """Nothing was ever answered: was it not reached, or did it not try? None: it was refused by a planned mishap."""
    if not signs.started or signs.misaddressed:
        return SET_UP
    if signs.asked:
        return None
    return SET_UP if signs.failed else NOT_EXERCISED


def resting(cause: Cause | None, under_flips: Iterable[Verdict]) -> Cause | None:
    """The cause once flips were tried: a check that passes when PowerOffice is otherwise blames our guess first.

    Steps that break are no exception: the harness's user may be refused something for the same reason.
    """
    return GAP if cause in (PRODUCT, NOT_EXERCISED, HARNESS) and PASS in under_flips else cause
