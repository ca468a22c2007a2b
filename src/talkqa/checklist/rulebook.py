"""The rule book in short: which rules there are, what testing them needs, and which of it is still to come."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from talkqa import shipped


@dataclass(frozen=True)
class Rule:
    """One rule. needs: letters B, L, C and R. to_come: why no scenario has its number yet; "" when one has."""

    number: str
    name: str
    level: Literal["must", "should"]
    needs: tuple[str, ...]
    profile: bool = False
    to_come: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A planted fault of the rule book that no mutant has: it would be no fault in the reference, or never come up."""

    mutant: str
    kind: Literal["equivalent", "unreachable"]
    reason: str


@dataclass(frozen=True)
class RuleBook:
    """All rules in their order. left_out: faults that no mutant can have here, in order of number."""

    rules: tuple[Rule, ...]
    left_out: tuple[LeftOut, ...] = ()


@cache
def rule_book() -> RuleBook:
    """The shipped rule book."""
    facts = tomllib.loads((shipped.fixtures() / "rules.toml").read_text(encoding="utf-8"))
    left_out = (LeftOut(**table) for table in facts.get("left_out", ()))
    return RuleBook(tuple(_rule(table) for table in facts["rule"]), tuple(left_out))


def _rule(table: Mapping[str, Any]) -> Rule:
    return Rule(**{**table, "needs": tuple(table["needs"])})
