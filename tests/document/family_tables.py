"""The two tables of a made-up flow, with what they hold counted while they are written."""

from __future__ import annotations

import random
from collections import Counter

from tests.document import family_words as words

CellRead = tuple[str, list[tuple[str, str]]]
"""A path and its conditions, value and path each, repeats dropped."""
RowRead = tuple[CellRead, ...]


class Tables:
    """Writes tables to lines. codes: diagnostics; types: raw data types; sums: by the keys of the totals."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._lines: list[str] = []
        self._codes = Counter[str]()
        self._types = Counter[str]()
        self._sums = Counter[str]()
        self._rows: list[list[RowRead]] = []
        self._out = self._chance(15)

    def _chance(self, percent: int) -> bool:
        return self._rng.random() * 100 < percent

    def _table(self, *header: str) -> None:
        self._lines += [".. list-table::", "   :header-rows: 1", ""]
        self._row(*header)

    def _row(self, *cells: str) -> None:
        for at, cell in enumerate(cells):
            self._lines.append(("     - " if at else "   * - ") + cell)

    def _merge(self, a: str, b: str) -> None:
        self._table(f"{a} Property", f"{b} Property")
        rows = {(self._merge_path(), self._merge_path()) for _ in range(self._rng.randint(1, 10))}
        for row in sorted(rows, key=lambda row: len(row[0]) + len(row[1])):
            self._row(*row)
            self._codes["merge-cell-empty"] += row.count("")
        self._sums.update(merge_tables=1, merge_rows=len(rows))

    def _merge_path(self) -> str:
        return "" if self._chance(5) else self._rng.choice(words.PATHS)

    def _properties(self, a: str, b: str, target: str) -> None:
        self._table(f"{a} Property", f"{b} Property", f"{target} Data Type")
        made: dict[tuple[str, str], RowRead] = {}
        for _ in range(0 if self._chance(38) else self._rng.randint(1, 9)):
            (left, one), (right, two) = self._cell(), self._cell()
            made.setdefault((left, right), (one, two))
        for cells in sorted(made):
            self._row(*cells)
            for cell in cells:
                self._judge(cell)
            self._type()
        self._rows.append([made[cells] for cells in sorted(made)])
        self._sums.update(property_tables=1, empty_property_tables=not made, property_rows=len(made))
        self._codes["property-table-empty"] += not made

    def _cell(self) -> tuple[str, CellRead]:
        path = "variants..sku" if self._chance(2) else self._rng.choice(words.PATHS)
        after = self._rng.choice(("\t", " ")) if self._chance(6) else ""
        if not self._chance(15):
            return path + after, (path, [])
        said = [
            (self._rng.choice(words.VALUES), self._rng.choice(words.WHERE))
            for _ in range(self._rng.randint(1, 4))
        ]
        said *= self._rng.choice((1, 1, 2))
        glued = "".join(f"Dependant on having {value} in {where}" for value, where in said)
        kept = list(dict.fromkeys((value, where.strip()) for value, where in said))
        return f"{path}{after} ({glued})", (path, kept)

    def _judge(self, cell: str) -> None:
        path, _, conditions = cell.partition(" (")
        self._codes["path-whitespace"] += path[-1] in " \t"
        self._codes["path-empty-segment"] += ".." in path
        count = conditions.count("Dependant on having ")
        self._sums["dependants"] += count
        self._codes["dependant-run-on"] += count > 1
        self._codes["dependant-value-empty"] += conditions.count("having  in ")
        self._codes["dependant-path-empty"] += conditions.count(" in  D") + conditions.endswith(" in  )")

    def _type(self) -> None:
        is_mangled = self._chance(15)
        kind = self._rng.choice(words.MANGLED if is_mangled else words.TYPES)
        self._types[kind] += 1
        self._codes["datatype-mangled"] += is_mangled
        self._codes["datatype-unknown"] += kind == "N/A"
        out = self._out and kind != "N/A"
        self._codes["datatype-unindented"] += out
        self._lines.append(kind if out else f"     - {kind}")
