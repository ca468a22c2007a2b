"""Runs of a mutant in processes that need not start from nothing.

One process imports all that a run needs; each mutant then gets a copy of it (a fork), so that none sees what
another left behind, and none pays for the imports.
"""

from __future__ import annotations

import contextlib
import sys
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from talkqa.cli.run import run
from talkqa.scenario import step_modules
from talkqa.scenario.plan import Plan

SECONDS_PER_RUN = 900


def warm() -> ForkServerContext:
    """The server of such processes; it starts with the first of them."""
    context = get_context("forkserver")
    context.set_forkserver_preload([f"{__name__}_up"])
    return context


def run_apart(context: ForkServerContext, plan: Plan, out: Path) -> str:
    """Run the plan in a process of its own, which writes into `out`. Returns what it had to complain about.

    After `SECONDS_PER_RUN` it is killed; its results are then cut off, and say so.
    """
    out.mkdir(parents=True, exist_ok=True)
    process = context.Process(target=quietly, args=(plan, out))
    see_through(process, SECONDS_PER_RUN)
    return (out / "complaint.log").read_text(encoding="utf-8").strip()


def see_through(process: BaseProcess, seconds: float) -> None:
    """Start a process and wait for its end; one that takes longer is killed."""
    process.start()
    process.join(seconds)
    if process.is_alive():
        process.kill()
        process.join()


def quietly(plan: Plan, out: Path) -> None:
    """One run without pages; what it says goes to a file."""
    with (out / "complaint.log").open("w", encoding="utf-8") as log, contextlib.redirect_stderr(log):
        step_modules()
        run(plan, out, allure=False, reports=False)
        sys.stderr.flush()
