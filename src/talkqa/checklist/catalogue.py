"""The catalogue of checks: which exist for a flow, what they interpret and what they need.

It lies in `fixtures/checks.toml`. What it says is taken as it is; whether a document and a profile meet
the needs is decided in `needs`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from talkqa import shipped

ALL_FLOWS = "all-flows"
"""Stands where a flow's slug would, for items that concern all flows together."""


@dataclass(frozen=True)
class Check:
    """One behaviour check for one flow, or for all of them.

    id: the last part of the item's id. rows: keys of property rows that must be synchronised, by flow.
    decisions: dotted key to the value that it must have. others: flows that the document must have as well.
    also: numbers that a scenario of the check may have as tags, but need not. needs: of checks by clause only,
    words that `needs.wanting` explains. offers: what the system under test must offer (`talkqa.sut.OFFERS`).
    """

    id: str
    clause: str
    title: str
    rules: tuple[str, ...]
    scenarios: tuple[str, ...]
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decisions: Mapping[str, object] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class PropertyCheck:
    """What is checked of one kind of property row: synchronised, creation_only or constant.

    also: numbers that a scenario of such a row may have as tags, but need not.
    """

    title: str
    rules: tuple[str, ...]
    scenarios: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """All checks there are. needs: decisions by flow, `any` for all.

    flows: those with scenarios of their own; more_flows: others between entities with a fake that can be tried
    by what their clauses say. by_clause: the checks of flows that say more than *every*, and of `more_flows`.
    """

    flows: tuple[str, ...]
    more_flows: tuple[str, ...]
    needs: Mapping[str, Mapping[str, object]]
    properties: Mapping[str, PropertyCheck]
    checks: tuple[tuple[str | tuple[str, ...], Check], ...]
    by_clause: tuple[Check, ...]

    def of(self, flow: str) -> list[Check]:
        """The checks of one flow, or of `all-flows`, in the order of the catalogue."""
        wanted = {"all"} if flow == ALL_FLOWS else {"each", flow}
        return [
            check
            for scope, check in self.checks
            if wanted & ({scope} if isinstance(scope, str) else set(scope))
        ]

    def needed(self, flow: str) -> dict[str, object]:
        """Decisions that every check of that flow takes for granted."""
        return {**self.needs.get("any", {}), **self.needs.get(flow, {})}

    def tags(self) -> set[str]:
        """All numbers of rules and scenarios that a feature file may carry as tags."""
        described: list[Check | PropertyCheck] = [*(check for _, check in self.checks), *self.by_clause]
        described += self.properties.values()
        return {number for entry in described for number in (*entry.rules, *entry.scenarios, *entry.also)}

    def suffixes(self) -> set[str]:
        """The ids of all behaviour checks, without their flow."""
        return {check.id for check in (*(check for _, check in self.checks), *self.by_clause)}


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    facts = tomllib.loads((shipped.fixtures() / "checks.toml").read_text(encoding="utf-8"))
    more = tomllib.loads((shipped.fixtures() / "checks-by-clause.toml").read_text(encoding="utf-8"))
    return Catalogue(
        tuple(facts["flows"]),
        tuple(more["flows"]),
        facts["needs"],
        {kind: _property(table) for kind, table in facts["property"].items()},
        tuple((_scope(table["flows"]), _check(table, facts["flows"])) for table in facts["check"]),
        tuple(_check(table, []) for table in more["check"]),
    )


def _scope(flows: str | list[str]) -> str | tuple[str, ...]:
    return flows if isinstance(flows, str) else tuple(flows)


def _property(table: Mapping[str, Any]) -> PropertyCheck:
    return PropertyCheck(
        table["title"], tuple(table["rules"]), tuple(table["scenarios"]), tuple(table.get("also", ()))
    )


def _check(table: Mapping[str, Any], flows: list[str]) -> Check:
    rows = table.get("rows", {})
    by_flow = rows if isinstance(rows, dict) else dict.fromkeys(flows, rows)
    return Check(
        table["id"],
        table["clause"],
        table["title"],
        tuple(table["rules"]),
        tuple(table["scenarios"]),
        {flow: tuple(keys) for flow, keys in by_flow.items()},
        table.get("decisions", {}),
        tuple(table.get("others", ())),
        tuple(table.get("also", ())),
        tuple(table.get("needs", ())),
        tuple(table.get("offers", ())),
    )
