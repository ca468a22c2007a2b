"""Checks that a TOML table holds facts, before facts are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from talkqa.document.sentences import KINDS


class FactsError(ValueError):
    """A file of facts is not one; the message says file, key, got and expected."""


class _Rule(NamedTuple):
    expected: str
    fits: Callable[[Any], bool]
    required: bool = False


def _is_text(value: object) -> bool:
    """Text that stays within its line of a document."""
    return isinstance(value, str) and "\n" not in value and "\r" not in value


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_side(value: object) -> bool:
    return _is_texts(value) and len(value) == 2  # type: ignore[arg-type]


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_kinds(value: object) -> bool:
    return isinstance(value, list) and all(kind in KINDS for kind in value)


def _is_merge(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, list) and all(map(_is_side, row)) for row in value)


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(row and _is_texts(row) for row in value)


def _is_digests(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_flows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(flow, dict) for flow in value)


_DOCUMENT = {
    "source_system": _Rule("a system's name", _is_text, True),
    "target_system": _Rule("a system's name, which may be empty", _is_text, True),
    "generated": _Rule("a stamp YYYY-MM-DD HH:MM:SS in quotes", _is_text, True),
    "dotted_introduction": _Rule("true or false", _is_flag),
    "unindented_types": _Rule("true or false", _is_flag),
    "source_sha256": _Rule("a table of digests by line ends (crlf, lf)", _is_digests),
    "flows": _Rule("[[flows]] tables", _is_flows),
}

_FLOW = {
    "source": _Rule("[system, entity]", _is_side, True),
    "target": _Rule("[system, entity]", _is_side, True),
    "clauses": _Rule(f"a list of clause kinds ({', '.join(KINDS)})", _is_kinds, True),
    "condition": _Rule("the condition's text, in one line", _is_text),
    "connected": _Rule("a list of entities", _is_texts),
    "merge": _Rule("rows of pairs, [[source, target], ...]", _is_merge),
    "properties": _Rule("rows [source, target, type]", _is_rows),
}


def check(table: Mapping[str, object], file: str) -> None:
    """Raises FactsError at the first key that is missing, unknown or does not hold what it should."""
    _check(table, _DOCUMENT, file, "")
    flows = table.get("flows", [])
    assert isinstance(flows, list)
    for number, flow in enumerate(flows, 1):
        _check(flow, _FLOW, file, f"flows[{number}].")


def _check(table: Mapping[str, object], rules: Mapping[str, _Rule], file: str, at: str) -> None:
    for key in table.keys() - rules.keys():
        raise FactsError(f"{file}: {at}{key}: unknown key, expected one of {', '.join(rules)}. Remove it.")
    for key, rule in rules.items():
        if key in table and not rule.fits(table[key]):
            raise FactsError(f"{file}: {at}{key}: got {table[key]!r}, expected {rule.expected}. Correct it.")
        if rule.required and key not in table:
            raise FactsError(f"{file}: {at}{key}: got nothing, expected {rule.expected}. Add it.")
