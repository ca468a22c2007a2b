"""One run of the checklist: features, pytest, results stream, and the reports made from it."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from secrets import token_hex
from types import MappingProxyType
from typing import Any

import pytest

from talkqa import __version__, shipped
from talkqa.checklist import Checklist
from talkqa.cli.identify import identify
from talkqa.cli.revisions import FOLDER as REVISIONS
from talkqa.cli.revisions import keep, since
from talkqa.cli.rules import traceability
from talkqa.cli.shards import share
from talkqa.fake.fidelity import assumption, ledger, totals
from talkqa.report.allure_facts import facts
from talkqa.report.allure_known import mark
from talkqa.report.allure_labels import complete
from talkqa.report.allure_render import HISTORY as ALLURE_HISTORY
from talkqa.report.allure_render import render as render_allure
from talkqa.report.badge import write_badge
from talkqa.report.canaries import Canaries
from talkqa.report.header import Flip
from talkqa.report.html import write_html
from talkqa.report.junit import write_junit
from talkqa.report.look import Look
from talkqa.report.manual import NAME as MANUAL
from talkqa.report.manual import check_lines, read_manual, write_manual
from talkqa.report.past import NAME as HISTORY
from talkqa.report.past import before, remember
from talkqa.report.pdf import write_pdf
from talkqa.report.recorder import Event, Recorder
from talkqa.report.results import Results
from talkqa.report.sarif import write_sarif
from talkqa.report.summary import write_summary
from talkqa.scenario import census, planned, write
from talkqa.scenario.plan import Plan
from talkqa.sut import OFFERS, Identity

REPORTS = (
    "results.ndjson",
    "results.ndjson.part",
    "report.html",
    "report.pdf",
    "junit.xml",
    "summary.md",
    "results.sarif",
    "badge.svg",
    "allure-results",
    "allure",
    "features",
    "pytest.log",
)
"""What a run writes into its folder, and the next run takes away first."""
SEARCHED = (*REPORTS, MANUAL, HISTORY, ALLURE_HISTORY, REVISIONS)
"""Where a run looks for its canaries: all that it writes, also what stays for the next."""


@dataclass(frozen=True)
class Ran:
    """What a run left. trouble: why the results cannot be trusted as they are, one sentence each."""

    results: Results
    reports: tuple[str, ...]
    trouble: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """0 all decided and passed; 1 a check failed; 3 something was inconclusive or broke."""
        if self.results.exit_code == 1:
            return 1
        return 3 if self.trouble else self.results.exit_code


def run(
    plan: Plan,
    out: Path,
    *,
    workers: int = 0,
    allure: bool = True,
    reports: bool = True,
    on_event: Callable[[Event], None] = lambda event: None,
    again: Callable[[Results], Results] = lambda results: results,
    agreed: Mapping[str, Any] = MappingProxyType({}),
    manual: Path | None = None,
    look: Look | None = None,
    pdf: bool = False,
    plugins: Sequence[object] = (),
) -> Ran:
    """Run the plan and write its reports into `out`.

    workers: processes of pytest-xdist, 0 for none. allure: also write Allure results. reports: also write
    the pages; without them only `results.ndjson`. again: what is done between the last check and the pages.
    agreed: the gate and the known failures (see `agreed.py`), for the header. manual: a list that people have
    filled in. look, pdf: of the client's page, and whether it is also wanted on paper. plugins: of pytest besides.
    Raises what reading document, profile, features and list raises.
    """
    checklist = plan.checklist()
    who = identify(plan.sut, checklist)
    offered = plan.offers or who.offers
    checklist = checklist.for_system(offered, OFFERS)
    items = [item.to_json() for item in checklist.items]
    signed = read_manual(manual, items) if manual else []
    plan = divided(plan, checklist)
    document = plan.read_document()
    earlier = since(out, document, checklist.profile) if reports else {}
    earlier |= before(out, plan.sut, checklist.profile.name) if reports and not plan.shard else {}
    clear(out)
    canaries = Canaries(token_hex(6))
    features = out / "features"
    write(checklist, features)
    path = out / "results.ndjson"
    told = {**header(plan, checklist, who), "canary": canaries.trace}
    recorder = Recorder(path, {**told, **earlier, **agreed}, on_event)
    with tempfile.TemporaryDirectory(prefix="talkqa-plan-") as folder:
        paper = Path(folder) / "plan.json"
        replace(plan, mark=canaries.mark, speaks_v1="v1" in offered).save(paper)
        wanted = planned_ids(plan, features) if checklist.tested else []
        arguments = pytest_arguments(features, paper, workers, out if allure else None, checklist)
        arguments += map(str, files_of(wanted, features))
        arguments += [f"-m={' or '.join(plan.scenarios)}"] if plan.scenarios else []
        arguments += [] if reports else ["--tb=native"]  # nobody reads it, and quoting the source is slow
        code = int(pytest.ExitCode.OK)
        if checklist.tested:
            with quiet(out / "pytest.log"):
                code = int(pytest.main(arguments, plugins=[recorder, *plugins]))
    recorder.add(check_lines(signed, items))
    results = recorder.finish()
    trouble = tuple(troubles(code, wanted, recorder.collected, results))
    results = again(results)
    if reports:
        keep(out, document)
    if reports and not plan.shard:
        remember(out, results)
    written = tuple(pages(results, out, allure, look, pdf)) if reports else ()
    leaks = canaries.leaks(out / name for name in SEARCHED) if reports else ()
    return Ran(results, written, (*trouble, *leaks))


def header(plan: Plan, checklist: Checklist, who: Identity) -> dict[str, Any]:
    """The first line of the stream: what this run is about, and whom it judges."""
    return {
        "talkqa": __version__,
        "python": sys.version.split()[0],
        "seed": plan.seed,
        "lane": plan.lane,
        "only": list(plan.flows),
        "shard": dict(zip(("number", "of", "planned"), plan.shard, strict=True)) if plan.shard else None,
        "sut": {"spec": plan.sut, "name": who.name, "version": who.version},
        "fidelity": fidelity(plan),
        "rules": traceability(),
        "plan": asdict(replace(plan, shard=None, checks=())),
        **checklist.to_json(),
    }


def pytest_arguments(
    features: Path, plan: Path, workers: int, out: Path | None, checklist: Checklist
) -> list[str]:
    """The call of pytest but for its files. Every value is joined to its option by `=`, or DIR is taken for a test."""
    arguments = [
        f"--config-file={shipped.features() / 'pytest.ini'}",
        f"--rootdir={features}",
        f"--talkqa-plan={plan}",
        f"--talkqa-epic={checklist.document.title}",
        "--capture=sys",
        "--color=no",
    ]
    if out is not None:
        arguments += [f"--alluredir={out / 'allure-results'}", "--clean-alluredir"]
    if workers:
        arguments.append(f"--numprocesses={workers}")
    return arguments


def fidelity(plan: Plan) -> dict[str, Any]:
    """What the fake rests on, and which assumptions this run has flipped."""
    evidence, assumed = totals(ledger())
    flips = [asdict(flip(id, name)) for id, name in plan.assume]
    return {"evidence": evidence, "assumptions": assumed, "assumed": flips}


def flip(id: str, alternative: str) -> Flip:
    """A flipped assumption in words."""
    known = assumption(id)
    return Flip(id, alternative, known.subject, known.choice, known.alternatives[alternative])


def divided(plan: Plan, checklist: Checklist) -> Plan:
    """The plan with the checks of its shard, if it is one. Raises Refused for more shards than checks."""
    if plan.shard is None:
        return plan
    with tempfile.TemporaryDirectory(prefix="talkqa-shard-") as folder:
        write(checklist, Path(folder))
        return share(plan, planned_ids(plan, Path(folder)))


def planned_ids(plan: Plan, features: Path) -> list[str]:
    """The ids of the checks that the plan wants run, as the feature files have them."""
    on_disk = planned(features)
    if plan.checks:
        return [one.id for one in on_disk if one.id in plan.checks]
    return [one.id for one in on_disk if not plan.scenarios or not set(plan.scenarios).isdisjoint(one.tags)]


def files_of(wanted: Iterable[str], features: Path) -> list[Path]:
    """The feature files that hold these checks: a file takes 0.05 s to collect, also for a check of another one."""
    names = {id.partition("::")[0] for id in wanted}
    return [path for path in sorted(features.rglob("*.feature")) if path.name in names] or [features]


def troubles(code: int, wanted: Iterable[str], collected: Iterable[str], results: Results) -> Iterator[str]:
    """What makes a run untrustworthy: pytest broke off, or scenarios on disk and in the results differ."""
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        yield f"pytest ended with exit code {int(code)}; see pytest.log"
    yield from census(wanted, collected, [check.id for check in results.checks if not check.by_hand])


def pages(
    results: Results, out: Path, allure: bool, look: Look | None = None, pdf: bool = False
) -> Iterator[str]:
    """Write every page that is made from the stream; yields a line for each."""
    yield f"results     {results.path}"
    yield f"for people  {write_html(results, out / 'report.html', look)}"
    if pdf:
        yield f"on paper    {write_pdf(results, out / 'report.pdf', look)}"
    yield f"for CI      {write_junit(results, out / 'junit.xml')}"
    write_summary(results, out / "summary.md")
    write_sarif(results, out / "results.sarif")
    write_badge(results, out / "badge.svg")
    if any(item.not_tested_reason for item in results.header.items):
        count = write_manual(results, out / MANUAL)
        yield f"by hand     {out / MANUAL}  ({count} items; fill it in and give it with --manual)"
    if allure and results.header.shard:
        yield f"Allure      {out / 'allure-results'}, for the merge of all shards"
    elif allure:
        complete(results, out / "allure-results")
        mark(results.waived, out / "allure-results")
        title = results.header.document.title
        yield f"Allure      {out / 'allure-results'}"
        yield render_allure(out / "allure-results", out / "allure", title, facts(results)).line


def clear(out: Path) -> None:
    """Take away what an earlier run left in the folder, and nothing else."""
    out.mkdir(parents=True, exist_ok=True)
    for name in REPORTS:
        if (out / name).is_dir():
            shutil.rmtree(out / name)
        else:
            (out / name).unlink(missing_ok=True)


@contextlib.contextmanager
def quiet(log: Path) -> Iterator[None]:
    """pytest's own output goes to a log file: the console belongs to the table."""
    file = log.open("w", encoding="utf-8")
    with file, contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
        yield
