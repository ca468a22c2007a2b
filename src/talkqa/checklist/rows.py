"""Checks of one profile's `[[flow.property]]` and `merge_criteria` rows, before any of them is used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from talkqa.checklist.decisions import spelt
from talkqa.checklist.errors import ProfileError, did_you_mean
from talkqa.checklist.pairs import Pair, contradictions
from talkqa.checklist.systems import Entity, Property

_KINDS: Mapping[str, type] = {
    "source": str,
    "target": str,
    "type": str,
    "creation_only": bool,
    "constant": str,
    "when": dict,
    "refers": str,
    "primary": bool,
}
_WRITABLE = {"edit", "create"}
_WHY_NOT = {
    "create": "a property that PowerOffice takes at creation only",
    "read": "a property that PowerOffice keeps itself",
    "mark": "an external reference, which is kept for the creation mark (D-12)",
    "reference": "the id of another record, which needs `refers` to be translated (R-21)",
    "masked": "a property that is read as `hidden` (R-56)",
}


def checked_pairs(
    file: str, key: str, rows: Sequence[Any], source: Entity, target: Entity, settled: Mapping[str, object]
) -> tuple[Pair, ...]:
    """The rows as pairs. Raises `ProfileError` for the first that cannot be used."""
    pairs = []
    for number, row in enumerate(rows, start=1):
        place = f"{key}, property {number}"
        pair = _pair(file, place, row, settled)
        sides = _check_sides(file, place, pair, source, target)
        pairs.append(replace(pair, v1=any(side.v1 for side in sides)))
    for one, other, problem in contradictions(pairs):
        first, second = (
            next(n for n, pair in enumerate(pairs, 1) if pair is which) for which in (one, other)
        )
        where = f"{key}, property {second}"
        got = f"{problem} (first in property {first})"
        raise ProfileError(
            file, where, got, "each property in one row, unless `when` tells them apart", "Drop one."
        )
    return tuple(pairs)


def checked_merge_criteria(
    file: str, key: str, rows: Sequence[Any], source: Entity, target: Entity
) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The alternatives, each a conjunction of (source path, target path). Raises `ProfileError`."""
    return tuple(
        _criterion(file, f"{key} {number}", row, source, target) for number, row in enumerate(rows, start=1)
    )


def _criterion(file: str, key: str, row: Any, source: Entity, target: Entity) -> tuple[tuple[str, str], ...]:
    form = 'a list like [{ source = "EmailAddress", target = "EmailAddress" }]'
    if not isinstance(row, list) or not row:
        raise ProfileError(file, key, spelt(row), form)
    for pair in row:
        if not isinstance(pair, dict) or set(pair) != {"source", "target"}:
            raise ProfileError(file, key, repr(pair), form)
        for side, entity in (("source", source), ("target", target)):
            if _known(file, f"{key}.{side}", entity, pair[side]).access == "masked":
                raise ProfileError(
                    file, f"{key}.{side}", _WHY_NOT["masked"], "a property that can be compared"
                )
    return tuple((pair["source"], pair["target"]) for pair in row)


def _pair(file: str, key: str, row: Any, settled: Mapping[str, object]) -> Pair:
    """The row with its decisions filled in; its own keys and types are checked, its properties not yet."""
    if not isinstance(row, dict):
        raise ProfileError(file, key, repr(row), "a [[flow.property]] table")
    for name, value in row.items():
        if name not in _KINDS:
            advice = did_you_mean(name, _KINDS)
            raise ProfileError(file, f"{key}.{name}", "an unknown key", f"only {', '.join(_KINDS)}", advice)
        if type(value) is not _KINDS[name]:
            raise ProfileError(file, f"{key}.{name}", spelt(value), f"a {_KINDS[name].__name__}")
    for name in ("target", "type"):
        if name not in row:
            raise ProfileError(file, f"{key}.{name}", "no such key", "a text", "Add it.")
    if ("source" in row) == ("constant" in row):
        got = "both source and constant" if "source" in row else "neither source nor constant"
        raise ProfileError(file, key, got, "one of the two")
    if "constant" in row and not row.get("creation_only"):
        raise ProfileError(file, f"{key}.constant", "a constant that is synchronised", "creation_only = true")
    filled = {
        name: _filled(file, f"{key}.{name}", row[name], settled)
        for name in ("source", "constant")
        if name in row
    }
    return Pair(**{"source": "", **row, **filled})


def _filled(file: str, key: str, text: str, settled: Mapping[str, object]) -> str:
    """The text, or the decision that it names in braces."""
    if not (named := re.fullmatch(r"\{(.*)\}", text)):
        return text
    if not isinstance(value := settled.get(named[1]), str):
        texts = [name for name, held in settled.items() if isinstance(held, str)]
        raise ProfileError(
            file, key, text, "the name of a decision with a text", did_you_mean(named[1], texts)
        )
    return value


def _check_sides(file: str, key: str, pair: Pair, source: Entity, target: Entity) -> list[Property]:
    """The properties, which exist, may be used in this way, and hold what the row says they hold."""
    checked = []
    sides = [("target", target, pair.target)]
    if pair.constant is None:
        sides.insert(0, ("source", source, pair.source))
    for side, entity, path in sides:
        found = _known(file, f"{key}.{side}", entity, path, v1=pair.synchronised)
        checked.append(found)
        if not (pair.refers and found.access == "reference"):
            written = pair.synchronised or side == "target"
            _check_access(file, f"{key}.{side}", found, written, pair.creation_only)
        if found.type != pair.type:
            got = f"{path}, which holds {found.type}, in a row of type {pair.type}"
            raise ProfileError(
                file, f"{key}.{side}", got, "one type throughout", "A lossy row does not round-trip (R-20)."
            )
    for path in pair.when or {}:
        _known(file, f"{key}.when", source, path)
    return checked


def _check_access(file: str, key: str, found: Property, written: bool, at_creation: bool) -> None:
    """A property that is written must take the write; a masked one is not even read."""
    allowed = _WRITABLE if at_creation else {"edit"}
    if found.access == "masked" or (written and found.access not in allowed):
        expected = "a property that a user can edit" if written else "a property that can be read"
        raise ProfileError(file, key, f"{found.path}, {_WHY_NOT[found.access]}", expected, "Drop the row.")


def _known(file: str, key: str, entity: Entity, path: object, *, v1: bool = False) -> Property:
    """The property of that path. v1: one that only API v1 has will do too, as edits can go there."""
    found = entity.properties.get(path) if isinstance(path, str) else None
    if found and (v1 or not found.v1):
        return found
    near = entity.nearest(path) if isinstance(path, str) else None
    advice = f"Did you mean {near}?" if near else ""
    raise ProfileError(file, key, repr(path), f"a property path of {entity.name} in API v2", advice)
