"""A line of a results stream between its header and its footer: one check that ran, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from talkqa.verdict.causes import Cause
from talkqa.verdict.verdicts import Verdict


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


def one_line(check: Check) -> str:
    """What was observed, on one line; the scenario's name when the check left no evidence."""
    told = next((e.observed for e in check.evidence if e.observed), check.scenario)
    return " ".join(told.split())


def by_hand(signed: Mapping[str, str]) -> str:
    """Who found it, when and what, on one line."""
    told = f"by hand, {signed.get('name', '')}, {signed.get('date', '')}"
    note = " ".join(signed.get("note", "").split())
    return f"{told}: {note}" if note else told
