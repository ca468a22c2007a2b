"""Whether a check can be run with what the document and the profile give; if not, the first thing missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from talkqa.checklist.catalogue import ALL_FLOWS, Check, catalogue
from talkqa.checklist.decisions import spelt
from talkqa.checklist.items import FlowTable
from talkqa.checklist.profiles import Profile
from talkqa.checklist.reasons import Reason
from talkqa.checklist.systems import Connection


def unmet(check: Check, flow: FlowTable | None, tables: Sequence[FlowTable], profile: Profile) -> str | None:
    """Why the check is not tested in that flow (None: in all flows together), or None."""
    by_kind = {table.kind: table for table in reversed(tables) if table.is_plain}
    own = flow.kind if flow else ALL_FLOWS
    if flow:
        by_kind[own] = flow
    rows = {kind: keys for kind, keys in check.rows.items() if kind in (own, *check.others)}
    return (
        _flows(check.others, by_kind)
        or decisions_unmet({**catalogue().needed(own), **check.decisions}, profile)
        or _way_back(check, flow, tables)
        or _rows(rows, own, by_kind, profile)
    )


def _way_back(check: Check, flow: FlowTable | None, tables: Sequence[FlowTable]) -> str | None:
    """A check that a target begets no source says nothing where a flow of its own says that it does (R-8)."""
    if flow is None or "R-8" not in check.rules:
        return None
    for table in tables:
        if (table.source, table.target) == (flow.target, flow.source) and table.creates:
            return Reason.WAY_BACK.say(flow=table.slug)
    return None


def fits(check: Check, flow: FlowTable) -> bool:
    """Whether a check by clause is for flows of that form."""
    return all(_FORMS[need](flow) for need in check.needs if need in _FORMS)


def wanting(check: Check, flow: FlowTable, tables: Sequence[FlowTable]) -> str | None:
    """The first thing that a check by clause needs and the flow does not have."""
    for need in check.needs:
        if need in _THINGS and not _THINGS[need][0](flow):
            return Reason.NOTHING_SEEN.say(why=_THINGS[need][1])
    if check.clause == "create-if-connected" and not _synchronised(flow, tables):
        listed = ", ".join(sorted({_other(link, flow.source) for link in flow.connected}))
        return Reason.NOTHING_SEEN.say(why=f"no flow of the document creates from {listed}")
    return None


def _synchronised(flow: FlowTable, tables: Sequence[FlowTable]) -> bool:
    """Whether an entity that the source may be connected to is synchronised by a flow that is tried."""
    listed = {_other(link, flow.source) for link in flow.connected}
    return any(
        table.source in listed and table.mode == "every" and not table.not_tested_reason for table in tables
    )


def _other(link: Connection, entity: str) -> str:
    return link.to if link.holder == entity else link.holder


def _emails(flow: FlowTable) -> bool:
    return (("EmailAddress", "EmailAddress"),) in flow.criteria


_FORMS: Mapping[str, Callable[[FlowTable], bool]] = {
    "pair": lambda flow: flow.source != flow.target,
    "same": lambda flow: flow.source == flow.target,
    "creation": lambda flow: flow.creates,
    "e-mail": _emails,
    "companies": lambda flow: {flow.source, flow.target} == {"Supplier", "Customer"},
    "persons": lambda flow: flow.source == "Customer",
    "children": lambda flow: flow.source == "Contactperson",
}
"""What form of flow a check by clause is for; in other flows it makes no sense."""

_THINGS: Mapping[str, tuple[Callable[[FlowTable], object], str]] = {
    "witness": (
        lambda flow: flow.witnesses,
        "no text but what decides the link is kept equal, so nobody can tell what is linked",
    ),
    "second": (
        lambda flow: len(flow.witnesses) > 1,
        "only one text is kept equal besides what decides the link",
    ),
    "criterion": (lambda flow: flow.criteria, "no merge row can be compared"),
}
"""What a flow of that form may lack, with how to say so."""


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
