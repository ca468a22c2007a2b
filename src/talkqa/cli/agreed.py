"""What was agreed on before a run: the rules of its gate, and the failures that are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from talkqa.cli.configuration import Configuration
from talkqa.report.baseline import NAME, Waiver, read_baseline
from talkqa.report.gate import gate_of
from talkqa.scenario.plan import Plan


def agreed(configuration: Configuration | None, baseline: Path | None, plan: Plan) -> dict[str, Any]:
    """Keys `gate` and `waivers` of the results' header.

    baseline: None is `baseline.toml` of the working folder, if it is there. Raises GateError and BaselineError, and
    what reading the document raises.
    """
    gate = gate_of(configuration.sections["gate"] if configuration else {})
    file = baseline or (Path(NAME) if Path(NAME).exists() else None)
    waivers = read_baseline(file, datetime.now(UTC).date()) if file else ()
    return {"gate": asdict(gate), "waivers": [asdict(one) for one in concerning(plan, waivers)]}


def concerning(plan: Plan, waivers: Iterable[Waiver]) -> list[Waiver]:
    """Those of the items that are checked, and those of no item at all: not those of flows left out."""
    waivers = list(waivers)
    if not waivers or not plan.flows:
        return waivers
    checked = {item.id for item in plan.checklist().items}
    left_out = {item.id for item in replace(plan, flows=()).checklist().items} - checked
    return [one for one in waivers if one.item not in left_out]
