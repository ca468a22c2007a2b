"""What one scenario tells the report: its steps, its verdict, its arguments, and the laws' own findings."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import pytest

from steps._signs import signs
from steps._timeline import timeline
from steps._told import short
from steps._world import World
from talkqa.report.redact import redact
from talkqa.sut.offers import USUAL
from talkqa.sut.service import Service
from talkqa.verdict import (
    ERROR,
    FAIL,
    INCONCLUSIVE,
    PASS,
    CheckFailed,
    Evidence,
    Exchange,
    Inconclusive,
    Verdict,
    leaves,
)
from talkqa.verdict.causes import cause_of
from talkqa.verdict.ground import Ground
from talkqa.verdict.laws import idle, violations
from talkqa.verdict.rollback import rollbacks
from talkqa.verdict.sent import differing


class Recording:
    """Follows one scenario from its first step to the laws that are checked after its last."""

    KEY = pytest.StashKey["Recording"]()

    def __init__(
        self, node: pytest.Item, world: World, apart: bool = False, offers: Collection[str] = USUAL
    ) -> None:
        """apart: see `Plan.apart`. offers: what the SUT can be told, see `talkqa.sut.OFFERS`."""
        self._node, self._world, self._apart = node, world, apart
        self._offers = offers or USUAL
        self.steps: list[dict[str, Any]] = []
        self._began = 0.0
        self._learnt: object = None
        self._shown = 0
        self._verdict: Verdict = PASS
        self._evidence: list[Evidence] = []
        self._broke = False

    def learn(self) -> None:
        """Let whatever is written down from now on be without this scenario's keys and tokens."""
        if (secrets := self._world.secrets()) != self._learnt:
            self._learnt = secrets
            redact.only(*chain.from_iterable(secrets))

    def begin(self) -> None:
        """A step begins."""
        self._began = time.perf_counter()

    def end(self, keyword: str, name: str, error: BaseException | None = None) -> None:
        """A step ended, by `error` or well."""
        verdict = verdict_of(error)
        self.learn()
        seconds = round(time.perf_counter() - self._began, 4)
        self.steps.append({"keyword": keyword.strip(), "name": name, "verdict": verdict, "seconds": seconds})
        if error is not None:
            self._blame(verdict, error)

    def laws(self) -> Exception | None:
        """Check the safety laws, whatever the scenario found; returns what must end it, if it had passed so far."""
        had_passed = self._verdict == PASS
        endings = [self._law_broken(), self._hook_broke(), self._lacking(), self._mishap_missing()]
        return next((ending for ending in reversed(endings) if ending), None) if had_passed else None

    def _lacking(self) -> Exception | None:
        """An operation that the fake does not offer: no verdict on the SUT is possible, and it is our fault."""
        lacking = sorted({f"{one.method} {one.path}" for one in self._world.exchanges() if one.status == 501})
        if not lacking:
            return None
        told = f"the fake does not offer {', '.join(lacking)}, which the SUT asked for"
        self._verdict, self._evidence = ERROR, [self._world.evidence("a fake that knows the operation", told)]
        return NotImplementedError(told)

    def _hook_broke(self) -> Exception | None:
        """Something of ours raised inside a request: whatever the SUT then did was our fault."""
        broken = self._world.broken_hooks
        if not broken or self._has_law():
            return None
        told = f"the fake, or what was to happen during a request, raised {broken[0]}"
        self._verdict, self._evidence = (
            ERROR,
            [self._world.evidence("a mishap that can be carried out", told)],
        )
        return RuntimeError(told)

    def _has_law(self) -> bool:
        return any(evidence.law for evidence in self._evidence)

    def _law_broken(self) -> Exception | None:
        found = self._broken_laws()
        if not found:
            return None
        self._evidence += found
        self._verdict = FAIL if self._verdict == PASS else self._verdict
        return CheckFailed(found[0])

    def _mishap_missing(self) -> Exception | None:
        """A planned mishap that never struck leaves the scenario's own law unchallenged."""
        silent = [fault.name for fault in self._world.faults if not fault.fired]
        if not silent or self._verdict != PASS:
            return None
        evidence = self._world.evidence(
            f"the planned mishap strikes ({', '.join(silent)})", "it never struck"
        )
        self._verdict, self._evidence = INCONCLUSIVE, [evidence]
        return Inconclusive(evidence)

    def line(self, rest: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """The check as the results stream holds it, redacted; `rest` are the steps that were not reached."""
        self.learn()
        left = [{"keyword": k.strip(), "name": n, "verdict": "not reached", "seconds": 0.0} for k, n in rest]
        line = {
            "items": [item.id for item in self._world.items],
            "flow": self._world.items[0].flow if self._world.items else "all-flows",
            "verdict": self._verdict,
            "cause": cause_of(self._verdict, signs(self._world, law=self._has_law(), broke=self._broke)),
            "requests": len([one for one in self._world.exchanges() if one.author == "sut"]),
            "cycles": self._world.sync.cycles,
            "leans_on": self._world.leans_on(),
            "evidence": [evidence.to_json() for evidence in self._evidence],
            "steps": self.steps + left,
            "counted": self._world.counted,
            "timeline": self._timeline(),
        }
        return dict(redact.value(line))

    def _timeline(self) -> list[dict[str, Any]]:
        """What happened, for the picture in the report; nothing for a pass, where nobody looks."""
        if self._verdict == PASS:
            return []
        return timeline(self._world.exchanges(), self._world.sync.began)

    def attachments(self) -> Iterable[tuple[str, object]]:
        """For Allure, at the end of a step: the requests made in it, and what each write changed."""
        shown = self._world.exchanges()[self._shown :]
        self._shown += len(shown)
        if shown:
            self.learn()
            yield (
                "requests, and records before and after",
                "\n".join(line for one in shown for line in told(one)),
            )

    def _broken_laws(self) -> list[Evidence]:
        world = self._world
        unrest = self._unrest() if self._verdict == PASS else self._unrest_after_failure()
        criteria = bool(world.criteria) or any(flow.criteria for flow in world.flows)
        ground = Ground(world.flows, world.house, criteria, world.clients)
        gone_back = [] if world.is_disturbed() else list(rollbacks(world.exchanges(), ground))
        return violations(world.exchanges(), ground) + gone_back + unrest

    def _unrest(self) -> list[Evidence]:
        """Come to rest (LAW-2); then a cycle after a restart, and one that reads everything, write nothing (LAW-3)."""
        world = self._world
        try:
            world.sync.settled()
        except CheckFailed as error:
            return [error.evidence]
        mark = len(world.exchanges())
        for stir in (world.sync.restart, world.sync.reset):
            if self._can_be_stirred:
                stir()
            world.sync.cycle()
        return idle(world.exchanges()[mark:])

    @property
    def _can_be_stirred(self) -> bool:
        """Not where a restart costs more than a cycle, nor where nobody can tell the SUT to read everything."""
        return "reset" in self._offers and not isinstance(self._world.sync.sut, Service)

    def _unrest_after_failure(self) -> list[Evidence]:
        """LAW-3 all the same where both judges are asked apart; without rest it has nothing to say."""
        if self._verdict != FAIL or not self._apart:
            return []
        try:
            return [evidence for evidence in self._unrest() if evidence.law]
        except CheckFailed:
            return []

    def _blame(self, verdict: Verdict, error: BaseException) -> None:
        self._verdict = verdict
        self._broke = verdict == ERROR
        if isinstance(error, CheckFailed | Inconclusive):
            self._evidence.append(error.evidence)
        else:
            self._evidence.append(
                self._world.evidence("the step can be carried out", f"{type(error).__name__}: {error}")
            )


def verdict_of(error: BaseException | None) -> Verdict:
    """CheckFailed is the SUT's fault, Inconclusive nobody's, anything else ours, a bare assertion too."""
    if error is None:
        return PASS
    if isinstance(error, CheckFailed):
        return FAIL
    return INCONCLUSIVE if isinstance(error, Inconclusive) else ERROR


def told(exchange: Exchange) -> Iterator[str]:
    """One request on a line, with its body when it asks for a change; below it, the records it changed."""
    body = f"  {json.dumps(exchange.body, ensure_ascii=False)}" if exchange.writes and exchange.body else ""
    yield f"{exchange.number:>4} {exchange.author:<4} {exchange.place} → {exchange.status}{body}"
    for change in exchange.changes:
        happened = "created" if change.before is None else "deleted" if change.after is None else "changed"
        yield f"       {change.type} {change.key} {happened}"
        before, after = leaves(change.before or {}), leaves(change.after or {})
        for path in sorted(differing(change)):
            yield f"         {path}: {short(before.get(path))} → {short(after.get(path))}"


def rest_of(steps: Sequence[Any], done: int) -> list[tuple[str, str]]:
    """Keyword and text of the steps after the first `done`."""
    return [(step.keyword, step.name) for step in steps[done:]]
