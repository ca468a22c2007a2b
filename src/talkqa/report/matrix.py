"""Where every item stands: flow by property, or flow by behaviour; for paper in pieces that fit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talkqa.report.header import Flow
from talkqa.report.results import ItemResult, Results
from talkqa.verdict.verdicts import PASS

Row = tuple[str, tuple[ItemResult | None, ...]]
_ABREAST = 6
"""So many flows stand beside each other on A4 with words in the cells."""


@dataclass(frozen=True)
class Matrix:
    """One table. cells: per row, per flow, an item or None."""

    kind: str
    flows: tuple[Flow, ...]
    rows: tuple[Row, ...]


def matrix(results: Results, kind: str) -> Matrix:
    """Every item of a kind: a row per property or behaviour, a column per flow that has any."""
    columns = [
        (flow, {r.item.label: r for r in items if r.item.kind == kind}) for flow, items in results.flows()
    ]
    columns = [(flow, cells) for flow, cells in columns if cells]
    labels = dict.fromkeys(label for _, cells in columns for label in cells)
    rows = tuple((label, tuple(cells.get(label) for _, cells in columns)) for label in labels)
    return Matrix(kind, tuple(flow for flow, _ in columns), rows)


def pieces(whole: Matrix, most: int) -> tuple[tuple[Matrix, ...], int]:
    """The matrix in tables of a few flows each, and how many rows are left out of them.

    most: rows in all of them. When there are more, rows in which everything passed are left out, and then the last.
    """
    parts = [_part(whole, start) for start in range(0, len(whole.flows), _ABREAST)]
    if (many := sum(len(part.rows) for part in parts)) > most:
        parts = [Matrix(part.kind, part.flows, _telling(part.rows)) for part in parts]
    kept: list[Matrix] = []
    free = most
    for part in parts:
        kept += [Matrix(part.kind, part.flows, part.rows[:free])] if part.rows[:free] else []
        free -= len(part.rows[:free])
    return tuple(kept), many - (most - free)


def _part(whole: Matrix, start: int) -> Matrix:
    """Some of the flows, with the rows that say anything of them."""
    columns = slice(start, start + _ABREAST)
    rows = ((label, cells[columns]) for label, cells in whole.rows)
    return Matrix(whole.kind, whole.flows[columns], tuple(row for row in rows if any(row[1])))


def _telling(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if any(cell and cell.verdict != PASS for cell in row[1]))
