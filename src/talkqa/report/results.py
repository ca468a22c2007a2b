"""What a run found, as typed values: the header, the checks, and the verdict of every checklist item.

Nothing is green by absence: an item that no check decided is an *error* ("no check ran") unless the
checklist says why it is not tested, and a stream without a footer is truncated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from talkqa.report import gate
from talkqa.report.baseline import Waiver
from talkqa.report.gate import Gate, Ruling
from talkqa.verdict.causes import CAUSES, Cause
from talkqa.verdict.verdicts import ERROR, FAIL, NOT_TESTED, PASS, Verdict, worst

NO_CHECK_RAN = "no check ran"
ELSEWHERE = "left to another shard of this run"
STOPPED = "the run stopped before a check of this item had ended"
TOLD_FIRST: tuple[Verdict, ...] = ("fail", "error", "inconclusive", "not tested", "pass")
"""The order on a page: faults of the SUT before troubles of the harness, passes last."""
COUNT_ORDER: tuple[Verdict, ...] = ("pass", "fail", "inconclusive", "error", "not tested")
ALL_FLOWS = "all-flows"


@dataclass(frozen=True)
class Document:
    """The dataflow document that was checked. generated: its stamp, as printed in it."""

    file: str
    title: str
    source_system: str
    target_system: str
    generated: str
    sha256: str


@dataclass(frozen=True)
class Profile:
    """The profile that filled what the document leaves open. summary: one line for people."""

    name: str
    sha256: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Sut:
    """The system that was judged. spec: as given to `--sut`; name and version: its own word."""

    spec: str
    name: str
    version: str = ""


@dataclass(frozen=True)
class Flow:
    """One flow of the document. line: in the document, from 1; pairs: number of property rows."""

    slug: str
    source: str
    target: str
    line: int = 0
    pairs: int = 0
    from_profile: bool = False

    @property
    def title(self) -> str:
        """As a reader says it: `Employee → Contactperson`."""
        return f"{self.source} → {self.target}" if self.target else self.source


@dataclass(frozen=True)
class Item:
    """One line of the checklist. source and target are "" for a behaviour."""

    id: str
    flow: str
    title: str
    kind: str
    rules: tuple[str, ...] = ()
    origin: str = ""
    source: str | None = ""
    target: str | None = ""
    not_tested_reason: str | None = None

    @property
    def label(self) -> str:
        """The part of the id after the flow, for people: `PhoneNumber`, `Name → LastName`, `no delete`."""
        return label_of(self.id)


@dataclass(frozen=True)
class Finding:
    """Something about the document that every reader must know before the verdicts."""

    code: str
    flow: str
    text: str


@dataclass(frozen=True)
class Statement:
    """A clause or a row of the document. items: those that it comes to, tested or not."""

    id: str
    kind: str = ""
    line: int = 0
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """Why a check ended as it did. journal: first and last request number, both included."""

    did: str = ""
    expected: str = ""
    observed: str = ""
    journal: tuple[int, int] | None = None
    origin: str = ""
    law: str | None = None


@dataclass(frozen=True)
class Step:
    """One Gherkin step. verdict may also be `not reached`; seconds: wall clock."""

    keyword: str
    name: str
    verdict: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Value:
    """A property and what it was set to, as text."""

    path: str
    value: str = ""


@dataclass(frozen=True)
class Moment:
    """Something that happened in a check that did not pass.

    number: of the first request, 0 for what is left out. who: user, sut or unknown. did: created, changed,
    deleted, read, was refused, wrote nothing new, or left out. cycle: 0 before the first. times: requests in
    a row that are alike. more: values that were set besides those named.
    """

    number: int
    who: str
    did: str
    type: str = ""
    key: str = ""
    cycle: int = 0
    times: int = 1
    values: tuple[Value, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Rest:
    """A verdict that is another one when an assumption about PowerOffice is flipped: then it is `verdict`."""

    assumption: str
    alternative: str
    verdict: Verdict


@dataclass(frozen=True)
class Flip:
    """An assumption and the alternative that was tried in its place.

    subject, choice, instead: in words. checks: how many were run again, all that had come upon it.
    """

    assumption: str
    alternative: str
    subject: str = ""
    choice: str = ""
    instead: str = ""
    checks: int = 0


@dataclass(frozen=True)
class Fidelity:
    """What the fake PowerOffice rests on: numbers of entries, and what was done about the assumptions.

    assumed: what the whole run took for granted instead. tried: flips under which checks were run again, if
    they were.
    """

    evidence: int = 0
    assumptions: int = 0
    assumed: tuple[Flip, ...] = ()
    is_tried: bool = False
    tried: tuple[Flip, ...] = ()


@dataclass(frozen=True)
class Check:
    """One scenario row that ran. seconds: wall clock of all phases; requests: journalled ones.

    leans_on: the assumptions about PowerOffice that its requests came upon. rests_on: those that decide its
    verdict, if that was tried. timeline: what happened, oldest first; empty for a pass. counted: where
    one thing was tried at many places, how many they were. by_hand: name, date and
    note of the person who found it; None for a scenario.
    cause: whose fault it is, None for a pass.
    """

    id: str
    verdict: Verdict
    items: tuple[str, ...] = ()
    flow: str = ""
    feature: str = ""
    feature_file: str = ""
    scenario: str = ""
    tags: tuple[str, ...] = ()
    row: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    requests: int = 0
    evidence: tuple[Evidence, ...] = ()
    steps: tuple[Step, ...] = ()
    leans_on: tuple[str, ...] = ()
    rests_on: tuple[Rest, ...] = ()
    timeline: tuple[Moment, ...] = ()
    counted: tuple[str, ...] = ()
    by_hand: Mapping[str, str] | None = None
    cause: Cause | None = None

    @property
    def short(self) -> str:
        """Eight characters that stand for the id, the same in every run: what `talkqa replay` takes."""
        return sha256(self.id.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Header:
    """What was run against what. started: ISO 8601 with offset.

    since: how the document changed since the run before into the same folder, None without one. history: the
    document's revisions so far, None for the first. Both as `talkqa document` prints them as JSON.
    rules: the rule book with the scenarios and mutants of each rule, as `talkqa rules` shows it.
    only: slugs of the flows that were asked for, empty for all. before: what the run before said of each item, and
    runs: the sums of earlier ones, oldest first; both of the same SUT, into the same folder (see `past`).
    waivers: known failures, as far as they concern this run. shard: which part of a run this is (`number`, `of`,
    and `planned`, the number of checks of all of them), None for a whole one.
    plan: all that decided what ran, for `talkqa replay`.
    """

    talkqa: str
    python: str
    started: str
    document: Document
    profile: Profile
    sut: Sut
    seed: int | str | None = None
    lane: str = ""
    flows: tuple[Flow, ...] = ()
    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    fidelity: Fidelity = Fidelity()
    rules: tuple[Mapping[str, Any], ...] = ()
    since: Mapping[str, Any] | None = None
    history: Mapping[str, Any] | None = None
    statements: tuple[Statement, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    gate: Gate = field(default_factory=Gate)
    shard: Mapping[str, int] | None = None
    only: tuple[str, ...] = ()
    before: Mapping[str, Any] | None = None
    runs: tuple[Mapping[str, Any], ...] = ()
    plan: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Footer:
    """The run's own sums. counts are counts of items; checks counts check lines."""

    finished: str
    counts: Mapping[str, int]
    checks: int
    exit_code: int


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
    """A stream. footer is None when the run was cut short.

    cut_line: number of a half-written last line, which is left out; None when there is none.
    """

    path: Path
    header: Header
    checks: tuple[Check, ...]
    footer: Footer | None = None
    cut_line: int | None = None

    @property
    def truncated(self) -> bool:
        """True when no footer says that the run came to its end."""
        return self.footer is None

    @cached_property
    def items(self) -> tuple[ItemResult, ...]:
        """Every item of the checklist, in its order, with its verdict."""
        by_item: dict[str, list[Check]] = {}
        for check in self.checks:
            for item_id in dict.fromkeys(check.items):
                by_item.setdefault(item_id, []).append(check)
        return tuple(
            _decide(item, tuple(by_item.get(item.id, ())), self.truncated, bool(self.header.shard))
            for item in self.header.items
        )

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


def label_of(item_id: str) -> str:
    """The words after the flow in an item id; `A:B` becomes `A → B`, or `A` when both are the same."""
    key = item_id.split("/", 1)[-1]
    source, colon, target = key.partition(":")
    if not colon:
        return key.replace("-", " ")
    if source == target:
        return source
    return f"{source} → {target}" if source else f"constant → {target}"


def one_line(check: Check) -> str:
    """What was observed, on one line; the scenario's name when the check left no evidence."""
    told = next((e.observed for e in check.evidence if e.observed), check.scenario)
    return " ".join(told.split())


def by_hand(signed: Mapping[str, str]) -> str:
    """Who found it, when and what, on one line."""
    told = f"by hand, {signed.get('name', '')}, {signed.get('date', '')}"
    note = " ".join(signed.get("note", "").split())
    return f"{told}: {note}" if note else told


def _decide(item: Item, checks: tuple[Check, ...], truncated: bool, shard: bool) -> ItemResult:
    if checks:
        verdict = worst(check.verdict for check in checks)
        reason = "" if verdict == PASS else one_line(next(c for c in checks if c.verdict == verdict))
        signed = next((check.by_hand for check in checks if check.by_hand), None)
        return ItemResult(item, verdict, by_hand(signed) if signed else reason, checks)
    if item.not_tested_reason:
        return ItemResult(item, NOT_TESTED, item.not_tested_reason, ())
    if shard and not truncated:
        return ItemResult(item, NOT_TESTED, ELSEWHERE, ())
    return ItemResult(item, ERROR, STOPPED if truncated else NO_CHECK_RAN, ())


def _under(check: Check, assumption: str, alternative: str) -> Verdict:
    """The verdict of a check when that assumption is flipped."""
    rests = (r for r in check.rests_on if (r.assumption, r.alternative) == (assumption, alternative))
    return next((rest.verdict for rest in rests), check.verdict)


def _unlisted(slug: str) -> Flow:
    return Flow(slug, "All flows" if slug == ALL_FLOWS else slug, "")
