"""`summary.md`: the outcome as Markdown, as GitHub and others show it on the page of a job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from talkqa.report.html import MARKS, sentence
from talkqa.report.markdown import code, plain
from talkqa.report.results import COUNT_ORDER, TOLD_FIRST, ItemResult, Results
from talkqa.verdict.verdicts import NOT_TESTED, PASS

_SHOWN = 100
"""At most so many items of a table: GitHub takes one mebibyte for a step."""


def write_summary(results: Results, path: Path) -> Path:
    """Write the page; returns its path."""
    path.write_text("\n".join(lines(results)) + "\n", encoding="utf-8")
    return path


def lines(results: Results) -> Iterator[str]:
    """The page, line by line: what was tested, the gate, known failures, flows, and what did not pass."""
    header = results.header
    yield f"## {plain(header.document.title)}: checklist"
    yield ""
    yield f"**{plain(sentence(results))}**"
    yield ""
    yield f"{plain(header.sut.name)} {plain(header.sut.version)}, document of {plain(header.document.generated)}, "
    yield f"profile {plain(header.profile.name)}, {len(results.checks)} checks, exit code {results.exit_code}."
    yield from ("", "| gate | |", "|---|---|")
    for ruling in results.rulings:
        yield f"| {'✗' if ruling.fired else '✓'} {ruling.rule} | {plain(ruling.why)} |"
    if results.waived:
        yield from ("", "| known failure | until | why | who |", "|---|---|---|---|")
        for item, one in results.waived.items():
            why = f"{plain(one.reason)} ({plain(one.reference)})"
            yield f"| {code(item)} | {one.expires} | {why} | {plain(one.owner)} |"
    yield from _flows(results)
    yield from _open(results)


def _flows(results: Results) -> Iterator[str]:
    yield from ("", f"| flow | {' | '.join(COUNT_ORDER)} |", "|---|" + "--:|" * len(COUNT_ORDER))
    for flow, items in results.flows():
        verdicts = [one.verdict for one in items]
        yield f"| {plain(flow.title)} | {' | '.join(str(verdicts.count(one)) for one in COUNT_ORDER)} |"
    yield f"| **all** | {' | '.join(f'**{results.counts[one]}**' for one in COUNT_ORDER)} |"


def _open(results: Results) -> Iterator[str]:
    """What did not pass; what was not tested stands last."""
    told = [one for one in results.items if one.verdict != PASS]
    told.sort(key=lambda one: (one.verdict == NOT_TESTED, TOLD_FIRST.index(one.verdict)))
    if told:
        yield from ("", "| item | verdict | what was seen |", "|---|---|---|")
        yield from (_row(one) for one in told[:_SHOWN])
    if len(told) > _SHOWN:
        yield from ("", f"… and {len(told) - _SHOWN} more in the report.")


def _row(one: ItemResult) -> str:
    reason = one.reason if len(one.reason) <= 300 else one.reason[:299] + "…"
    return f"| {code(one.item.id)} | {MARKS[one.verdict]} {one.verdict} | {plain(reason)} |"
