"""The text of one feature file as a checklist wants it: tables filled, what cannot be run left out.

All other words stay byte for byte as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from talkqa.checklist import ALL_FLOWS, Checklist, Item
from talkqa.scenario.gherkin import Examples, Feature, FeatureError, Scenario
from talkqa.scenario.rows import COLUMNS, KNOWN_COLUMNS, expected_rows, is_by_hand, rows_kind


@dataclass(frozen=True)
class Filled:
    """text: None when nothing in the file can be run. left_out: names of scenarios that cannot."""

    text: str | None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Wanted:
    """What a table must become; dropped: the lines to take out of one written by hand."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    dropped: Sequence[int] | None = None


def filled(feature: Feature, checklist: Checklist, keep_empty: bool = False) -> Filled:
    """Fill one file. Raises `FeatureError` for a `@rows:` tag or a column that is unknown.

    keep_empty: keep outlines for which the checklist has no row, with their header alone.
    """
    lines: list[str | None] = list(feature.lines)
    left_out = []
    for scenario in feature.scenarios:
        tables = [_wanted(feature, scenario, table, checklist) for table in scenario.examples]
        waits = keep_empty and rows_kind(scenario) is not None and not scenario.tagged("item")
        if waits or _can_run(feature, scenario, tables, checklist):
            for table, wanted in zip(scenario.examples, tables, strict=True):
                _put(lines, table, wanted)
        else:
            left_out.append(scenario)
            _blank(lines, scenario.first, scenario.last)
    for rule in feature.rules:
        inside = [scenario for scenario in feature.scenarios if rule.first <= scenario.line <= rule.last]
        if all(scenario in left_out for scenario in inside):
            _blank(lines, rule.first, rule.last)
    names = tuple(scenario.name for scenario in left_out)
    if len(names) == len(feature.scenarios):
        return Filled(None, names)
    text = "".join(line for line in lines if line is not None)
    return Filled(text.rstrip() + _line_end(text) if names else text, names)


def layout(indent: int, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table's lines without line ends: columns as wide as their widest cell."""
    cells = [[_escaped(cell) for cell in row] for row in (columns, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in cells)
    return [f"{' ' * indent}| {' | '.join(row)} |" for row in padded]


def _wanted(feature: Feature, scenario: Scenario, table: Examples, checklist: Checklist) -> _Wanted | None:
    """None for a table written by hand that names no items."""
    kind = rows_kind(scenario)
    if kind is None:
        return _only_tested(table, checklist) if "item" in table.columns else None
    if kind not in COLUMNS:
        raise _unknown(feature, scenario.line, f"tag @rows:{kind}", [f"@rows:{name}" for name in COLUMNS])
    columns = table.columns or COLUMNS[kind]
    for name in columns:
        if name not in KNOWN_COLUMNS[kind]:
            raise _unknown(feature, table.line, f"column {name}", KNOWN_COLUMNS[kind])
    rows = expected_rows(feature, scenario, checklist)
    return _Wanted(columns, [[row[name] for name in columns] for row in rows])


def _unknown(feature: Feature, line: int, got: str, expected: Iterable[str]) -> FeatureError:
    where = f"{feature.path.name}:{line}"
    return FeatureError(
        f"{where}: {got} is unknown, expected one of {', '.join(expected)}. Correct the feature file."
    )


def _only_tested(table: Examples, checklist: Checklist) -> _Wanted:
    tested = {item.id for item in checklist.tested}
    column = table.columns.index("item")
    kept = [row for row in table.rows if row.cells[column] in tested]
    dropped = [row.line for row in table.rows if row not in kept]
    return _Wanted(table.columns, [row.cells for row in kept], dropped)


def _can_run(
    feature: Feature, scenario: Scenario, tables: Iterable[_Wanted | None], checklist: Checklist
) -> bool:
    """The flow is there, all items named by tag are tested, and tables that name items have a row left."""
    flows = {ALL_FLOWS, *(table.slug for table in checklist.flows)}
    named = scenario.tagged("item")
    tested = {item.id for item in spoken_of(feature, checklist)}
    item_tables = [table for table in tables if table is not None]
    return (
        flows.issuperset(feature.tagged("flow"))
        and bool(named or item_tables)
        and tested.issuperset(named)
        and (not item_tables or any(table.rows for table in item_tables))
    )


def spoken_of(feature: Feature, checklist: Checklist) -> Iterator[Item]:
    """The items that a feature may speak of: the tested ones, or, by hand, the others."""
    by_hand = is_by_hand(feature)
    return (item for item in checklist.items if (item.not_tested_reason is not None) == by_hand)


def _put(lines: list[str | None], table: Examples, wanted: _Wanted | None) -> None:
    """Set the table's lines to the wanted ones; a comment between its rows moves above it."""
    if wanted is None:
        return
    if wanted.dropped is not None:
        for line in wanted.dropped:
            _blank(lines, line, line)
        return
    title = lines[table.line - 1] or ""
    end = _line_end(title)
    new = "".join(f"{line}{end}" for line in layout(table.indent, wanted.columns, wanted.rows))
    if table.header is None:
        lines[table.line - 1] = title.rstrip() + end + new
        return
    old = lines[table.header - 1 : table.last]
    comments = [line for line in old if line and line.lstrip().startswith("#")]
    _blank(lines, table.header, table.last)
    lines[table.header - 1] = "".join([*comments, new])


def _blank(lines: list[str | None], first: int, last: int) -> None:
    """Take out lines without moving the numbers of the others."""
    lines[first - 1 : last] = [None] * (last - first + 1)


def _line_end(text: str) -> str:
    return "\r\n" if text.endswith("\r\n") else "\n"


def _escaped(cell: str) -> str:
    """A cell as Gherkin reads it back."""
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n")
