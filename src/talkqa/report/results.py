"""What a run found: the verdict of every checklist item, rolled up from the lines of its stream.

Nothing is green by absence: an item that no check decided is an *error* ("no check ran") unless the
checklist says why it is not tested, and a stream without a footer, or with a damaged line, is incomplete.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from talkqa.report import gate
from talkqa.report.baseline import Waiver
from talkqa.report.check import Check, Rest, by_hand, one_line
from talkqa.report.gate import Ruling
from talkqa.report.header import Flow, Footer, Header, Item
from talkqa.verdict.causes import CAUSES, Cause
from talkqa.verdict.verdicts import ERROR, FAIL, NOT_TESTED, PASS, Verdict, worst

NO_CHECK_RAN = "no check ran"
ELSEWHERE = "left to another shard of this run"
STOPPED = "the run stopped before a check of this item had ended"
DAMAGED = "the results are damaged, and no intact line is about this item"
TOLD_FIRST: tuple[Verdict, ...] = ("fail", "error", "inconclusive", "not tested", "pass")
"""The order on a page: faults of the SUT before troubles of the harness, passes last."""
COUNT_ORDER: tuple[Verdict, ...] = ("pass", "fail", "inconclusive", "error", "not tested")
ALL_FLOWS = "all-flows"


@dataclass(frozen=True)
class Damage:
    """A line of the stream that cannot be read, or whose sums are not those of the others. line: from 1."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


@dataclass(frozen=True)
class ItemResult:
    """An item with its verdict. reason: one line for people, "" for a pass."""

    item: Item
    verdict: Verdict
    reason: str
    checks: tuple[Check, ...]

    @cached_property
    def rests_on(self) -> tuple[Rest, ...]:
        """The flips under which the item has another verdict, in the order in which its checks name them."""
        flips = dict.fromkeys((rest.assumption, rest.alternative) for c in self.checks for rest in c.rests_on)
        rests = [Rest(*flip, worst(_under(check, *flip) for check in self.checks)) for flip in flips]
        return tuple(rest for rest in rests if rest.verdict != self.verdict)


@dataclass(frozen=True)
class Results:
    """A stream. footer is None when the run was cut short. damage: lines that are not as they were written."""

    path: Path
    header: Header
    checks: tuple[Check, ...]
    footer: Footer | None = None
    damage: tuple[Damage, ...] = ()

    @property
    def truncated(self) -> bool:
        """True when no footer says that the run came to its end."""
        return self.footer is None

    @property
    def incomplete(self) -> bool:
        """True when something of the run is not here: it was cut short, or lines are damaged."""
        return self.truncated or bool(self.damage)

    @cached_property
    def items(self) -> tuple[ItemResult, ...]:
        """Every item of the checklist, in its order, with its verdict."""
        by_item: dict[str, list[Check]] = {}
        absent = self._absent()
        for check in self.checks:
            for item_id in dict.fromkeys(check.items):
                by_item.setdefault(item_id, []).append(check)
        return tuple(_decide(item, tuple(by_item.get(item.id, ())), absent) for item in self.header.items)

    def _absent(self) -> tuple[Verdict, str]:
        """What an item is that has no check here and ought to have one, and why."""
        if self.damage:
            return ERROR, DAMAGED
        if self.truncated:
            return ERROR, STOPPED
        return (NOT_TESTED, ELSEWHERE) if self.header.shard else (ERROR, NO_CHECK_RAN)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the stream's file, in hexadecimal digits; "" when there is none to read."""
        return sha256(self.path.read_bytes()).hexdigest() if self.path.is_file() else ""

    @cached_property
    def strays(self) -> tuple[Check, ...]:
        """Checks that belong to no item of the checklist, such as a feature file that could not be read."""
        known = {item.id for item in self.header.items}
        return tuple(check for check in self.checks if not known.intersection(check.items))

    @cached_property
    def counts(self) -> dict[Verdict, int]:
        """Number of items per verdict, every verdict present; the sum is the number of items."""
        return count(result.verdict for result in self.items)

    @cached_property
    def decided_statements(self) -> int:
        """Of how many of the document's clauses and rows at least one item has a verdict."""
        decided = {result.item.id for result in self.items if result.verdict != NOT_TESTED}
        return sum(not decided.isdisjoint(one.items) for one in self.header.statements)

    @cached_property
    def rulings(self) -> tuple[Ruling, ...]:
        """What each rule of the gate says, fired or not."""
        return gate.rulings(self)

    @cached_property
    def waived(self) -> dict[str, Waiver]:
        """The items that fail and whose failure is known, each with its waiver."""
        return {waiver.item: waiver for waiver, verdict in gate.holding(self) if verdict == FAIL}

    @cached_property
    def causes(self) -> dict[Cause, int]:
        """Number of checks that did not pass per cause, those that occur, in the order of `CAUSES`."""
        found = [check.cause for check in self.checks]
        return {cause: found.count(cause) for cause in CAUSES if cause in found}

    @property
    def exit_code(self) -> int:
        """0 all decided and passed, 1 a check failed, 3 something undecided, broken, cut short or empty.

        Known failures do not count; what else does is for the gate to say.
        """
        return gate.exit_code(self.rulings)

    def flows(self) -> list[tuple[Flow, tuple[ItemResult, ...]]]:
        """Each flow with its items, in the header's order; what concerns all flows comes last."""
        known = {flow.slug: flow for flow in self.header.flows}
        for result in self.items:
            known.setdefault(result.item.flow, _unlisted(result.item.flow))
        groups = ((flow, tuple(r for r in self.items if r.item.flow == slug)) for slug, flow in known.items())
        return [(flow, results) for flow, results in groups if results]

    @cached_property
    def resting(self) -> tuple[ItemResult, ...]:
        """The items whose verdict rests on an assumption about PowerOffice, as far as that was tried."""
        return tuple(result for result in self.items if result.rests_on)

    def unhappy(self) -> list[Check]:
        """Checks that did not pass, failures first, otherwise in the stream's order."""
        return sorted(
            (c for c in self.checks if c.verdict != PASS), key=lambda c: TOLD_FIRST.index(c.verdict)
        )

    def to_json(self) -> dict[str, object]:
        """The outcome for machines (`--format json`): sums, every item, every check that did not pass."""
        return {
            "exit_code": self.exit_code,
            "truncated": self.truncated,
            "incomplete": self.incomplete,
            "damage": self.damage,
            "counts": self.counts,
            "gate": self.rulings,
            "waived": list(self.waived.values()),
            "checks": len(self.checks),
            "items": [
                {"id": r.item.id, "verdict": r.verdict, "reason": r.reason, "rests_on": r.rests_on}
                for r in self.items
            ],
            "fidelity": self.header.fidelity,
            "causes": self.causes,
            "not_passed": [
                {
                    "id": c.id,
                    "replay": c.short,
                    "items": c.items,
                    "verdict": c.verdict,
                    "cause": c.cause,
                    "evidence": c.evidence,
                }
                for c in self.unhappy()
            ],
        }


def count(verdicts: Iterable[Verdict]) -> dict[Verdict, int]:
    """How often each verdict occurs; every verdict is present."""
    counts = dict.fromkeys(COUNT_ORDER, 0)
    for verdict in verdicts:
        counts[verdict] += 1
    return counts


def _decide(item: Item, checks: tuple[Check, ...], absent: tuple[Verdict, str]) -> ItemResult:
    """absent: what an item is that has no check and ought to have one, and why."""
    if checks:
        verdict = worst(check.verdict for check in checks)
        reason = "" if verdict == PASS else one_line(next(c for c in checks if c.verdict == verdict))
        signed = next((check.by_hand for check in checks if check.by_hand), None)
        return ItemResult(item, verdict, by_hand(signed) if signed else reason, checks)
    if item.not_tested_reason:
        return ItemResult(item, NOT_TESTED, item.not_tested_reason, ())
    return ItemResult(item, *absent, ())


def _under(check: Check, assumption: str, alternative: str) -> Verdict:
    """The verdict of a check when that assumption is flipped."""
    rests = (r for r in check.rests_on if (r.assumption, r.alternative) == (assumption, alternative))
    return next((rest.verdict for rest in rests), check.verdict)


def _unlisted(slug: str) -> Flow:
    return Flow(slug, "All flows" if slug == ALL_FLOWS else slug, "")
