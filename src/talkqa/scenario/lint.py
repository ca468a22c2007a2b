"""Faults of a feature file that need no checklist to be seen: what would run otherwise than written.

An outline that the checklist fills may be empty: it then comes to no check (`talkqa.scenario.collect`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from talkqa.scenario.gherkin import Feature, Scenario


def structure_problems(feature: Feature) -> list[str]:
    """One message per fault, `file:line: …`; empty when there is none."""
    return [f"{feature.path.name}:{line}: {text}" for line, text in _problems(feature)]


def _problems(feature: Feature) -> Iterator[tuple[int, str]]:
    if not feature.scenarios:
        yield feature.line, "a feature without scenarios. Write one, or remove the file."
    names = Counter(scenario.name for scenario in feature.scenarios)
    seen: set[str] = set()
    for scenario in feature.scenarios:
        if names[scenario.name] > 1 and scenario.name in seen:
            yield (
                scenario.line,
                f"a second scenario named “{scenario.name}”; only one of them would run. Rename it.",
            )
        seen.add(scenario.name)
        yield from _outline_problems(scenario)


def _outline_problems(scenario: Scenario) -> Iterator[tuple[int, str]]:
    if scenario.has_no_rows and not scenario.tagged("rows"):
        yield scenario.line, f"outline “{scenario.name}” has no example row. Add one, or remove the outline."
    rows: set[tuple[str, ...]] = set()
    for table in scenario.examples:
        for tag in table.tags:
            yield table.line, f"tag @{tag} stands on an example table. Put it on the scenario."
        for name in sorted(scenario.placeholders() - set(table.columns)) if table.columns else ():
            yield scenario.line, f"<{name}> is no column of the example table in line {table.line}."
        for row in table.rows:
            if row.cells in rows:
                yield row.line, f"example row {' | '.join(row.cells)} stands twice. Remove one."
            rows.add(row.cells)
