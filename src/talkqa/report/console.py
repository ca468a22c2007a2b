"""The run on a terminal: progress while it lasts, the table of every flow, and every failure argued.

Nothing here decides; colours appear on a terminal only, and the words say the same without them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from talkqa.report.check import Check, Evidence
from talkqa.report.gate import fired
from talkqa.report.grounds import grounds, mark, resting, share
from talkqa.report.header import Flip, Flow
from talkqa.report.recorder import Checked, Collected, Event
from talkqa.report.results import COUNT_ORDER, ItemResult, Results
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, PASS, Verdict

STYLES: dict[Verdict, str] = {
    PASS: "green",
    FAIL: "bold red",
    INCONCLUSIVE: "yellow",
    ERROR: "magenta",
    NOT_TESTED: "dim",
}
_NAMED = 5
"""At most so many damaged lines are named; how many there are is always told."""
PLAIN_WIDTH = 140
"""Characters per line when the output is no terminal, so that ids in CI logs are not broken."""


def make_console(file: IO[str] | None = None) -> Console:
    """A console that fits its terminal, or `PLAIN_WIDTH` plain characters without one."""
    console = Console(file=file, highlight=False, soft_wrap=False)
    return (
        console
        if console.is_terminal
        else Console(file=file, highlight=False, width=PLAIN_WIDTH, color_system=None)
    )


def print_results(results: Results, console: Console) -> None:
    """The whole answer: tables, findings, failures, and the sums last, where the eye is."""
    width = max((len(result.item.label) for result in results.items), default=0) + 2
    for flow, items in results.flows():
        console.print(_table(flow, items, min(width, 44)))
    for finding in results.header.findings:
        console.print(Text.assemble(("note  ", "bold"), _about(finding.flow), finding.text))
    print_grounds(results, console)
    if results.header.findings:
        console.print()
    for check in results.unhappy():
        print_check(check, console, results.path.parent)
    if stated := len(results.header.statements):
        ran = results.decided_statements
        told = f"{stated} statements of the document: {ran} tested, {stated - ran} not tested"
        console.print(Text(told, "dim"))
    for told in (f"{check.flow}: {one}" for check in results.checks for one in check.counted):
        console.print(Text(told, "dim"))
    print_gate(results, console)
    console.print(summary(results))


def print_gate(results: Results, console: Console) -> None:
    """The known failures, and every rule of the gate that makes the run red, with its reason."""
    for item, waiver in results.waived.items():
        console.print(Text.assemble(("known ", "yellow"), f"{item}: {waiver}"), soft_wrap=True)
    for ruling in fired(results.rulings):
        console.print(Text.assemble(("gate  ", "bold red"), f"{ruling.rule}: {ruling.why}"), soft_wrap=True)


def print_grounds(results: Results, console: Console) -> None:
    """What the fake rests on, and which verdicts therefore do."""
    fidelity = results.header.fidelity
    if told := share(fidelity):
        console.print(Text.assemble(("note  ", "bold"), f"{told}; {resting(results)}"), soft_wrap=True)
    for flip in fidelity.assumed:
        told = f"this run assumes {flip.assumption}={flip.alternative}: {flip.instead}"
        console.print(Text.assemble(("note  ", "bold"), told), soft_wrap=True)
    for ground in grounds(results):
        flip, count = ground.flip, len(ground.items)
        told = f"{count} on {flip.assumption}: {flip.subject}: {flip.choice}; not so if {flip.instead}"
        console.print(Text.assemble(("rests ", "bold"), told), soft_wrap=True)


def summary(results: Results) -> Text:
    """One line: how many items, and how many of each verdict; more when some of the run is missing."""
    text = Text(f"{len(results.items)} items: ", style="bold")
    text.append_text(_counted(results.counts))
    text.append(f" ({len(results.waived)} known)" if results.waived else "", "yellow")
    text.append(f"  ({len(results.checks)} checks)", style="dim")
    if shard := results.header.shard:
        text.append(f"\nshard {shard['number']}/{shard['of']} of {shard['planned']} checks; ", "bold")
        text.append("`talkqa report merge` puts all of them together")
    if results.causes:
        told = ", ".join(f"{number} {cause}" for cause, number in results.causes.items())
        text.append(f"\nchecks that did not pass, by cause: {told}")
    if results.strays:
        text.append(f"\n{len(results.strays)} checks outside the checklist: ")
        text.append_text(_counted(Counter(check.verdict for check in results.strays)))
    if results.truncated:
        text.append(
            f"\nTRUNCATED: the run did not come to its end; {results.path.name} holds what it decided.",
            "bold red",
        )
    for damage in results.damage[:_NAMED]:
        text.append(f"\nDAMAGED: {results.path.name}, {damage}", "bold red")
    if results.damage:
        text.append(f"\nINCOMPLETE: what is intact stands above; damaged: {len(results.damage)}", "bold red")
    return text


def print_check(check: Check, console: Console, folder: Path | None = None) -> None:
    """A check that did not pass, argued: the item, then what was done, expected and observed.

    folder: of the reports; with it stands the command that runs exactly this again.
    """
    names = ", ".join(check.items) or check.id
    origin = next((e.origin for e in check.evidence if e.origin), "")
    head = Text.assemble((check.verdict.upper(), STYLES[check.verdict]), " ", (names, "bold"))
    head.append(f"  ({origin})" if origin else "", style="dim")
    console.print(head, soft_wrap=True)
    console.print(f"  scenario  {escape(check.scenario)}", soft_wrap=True)
    for line in argument(check):
        console.print(Text(f"  {line}"), soft_wrap=True)
    if check.cause:
        console.print(f"  cause     {check.cause}", soft_wrap=True)
    if folder is not None:
        console.print(Text(f"  again     {again(check, folder)}"), soft_wrap=True)
    console.print()


def again(check: Check, folder: Path) -> str:
    """The command that runs exactly this check again. folder: of the reports."""
    return f"talkqa replay {check.short}" + ("" if folder == Path("reports") else f" --from {folder}")


def argument(check: Check) -> list[str]:
    """The evidence as lines of a word and what it says; at least one line, also without evidence."""
    lines = [line for evidence in check.evidence for line in _argued(evidence)]
    return lines or [f"observed  the check ended as {check.verdict} and left no evidence"]


class LiveProgress:
    """Takes the recorder's events; a bar on a terminal, else one plain line per finished feature file."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._left: Counter[str] = Counter()
        self._seen: dict[str, Counter[Verdict]] = {}
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TextColumn("left"), TimeRemainingColumn(), console=console, transient=True,
            disable=not console.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("collecting", total=None)

    @contextmanager
    def shown(self) -> Iterator[LiveProgress]:
        """Show the bar while the block runs, and remove it afterwards."""
        with self._bar:
            yield self

    def __call__(self, event: Event) -> None:
        if isinstance(event, Collected):
            self._left = Counter(event.by_feature)
            self._bar.update(self._task, total=event.total, description="checking")
            return
        self._bar.update(self._task, completed=event.done, description=event.check.feature or "checking")
        if self._console.is_terminal:
            self._say_failure(event.check)
        else:
            self._say_file(event)

    def flipped(self, flip: Flip, changed: int) -> None:
        """An assumption was flipped, and its checks were run again."""
        what = f"{flip.assumption}={flip.alternative}"
        self._console.print(f"{what}: {flip.checks} checks again, {changed} with another verdict")

    def _say_failure(self, check: Check) -> None:
        if check.verdict != PASS:
            names = ", ".join(check.items) or check.id
            self._console.print(
                Text.assemble((check.verdict, STYLES[check.verdict]), f"  {names}  {check.scenario}")
            )

    def _say_file(self, event: Checked) -> None:
        name = event.check.feature_file
        seen = self._seen.setdefault(name, Counter())
        seen[event.check.verdict] += 1
        self._left[name] -= 1
        if self._left[name] == 0:
            self._console.print(Text(f"{name}: {seen.total()} checks, ").append_text(_counted(seen)))


def _table(flow: Flow, items: Sequence[ItemResult], width: int) -> Table:
    table = Table(
        title=f"{flow.title}  ({flow.slug})", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD
    )
    table.add_column("item", overflow="fold", width=width)
    table.add_column("verdict", no_wrap=True, width=len(INCONCLUSIVE))
    table.add_column("checks", justify="right")
    table.add_column("origin or reason", overflow="fold", min_width=56)
    for kind, heading in (("property", "properties"), ("behaviour", "behaviours")):
        rows = [result for result in items if result.item.kind == kind]
        if rows:
            table.add_row(Text(heading, style="italic"), "", "", "")
        for result in rows:
            told = result.reason or result.item.origin
            told += f"; rests on {mark(result)}" if result.rests_on else ""
            verdict = Text(result.verdict, style=STYLES[result.verdict])
            table.add_row(
                Padding(Text(result.item.label), (0, 0, 0, 2)),
                verdict,
                str(len(result.checks)),
                Text(_short(told)),
            )
    return table


def _argued(evidence: Evidence) -> Iterator[str]:
    journal = f"; journal {evidence.journal[0]}\N{EN DASH}{evidence.journal[1]}" if evidence.journal else ""
    for word, told in (
        ("did", evidence.did),
        ("expected", evidence.expected),
        ("observed", evidence.observed + journal),
        ("law", evidence.law),
    ):
        if told:
            yield f"{word:<9} " + "\n            ".join(str(told).splitlines())


def _counted(counts: Counter[Verdict] | dict[Verdict, int]) -> Text:
    parts = [Text(f"{counts.get(v, 0)} {v}", STYLES[v]) for v in COUNT_ORDER if v == PASS or counts.get(v, 0)]
    return Text(", ").join(parts)


def _about(flow: str) -> str:
    return f"{flow}: " if flow else ""


def _short(text: str, limit: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
