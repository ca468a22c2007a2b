"""The first and the last line of a results stream: what was run against what, and the run's own sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from talkqa.report.baseline import Waiver
from talkqa.report.gate import Gate


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
class Header:
    """What was run against what. started: ISO 8601 with offset.

    since: how the document changed since the run before into the same folder, None without one. history: the
    document's revisions so far, None for the first. Both as `talkqa document` prints them as JSON.
    rules: the rule book with the scenarios and mutants of each rule, as `talkqa rules` shows it.
    only: slugs of the flows that were asked for, empty for all. before: what the run before said of each item, and
    runs: the sums of earlier ones, oldest first; both of the same SUT, into the same folder (see `past`).
    waivers: known failures, as far as they concern this run. shard: which part of a run this is (`number`, `of`,
    and `planned`, the number of checks of all of them), None for a whole one.
    plan: all that decided what ran, for `talkqa replay`. canary: by which `canaries` knows the run's mark again.
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
    canary: str = ""


@dataclass(frozen=True)
class Footer:
    """The run's own sums. counts are counts of items; checks counts check lines."""

    finished: str
    counts: Mapping[str, int]
    checks: int
    exit_code: int


def label_of(item_id: str) -> str:
    """The words after the flow in an item id; `A:B` becomes `A → B`, or `A` when both are the same."""
    key = item_id.split("/", 1)[-1]
    source, colon, target = key.partition(":")
    if not colon:
        return key.replace("-", " ")
    if source == target:
        return source
    return f"{source} → {target}" if source else f"constant → {target}"
