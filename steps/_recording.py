"""What one scenario tells the report: its steps, its verdict, its arguments, and the laws' own findings."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from steps._world import World
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
)
from talkqa.verdict.ground import Ground
from talkqa.verdict.laws import idle, violations


class Recording:
    """Follows one scenario from its first step to the laws that are checked after its last."""

    KEY = pytest.StashKey["Recording"]()

    def __init__(self, node: pytest.Item, world: World) -> None:
        self._node, self._world = node, world
        self.steps: list[dict[str, Any]] = []
        self._began = 0.0
        self._shown = 0
        self._verdict: Verdict = PASS
        self._evidence: list[Evidence] = []

    def begin(self) -> None:
        """A step begins."""
        self._began = time.perf_counter()

    def end(self, keyword: str, name: str, error: BaseException | None = None) -> None:
        """A step ended, by `error` or well."""
        verdict = verdict_of(error)
        seconds = round(time.perf_counter() - self._began, 4)
        self.steps.append({"keyword": keyword.strip(), "name": name, "verdict": verdict, "seconds": seconds})
        if error is not None:
            self._blame(verdict, error)

    def laws(self) -> CheckFailed | Inconclusive | None:
        """Check the safety laws, whatever the scenario found; returns what must end it, if it had passed so far."""
        had_passed = self._verdict == PASS
        try:
            found = self._broken_laws()
        except CheckFailed as error:
            found = [error.evidence]
        except Exception as error:
            if had_passed:
                raise
            found = [Evidence("the laws were checked", "a decision", f"{type(error).__name__}: {error}")]
        if found:
            self._evidence += found
            self._verdict = FAIL if had_passed else self._verdict
            return CheckFailed(found[0]) if had_passed else None
        silent = [fault.name for fault in self._world.faults if not fault.fired]
        if silent and had_passed:
            evidence = self._world.evidence(
                f"the planned mishap strikes ({', '.join(silent)})", "it never struck"
            )
            self._verdict, self._evidence = INCONCLUSIVE, [evidence]
            return Inconclusive(evidence)
        return None

    def line(self, rest: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """The check as the results stream holds it; `rest` are the steps that were not reached."""
        left = [{"keyword": k.strip(), "name": n, "verdict": "not reached", "seconds": 0.0} for k, n in rest]
        return {
            "items": [item.id for item in self._world.items],
            "flow": self._world.items[0].flow if self._world.items else "all-flows",
            "verdict": self._verdict,
            "requests": len([one for one in self._world.exchanges() if one.author == "sut"]),
            "cycles": self._world.cycles,
            "evidence": [evidence.to_json() for evidence in self._evidence],
            "steps": self.steps + left,
        }

    def attachments(self) -> Iterable[tuple[str, object]]:
        """For Allure, at the end of a step: the requests made in it, and records before and after each write."""
        shown = self._world.exchanges()[self._shown :]
        self._shown += len(shown)
        if shown:
            yield "requests", "\n".join(told(exchange) for exchange in shown)
        changes = [
            {"request": one.number, "by": one.author, "record": f"{change.type} {change.key}",
             "before": change.before, "after": change.after}
            for one in shown for change in one.changes
        ]  # fmt: skip
        if changes:
            yield "records before and after", changes

    def _broken_laws(self) -> list[Evidence]:
        world = self._world
        missing = [one.operation for one in world.exchanges() if one.status == 501]
        if missing:
            raise RuntimeError(
                f"the fake does not offer {', '.join(sorted(set(missing)))}, which the SUT asked for"
            )
        ground = Ground(world.checklist.flows, world.house, bool(world.criteria))
        found = violations(world.exchanges(), ground)
        if self._verdict == PASS:
            world.settled()
            mark = len(world.exchanges())
            for _ in range(2):
                world.cycle()
            found = violations(world.exchanges(), ground) + idle(world.exchanges()[mark:])
        return found

    def _blame(self, verdict: Verdict, error: BaseException) -> None:
        self._verdict = verdict
        if isinstance(error, CheckFailed | Inconclusive):
            self._evidence.append(error.evidence)
        else:
            self._evidence.append(
                self._world.evidence("the step can be carried out", f"{type(error).__name__}: {error}")
            )


def verdict_of(error: BaseException | None) -> Verdict:
    """AssertionError is the SUT's fault, Inconclusive nobody's, anything else ours."""
    if error is None:
        return PASS
    if isinstance(error, AssertionError):
        return FAIL
    return INCONCLUSIVE if isinstance(error, Inconclusive) else ERROR


def told(exchange: Exchange) -> str:
    """One request on a line, with its body when it asks for a change."""
    body = f"  {json.dumps(exchange.body, ensure_ascii=False)}" if exchange.writes and exchange.body else ""
    return f"{exchange.number:>4} {exchange.author:<4} {exchange.method} {exchange.path} → {exchange.status}{body}"


def rest_of(steps: Sequence[Any], done: int) -> list[tuple[str, str]]:
    """Keyword and text of the steps after the first `done`."""
    return [(step.keyword, step.name) for step in steps[done:]]
