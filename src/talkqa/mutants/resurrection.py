"""Mutants that invent values, or bring back what nobody has any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from talkqa.mutants.base import Mutant, mutant
from talkqa.reference.claims import Claim
from talkqa.reference.creation import Creator
from talkqa.reference.dataflow import Dataflow, Flow, Pair
from talkqa.reference.entities import Key, Record


class GivesNoName(Creator):
    """Does not know the constant for the source's name."""

    def given_by(self, flow: Flow, a: Key, record: Record) -> dict[str, Claim]:
        given = super().given_by(flow, a, record)
        return {
            path: claim for path, claim in given.items() if (flow.source, path) != ("Customer", "LastName")
        }


@mutant("M-20d", "S-20", also=(GivesNoName,))
class FillerTravelsBack(Mutant):
    """BUG: the constant that fills a last name travels back into the Customer's name. Caught by S-20."""

    def read(self, dataflow: Any) -> Dataflow:
        known = super().read(dataflow)
        flows = (
            replace(flow, pairs=(Pair("Name", "LastName"), *flow.pairs))
            if flow.source == "Customer"
            else flow
            for flow in known.flows
        )
        return replace(known, flows=tuple(flows))
