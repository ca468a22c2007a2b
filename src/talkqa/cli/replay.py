"""`talkqa replay`: run exactly one check of a run again, with all that decided it, and show what it saw."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from talkqa.cli.errors import Refused, refusals
from talkqa.cli.run import run
from talkqa.cli.warm import run_apart, warm
from talkqa.report.check import Check
from talkqa.report.console import STYLES, make_console, print_check
from talkqa.report.results import Results
from talkqa.report.stream import StreamError, part_of, read
from talkqa.scenario.plan import Plan
from talkqa.verdict.verdicts import FAIL, PASS


@click.command()
@click.argument("check_id", metavar="ID")
@click.option(
    "--from",
    "source",
    default="reports",
    type=click.Path(path_type=Path),
    help="Folder of the run's reports, or its results.ndjson.",
)
@click.option(
    "--times",
    default=1,
    type=click.IntRange(1, 1000),
    help="Run it so often, and count how often it is the same.",
)
@click.option("--requests/--no-requests", default=True, help="Show the requests of each step.")
@click.pass_context
def replay(context: click.Context, check_id: str, source: Path, times: int, requests: bool) -> None:
    """Run one check of an earlier run again: same document, profile, seed, system under test, lane, assumptions.

    ID is the eight characters that a failure shows, the beginning of them, or the whole id of the check.
    Exit code 0: it passes now; 1: it fails; 2: there is no such run or check; 3: anything else.

    \b
    Examples:
      talkqa replay 1f3a9c02
      talkqa replay 1f3a9c02 --from nightly/results.ndjson --times 20
    """
    console = make_console()
    with refusals(), tempfile.TemporaryDirectory(prefix="talkqa-replay-") as folder:
        results = results_in(source)
        before = find(results, check_id)
        plan = plan_of(results, before)
        for line in changed(results, plan):
            console.print(Text.assemble(("note  ", "bold"), line), soft_wrap=True)
        after = once(plan, Path(folder))
        if requests:
            for told in seen(Path(folder) / "allure-results"):
                console.print(told, soft_wrap=True, markup=False)
        verdicts = [after, *(apart(plan, Path(folder) / str(number)) for number in range(1, times))]
    console.print()
    if after.verdict == PASS:
        console.print(Text.assemble(("PASS", STYLES[PASS]), f" {', '.join(after.items)}: it passes now"))
    else:
        print_check(after, console)
    same = sum(argues_as(one, before) for one in verdicts)
    console.print(f"reproduced {same} of {times}: {before.verdict} as in {results.path}", soft_wrap=True)
    codes = {0 if one.verdict == PASS else 1 if one.verdict == FAIL else 3 for one in verdicts}
    context.exit(max(codes))


def results_in(source: Path) -> Results:
    """The stream in a folder or file, whole or cut off. Raises `Refused`."""
    path = source / "results.ndjson" if source.is_dir() or not source.suffix else source
    try:
        return read(path if path.exists() or not part_of(path).exists() else part_of(path))
    except StreamError as error:
        raise Refused(f"--from {source}: {error}") from error


def find(results: Results, wanted: str) -> Check:
    """The check that an id, or the beginning of a short one, means. Raises `Refused`."""
    found = [one for one in results.checks if one.id == wanted or (wanted and one.short.startswith(wanted))]
    if len(found) == 1:
        return found[0]
    near = found or results.unhappy()
    listed = "".join(f"\n  {one.short}  {one.verdict}  {one.id}" for one in near[:10]) or " it has none"
    what = "means several checks" if found else "no such check"
    raise Refused(f"{wanted}: {what} in {results.path}. Expected one of those that did not pass:{listed}")


def plan_of(results: Results, check: Check) -> Plan:
    """What the run was, narrowed to one check. Raises `Refused` for a stream that does not say."""
    if not results.header.plan:
        raise Refused(f"{results.path}: does not say how it was run; run `talkqa check` again.")
    with tempfile.TemporaryDirectory(prefix="talkqa-plan-") as folder:
        paper = Path(folder) / "plan.json"
        paper.write_text(json.dumps({**results.header.plan, "checks": [check.id]}))
        return Plan.load(paper)


def changed(results: Results, plan: Plan) -> Iterator[str]:
    """What is otherwise than in the run, so that another verdict has a reason."""
    checklist, header = plan.checklist(), results.header
    if checklist.document.sha256 != header.document.sha256:
        yield f"{header.document.file} has changed since that run"
    if checklist.profile.sha256 != header.profile.sha256:
        yield f"profile {header.profile.name} has changed since that run"


def once(plan: Plan, folder: Path) -> Check:
    """The check, run here; what it requested is left in `folder`."""
    return only(run(plan, folder, reports=False).results.checks, plan)


def apart(plan: Plan, folder: Path) -> Check:
    """The check, run in a process of its own, as often as one likes."""
    run_apart(warm(), plan, folder)
    return only(read(folder / "results.ndjson").checks, plan)


def only(checks: Sequence[Check], plan: Plan) -> Check:
    """The one check that ran. Raises `Refused` when it is not there any more."""
    if len(checks) != 1:
        raise Refused(f"{plan.checks[0]}: is not among the scenarios any more; run `talkqa check` again.")
    return checks[0]


def argues_as(one: Check, other: Check) -> bool:
    """Whether two runs of a check ended alike: verdict, cause, what was expected, and which laws were broken."""
    return _argument(one) == _argument(other)


def _argument(check: Check) -> tuple[object, ...]:
    return check.verdict, check.cause, tuple((told.expected, told.law) for told in check.evidence)


def seen(folder: Path) -> Iterator[str]:
    """Each step with its requests, and the records before and after its writes."""
    for path in sorted(folder.glob("*-result.json")):
        for step in json.loads(path.read_text()).get("steps", []):
            yield from _step(step, folder)


def _step(step: Mapping[str, Any], folder: Path) -> Iterator[str]:
    yield f"{step['name']}  [{step.get('status', '')}]"
    for attached in step.get("attachments", []):
        for line in (folder / attached["source"]).read_text(errors="replace").splitlines():
            yield f"    {line}"
