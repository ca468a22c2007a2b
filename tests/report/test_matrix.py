"""The overview on paper: in pieces that fit, and never without what did not pass."""

from __future__ import annotations

from pathlib import Path

from talkqa.report.matrix import Matrix, matrix, pieces
from talkqa.report.results import Results
from talkqa.report.stream import Writer
from tests.report import made_up


def ran(folder: Path, flows: int, labels: int, failing: set[int]) -> Results:
    """Flows with as many properties each, all of other names; those of these numbers fail."""
    told = [{"slug": f"f{n}", "source": f"A{n}", "target": "B"} for n in range(flows)]
    items = [
        {"id": f"f{n % flows}/P{n}:P{n}", "flow": f"f{n % flows}", "title": "x", "kind": "property"}
        for n in range(flows * labels)
    ]
    writer = Writer(folder / "results.ndjson", {**made_up.header(), "items": items, "flows": told})
    for n, item in enumerate(items):
        writer.check(
            {"id": f"c{n}", "items": [item["id"]], "verdict": "fail" if n in failing else "pass"}, (n,)
        )
    return writer.finish()


def labels(parts: tuple[Matrix, ...]) -> list[list[str]]:
    return [[label for label, _ in part.rows] for part in parts]


def test_few_flows_stand_abreast(tmp_path: Path) -> None:
    """Eight flows with one property each: six, then two, each with its own rows only; nothing is left out."""
    parts, more = pieces(matrix(ran(tmp_path, 8, 1, set()), "property"), 250)
    assert [len(part.flows) for part in parts] == [6, 2]
    assert (labels(parts), more) == ([["P0", "P1", "P2", "P3", "P4", "P5"], ["P6", "P7"]], 0)


def test_what_passed_is_left_out_first(tmp_path: Path) -> None:
    """Ten rows of which five have room: the three that failed, in their order; seven more are told."""
    parts, more = pieces(matrix(ran(tmp_path, 2, 5, {1, 8, 9}), "property"), 5)
    assert (labels(parts), more) == ([["P8", "P1", "P9"]], 7)


def test_too_many_failures_are_cut_and_counted(tmp_path: Path) -> None:
    """Of ten that failed, four have room, over two tables."""
    parts, more = pieces(matrix(ran(tmp_path, 10, 1, set(range(10))), "property"), 7)
    assert (labels(parts), more) == ([["P0", "P1", "P2", "P3", "P4", "P5"], ["P6"]], 3)


def test_nothing_is_no_table(tmp_path: Path) -> None:
    """A run without behaviours has no overview of them."""
    assert pieces(matrix(ran(tmp_path, 1, 1, set()), "behaviour"), 5) == ((), 0)
