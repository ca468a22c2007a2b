"""A small chart of flows and property rows over revisions, as SVG without scripts or fonts of its own.

Revisions stand at equal distances, because days of silence and seconds of rebuilding lie side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

_LEFT, _RIGHT, _TOP, _HEIGHT, _GAP = 44.0, 12.0, 22.0, 90.0, 34.0
_STEP, _NARROWEST, _WIDEST = 56.0, 320.0, 900.0
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_DATES = 6
"""At most about so many dates are written under the chart."""


@dataclass(frozen=True)
class Point:
    """One revision. stamp: `YYYY-MM-DD HH:MM:SS`. steady: without what was changed back."""

    stamp: str
    flows: int
    steady_flows: int
    rows: int
    steady_rows: int

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Point:
        """A revision of `talkqa document history --format json`."""
        names = ("generated", "flows", "steady_flows", "property_rows", "steady_property_rows")
        return cls(*(told[name] for name in names))


def chart(points: Sequence[Point], standalone: bool = True) -> str:
    """Two panels, flows above property rows: a thin line as printed, a thick one without flapping.

    standalone: as a file of its own, which needs SVG's name; inside a page it needs none.
    """
    width = min(max(_STEP * len(points), _NARROWEST), _WIDEST)
    height = 2 * (_TOP + _HEIGHT) + _GAP
    told = f"Flows and property rows over {len(points)} revisions"
    return "\n".join(
        [
            f'<svg{_NAMESPACE if standalone else ""} viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" '
            f'aria-label="{told}" font-family="sans-serif" font-size="11" fill="currentColor">',
            f"<title>{told}</title>",
            *_panel("Flows", [p.flows for p in points], [p.steady_flows for p in points], _TOP, width),
            *_panel(
                "Property rows",
                [p.rows for p in points],
                [p.steady_rows for p in points],
                2 * _TOP + _HEIGHT,
                width,
            ),
            *_dates(points, width, 2 * (_TOP + _HEIGHT) + 14),
            "</svg>\n",
        ]
    )


def _panel(
    name: str, printed: Sequence[int], steady: Sequence[int], top: float, width: float
) -> Iterator[str]:
    most = max([1, *printed, *steady])
    bottom = top + _HEIGHT
    yield f'<text x="{_LEFT:g}" y="{top - 7:g}">{escape(name)}</text>'
    for value, y in ((most, top), (0, bottom)):
        ends = f'x1="{_LEFT:g}" y1="{y:g}" x2="{width - _RIGHT:g}" y2="{y:g}"'
        yield f'<line {ends} stroke="currentColor" opacity=".25"/>'
        yield f'<text x="{_LEFT - 6:g}" y="{y + 4:g}" text-anchor="end">{value}</text>'
    for values, style in ((printed, 'stroke-width="1" opacity=".5"'), (steady, 'stroke-width="2.5"')):
        path = _steps(values, most, top, width)
        yield f'<path d="{path}" fill="none" stroke="currentColor" {style}/>'


def _steps(values: Sequence[int], most: int, top: float, width: float) -> str:
    """A revision's count holds until the next one."""
    at = [top + _HEIGHT * (1 - value / most) for value in values]
    x = [_x(number, len(values), width) for number in range(len(values) + 1)]
    parts = [f"M{x[0]:g} {at[0]:.1f}" if at else ""]
    for number, y in enumerate(at):
        parts.append(f"V{y:.1f}H{x[number + 1]:.1f}")
    return "".join(parts)


def _x(number: int, count: int, width: float) -> float:
    return _LEFT + (width - _LEFT - _RIGHT) * number / max(count, 1)


def _dates(points: Sequence[Point], width: float, y: float) -> Iterator[str]:
    every = max(1, -(-len(points) // _DATES))
    for number in range(0, len(points), every):
        x = _x(number, len(points), width)
        yield f'<text x="{x:.1f}" y="{y:g}">{escape(points[number].stamp[:10])}</text>'
    yield f'<text x="{_LEFT:g}" y="{y + 16:g}" opacity=".7">thick: without what was changed and changed back</text>'
