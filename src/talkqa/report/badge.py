"""`badge.svg`: the verdict in one line, with what it is about: document, scope and date."""

from __future__ import annotations

from html import escape
from pathlib import Path

from talkqa.report.results import Results
from talkqa.verdict.verdicts import FAIL, NOT_TESTED, PASS

GREEN, AMBER, RED = "#1a6b32", "#8a5a00", "#b3261e"
"""White letters stand on each of them with a contrast of at least 4.5 (WCAG AA)."""
_LETTER = 6.6
"""Pixels of a letter of 11 px, on the safe side; `textLength` makes the text fit whatever the font is."""
_CAREFUL = 90
"""At most so many letters for the document's title."""


def write_badge(results: Results, path: Path) -> Path:
    """Write the picture; returns its path."""
    path.write_text(render(results), encoding="utf-8")
    return path


def words(results: Results) -> tuple[str, str]:
    """Left: the document and its stamp. Right: verdict, scope and date of the run."""
    header, counts = results.header, results.counts
    title = header.document.title
    title = title if len(title) <= _CAREFUL else title[: _CAREFUL - 1] + "…"
    tested = len(results.items) - counts[NOT_TESTED]
    flows = f"{len(header.only)} flow{'s' if len(header.only) > 1 else ''}" if header.only else "all flows"
    scope = f"{counts[PASS]} of {tested} items pass"
    scope += f", {len(results.waived)} known to fail" if results.waived else ""
    scope += f", {counts[NOT_TESTED]} not tested" if counts[NOT_TESTED] else ""
    cut = "incomplete, " if results.incomplete else ""
    return f"{title} {header.document.generated}".strip(), f"{cut}{scope}, {flows}, {header.started[:10]}"


def colour(results: Results) -> str:
    """Green only when the run is green and nothing is waived."""
    if results.exit_code == 1:
        return RED
    return AMBER if results.exit_code or results.counts[FAIL] else GREEN


def render(results: Results) -> str:
    """The picture as text: no script, no font and no picture from elsewhere."""
    left, right = words(results)
    wide, wider = (round(len(one) * _LETTER) + 16 for one in (left, right))
    told = escape(f"{left}: {right}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide + wider}" height="22" role="img" aria-label="{told}">'
        f"<title>{told}</title>"
        f'<rect width="{wide}" height="22" fill="#3d4450"/>'
        f'<rect x="{wide}" width="{wider}" height="22" fill="{colour(results)}"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="8" y="15" textLength="{wide - 16}" lengthAdjust="spacingAndGlyphs">{escape(left)}</text>'
        f'<text x="{wide + 8}" y="15" textLength="{wider - 16}" lengthAdjust="spacingAndGlyphs">{escape(right)}'
        "</text></g></svg>\n"
    )
