"""The chart of flows and property rows over revisions."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from talkqa.report.chart import Point, chart

SVG = "{http://www.w3.org/2000/svg}"


def paths(points: list[Point]) -> list[str]:
    root = ET.fromstring(chart(points))
    return [path.attrib["d"] for path in root.iter(f"{SVG}path")]


def test_each_panel_has_a_line_as_printed_and_a_steady_one() -> None:
    """Two panels, so four lines; where nothing flaps the two of a panel are the same."""
    flows, steady_flows, rows, steady_rows = paths(
        [Point("2024-01-01 00:00:00", 2, 2, 10, 10), Point("2024-01-02 00:00:00", 2, 2, 0, 10)]
    )
    assert flows == steady_flows
    assert rows != steady_rows


def test_a_count_holds_until_the_next_revision() -> None:
    """Most is at the top of its panel (134), none at its bottom (224); each step is as wide as the other."""
    rows = paths([Point("2024-01-01 00:00:00", 0, 0, 8, 8), Point("2024-01-02 00:00:00", 0, 0, 0, 0)])[2]
    assert rows == "M44 134.0V134.0H176.0V224.0H308.0"


@pytest.mark.parametrize("count", [1, 2, 500])
def test_any_number_of_revisions_can_be_drawn(count: int) -> None:
    """Well-formed, and dates do not crowd."""
    points = [Point(f"2024-01-01 00:{at // 60:02}:{at % 60:02}", at, at, 0, 0) for at in range(count)]
    texts = [text.text for text in ET.fromstring(chart(points)).iter(f"{SVG}text")]
    assert 1 <= texts.count("2024-01-01") <= 6


def test_nothing_is_fetched_or_run() -> None:
    """No script, no address but the name of SVG itself."""
    drawn = chart([Point("<script>", 1, 1, 1, 1)])
    assert "<script" not in drawn
    assert drawn.count("http") == 1
