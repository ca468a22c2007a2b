"""The two list tables: rows as they stand, and the typed rows made from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from talkqa.document import cells, datatypes
from talkqa.document.headings import is_rule
from talkqa.document.nodes import MergeRow, PropertyRow
from talkqa.document.sentences import kind_of

DIRECTIVE = ".. list-table::"
_OPTION = "   :header-rows: 1"
_ROW, _CELL = "   * - ", "     - "
_BARE = {_ROW[:-1]: _ROW, _CELL[:-1]: _CELL}
"""An empty cell whose trailing blank an editor took away."""

Report = Callable[..., None]
"""Takes code, line, got and, if need be, what was wanted."""


class RawRow(NamedTuple):
    line: int
    cells: list[str]


class RawTable(NamedTuple):
    """line: that of the directive. rows: the header's first."""

    line: int
    rows: list[RawRow]
    end: int


def scan(lines: Sequence[str], at: int, of_properties: bool, report: Report) -> RawTable:
    """Read the table whose directive is at an index, up to the blank line after it.

    A line that is no cell ends the table when it starts something else, and is unclassified otherwise.
    """
    start, rows = at, list[RawRow]()
    at += 1
    if lines[at] == _OPTION:
        at += 1
    else:
        report("table-header", start + 1, lines[at], f"`{_OPTION.strip()}` under the directive")
    if not lines[at]:
        at += 1
    row: list[str] = []
    while line := lines[at]:
        if (mark := line[:7]) == _CELL and row:
            row.append(line[7:])
        elif mark == _ROW:
            row = [line[7:]]
            rows.append(RawRow(at + 1, row))
        elif not _odd_line(lines, at, row, rows, of_properties, report):
            break
        else:
            row = rows[-1].cells if rows else row
        at += 1
    return RawTable(start + 1, rows, at)


def _odd_line(
    lines: Sequence[str], at: int, row: list[str], rows: list[RawRow], of_properties: bool, report: Report
) -> bool:
    """Deal with a line without a cell's mark; False when it does not belong to the table."""
    line = lines[at]
    if of_properties and len(row) == 2 and line[0] in '"[':
        row.append(line)
        report("datatype-unindented", at + 1, line)
    elif _BARE.get(line) == _ROW:
        rows.append(RawRow(at + 1, [""]))
    elif _BARE.get(line) == _CELL and row:
        row.append("")
    elif line == DIRECTIVE or is_rule(lines[at + 1]) or kind_of(line):
        return False
    else:
        report("unclassified", at + 1, line, "a table cell or a blank line")
    return True


def merge_rows(rows: Sequence[RawRow], report: Report) -> tuple[MergeRow, ...]:
    """Typed rows of a merge table, without its header."""
    made = []
    for line, texts in rows:
        if len(texts) != 2:
            report("row-cells", line, " | ".join(texts), "2 cells")
        read = [cells.merge_cell(text) for text in texts]
        for at, cell in enumerate(read):
            for code in cell.oddities:
                report(code, line + at, texts[at])
        pair = (read[0], read[1] if len(read) > 1 else cells.MISSING)
        made.append(MergeRow(line, tuple(texts), (pair,)))
    return tuple(made)


def property_rows(rows: Sequence[RawRow], report: Report) -> tuple[PropertyRow, ...]:
    """Typed rows of a property table, without its header."""
    made = []
    for line, texts in rows:
        if len(texts) == 3:
            source, target = cells.property_cell(texts[0]), cells.property_cell(texts[1])
            kind = datatypes.data_type(texts[2])
        else:
            report("row-cells", line, " | ".join(texts), "3 cells")
            source = cells.property_cell(texts[0])
            target = cells.property_cell(texts[1]) if len(texts) > 1 else cells.MISSING
            kind = datatypes.data_type(texts[2]) if len(texts) > 2 else datatypes.MISSING
        if source.oddities or target.oddities or kind.oddities:
            for at, oddities in enumerate((source.oddities, target.oddities, kind.oddities)):
                for code in oddities:
                    report(code, line + at, texts[at])
        made.append(PropertyRow(line, tuple(texts), source, target, kind))
    return tuple(made)
