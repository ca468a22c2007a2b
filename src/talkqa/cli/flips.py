"""Run checks again with one assumption about PowerOffice flipped: which verdicts rest on it?

Only the checks that came upon the assumption are run again, each flip in a process of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from talkqa.cli.run import flip
from talkqa.cli.warm import run_apart, warm
from talkqa.fake.fidelity import assumption
from talkqa.report.header import Flip
from talkqa.report.resting import mark
from talkqa.report.results import Results
from talkqa.report.stream import StreamError, read
from talkqa.scenario.plan import Plan
from talkqa.verdict.verdicts import ERROR, Verdict

USUAL = "as usual"
"""Stands for an alternative where the plan flips an assumption, and it is tried what comes of not doing so."""


def try_flips(
    plan: Plan,
    results: Results,
    workers: int,
    on_flip: Callable[[Flip, int], None] = lambda flip, changed: None,
    only: Collection[str] | None = None,
) -> Results:
    """The results, marked with the assumptions on which each verdict rests.

    workers: processes at a time, 0 for one. on_flip: is told each flip when it was tried, and how many verdicts
    it changes. only: assumptions to try, None for all. A run that was cut short is not tried.
    """
    if results.incomplete:
        return results
    flips = [told for told in wanted(plan, results) if only is None or told.assumption in only]
    tried: dict[tuple[str, str], Mapping[str, Verdict]] = {}
    verdicts = {check.id: check.verdict for check in results.checks}
    with tempfile.TemporaryDirectory(prefix="talkqa-flips-") as folder:
        run_one = Rerun(plan, results, Path(folder))
        with ThreadPoolExecutor(max(workers, 1)) as pool:
            for told, found in zip(flips, pool.map(run_one, flips), strict=True):
                tried[told.assumption, told.alternative] = found
                on_flip(told, sum(verdicts[id] != verdict for id, verdict in found.items()))
    return mark(results, flips, tried)


def wanted(plan: Plan, results: Results) -> list[Flip]:
    """Every alternative of every assumption that a check leans on; of one that the plan flips, the usual choice."""
    leaning: dict[str, int] = {}
    for check in results.checks:
        for id in check.leans_on:
            leaning[id] = leaning.get(id, 0) + 1
    flipped = dict(plan.assume)
    known = {id: assumption(id).alternatives for id in sorted(leaning) if id not in flipped}
    back = [replace(unflip(id, flipped[id]), checks=leaning[id]) for id in sorted(leaning) if id in flipped]
    return back + [
        replace(flip(id, name), checks=leaning[id]) for id, names in known.items() for name in names
    ]


def unflip(id: str, alternative: str) -> Flip:
    """Back from a flip of the plan to what the fake takes for granted else."""
    known = assumption(id)
    return Flip(id, USUAL, known.subject, known.alternatives[alternative], known.choice)


class Rerun:
    """Runs the checks that lean on an assumption again, with that one flipped."""

    def __init__(self, plan: Plan, results: Results, folder: Path) -> None:
        self._plan, self._results, self._folder = plan, results, folder
        self._context = warm()

    def __call__(self, told: Flip) -> dict[str, Verdict]:
        """The verdict of each of them; *error* for one that the run did not come to."""
        checks = [check.id for check in self._results.checks if told.assumption in check.leans_on]
        assume = tuple(pair for pair in self._plan.assume if pair[0] != told.assumption)
        if told.alternative != USUAL:
            assume += ((told.assumption, told.alternative),)
        out = self._folder / f"{told.assumption}={told.alternative}"
        run_apart(self._context, replace(self._plan, assume=assume, checks=tuple(checks)), out)
        found: dict[str, Verdict] = dict.fromkeys(checks, ERROR)
        try:
            return found | {check.id: check.verdict for check in read(out / "results.ndjson").checks}
        except StreamError:
            return found
