"""What was found odd while a document was read.

Lines that no rule knows may be millions, so neighbours are kept as a range and made into diagnostics when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter
from typing import overload

from talkqa.document.diagnostics import Diagnostic

FEW = 100_000
"""So many diagnostics, which take some 10 MB, are given as a plain tuple."""


@dataclass(slots=True)
class _Range:
    """Lines of which each that is odd has the same diagnostic. first, last: 1-based. count: of odd lines."""

    first: int
    last: int
    count: int
    wanted: str
    is_odd: Callable[[str], bool]

    def diagnostics(self, lines: Sequence[str]) -> Iterator[Diagnostic]:
        for line in range(self.first, self.last + 1):
            if self.is_odd(text := lines[line - 1]):
                yield Diagnostic("unclassified", line, text, self.wanted)


class Findings(Sequence[Diagnostic]):
    """Diagnostics in line order. lines: the document's, which are read again for those kept as ranges."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._single: list[Diagnostic] = []
        self._whole: list[_Range] = []
        self._ranges: list[_Range] = []

    def add(self, code: str, line: int, got: str, wanted: str = "") -> None:
        """Add one; a whole line that is unclassified joins those just above it, blank lines between them or not."""
        if code != "unclassified" or not got or got != self._lines[line - 1]:
            self._single.append(Diagnostic(code, line, got, wanted))
        elif self._ranges and self._joins(self._ranges[-1], line, wanted):
            self._ranges[-1].last = line
            self._ranges[-1].count += 1
        else:
            self._ranges.append(_Range(line, line, 1, wanted, bool))

    def add_each(self, is_odd: Callable[[str], bool], wanted: str) -> None:
        """Add every line of the document for which that holds, as unclassified."""
        first = last = count = 0
        for at, text in enumerate(self._lines, 1):
            if is_odd(text):
                first, last, count = first or at, at, count + 1
        if count:
            self._whole.append(_Range(first, last, count, wanted, is_odd))

    def _joins(self, above: _Range, line: int, wanted: str) -> bool:
        return above.wanted == wanted and not any(self._lines[at] for at in range(above.last, line - 1))

    def result(self) -> Sequence[Diagnostic]:
        """A tuple, or this itself where it would be long."""
        self._single.sort(key=attrgetter("line"))
        self._ranges.sort(key=attrgetter("first"))
        return tuple(self) if len(self) <= FEW else self

    def __len__(self) -> int:
        return len(self._single) + sum(one.count for one in (*self._whole, *self._ranges))

    def __iter__(self) -> Iterator[Diagnostic]:
        ranged = (found for one in self._ranges for found in one.diagnostics(self._lines))
        whole = (one.diagnostics(self._lines) for one in self._whole)
        return merge(*whole, self._single, ranged, key=attrgetter("line"))

    @overload
    def __getitem__(self, at: int) -> Diagnostic: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Diagnostic]: ...

    def __getitem__(self, at: int | slice) -> Diagnostic | Sequence[Diagnostic]:
        return tuple(self)[at]
