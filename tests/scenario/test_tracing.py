"""Every rule has a scenario or an open reason, every scenario its rule, and every mutant a scenario."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from talkqa.checklist.rulebook import Rule, RuleBook, rule_book
from talkqa.cli.rules import traceability, without_scenario
from talkqa.mutants.catalogue import MUTANTS
from talkqa.scenario.tracing import feature_files, gaps, traced

FEATURE = """Feature: one
  @R-1 @S-1 @item:x
  Scenario: the first
    Given a
  @R-2 @S-2b @S-2
  Scenario Outline: the second
    Given b
"""
BOOK = RuleBook((Rule("R-1", "one", "must", ("B",)), Rule("R-2", "two", "must", ("B",))))


def written(folder: Path, text: str) -> list[Path]:
    (folder / "one.feature").write_text(text)
    return [folder / "one.feature"]


def test_the_rule_book_has_61_rules_without_a_gap() -> None:
    """R-1 to R-61, each once; what is to come says why."""
    assert [rule.number for rule in rule_book().rules] == [f"R-{n}" for n in range(1, 62)]
    assert gaps(feature_files(), rule_book()) == []
    assert without_scenario() == []


def test_each_of_the_199_faults_has_a_mutant_or_a_reason() -> None:
    """And never both; reasons are few, and nothing is to come."""
    left_out = {one.mutant for one in rule_book().left_out}
    assert len(MUTANTS) + len(left_out) == 199
    assert not left_out & MUTANTS.keys()
    assert len(left_out) <= 10
    assert not [rule.number for rule in rule_book().rules if rule.to_come]


def test_scenarios_are_found_by_their_tags(tmp_path: Path) -> None:
    """Also those of outlines, in the order of their numbers."""
    assert traced(written(tmp_path, FEATURE)) == {"R-1": ("S-1",), "R-2": ("S-2", "S-2b")}
    assert gaps(written(tmp_path, FEATURE), BOOK) == []


def test_a_rule_without_a_scenario_is_named(tmp_path: Path) -> None:
    """Unless the rule book says why."""
    files = written(tmp_path, FEATURE.replace("@R-1 @S-1", "@R-2 @S-2"))
    (told,) = gaps(files, BOOK)
    assert told.startswith("R-1 (one) has no scenario")
    waits = replace(BOOK, rules=(replace(BOOK.rules[0], to_come="later"), BOOK.rules[1]))
    assert gaps(files, waits) == []


def test_a_reason_that_is_out_of_date_is_named(tmp_path: Path) -> None:
    """A rule that has a scenario is not to come."""
    stale = replace(BOOK, rules=(replace(BOOK.rules[0], to_come="later"), BOOK.rules[1]))
    (told,) = gaps(written(tmp_path, FEATURE), stale)
    assert "is said to be to come" in told


def test_a_scenario_without_its_rule_is_named(tmp_path: Path) -> None:
    """Its number is its rule's."""
    told = gaps(written(tmp_path, FEATURE.replace("@R-2 @S-2b @S-2", "@R-2 @S-2 @S-1")), BOOK)
    assert told == ["one.feature: scenario “the second”: @S-1 without the tag of its rule, @R-1."]


def test_a_rule_that_the_book_does_not_have_is_named(tmp_path: Path) -> None:
    """A tag cannot invent one."""
    told = gaps(written(tmp_path, FEATURE.replace("@R-2", "@R-2 @R-99")), BOOK)
    assert told == ["one.feature: scenario “the second”: @R-99 is no rule of fixtures/rules.toml."]


def test_a_rule_is_told_with_its_scenarios_and_mutants() -> None:
    """R-44 as the rule book has it."""
    (line,) = [rule for rule in traceability() if rule["number"] == "R-44"]
    assert line["scenarios"] == ["S-44", "S-44b"]
    assert line["mutants"] == ["M-44a", "M-44b", "M-44c", "M-44d"]
    assert line["needs"] == ["B", "C"]
