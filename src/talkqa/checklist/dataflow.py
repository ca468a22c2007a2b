"""What a SUT is configured with, as JSON: flows, rows and decisions, and never an expected value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from talkqa.checklist.decisions import nested
from talkqa.checklist.items import Checklist, FlowTable, told_together
from talkqa.checklist.profiles import MergeRow, Profile

_EMAIL: MergeRow = (("EmailAddress", "EmailAddress"),)
_EMPLOYEES = "employee-contactperson"


def dataflow_json(
    checklist: Checklist,
    *,
    house_customer: int | None,
    full_every: int = 2,
    page_size: int = 5000,
    merge_criteria: Mapping[str, Sequence[MergeRow]] | None = None,
) -> dict[str, object]:
    """The configuration of a SUT.

    house_customer: contact id of the Customer under which Contactpersons of Employees are created (D-3);
    None: not configured. full_every: cycles from one full read to the next. page_size: entities.
    merge_criteria: by flow, in place of the profile's. Cycles are driven by the harness, so the interval is
    0. Flows that are not tested are left out.
    """
    profile = checklist.profile
    criteria = merge_criteria or {}
    flows = [
        _flow(table, profile, criteria.get(table.slug))
        for table in told_together(checklist.flows)
        if table.not_tested_reason is None
    ]
    decisions = nested(
        {
            **{key: value for key, value in profile.decisions.items() if not key.startswith("f3.creation.")},
            "f1.parent": _parent(profile, house_customer),
            "full_every": full_every,
            "interval": 0,
        }
    )
    return {"flows": flows, "decisions": decisions, "page_size": page_size}


def _parent(profile: Profile, house_customer: int | None) -> object:
    """D-3 as the SUT is told of it; the rows of `f3.creation` it has as property rows."""
    chosen = profile.decisions["f1.parent"]
    if chosen == "house_customer":
        return None if house_customer is None else {"contact_id": house_customer}
    return None if chosen == "none" else chosen


def _flow(table: FlowTable, profile: Profile, criteria: Sequence[MergeRow] | None) -> dict[str, object]:
    given = profile.flow(table.kind)
    link_first = table.kind == _EMPLOYEES and profile.decisions["f1.parent"] == "link_first"
    rows: Sequence[MergeRow] = table.criteria or (given.merge_criteria if given else ())
    rows = criteria if criteria is not None else rows
    if link_first and not rows:
        rows = (_EMAIL,)
    told: dict[str, object] = {
        "slug": table.slug,
        "source": table.source,
        "target": table.target,
        "pairs": [pair.to_json() for pair in table.pairs],
        "mode": "link-first" if link_first else table.mode,
        "merge_criteria": [[{"source": source, "target": target} for source, target in row] for row in rows],
    }
    if table.connected:
        told["connected"] = [link._asdict() for link in table.connected]
    for name in ("condition", "source_only", "target_only"):
        if held := getattr(table, name):
            told[name] = dict(held)
    return told
