"""Table cells that hold a property path, with or without conditions.

Cells repeat a lot, inside a document and between documents, so short ones are read once and shared.
"""

from __future__ import annotations

import re
from functools import lru_cache

from talkqa.document.nodes import Cell, Dependant

MISSING = Cell("", "")
"""Stands for a cell that a broken row does not have."""

_PHRASE = "Dependant on having "
_SHARED = 200
"""Characters; longer cells are not kept, so that hostile documents do not fill the memory."""

# Wider than the known names ([A-Za-z0-9_$:]): what separates things in a document is all that is refused.
_PATH = re.compile(r"[^\s()\[\]\"',\\]*")


def property_cell(raw: str) -> Cell:
    """`path` or `path (Dependant on having V in P...)`, as the property table writes it."""
    return _property_cell(raw) if len(raw) <= _SHARED else _read_property_cell(raw)


def merge_cell(raw: str) -> Cell:
    """One path, or nothing at all."""
    return _merge_cell(raw) if len(raw) <= _SHARED else _read_merge_cell(raw)


def _read_merge_cell(raw: str) -> Cell:
    if not raw.strip():
        return Cell(raw, "", oddities=("merge-cell-empty",))
    return Cell(raw, raw.strip(), oddities=tuple(_path_oddities(raw, raw.strip())))


def _read_property_cell(raw: str) -> Cell:
    written, opening, rest = raw.partition(f" ({_PHRASE}")
    end = rest.rstrip()
    if not opening or not end.endswith(")"):
        return Cell(raw, raw.strip(), oddities=tuple(_path_oddities(raw, raw.strip())))
    conditions = [_dependant(part) for part in end[:-1].split(_PHRASE)]
    path = written.strip()
    oddities = _path_oddities(written + rest[len(end) :], path)
    return Cell(
        raw,
        path,
        tuple(dict.fromkeys(conditions)),
        len(conditions),
        (*oddities, *_condition_oddities(conditions)),
    )


def _dependant(text: str) -> Dependant:
    """`V in P`; V may hold " in ", P may not, so the last one separates them."""
    value, _, path = text.rpartition(" in ")
    return Dependant(value.strip(), path.strip())


def _path_oddities(raw: str, path: str) -> list[str]:
    found = []
    if raw != path:
        found.append("path-whitespace")
    if _has_empty_segment(path):
        found.append("path-empty-segment")
    if not _PATH.fullmatch(path):
        found.append("unclassified")
    return found


def _condition_oddities(conditions: list[Dependant]) -> list[str]:
    found = []
    if len(conditions) > 1:
        found.append("dependant-run-on")
    for value, path in conditions:
        if not value:
            found.append("dependant-value-empty")
        if not path:
            found.append("dependant-path-empty")
    paths = {path for _, path in conditions if path}
    if any(_has_empty_segment(path) for path in paths):
        found.append("path-empty-segment")
    if not all(_PATH.fullmatch(path) for path in paths):
        found.append("unclassified")
    return found


def _has_empty_segment(path: str) -> bool:
    return not path or ".." in path or path[0] == "." or path[-1] == "."


_property_cell = lru_cache(maxsize=32768)(_read_property_cell)
_merge_cell = lru_cache(maxsize=8192)(_read_merge_cell)
