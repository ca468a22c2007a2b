"""Counts what is written on disk against what was collected and what has a result.

An outline of five rows is five checks. A scenario that nothing collects, or that leaves no result, is as
good as not written; so is a result that no file accounts for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pytest_bdd.scenario import get_python_name_generator

from talkqa.scenario.gherkin import Feature, Scenario, read_features
from talkqa.scenario.rows import items_of


@dataclass(frozen=True)
class PlannedCheck:
    """One scenario, or one row of an outline, as it stands on disk.

    id: see `check_id`. scenario: its title as written. row: None for a plain scenario.
    """

    id: str
    feature_file: str
    scenario: str
    row: Mapping[str, str] | None
    items: tuple[str, ...]
    flow: str
    tags: tuple[str, ...]


def check_id(feature_file: str, test_name: str, row: Mapping[str, str] | None = None) -> str:
    """`x.feature::test_…[row]`, as pytest names it: without folders, the row's cells joined by hyphens."""
    cells = "-".join(row.values()).encode("unicode_escape").decode("ascii") if row else ""
    return f"{feature_file}::{test_name}" + (f"[{cells}]" if row else "")


def test_names(feature: Feature) -> Iterator[tuple[Scenario, str]]:
    """Each scenario with the name of the test that pytest-bdd makes of it."""
    taken: set[str] = set()
    for scenario in feature.scenarios:
        name = next(name for name in get_python_name_generator(scenario.name) if name not in taken)
        taken.add(name)
        yield scenario, name


def planned(features_dir: Path) -> list[PlannedCheck]:
    """Every check on disk, in the order of files and lines. Raises `FeatureError`."""
    return [
        check
        for feature in read_features(features_dir)
        for scenario, test_name in test_names(feature)
        for check in _checks(feature, scenario, test_name)
    ]


def census(
    on_disk: Iterable[str], collected: Iterable[str], results: Iterable[str] | None = None
) -> list[str]:
    """Where the lists of check ids differ, one message each. results: None before a run."""
    expected = Counter(on_disk)
    problems = list(_repeats(expected, "on disk"))
    for name, ids in (("collected", collected), ("in the results", results)):
        if ids is not None:
            problems += _differences(expected, Counter(ids), name)
    return problems


def _differences(expected: Counter[str], found: Counter[str], name: str) -> Iterator[str]:
    yield from _repeats(found, name)
    for check in expected.keys() - found.keys():
        yield f"{check}: is on disk and not {name}."
    for check in found.keys() - expected.keys():
        yield f"{check}: is {name} and not on disk."


def _repeats(ids: Counter[str], name: str) -> Iterator[str]:
    for check, times in ids.items():
        if times > 1:
            yield f"{check}: is {times} times {name}, expected once."


def _checks(feature: Feature, scenario: Scenario, test_name: str) -> Iterator[PlannedCheck]:
    rows = [row for table in scenario.examples for row in table.dicts()]
    for row in rows if scenario.outline else [None]:
        items = [*scenario.tagged("item"), *([row["item"]] if row and "item" in row else [])]
        yield PlannedCheck(
            check_id(feature.path.name, test_name, row),
            feature.path.name,
            scenario.name,
            row,
            tuple(items or items_of(scenario)),
            next(iter(feature.tagged("flow")), ""),
            (*feature.tags, *scenario.tags),
        )
