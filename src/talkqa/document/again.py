"""The flows and the diagnostics of a document far larger than any of the family: read again whenever asked for.

Nothing of such a document is kept but its bytes; made of small flows only, it would cost a hundred times its size.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import NamedTuple, TypeVar, overload

from talkqa.document.diagnostics import Diagnostic
from talkqa.document.findings import Findings
from talkqa.document.nodes import Flow

T = TypeVar("T")

Late = tuple[str, int, str, str]
"""Code, line, got and wanted of what can only be said of the whole document."""


class Piece(NamedTuple):
    """A flow and what is odd above `end` (a line from 1); what stands before the first flow has none."""

    flow: Flow | None
    findings: Findings
    end: int


class Again(Sequence[T]):
    """So many of something, found anew by each walk through it; a look at one is a walk up to it."""

    def __init__(self, walk: Callable[[], Iterable[T]], number: int) -> None:
        self._walk, self._number = walk, number

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[T]:
        return iter(self._walk())

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...

    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return tuple(islice(self, *at.indices(self._number)))
        place = at + self._number if at < 0 else at
        for one in islice(self, place, None) if 0 <= place < self._number else ():
            return one
        raise IndexError(f"{at} of {self._number}")


def flows_of(pieces: Iterable[Piece]) -> Iterator[Flow]:
    """The flows, in the document's order."""
    return (piece.flow for piece in pieces if piece.flow is not None)


def diagnostics_of(
    pieces: Iterable[Piece], late: Iterable[Late], whole: Iterable[Diagnostic]
) -> Iterator[Diagnostic]:
    """All diagnostics in line order. late: of the whole document. whole: of lines wherever they stand, in order."""
    waiting = deque(sorted(late, key=lambda one: one[1]))
    return merge(whole, _by_piece(pieces, waiting), key=attrgetter("line"))


def _by_piece(pieces: Iterable[Piece], late: deque[Late]) -> Iterator[Diagnostic]:
    for piece in pieces:
        while late and late[0][1] < piece.end:
            piece.findings.add(*late.popleft())
        yield from piece.findings.result()
