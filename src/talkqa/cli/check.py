"""`talkqa check`: run the checklist of a document against a system under test."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import click
import orjson

from talkqa.checklist import Checklist
from talkqa.cli.agreed import agreed
from talkqa.cli.configuration import Configuration
from talkqa.cli.errors import Refused, refusals
from talkqa.cli.flips import try_flips
from talkqa.cli.github import option as github_option
from talkqa.cli.github import tell_github
from talkqa.cli.limited import limited
from talkqa.cli.looks import look_for
from talkqa.cli.revisions import keep_all
from talkqa.cli.run import Ran, run
from talkqa.cli.see_first import see_first
from talkqa.cli.shards import Shard
from talkqa.cli.two_clients import refuse_two_clients
from talkqa.fake.fidelity import read_flips
from talkqa.mutants.shelf import choose
from talkqa.report.allure_bridge import clash
from talkqa.report.console import LiveProgress, make_console, print_results
from talkqa.report.manual import NAME, is_filled_in
from talkqa.report.results import Results
from talkqa.report.words import LANGUAGES
from talkqa.scenario.plan import Lane, Plan
from talkqa.sut import OFFERS

OWN_PROCESS = ("command:", "service:")
LANES = ("in process", "production urls", "socket")


@click.command()
@click.argument("document", required=False, type=click.Path(path_type=Path))
@click.option(
    "--sut",
    default="reference",
    help="reference, mutant:ID, impostor:NAME, python:MODULE:CLASS, command:WORDS or service:WORDS.",
)
@click.option("--profile", default="default", help="default, literal, or the path of a profile of your own.")
@click.option("--flow", "flows", multiple=True, help="Check this flow only (its slug); may be repeated.")
@click.option("--seed", default=1, type=click.IntRange(0), help="Seed of the made-up data.")
@click.option(
    "--workers", default=0, type=click.IntRange(0, 64), help="Processes to share the scenarios; 0: none."
)
@click.option("--lane", type=click.Choice(LANES), help="How the SUT reaches the fake PowerOffice.")
@click.option(
    "--assume",
    multiple=True,
    metavar="ID[=ALTERNATIVE]",
    help="Flip an assumption about PowerOffice (see talkqa fidelity); may be repeated.",
)
@click.option(
    "--flip-assumptions",
    "flips",
    is_flag=True,
    help="Afterwards flip each assumption that checks came upon, and mark the verdicts that change.",
)
@click.option(
    "--no-doctor",
    is_flag=True,
    help="Check a system of your own even when `talkqa doctor` finds it not set up.",
)
@click.option(
    "--exhaustive",
    is_flag=True,
    help="Kill synchronisation at every request and doubt every write, where a sample of places is the rule.",
)
@click.option(
    "--revisions",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Earlier revisions of DOCUMENT (a file or a folder), for the report's chapter on what changed.",
)
@click.option(
    "--shard", type=Shard(), help="Run one part of the checks, such as 2/5 (see talkqa report merge)."
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Known failures, each with a date; baseline.toml of this folder, if there is one.",
)
@click.option(
    "--manual",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The list of what is checked by hand, filled in: its verdicts join the report.",
)
@click.option(
    "--out",
    default="reports",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the reports.",
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of report.html; else [report] language, or en."
)
@click.option("--pdf", is_flag=True, help="Also write report.pdf (needs pip install 'talkqa[pdf]').")
@click.option(
    "--allure/--no-allure", default=True, help="Write Allure results, and its page if Node is there."
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="What is printed."
)
@github_option
@click.pass_context
def check(
    context: click.Context,
    document: Path | None,
    sut: str,
    profile: str,
    flows: tuple[str, ...],
    seed: int,
    workers: int,
    lane: Lane | None,
    assume: tuple[str, ...],
    flips: bool,
    no_doctor: bool,
    exhaustive: bool,
    revisions: tuple[Path, ...],
    shard: tuple[int, int] | None,
    baseline: Path | None,
    manual: Path | None,
    out: Path,
    lang: str | None,
    pdf: bool,
    allure: bool,
    form: str,
    github: bool | None,
) -> None:
    """Run the checklist of DOCUMENT (the first document, if none is named) against a system under test.

    Exit code 0: all decided and passed, but for known failures; 1: a check failed, or a waiver is stale or has
    expired; 2: the call, the configuration or the document is wrong; 3: something was inconclusive, nothing was
    decided, or talkqa itself broke.

    What cannot be checked here (another system, a condition in free text) goes into manual.csv, for a person to
    fill in and to feed back with --manual.

    \b
    Examples:
      talkqa check
      talkqa check --sut mutant:M-25a
      talkqa check poweroffice-poweroffice.rst --profile literal --flow supplier-customer
      talkqa check --sut "command:python my_sync.py" --workers 2 --format json
      talkqa check --assume two-defaults=both
      talkqa check --flip-assumptions --workers 2
      talkqa check --baseline baseline.toml
      talkqa check --lang nb --pdf
      talkqa check --shard 2/5 --out shard-2
      talkqa check --exhaustive --workers 2
      talkqa check hubspot-poweroffice.rst --manual reports/manual.csv
    """
    plan = Plan(str(document) if document else None, profile, flows, seed, sut, lane or lane_for(sut))
    with refusals():
        plan = limited(replace(plan, offers=capabilities(context.obj), exhaustive=exhaustive), context.obj)
        plan = replace(plan, assume=tuple(read_flips(assume).items()))
        promised = agreed(context.obj, baseline, plan)
        look = look_for(context, lang, pdf)
        prepare(plan, out)
        plan = replace(plan, shard=(*shard, 0)) if shard else plan
        if manual and shard:
            raise Refused(
                "--manual: a shard takes no verdicts by hand. Give the list with a run of the whole."
            )
        keep_by_hand(out, manual)
        if not no_doctor:
            see_first(plan)
        keep_all(out, plan.read_document(), revisions)
        console = make_console(None if form == "text" else sys.stderr)
        with LiveProgress(console).shown() as progress:

            def again(results: Results) -> Results:
                return try_flips(plan, results, workers, progress.flipped) if flips else results

            ran = run(
                plan,
                out,
                workers=workers,
                allure=allure,
                on_event=progress,
                again=again,
                agreed=promised,
                manual=manual,
                look=look,
                pdf=pdf,
            )
    if form == "json":
        told = ran.results.to_json() | {"exit_code": ran.exit_code, "trouble": list(ran.trouble)}
        click.echo(orjson.dumps(told).decode())
    else:
        tell(ran)
    tell_github(ran, github, lambda line: click.echo(line, err=form == "json"))
    context.exit(ran.exit_code)


def capabilities(configuration: Configuration) -> tuple[str, ...]:
    """What `[sut] capabilities` declares; empty when it does not. Raises `Refused` for an unknown name."""
    declared = configuration.sections["sut"].get("capabilities", [])
    if not isinstance(declared, list) or not all(isinstance(name, str) for name in declared):
        raise Refused(
            f"{configuration.file}: [sut] capabilities: got {declared!r}, expected a list of texts of "
            + ", ".join(OFFERS)
        )
    for name in declared:
        if name not in OFFERS:
            raise Refused(
                f"{configuration.file}: [sut] capabilities: {name!r} is unknown; expected of {', '.join(OFFERS)}"
            )
    return tuple(declared)


def lane_for(sut: str) -> Lane:
    """What lives in a process of its own needs a socket; what we ship runs fastest in process."""
    return "socket" if sut.startswith(OWN_PROCESS) else "in process"


def prepare(plan: Plan, out: Path) -> Checklist:
    """Refuse all that can be seen to be wrong before anything runs. Raises `Refused` and the rooms' errors."""
    if told := clash():
        raise Refused(told)
    if plan.sut.startswith(OWN_PROCESS) and plan.lane != "socket":
        raise Refused(
            f"--lane {plan.lane!r}: a command or service needs the lane 'socket'; leave --lane out."
        )
    choose(plan.sut)
    document = plan.read_document()
    errors = (one for one in document.diagnostics if one.severity == "error")
    if first := list(islice(errors, 10)):
        told = "\n".join(f"{document.file}:{one.line}: {one.code}: {one.message}" for one in first)
        number = len(first) + sum(1 for _ in errors)
        raise Refused(f"the document cannot be relied on ({number} errors):\n{told}\nRegenerate it.")
    checklist = plan.checklist()
    refuse_two_clients(plan.profile, checklist)
    if out.exists() and not out.is_dir():
        raise Refused(f"--out {out}: is a file, expected a folder. Name another one.")
    return checklist


def keep_by_hand(out: Path, manual: Path | None) -> None:
    """Refuse to write over what people have filled in. Raises `Refused`."""
    there = out / NAME
    given = manual is not None and manual.exists() and there.exists() and manual.samefile(there)
    if there.exists() and not given and is_filled_in(there):
        raise Refused(
            f"{there}: holds what people have filled in. Give it with --manual {there}, or move it."
        )


def tell(ran: Ran) -> None:
    """The table, what cannot be trusted, and where the reports are."""
    console = make_console()
    print_results(ran.results, console)
    for line in ran.trouble:
        console.print(f"[bold red]not to be trusted[/]  {line}", soft_wrap=True)
    for line in ran.reports:
        console.print(line, soft_wrap=True, markup=False)
