"""A small picture of what happened in a check: records on lanes, time from left to right, as SVG without scripts.

What somebody changed has a number, which the list below the picture explains; what was only read is a stroke.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from talkqa.report.check import Check, Moment
from talkqa.report.words import Words

_NARROWEST, _SIDE, _TOP, _LANE, _BOTTOM = 340.0, 12.0, 18.0, 46.0, 20.0
_NUMBERED, _STROKE, _BETWEEN = 21.0, 7.0, 10.0
"""How far apart things stand: what has a number, what was read, and a cycle from what is beside it."""

SCREEN: Mapping[str, str] = {
    "ink": "var(--ink)", "paper": "var(--paper)", "band": "var(--ground)", "soft": "var(--soft)"
}  # fmt: skip
PAPER: Mapping[str, str] = {"ink": "#000000", "paper": "#ffffff", "band": "#eceef2", "soft": "#444444"}


@dataclass(frozen=True)
class Picture:
    """svg: the drawing. events: a sentence per number in it, the first is 1. width: in CSS pixels."""

    svg: str
    events: tuple[str, ...]
    width: float


def picture(check: Check, words: Words, colours: Mapping[str, str] = SCREEN) -> Picture | None:
    """The picture of a check; None when its stream tells no timeline."""
    if not check.timeline:
        return None
    moments = _of_interest(check.timeline)
    at = list(_places(moments))
    width = max(_NARROWEST, at[-1] + 2 * _SIDE)
    lanes = list(dict.fromkeys(m.type for m in moments if m.type))
    height = _TOP + _LANE * len(lanes) + _BOTTOM
    events = tuple(_sentence(m, words) for m in moments if _is_told(m))
    label = escape(words("picture.label", n=len(moments), lanes=", ".join(lanes)))
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    font = 'font-family="sans-serif" font-size="11"'
    body = [
        *_bands(moments, at, height, words, colours),
        *_lanes(lanes, width, colours),
        *_marks(moments, at, lanes, colours),
        *_key(height - 6, words, colours),
    ]
    svg = f'<svg {size} role="img" aria-label="{label}" {font}>\n' + "\n".join(body) + "\n</svg>"
    return Picture(svg, events, width)


def _of_interest(moments: Sequence[Moment]) -> list[Moment]:
    """Without what was read of types of which nothing was changed: they have no part in the story, if it has one."""
    changed = {moment.type for moment in moments if _is_told(moment)}
    return [moment for moment in moments if moment.type in changed] or list(moments)


def _is_told(moment: Moment) -> bool:
    return moment.did != "read"


def _places(moments: Sequence[Moment]) -> Iterator[float]:
    """Where each stands: not by time, of which little passes within a cycle and none is of interest between."""
    x, before = _SIDE, None
    for moment in moments:
        apart = _NUMBERED if _is_told(moment) or (before and _is_told(before)) else _STROKE
        x += apart / 2 + (apart / 2 if before else 0)
        x += _BETWEEN if before and (before.who, before.cycle) != (moment.who, moment.cycle) else 0
        yield x
        before = moment


def _bands(
    moments: Sequence[Moment], at: Sequence[float], height: float, words: Words, colours: Mapping[str, str]
) -> Iterator[str]:
    """A band per cycle, as far as the product did something in it."""
    for cycle in sorted({m.cycle for m in moments if m.who == "sut"}):
        mine = [x for x, m in zip(at, moments, strict=True) if m.who == "sut" and m.cycle == cycle]
        left, right = mine[0] - 10, mine[-1] + 10
        box = f'x="{left:.1f}" y="{_TOP - 4:g}" width="{right - left:.1f}" height="{height - _TOP - _BOTTOM + 6:g}"'
        yield f'<rect {box} fill="{colours["band"]}" rx="4"/>'
        told = escape(words("picture.cycle", n=cycle)) if right - left > 52 else str(cycle)
        where = f'x="{(left + right) / 2:.1f}" y="{_TOP - 8:g}" text-anchor="middle"'
        yield f'<text {where} fill="{colours["soft"]}" font-size="10">{told}</text>'


def _lanes(lanes: Sequence[str], width: float, colours: Mapping[str, str]) -> Iterator[str]:
    for number, lane in enumerate(lanes):
        y = _y(number)
        ends = f'x1="{_SIDE / 2:g}" y1="{y:g}" x2="{width - _SIDE / 2:g}" y2="{y:g}"'
        yield f'<line {ends} stroke="{colours["soft"]}" stroke-width="1"/>'
        yield (
            f'<text x="{_SIDE / 2:g}" y="{y - 14:g}" fill="{colours["ink"]}" font-weight="600">'
            f"{escape(lane)}</text>"
        )


def _y(lane: int) -> float:
    return _TOP + _LANE * lane + 30


def _marks(
    moments: Sequence[Moment], at: Sequence[float], lanes: Sequence[str], colours: Mapping[str, str]
) -> Iterator[str]:
    number = 0
    for x, moment in zip(at, moments, strict=True):
        y = _y(lanes.index(moment.type)) if moment.type else _y(0)
        number += _is_told(moment)
        yield from _told(moment, number, x, y, colours) if _is_told(moment) else _read(moment, x, y, colours)


def _read(moment: Moment, x: float, y: float, colours: Mapping[str, str]) -> Iterator[str]:
    if moment.who == "user":
        paint = f'fill="{colours["paper"]}" stroke="{colours["soft"]}"'
        yield f'<circle cx="{x:.1f}" cy="{y:g}" r="2.5" {paint}/>'
    else:
        ends = f'x1="{x:.1f}" y1="{y - 6:g}" x2="{x:.1f}" y2="{y + 6:g}"'
        yield f'<line {ends} stroke="{colours["ink"]}" stroke-width="1.5"/>'


def _told(moment: Moment, number: int, x: float, y: float, colours: Mapping[str, str]) -> Iterator[str]:
    filled = moment.who == "user"
    back, front = (colours["ink"], colours["paper"]) if filled else (colours["paper"], colours["ink"])
    dashed = ' stroke-dasharray="3 2"' if moment.did in ("was refused", "left out") else ""
    paint = f'fill="{back}" stroke="{colours["ink"]}" stroke-width="1.4"{dashed}'
    if filled:
        yield f'<circle cx="{x:.1f}" cy="{y:g}" r="9" {paint}/>'
    else:
        yield f'<rect x="{x - 8.5:.1f}" y="{y - 8.5:g}" width="17" height="17" rx="2" {paint}/>'
    yield (
        f'<text x="{x:.1f}" y="{y + 3.5:g}" text-anchor="middle" font-size="10" font-weight="600" '
        f'fill="{front}">{number}</text>'
    )


def _key(y: float, words: Words, colours: Mapping[str, str]) -> Iterator[str]:
    """What the shapes mean, in one line."""
    ink, paper = colours["ink"], colours["paper"]
    shapes = (
        (f'<circle cx="10" cy="{y - 4:g}" r="4.5" fill="{ink}"/>', "picture.key-user", 18),
        (
            f'<rect x="110" y="{y - 8:g}" width="8" height="8" fill="{paper}" stroke="{ink}"/>',
            "picture.key-product",
            122,
        ),
        (
            f'<line x1="228" y1="{y - 9:g}" x2="228" y2="{y + 1:g}" stroke="{ink}" stroke-width="1.5"/>',
            "picture.key-read",
            234,
        ),
    )
    for shape, key, x in shapes:
        yield shape
        yield f'<text x="{x}" y="{y:g}" font-size="10" fill="{colours["soft"]}">{escape(words(key))}</text>'


_WHO = {"user": "picture.a-user", "sut": "picture.the-product"}


def _sentence(moment: Moment, words: Words) -> str:
    if moment.did == "left out":
        return words("picture.left-out", n=moment.times)
    who = words(_WHO.get(moment.who, "picture.somebody"))
    record = f"{moment.type} {moment.key}".strip()
    told = words(f"picture.{moment.did.replace(' ', '-')}", who=who, record=record)
    values = [f"{one.path} = {_value(one.value, words)}" for one in moment.values]
    values += [words("picture.and-more", n=moment.more)] if moment.more else []
    told = f"{told}: {'; '.join(values)}" if values else told
    return told[:1].upper() + told[1:]


def _value(text: str, words: Words) -> str:
    return words("picture.empty") if text == "empty" else text
