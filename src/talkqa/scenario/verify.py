"""Drift between feature files and a checklist, named in both directions. Nothing is changed here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from talkqa.checklist import ALL_FLOWS, Checklist, Item, catalogue
from talkqa.scenario.fill import filled
from talkqa.scenario.gherkin import Examples, Feature, FeatureError, Scenario, read_features
from talkqa.scenario.lint import structure_problems
from talkqa.scenario.rows import (
    COLUMNS,
    KNOWN_COLUMNS,
    MANUAL,
    by_hand,
    expected_rows,
    is_by_hand,
    items_of,
    rows_kind,
)

_NUMBER = re.compile(r"[RS]-\d+[a-z]?")
_REWRITE = "Run `talkqa features write`."


def verify(features_dir: Path, checklist: Checklist) -> list[str]:
    """All drift, one message each; empty when there is none.

    A message says file and line, what stands there, what the checklist wants, and what to do.
    """
    if not checklist.items and not any(features_dir.rglob("*.feature")):
        return []  # a document without a flow has no feature
    try:
        features = read_features(features_dir)
    except FeatureError as error:
        return [str(error)]
    problems = [problem for feature in features for problem in _of_feature(feature, checklist)]
    problems += _items_without_scenario(features, checklist)
    problems += _numbers_without_scenario(features, checklist)
    return problems or [problem for feature in features for problem in _layout_problems(feature, checklist)]


def _of_feature(feature: Feature, checklist: Checklist) -> Iterator[str]:
    yield from structure_problems(feature)
    for line, text in _feature_problems(feature, checklist):
        yield f"{feature.path.name}:{line}: {text}"


def _feature_problems(feature: Feature, checklist: Checklist) -> Iterator[tuple[int, str]]:
    flows = [ALL_FLOWS, *(table.slug for table in checklist.flows)]
    named = feature.tagged("flow")
    if len(named) != 1 or named[0] not in flows:
        got = " ".join(f"@flow:{name}" for name in named) or "no @flow: tag"
        yield feature.line, f"got {got}, expected one of {', '.join(f'@flow:{name}' for name in flows)}."
    for tag in _unknown_tags([tag for tag in feature.tags if tag != MANUAL], checklist, {"flow"}):
        yield feature.line, f"unknown tag @{tag} on the feature. Correct or remove it."
    for scenario in feature.scenarios:
        for text in _scenario_problems(feature, scenario, checklist):
            yield scenario.line, f"scenario “{scenario.name}”: {text}"
        for table in scenario.examples:
            yield from _table_problems(scenario, table)
        yield from _row_problems(feature, scenario, checklist)


def _unknown_tags(tags: Iterable[str], checklist: Checklist, prefixes: set[str]) -> Iterator[str]:
    """Tags whose prefix has no meaning there, or whose value is none of the known ones."""
    known: dict[str, Iterable[str]] = {
        "flow": [ALL_FLOWS, *(table.slug for table in checklist.flows)],
        "rows": COLUMNS,
        "check": catalogue().suffixes(),
    }
    for tag in tags:
        prefix, colon, value = tag.partition(":")
        if not colon:
            if tag not in catalogue().tags():
                yield tag
        elif prefix not in prefixes or (prefix in known and prefix != "flow" and value not in known[prefix]):
            yield tag


def _scenario_problems(feature: Feature, scenario: Scenario, checklist: Checklist) -> Iterator[str]:
    manual = is_by_hand(feature)
    for tag in _unknown_tags(scenario.tags, checklist, {"item", "rows", "check"}):
        yield f"unknown tag @{tag}. Correct or remove it."
    if (rows_kind(scenario) == "flows") != bool(scenario.tagged("check")):
        yield "@rows:flows and @check: only make sense together."
    ids = items_of(scenario)
    if not ids and rows_kind(scenario) not in COLUMNS:
        yield "names no checklist item. Tag it @item:<id>, or give its table a column item."
    items = []
    for item_id in ids:
        item = checklist.item(item_id)
        if item is None:
            yield f"item {item_id} is not in the checklist. {_REWRITE}"
        elif manual and not item.not_tested_reason:
            yield f"item {item_id} is checked by talkqa, and stands here to be checked by hand. {_REWRITE}"
        elif item.not_tested_reason and not manual:
            yield f"item {item_id} is not tested ({item.not_tested_reason}). {_REWRITE}"
        else:
            items.append(item)
    if not manual:
        yield from _number_problems(feature, scenario, items)


def _number_problems(feature: Feature, scenario: Scenario, items: list[Item]) -> Iterator[str]:
    """Rule and scenario numbers that none of its items has, or that are missing altogether."""
    tags = {tag for tag in (*feature.tags, *scenario.tags) if _NUMBER.fullmatch(tag)}
    if not items:
        return
    allowed = {number for item in items for number in (*item.rules, *item.scenarios, *item.also)}
    for tag in sorted(tags - allowed):
        expected = ", ".join(sorted(allowed))
        yield f"tag @{tag} does not fit {items[0].id}, expected of {expected}. See fixtures/checks.toml."
    for letter, what in (("R", "rule"), ("S", "scenario")):
        if not any(tag.startswith(letter) for tag in tags):
            yield f"has no @{letter}-n tag. Tag it with the number of its {what}."


def _table_problems(scenario: Scenario, table: Examples) -> Iterator[tuple[int, str]]:
    kind = rows_kind(scenario)
    if kind is None or kind not in COLUMNS or not table.columns:
        return
    known = KNOWN_COLUMNS[kind]
    for name in table.columns:
        if name not in known:
            yield (
                table.line,
                f"column {name} is unknown, expected of {', '.join(known)}. Correct the table's header.",
            )
    if "item" not in table.columns:
        yield table.line, "the table has no column item, so its results belong to nothing. Add it."


def _row_problems(feature: Feature, scenario: Scenario, checklist: Checklist) -> Iterator[tuple[int, str]]:
    """Rows missing, too many or different, in an outline that the checklist fills."""
    if rows_kind(scenario) not in COLUMNS:
        return
    if len(scenario.examples) != 1:
        yield scenario.line, f"has {len(scenario.examples)} example tables, expected one for `write` to fill."
        return
    table = scenario.examples[0]
    wanted = {row["item"]: row for row in expected_rows(feature, scenario, checklist)}
    found = {
        row.get("item", ""): (line.line, row) for line, row in zip(table.rows, table.dicts(), strict=True)
    }
    for item, row in wanted.items():
        if item not in found:
            yield table.line, f"the row of {item} is missing. {_REWRITE}"
        for name, value in found.get(item, (0, {}))[1].items():
            if row.get(name, value) != value:
                yield (
                    found[item][0],
                    f"the row of {item} has {name} {value}, expected {row[name]}. {_REWRITE}",
                )
    for item, (line, _) in found.items():
        if item not in wanted:
            yield (
                line,
                f"the row of {item or 'no item'} is one too many: the checklist has none for it. {_REWRITE}",
            )


def _items_without_scenario(features: list[Feature], checklist: Checklist) -> Iterator[str]:
    named = {item for feature in features for scenario in feature.scenarios for item in items_of(scenario)}
    for item in checklist.tested:
        if item.id not in named:
            yield f"item {item.id} has no scenario. Write one, or say in fixtures/checks.toml what it needs."
    if any(map(is_by_hand, features)):
        for item in by_hand(checklist):
            if item.id not in named:
                yield f"item {item.id} has no scenario to be checked by hand. {_REWRITE}"


def _numbers_without_scenario(features: list[Feature], checklist: Checklist) -> Iterator[str]:
    """Rules and scenarios of the catalogue that no scenario of the item is tagged with."""
    tags: dict[str, set[str]] = {}
    for feature in features:
        for scenario in feature.scenarios:
            for item_id in items_of(scenario):
                tags.setdefault(item_id, set()).update(feature.tags, scenario.tags)
    for item in checklist.tested:
        for number in (*item.rules, *item.scenarios):
            if item.id in tags and number not in tags[item.id]:
                yield f"item {item.id}: no scenario of it is tagged @{number}. Write one, or tag it."


def _layout_problems(feature: Feature, checklist: Checklist) -> Iterator[str]:
    """The right rows in another order or another width: told apart, because nothing is missing."""
    if filled(feature, checklist, keep_empty=True).text != "".join(feature.lines):
        yield f"{feature.path.name}: the tables are not laid out as `write` does it. {_REWRITE}"
