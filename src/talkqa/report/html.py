"""`report.html`: one file for the client, without scripts and without anything from elsewhere.

The first page says what was tested, the verdict in one sentence, and where every item stands; below
it each flow tells its statements, failures first, with their evidence. The same page, shortened to what fits on
paper, becomes `report.pdf`. Its words are in `languages/`; numbers and verdicts do not depend on the language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from talkqa.report.chart import Point, chart
from talkqa.report.difference import KINDS, difference
from talkqa.report.grounds import grounds, mark
from talkqa.report.header import Flow
from talkqa.report.look import Look
from talkqa.report.matrix import Matrix, matrix, pieces
from talkqa.report.past import side_from
from talkqa.report.picture import PAPER, SCREEN, picture
from talkqa.report.proof import Proof, proof
from talkqa.report.results import ALL_FLOWS, COUNT_ORDER, TOLD_FIRST, ItemResult, Results, count
from talkqa.report.rules import rule_lines
from talkqa.report.sentence import overall, sentence
from talkqa.report.words import Words
from talkqa.verdict.verdicts import ERROR, FAIL, INCONCLUSIVE, NOT_TESTED, PASS, Verdict

__all__ = ["overall", "render", "sentence", "write_html"]

MARKS: Mapping[Verdict, str] = {PASS: "✓", FAIL: "✗", INCONCLUSIVE: "?", ERROR: "!", NOT_TESTED: "○"}


@dataclass(frozen=True)
class Room:
    """How much is told in full. Beyond it a line each, or a number that says where the rest stands."""

    checks: int
    """Checks per item that did not pass."""
    evidence: int
    """Pieces of evidence of a check."""
    articles: int
    """Items that did not pass, in all flows together."""
    of_a_flow: int
    """As many of them at most are of one flow."""
    lines: int
    """Items per table of what did not pass, or was not tested, when `articles` is used up."""
    rows: int
    """Rows of the matrix of a kind."""


ON_SCREEN = Room(checks=3, evidence=10_000, articles=10_000, of_a_flow=10_000, lines=10_000, rows=10_000)
ON_PAPER = Room(checks=1, evidence=2, articles=12, of_a_flow=4, lines=50, rows=250)
"""Our choice: with it a run of 1,000 checks stays below 20 pages."""


def write_html(results: Results, path: Path, look: Look | None = None) -> Path:
    """Write the page under another name and rename it; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_text(render(results, look), encoding="utf-8")
    return new.replace(path)


def render(results: Results, look: Look | None = None, *, paper: bool = False) -> str:
    """The whole page as text. paper: what is printed, with a table of contents and not every pass."""
    look = look or Look()
    words = Words(look.language)
    template = _environment(words).get_template("report.html.j2")
    room = ON_PAPER if paper else ON_SCREEN
    return template.render(**_told(results, words, paper), look=look, paper=paper, room=room,
                           picture=partial(picture, words=words, colours=PAPER if paper else SCREEN))  # fmt: skip


def _environment(words: Words) -> Environment:
    environment = Environment(
        loader=PackageLoader("talkqa.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = words.day
    environment.filters["said"] = words.said
    environment.filters["slug"] = _slug
    environment.filters["file_name"] = lambda path: path.replace("\\", "/").rsplit("/", 1)[-1]
    environment.filters["opening"] = _opening
    environment.globals["t"] = words
    return environment


def _told(results: Results, words: Words, paper: bool) -> dict[str, Any]:
    """All that a page is made of, but for its look."""
    flows = results.flows()
    return {
        "results": results,
        "header": results.header,
        "sentence": sentence(results, words),
        "overall": overall(results),
        "counts": results.counts,
        "matrices": {kind: _matrices(results, kind, paper) for kind in ("property", "behaviour")},
        "not_tested": [r for r in results.items if r.verdict == NOT_TESTED],
        "flows": flows,
        "glance": [(flow, count(r.verdict for r in items)) for flow, items in flows],
        "titles": _titles([flow for flow, _ in flows], words),
        "share": _share(results, words),
        "resting": _resting(results, words),
        "grounds": grounds(results),
        "rests_on": mark,
        "proof": _proof(results),
        "rules": rule_lines(results.header.rules, results),
        "told_first": _told_first,
        "order": COUNT_ORDER,
        "unhappy": (FAIL, ERROR, INCONCLUSIVE),
        "marks": MARKS,
        "drawn": _drawn(results),
        "before": difference(side_from(told), results) if (told := results.header.before) else None,
        "change_kinds": KINDS,
    }


def _matrices(results: Results, kind: str, paper: bool) -> tuple[tuple[Matrix, ...], int]:
    """The tables of a kind, and how many of their rows stand on the screen only."""
    whole = matrix(results, kind)
    if paper:
        return pieces(whole, ON_PAPER.rows)
    return ((whole,) if whole.rows else ()), 0


def _titles(flows: Iterable[Flow], words: Words) -> dict[str, str]:
    """Slug to title; the second of one title has a number, as a document may state a flow of two kinds of record."""
    seen: Counter[str] = Counter()
    found = {}
    for flow in flows:
        title = _title(flow, words)
        seen[title] += 1
        found[flow.slug] = title if seen[title] == 1 else f"{title} ({seen[title]})"
    return found


def _title(flow: Flow, words: Words) -> str:
    return words("overview.all-flows") if flow.slug == ALL_FLOWS and not flow.target else flow.title


def _share(results: Results, words: Words) -> str:
    """How much of the fake is evidence; "" when the stream does not say."""
    found = results.header.fidelity
    entries = found.evidence + found.assumptions
    if not entries:
        return ""
    percent = f"{100 * found.evidence / entries:.0f}"
    numbers = {"evidence": found.evidence, "assumptions": found.assumptions}
    return words("grounds.share", entries=entries, percent=percent, **numbers)


def _resting(results: Results, words: Words) -> str:
    """How many verdicts rest on an assumption, or that it was not tried."""
    fidelity = results.header.fidelity
    if not fidelity.is_tried:
        return words("grounds.untried")
    decided = sum(bool(item.checks) for item in results.items)
    tried = len({flip.assumption for flip in fidelity.tried})
    return words("grounds.resting", n=len(results.resting), decided=decided, tried=tried)


def _proof(results: Results) -> Proof | None:
    """What the checks have caught; None for a run without any, and where the shipped matrix cannot be read."""
    try:
        found = proof(results)
    except (OSError, ValueError):
        return None
    return found if found.flows else None


def _drawn(results: Results) -> str:
    """The chart of the document's revisions; "" where there is nothing to draw."""
    told = results.header.history
    return chart([Point.of(one) for one in told["revisions"]], standalone=False) if told else ""


def _told_first(items: Sequence[ItemResult]) -> list[ItemResult]:
    return sorted(items, key=lambda result: TOLD_FIRST.index(result.verdict))


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]


def _slug(item_id: str) -> str:
    """An item id as an anchor: letters, digits, dash, dot and underscore only, still one to one."""
    return "i-" + "".join(c if c.isalnum() or c in "-._" else f"_{ord(c):x}_" for c in item_id)
