"""Which example rows an outline must have, by its `@rows:` tag, and which items a scenario speaks for.

`@rows:properties`     rows that are kept equal; columns item, kind, property, mirror
`@rows:creation-only`  rows that are filled at creation; columns item, property, mirror
`@rows:merge`          merge rows, each of which alone makes two records one; columns item, property, mirror
`@rows:conditional`    rows that hold under a condition, by hand only; columns item, condition, property, mirror
`@rows:flows`          the flows that have the item `@check:` names; columns item, source, target
Other tables are written by hand; a scenario names its items by `@item:` or in a column `item`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from talkqa.checklist import ALL_FLOWS, Checklist, Item, Pair, by_clause
from talkqa.scenario.gherkin import Feature, Scenario

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "properties": ("item", "kind", "property", "mirror"),
    "creation-only": ("item", "property", "mirror"),
    "flows": ("item", "source", "target"),
    "merge": ("item", "property", "mirror"),
    "conditional": ("item", "condition", "property", "mirror"),
}
"""The columns that `write` gives a table that has none yet."""

KNOWN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    **COLUMNS,
    "creation-only": ("item", "kind", "property", "mirror"),
}
"""The columns that a table may have; its own header says which, and in what order."""


MANUAL = "manual"
"""The tag of a feature that a person checks."""


def rows_kind(scenario: Scenario) -> str | None:
    """What follows `@rows:`; None for tables written by hand."""
    return next(iter(scenario.tagged("rows")), None)


def is_by_hand(feature: Feature) -> bool:
    """Whether the feature is for a person: then it speaks of the items that nothing is run for."""
    return MANUAL in feature.tags


def expected_rows(feature: Feature, scenario: Scenario, checklist: Checklist) -> list[dict[str, str]]:
    """The rows of a tagged outline, in the checklist's order, all known columns filled."""
    kind = rows_kind(scenario)
    flow = next(iter(feature.tagged("flow")), "")
    if kind == "flows":
        suffixes = scenario.tagged("check")
        return [row for suffix in suffixes for row in _flow_rows(flow, suffix, checklist)]
    by_hand = is_by_hand(feature)
    items = [item for item in checklist.items if item.flow == flow and item.pair]
    return [
        _property_row(item, item.pair, checklist)
        for item in items
        if item.pair
        and (item.not_tested_reason is not None) == by_hand
        and _row_kind(item, item.pair) == kind
    ]


def _row_kind(item: Item, pair: Pair) -> str:
    """In which table the row of an item stands."""
    if item.kind == "behaviour":
        return "merge"
    if pair.condition:
        return "conditional"
    return "creation-only" if pair.creation_only else "properties"


def by_hand(checklist: Checklist) -> list[Item]:
    """The items that get a scenario for a person: rows and whole clauses of which nothing is run."""
    clauses = {f"{table.slug}/{kind}" for table in checklist.flows for kind in table.clauses}
    found = [item for item in checklist.items if item.not_tested_reason is not None]
    return [
        item for item in found if item.id in clauses or (item.pair and item.origin.startswith("document"))
    ]


def items_of(scenario: Scenario) -> list[str]:
    """The ids that a scenario names, by tag or in its rows; each once."""
    named = scenario.tagged("item")
    in_rows = [row["item"] for table in scenario.examples for row in table.dicts() if "item" in row]
    return list(dict.fromkeys([*named, *in_rows]))


def _flow_rows(flow: str, suffix: str, checklist: Checklist) -> Iterator[dict[str, str]]:
    tested = {item.id for item in checklist.tested}
    for table in checklist.flows:
        item = f"{table.slug}/{suffix}"
        if item in tested and flow in (ALL_FLOWS, table.slug) and not by_clause(table):
            yield {"item": item, "source": table.source, "target": table.target}


def _property_row(item: Item, pair: Pair, checklist: Checklist) -> dict[str, str]:
    source = next(table.source for table in checklist.flows if table.slug == item.flow)
    return {
        "item": item.id,
        "kind": _kind(source, pair),
        "property": pair.source or (f'"{pair.constant}"' if pair.constant else "(empty)"),
        "mirror": pair.target or "(empty)",
        "condition": pair.condition,
    }


def _kind(source: str, pair: Pair) -> str:
    """Whether the row needs a person or a company as the source record; an Employee always is a person."""
    return "person" if source == "Employee" or (pair.when or {}).get("IsPerson") else "company"
