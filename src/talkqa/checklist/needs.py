"""Whether a check can be run with what the document and the profile give; if not, the first thing missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from talkqa.checklist.catalogue import Check, catalogue
from talkqa.checklist.decisions import spelt
from talkqa.checklist.items import FlowTable
from talkqa.checklist.profiles import Profile
from talkqa.checklist.reasons import Reason


def unmet(check: Check, flow: str, tables: Sequence[FlowTable], profile: Profile) -> str | None:
    """Why the check is not tested in that flow (a slug or `all-flows`), or None."""
    by_slug = {table.slug: table for table in tables}
    rows = {slug: keys for slug, keys in check.rows.items() if slug in (flow, *check.others)}
    return (
        _flows(check.others, by_slug)
        or decisions_unmet({**catalogue().needed(flow), **check.decisions}, profile)
        or _rows(rows, flow, by_slug, profile)
    )


def decisions_unmet(wanted: Mapping[str, object], profile: Profile) -> str | None:
    """The first decision that has another value than the one wanted."""
    for key, value in wanted.items():
        if (held := profile.decisions[key]) != value:
            return Reason.DECISION.say(key=key, wanted=spelt(value), profile=profile.name, held=spelt(held))
    return None


def _flows(others: Sequence[str], by_slug: Mapping[str, FlowTable]) -> str | None:
    for other in others:
        if other not in by_slug:
            return Reason.OTHER_FLOW.say(flow=other, why="the document does not have")
        if by_slug[other].not_tested_reason:
            return Reason.OTHER_FLOW.say(flow=other, why="is not tested itself")
    return None


def _rows(
    rows: Mapping[str, Sequence[str]], own: str, by_slug: Mapping[str, FlowTable], profile: Profile
) -> str | None:
    """The first row that is not synchronised. own: the check's flow, `this flow` to the reader."""
    for slug, keys in rows.items():
        table, flow = by_slug[slug], "this flow" if slug == own else slug
        named = f"profile {profile.name}" if table.from_profile else "the document's table"
        if keys and not table.synchronises():
            return Reason.NOTHING_SYNCHRONISED.say(table=named, flow=flow)
        for key in keys:
            if not table.synchronises(key):
                return Reason.NO_SUCH_ROW.say(row=key, table=named, flow=flow)
    return None
