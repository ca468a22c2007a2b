"""Bytes to lines.

CRLF and LF are read alike. Nothing is stripped, as leading and trailing blanks say something. Of a document that is
far larger than any of the family one part at a time is text, so that short lines do not cost many times their size.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import overload

LOST = "\ufffd"
"""Stands for bytes that are not UTF-8."""
MARK = "\ufeff".encode()
"""A byte order mark, which is no part of the first line."""
BEYOND = ("", "", "")
"""Follows the last line, so that the line after next can always be looked at."""
LARGE = 4_000_000
"""Bytes; the largest document of the family has 104,217."""
PART = 250_000
"""Bytes that are text at a time, or one line if that is longer."""


def line_end(data: bytes) -> str:
    """Which ends the lines have: crlf, lf, mixed or none."""
    feeds, pairs = data.count(b"\n"), data.count(b"\r\n")
    return "none" if not feeds else "lf" if not pairs else "crlf" if pairs == feeds else "mixed"


def split(data: bytes, eol: str) -> tuple[Sequence[str], int]:
    """Lines without their ends, three empty ones behind them, and how many there are without these."""
    data = data.removeprefix(MARK)
    if len(data) > LARGE:
        parts = _Parts(data, eol)
        return parts, parts.number
    lines = _split(data, eol)
    return [*lines, *BEYOND], len(lines)


def _split(data: bytes, eol: str) -> list[str]:
    lines = data.decode(errors="replace").split("\r\n" if eol == "crlf" else "\n")
    if eol == "mixed":
        lines = [line.removesuffix("\r") for line in lines]
    if not lines[-1]:
        lines.pop()
    return lines


class _Parts(Sequence[str]):
    """The lines of a large document. Made for reading forwards: a part is split again when it is come back to."""

    def __init__(self, data: bytes, eol: str) -> None:
        self._data, self._eol = data, eol
        self._offsets, self._firsts = [0], [0]
        while (start := self._offsets[-1]) < len(data):
            end = data.find(b"\n", min(start + PART, len(data) - 1)) + 1 or len(data)
            self._offsets.append(end)
            self._firsts.append(self._firsts[-1] + data.count(b"\n", start, end))
        self.number = self._firsts[-1] + (not data.endswith(b"\n"))
        self._firsts[-1] = self.number
        self._first, self._lines = 0, list[str]()

    def __len__(self) -> int:
        return self.number + len(BEYOND)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        inside = at - self._first
        if 0 <= inside < len(self._lines):
            return self._lines[inside]
        return self._elsewhere(at)

    def _elsewhere(self, at: int) -> str:
        if not 0 <= at < self.number:
            return BEYOND[at - self.number]
        part = bisect_right(self._firsts, at) - 1
        self._first = self._firsts[part]
        self._lines = _split(self._data[self._offsets[part] : self._offsets[part + 1]], self._eol)
        return self._lines[at - self._first]
