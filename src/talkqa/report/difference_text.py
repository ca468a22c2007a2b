"""A difference between two runs in words: as plain text, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from talkqa.report.difference import KINDS, Change, Difference, Side
from talkqa.report.markdown import code, plain

_SHOWN = 200
"""At most so many items of a kind are named for people; JSON has all."""
SIGNS = {
    "newly_failing": "✗",
    "fixed": "✓",
    "still_failing": "✗",
    "newly_not_tested": "○",
    "new": "+",
    "gone": "-",
    "otherwise": "~",
}


def text(told: Difference) -> Iterator[str]:
    """Plain lines: the two runs, the sums, every kind that occurs, the document."""
    yield f"old  {_run(told.old)}"
    yield f"new  {_run(told.new)}"
    yield sums(told)
    for kind, changes in told.by_kind.items():
        if changes:
            yield ""
            yield f"{KINDS[kind]} ({len(changes)})"
            yield from (f"  {SIGNS[kind]} {_line(change)}" for change in changes[:_SHOWN])
            yield from _more(len(changes))
    yield ""
    yield from document(told)


def markdown(told: Difference) -> Iterator[str]:
    """The same as Markdown, for a job summary or a comment."""
    yield "## What changed between two runs"
    yield ""
    yield f"- old: {plain(_run(told.old))}"
    yield f"- new: {plain(_run(told.new))}"
    yield ""
    yield f"**{sums(told)}**"
    for kind, changes in told.by_kind.items():
        if changes:
            yield from ("", f"### {KINDS[kind].capitalize()} ({len(changes)})", "")
            yield "| item | before | now | reason |"
            yield "|---|---|---|---|"
            yield from (_row(change) for change in changes[:_SHOWN])
            yield from ("", *(plain(one.strip()) for one in _more(len(changes))))
    yield ""
    yield from (f"- {plain(line.strip())}" for line in document(told))


def sums(told: Difference) -> str:
    """One line: how many of each kind; all failures stand first."""
    parts = [f"{len(changes)} {KINDS[kind]}" for kind, changes in told.by_kind.items()]
    return ", ".join([*parts, f"{told.kept} as before"])


def document(told: Difference) -> Iterator[str]:
    """What became of the document's text."""
    if told.same_document:
        yield "document: the same, byte for byte"
        return
    yield (
        f"document: another revision, {told.old.generated or 'no stamp'} → {told.new.generated or 'no stamp'}; "
        f"{len(told.statements_new)} statements new, {len(told.statements_gone)} gone"
    )
    yield from (f"  {line.strip()}" for line in told.document if line.strip())
    if not told.document:
        yield from (f"  + {id}" for id in told.statements_new[:_SHOWN])
        yield from (f"  - {id}" for id in told.statements_gone[:_SHOWN])


def _run(side: Side) -> str:
    flows = f", flows {', '.join(side.only)}" if side.only else ""
    flows += ", INCOMPLETE" if side.incomplete else ""
    return f"{side.started}  {side.document} {side.generated}, {side.sut}, profile {side.profile}{flows}"


def _line(change: Change) -> str:
    verdicts = " → ".join(one for one in (change.old, change.new) if one)
    return f"{change.item}  ({verdicts})" + (f"  {change.reason}" if change.reason else "")


def _row(change: Change) -> str:
    return f"| {code(change.item)} | {change.old or '–'} | {change.new or '–'} | {plain(change.reason)} |"


def _more(count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"  … and {count - _SHOWN} more; --format json has all"
