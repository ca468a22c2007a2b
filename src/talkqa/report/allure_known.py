"""Known failures as Allure shows them: accepted, with until when and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from allure_commons.model2 import Status

from talkqa.report.baseline import Waiver


def mark(waived: Mapping[str, Waiver], folder: Path) -> int:
    """Mark the results that failed and whose items are all waived; returns how many. Each is replaced whole.

    Allure leaves a failure that it takes for known in its place; the gate is ours and does not ask Allure. Not by
    rules in its configuration: those know a scenario, and not the row of its outline.
    """
    marked = 0
    for path in sorted(folder.glob("*-result.json")) if waived else ():
        result = orjson.loads(path.read_bytes())
        holding = _holding(waived, result)
        if holding:
            details = result.get("statusDetails") or {}
            told = "\n".join(
                [*(f"known failure, {waiver}" for waiver in holding), details.get("message") or ""]
            )
            result["statusDetails"] = {**details, "known": True, "message": told}
            fresh = path.with_suffix(".part")
            fresh.write_bytes(orjson.dumps(result))
            fresh.replace(path)
            marked += 1
    return marked


def _holding(waived: Mapping[str, Waiver], result: Mapping[str, Any]) -> list[Waiver]:
    """The waivers of a result that failed; none when one of its items has no waiver."""
    items = [label["value"] for label in result["labels"] if label["name"] == "item"]
    if result["status"] not in (Status.FAILED, Status.BROKEN) or not all(item in waived for item in items):
        return []
    return [waived[item] for item in items]
