"""From rule to scenarios and back, as the tags of the feature files have it; gaps are named both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from talkqa import shipped
from talkqa.checklist.rulebook import RuleBook

_TAGS = re.compile(r"^\s*(@[^\n]*)\n\s*Scenario[^:\n]*: (.*)$", re.MULTILINE)
_RULE = re.compile(r"@(R-\d+)\b")
_SCENARIO = re.compile(r"@(S-\d+[a-z]?)\b")

Trace = Mapping[str, tuple[str, ...]]
"""Number of a rule to the numbers of its scenarios, in order."""


def feature_files() -> list[Path]:
    """Every file that scenarios are written in: the shipped features, and the templates for other documents."""
    folders = (shipped.features(), shipped.fixtures() / "templates")
    return [path for folder in folders for path in sorted(folder.glob("*.feature"))]


def traced(files: Iterable[Path]) -> Trace:
    """Which scenarios each rule has."""
    found: dict[str, set[str]] = {}
    for _, _, rules, scenarios in _tagged(files):
        for rule in rules:
            found.setdefault(rule, set()).update(s for s in scenarios if _digits(s) == _digits(rule))
    return {rule: tuple(sorted(numbers, key=in_order)) for rule, numbers in sorted(found.items())}


def gaps(files: Iterable[Path], book: RuleBook) -> list[str]:
    """What is missing on either side, one message each: rules without a scenario, scenarios without a rule."""
    files = list(files)
    trace, known = traced(files), {rule.number: rule for rule in book.rules}
    problems = [
        f"{rule.number} ({rule.name}) has no scenario. Write one, or say in fixtures/rules.toml why it is to come."
        for rule in book.rules
        if not trace.get(rule.number) and not rule.to_come
    ]
    problems += [
        f"{number} has scenarios ({', '.join(trace[number])}) and is said to be to come. Take that out."
        for number, rule in known.items()
        if trace.get(number) and rule.to_come
    ]
    for path, name, rules, scenarios in _tagged(files):
        where = f"{path.name}: scenario “{name}”"
        problems += [f"{where}: @{rule} is no rule of fixtures/rules.toml." for rule in rules - known.keys()]
        problems += [
            f"{where}: @{number} without the tag of its rule, @R-{_digits(number)}."
            for number in scenarios
            if f"R-{_digits(number)}" not in rules
        ]
    return problems


def in_order(number: str) -> tuple[int, str]:
    """Sorts S-4 before S-10, and S-10 before S-10b."""
    return _digits(number), number


def _tagged(files: Iterable[Path]) -> Iterator[tuple[Path, str, set[str], set[str]]]:
    """File, title, rules and scenario numbers of each scenario that has tags."""
    for path in files:
        for tags, name in _TAGS.findall(path.read_text(encoding="utf-8")):
            yield path, name, set(_RULE.findall(tags)), set(_SCENARIO.findall(tags))


def _digits(number: str) -> int:
    return int(re.sub(r"\D", "", number))
