"""`report.html`: one file for the client, without scripts and without anything from elsewhere.

The first page says what was tested, the verdict in one sentence, and where every item stands; below
it each flow tells its statements, failures first, with their evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from talkqa.report.chart import Point, chart
from talkqa.report.difference import KINDS, difference
from talkqa.report.grounds import grounds, mark, resting, share
from talkqa.report.past import side_from
from talkqa.report.results import COUNT_ORDER, TOLD_FIRST, Flow, ItemResult, Results
from talkqa.report.rules import rule_lines
from talkqa.verdict import causes
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, PASS, Verdict

MARKS: Mapping[Verdict, str] = {PASS: "✓", FAIL: "✗", INCONCLUSIVE: "?", ERROR: "!", NOT_TESTED: "○"}
MEANINGS: Mapping[Verdict, str] = {
    PASS: "every check of the item saw what the item says",
    FAIL: "at least one check saw something else",
    INCONCLUSIVE: "the checks ran, but what they saw decides nothing",
    ERROR: "the harness broke, or no check ran; this says nothing about the product",
    NOT_TESTED: "left out, for the reason given",
}


@dataclass(frozen=True)
class Matrix:
    """One table flow by property, or flow by behaviour. cells: per row, per flow, an item or None."""

    kind: str
    flows: tuple[Flow, ...]
    rows: tuple[tuple[str, tuple[ItemResult | None, ...]], ...]


def write_html(results: Results, path: Path) -> Path:
    """Write the page; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(results), encoding="utf-8")
    return path


def render(results: Results) -> str:
    """The whole page as text."""
    environment = Environment(
        loader=PackageLoader("talkqa.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = _day
    environment.filters["slug"] = _slug
    environment.filters["file_name"] = lambda path: path.replace("\\", "/").rsplit("/", 1)[-1]
    environment.filters["opening"] = lambda text: text[:1].upper() + text[1:]
    return environment.get_template("report.html.j2").render(
        results=results,
        header=results.header,
        sentence=sentence(results),
        overall=overall(results),
        counts=results.counts,
        matrices=[m for kind in ("property", "behaviour") if (m := matrix(results, kind)).rows],
        not_tested=[r for r in results.items if r.verdict == NOT_TESTED],
        flows=results.flows(),
        titles={flow.slug: flow.title for flow, _ in results.flows()},
        share=share(results.header.fidelity),
        resting=resting(results),
        grounds=grounds(results),
        rests_on=mark,
        rules=rule_lines(results.header.rules, results),
        told_first=_told_first,
        order=COUNT_ORDER,
        marks=MARKS,
        meanings=MEANINGS,
        causes=causes.MEANINGS,
        drawn=_drawn(results),
        before=difference(side_from(told), results) if (told := results.header.before) else None,
        change_kinds=KINDS,
    )


def overall(results: Results) -> Verdict:
    """The colour of the first sentence: pass only when the run is green and has no known failure."""
    if results.exit_code == 0 and results.counts[FAIL]:
        return INCONCLUSIVE
    return {0: PASS, 1: FAIL}.get(results.exit_code, INCONCLUSIVE)


def sentence(results: Results) -> str:
    """The verdict in plain words."""
    counts, total = results.counts, len(results.items)
    open_items = counts[INCONCLUSIVE] + counts[ERROR]
    tested = total - counts[NOT_TESTED]
    known = f" ({len(results.waived)} known)" if results.waived else ""
    if results.exit_code == 0 and not counts[FAIL] and not open_items:
        said = f"All {tested} items that were tested passed."
    elif results.exit_code == 1 or counts[FAIL]:
        said = f"{counts[FAIL]}{known} of {tested} tested items failed, {counts[PASS]} passed."
        said += f" {_items(open_items)} could not be decided." if open_items else ""
    elif not tested:
        said = "Nothing was tested, so this is not a pass."
    else:
        said = (
            f"Nothing failed, but {_items(open_items)} of {tested} could not be decided: this is not a pass."
        )
    if counts[NOT_TESTED]:
        said += f" {_items(counts[NOT_TESTED])} {'was' if counts[NOT_TESTED] == 1 else 'were'} not tested."
    if results.strays:
        number = len(results.strays)
        said += f" {number} {'check belongs' if number == 1 else 'checks belong'} to no item; see the end."
    if results.truncated:
        said = "The run did not come to its end; what follows is incomplete. " + said
    return said


def matrix(results: Results, kind: str) -> Matrix:
    """Where every item of a kind stands: a row per property or behaviour, a column per flow that has any."""
    columns = [
        (flow, {r.item.label: r for r in items if r.item.kind == kind}) for flow, items in results.flows()
    ]
    columns = [(flow, cells) for flow, cells in columns if cells]
    labels = dict.fromkeys(label for _, cells in columns for label in cells)
    rows = tuple((label, tuple(cells.get(label) for _, cells in columns)) for label in labels)
    return Matrix(kind, tuple(flow for flow, _ in columns), rows)


def _drawn(results: Results) -> str:
    """The chart of the document's revisions; "" where there is nothing to draw."""
    told = results.header.history
    return chart([Point.of(one) for one in told["revisions"]], standalone=False) if told else ""


def _told_first(items: Sequence[ItemResult]) -> list[ItemResult]:
    return sorted(items, key=lambda result: TOLD_FIRST.index(result.verdict))


def _items(number: int) -> str:
    return f"{number} item{'' if number == 1 else 's'}"


def _day(stamp: str) -> str:
    """An ISO stamp as people write it; anything else unchanged."""
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    zone = at.strftime("%Z") if at.tzinfo else ""
    return f"{at.day} {at:%B %Y, %H:%M} {zone}".strip()


def _slug(item_id: str) -> str:
    """An item id as an anchor: letters, digits, dash, dot and underscore only, still one to one."""
    return "i-" + "".join(c if c.isalnum() or c in "-._" else f"_{ord(c):x}_" for c in item_id)
