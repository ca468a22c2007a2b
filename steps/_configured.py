"""What a scenario's SUT is configured with: the flows and decisions of the checklist, and what it changes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from steps._driving import FULL_EVERY
from steps._made_up import NUMBERS
from talkqa.checklist import Checklist, FlowTable, Item, Pair, dataflow_json
from talkqa.checklist.items import told_together


class Configured:
    """The configuration; the SUT reads it at each of its starts."""

    def __init__(self, checklist: Checklist, items: Iterable[Item]) -> None:
        self.checklist, self.items = checklist, tuple(items)
        self.only: tuple[str, ...] = ()
        """The kinds of flow that this scenario is limited to; empty: all that the SUT can be told of."""
        self.house: str | None = None
        self.house_configured = True
        self.criteria: dict[str, tuple[tuple[tuple[str, str], ...], ...]] = {}
        self.decisions: dict[str, object] = {}
        """Decisions that this scenario takes otherwise than the profile, by dotted key."""
        self.rows: dict[str, tuple[Pair, ...]] = {}
        """Property rows that this scenario has besides the profile's, or in place of them, by flow."""
        self.full_every = FULL_EVERY
        self.page_size = 5000

    def flow(self, source: str, target: str) -> FlowTable:
        """The flow between two types; of several the one that the scenario's item belongs to."""
        own = {item.flow for item in self.items}
        found = [flow for flow in self.flows if (flow.source, flow.target) == (source, target)]
        return next((flow for flow in found if flow.slug in own), found[0])

    @property
    def flows(self) -> tuple[FlowTable, ...]:
        """The flows that the SUT is configured with, the scenario's own rows included."""
        told = told_together(self.checklist.flows, {item.flow for item in self.items})
        limited = [flow for flow in told if not self.only or flow.kind in self.only]
        return tuple(replace(flow, pairs=self._rows(flow)) for flow in limited)

    def _rows(self, flow: FlowTable) -> tuple[Pair, ...]:
        """The flow's rows, each where the scenario has its own of that key in its form, and the scenario's others."""
        own = {pair.key: pair for pair in self.rows.get(flow.slug, ())}
        at_birth = {pair.target for pair in own.values() if pair.creation_only}
        kept = {pair.key: pair for pair in flow.pairs if pair.target not in at_birth}
        return tuple((kept | own).values())

    def paths(self, type_: str) -> list[str]:
        """What the flows say of records of a type."""
        sources = [pair.source for flow in self.flows if flow.source == type_ for pair in flow.pairs]
        return sources + [pair.target for flow in self.flows if flow.target == type_ for pair in flow.pairs]

    def mapped(self, type_: str, values: dict[str, Any]) -> Iterator[str]:
        """Text properties that some flow takes from a record like this one, whatever profile or document says so."""
        for flow in self.flows:
            for pair in flow.pairs:
                wanted = all(values.get(path) == value for path, value in (pair.when or {}).items())
                if pair.source in NUMBERS or pair.v1:
                    continue  # a creation goes through v2
                if flow.source == type_ and pair.source and pair.type == "string" and wanted:
                    yield pair.source
                if flow.target == type_ and pair.synchronised and pair.type == "string" and not pair.when:
                    yield pair.target

    def dataflow(self) -> dict[str, Any]:
        """What the SUT is configured with, as the scenario has it at the SUT's start."""
        house = int(self.house) if self.house and self.house_configured else None
        profile = self.checklist.profile
        return dataflow_json(
            replace(
                self.checklist,
                flows=self.flows,
                profile=replace(profile, decisions={**profile.decisions, **self.decisions}),
            ),
            house_customer=house,
            full_every=self.full_every,
            page_size=self.page_size,
            merge_criteria=self.criteria,
        )
