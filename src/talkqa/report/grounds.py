"""In words: how much of the fake PowerOffice is evidence, and which verdicts rest on an assumption about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from talkqa.report.header import Fidelity, Flip
from talkqa.report.results import ItemResult, Results


@dataclass(frozen=True)
class Ground:
    """A flip that changes verdicts, and the items whose verdict it changes."""

    flip: Flip
    items: tuple[ItemResult, ...]


def grounds(results: Results) -> list[Ground]:
    """The flips on which some verdict rests, those with most items first."""
    found = [Ground(flip, tuple(resting_on(results, flip))) for flip in results.header.fidelity.tried]
    return sorted((ground for ground in found if ground.items), key=lambda ground: -len(ground.items))


def resting_on(results: Results, flip: Flip) -> Iterator[ItemResult]:
    """The items that have another verdict under this flip."""
    for item in results.resting:
        if any((r.assumption, r.alternative) == (flip.assumption, flip.alternative) for r in item.rests_on):
            yield item


def share(fidelity: Fidelity) -> str:
    """How much of the fake is evidence; "" when the stream does not say."""
    entries = fidelity.evidence + fidelity.assumptions
    if not entries:
        return ""
    told = f"of {entries} behaviours of the fake PowerOffice, {fidelity.evidence} rest on evidence"
    return f"{told} ({fidelity.evidence / entries:.0%}) and {fidelity.assumptions} on assumption"


def resting(results: Results) -> str:
    """How many verdicts rest on an assumption, or that it was not tried."""
    fidelity = results.header.fidelity
    if not fidelity.is_tried:
        return "assumptions were not flipped, so which verdicts rest on one is not known"
    decided = [item for item in results.items if item.checks]
    count = len(results.resting)
    verb = "rests" if count == 1 else "rest"
    tried = len({flip.assumption for flip in fidelity.tried})
    return (
        f"{count} of {len(decided)} verdicts {verb} on an assumption about PowerOffice ({tried} were flipped)"
    )


def mark(item: ItemResult) -> str:
    """What an item's verdict rests on, in one line; "" for nothing."""
    return ", ".join(f"{rest.assumption} ({rest.verdict} if {rest.alternative})" for rest in item.rests_on)
