"""The items of one flow: what each of its clauses and rows is taken to mean, or why it is not tested."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from talkqa.checklist.catalogue import ALL_FLOWS, Check, catalogue
from talkqa.checklist.items import FlowTable, Item
from talkqa.checklist.judging import Judgement
from talkqa.checklist.needs import decisions_unmet, fits, unmet, wanting
from talkqa.checklist.pairs import Pair
from talkqa.checklist.profiles import Profile
from talkqa.checklist.reasons import Reason
from talkqa.checklist.statements import Row, Statement
from talkqa.checklist.systems import poweroffice
from talkqa.checklist.tables import Judged, Table, plain_pair
from talkqa.checklist.wording import articles, singular

_MEANING = {
    "every": "every {source} ends up linked to a {target}",
    "link-required": "a {source} without a link to a {target} makes none, and changes none",
    "conditional": "only a {source} for which this holds is synchronised with a {target}: {condition}",
    "create-if-connected": "a {target} is created from a {source} only if it is connected to one of: {listed}",
    "match-merges": "a {source} that matches a {target} is merged with it, and nothing is doubled",
    "no-match-creates": "a {source} without a match gets exactly one new {target}",
    "merge-on": "a {source} and a {target} are one if any of the merge rows matches; empty values match nothing",
    "keep-in-sync": "once linked, an edit of the {source} or of the {target} reaches the other",
    "properties": "of a {source} and a {target} the listed properties are kept equal, and nothing else",
}
"""What each kind of clause means (GRAMMAR.md §3), for flows of which nothing is run."""


def tested(
    statement: Statement,
    found: Judgement,
    rows: Table,
    flow: FlowTable,
    tables: Sequence[FlowTable],
    profile: Profile,
) -> Iterator[Item]:
    """The items of a flow that can be tried: behaviours by clause, then merge rows, then property rows."""
    checks = _by_clause if by_clause(flow) else _by_flow
    behaviours = list(checks(statement, flow, tables, profile))
    known = {item.states for item in behaviours}
    for clause in statement.clauses:
        reason = found.against.get(clause.kind) or _untried(clause.kind, behaviours)
        if clause.kind in known and not found.against.get(clause.kind):
            continue
        behaviours = [item for item in behaviours if item.states != clause.kind]
        behaviours.append(_clause(statement, clause.kind, clause.line, reason))
    yield from behaviours
    unmet_decision = decisions_unmet(catalogue().needed(flow.kind), profile)
    for row in statement.merge_rows:
        yield _merge_row(statement, row, flow, found.against.get(row.key) or unmet_decision)
    for entry in rows.judged:
        never = _never_created(entry.pair, flow)
        yield _property(statement, entry, unmet_decision or never)


def by_clause(flow: FlowTable) -> bool:
    """Whether the flow's checks are those of its clauses, and not the ones written for it by hand."""
    return not flow.is_plain or flow.kind not in catalogue().flows


def untested(statement: Statement, reason: str) -> Iterator[Item]:
    """One item per clause, merge row and property row of a flow that cannot be tried."""
    for clause in statement.clauses:
        free = Reason.FREE_TEXT.say(text=clause.text) if clause.kind == "conditional" else None
        yield _clause(statement, clause.kind, clause.line, free or reason)
    for row in statement.merge_rows:
        yield _merge_row(statement, row, None, reason)
    for row in statement.rows:
        yield _property(statement, Judged(plain_pair(row), reason, False, row), None)


def over_all_flows(tables: Sequence[FlowTable], profile: Profile) -> Iterator[Item]:
    """Items that the document asks for by having certain flows together."""
    stated = {table.kind for table in tables if not by_clause(table)}
    if not any(table.not_tested_reason is None for table in tables):
        return
    for check in catalogue().of(ALL_FLOWS):
        if stated.issuperset(check.others):
            reason = unmet(check, None, tables, profile)
            yield _behaviour(check, ALL_FLOWS, f"rule {check.rules[0]}", reason, "", "", "")


def _by_flow(
    statement: Statement, flow: FlowTable, tables: Sequence[FlowTable], profile: Profile
) -> Iterator[Item]:
    """The checks that were written for the flow by hand."""
    kinds = {clause.kind for clause in statement.clauses}
    for check in catalogue().of(flow.kind):
        if check.clause in kinds:
            reason = unmet(check, flow, tables, profile)
            yield _about(check, statement, reason)


def _by_clause(
    statement: Statement, flow: FlowTable, tables: Sequence[FlowTable], profile: Profile
) -> Iterator[Item]:
    """The checks of what its clauses say."""
    kinds = {clause.kind for clause in statement.clauses}
    for check in catalogue().by_clause:
        if check.clause in kinds and fits(check, flow):
            decisions = {**catalogue().needed(flow.kind), **check.decisions}
            yield _about(
                check, statement, decisions_unmet(decisions, profile) or wanting(check, flow, tables)
            )


def _untried(kind: str, behaviours: Sequence[Item]) -> str:
    return Reason.NOTHING_SEEN.say(why=f"no check is written for {kind} in such a flow")


def _about(check: Check, statement: Statement, reason: str | None) -> Item:
    origin = f"document line {statement.line_of(check.clause)}"
    return _behaviour(check, statement.slug, origin, reason, statement.source, statement.target, check.clause)


def _behaviour(
    check: Check, flow: str, origin: str, reason: str | None, source: str, target: str, states: str
) -> Item:
    title = articles(check.title.format(source=singular(source), target=singular(target)))
    return Item(
        f"{flow}/{check.id}",
        flow,
        title,
        "behaviour",
        check.rules,
        origin,
        not_tested_reason=reason,
        scenarios=check.scenarios,
        also=check.also,
        offers=check.offers,
        states=states,
    )


def _clause(statement: Statement, kind: str, line: int, reason: str) -> Item:
    words = {"source": singular(statement.source), "target": singular(statement.target)}
    for clause in statement.clauses:
        words |= {"condition": clause.text} if clause.text else {}
        words |= {"listed": ", ".join(clause.listed)} if clause.listed else {}
    title = articles(_MEANING.get(kind, kind).format_map(defaultdict(str, words)))
    origin = f"document line {line}"
    return Item(
        f"{statement.slug}/{kind}",
        statement.slug,
        title,
        "behaviour",
        (),
        origin,
        not_tested_reason=reason,
        states=kind,
    )


def _merge_row(statement: Statement, row: Row, flow: FlowTable | None, reason: str | None) -> Item:
    """An alternative of the merge: each row alone is enough (R-34)."""
    same = flow is not None and flow.source == flow.target
    if flow and not reason and not flow.witnesses:
        reason = Reason.NOTHING_SEEN.say(why="no property is kept equal, so nobody can tell what is linked")
    return Item(
        f"{statement.slug}/merge-on/{row.key}",
        statement.slug,
        f"{singular(statement.source)} and {singular(statement.target)} merge when {row.source} equals {row.target}",
        "behaviour",
        ("R-36",) if same else ("R-34",),
        f"document line {row.line}",
        _compared(row, flow),
        reason,
        ("S-36",) if same else ("S-34",),
        states=f"merge-on/{row.key}",
    )


def _compared(row: Row, flow: FlowTable | None) -> Pair:
    """The two paths that are compared, in v2's names where the flow can be tried."""
    if flow is None:
        return Pair(row.source, row.target, "unknown")
    entities = poweroffice().entities
    return Pair(entities[flow.source].path(row.source), entities[flow.target].path(row.target), "string")


def _property(statement: Statement, entry: Judged, unmet_decision: str | None) -> Item:
    pair, row = entry.pair, entry.row
    described = catalogue().properties[_kind(pair)]
    title = described.title.format(
        property=pair.source or f'"{pair.constant}"',
        mirror=pair.target,
        source=singular(statement.source),
        target=singular(statement.target),
    )
    return Item(
        f"{statement.slug}/{row.key if row else pair.key}",
        statement.slug,
        title,
        "property",
        described.rules,
        pair.origin,
        pair,
        entry.reason or unmet_decision,
        described.scenarios,
        described.also,
        row.key if row else "properties",
        ("v1",) if pair.v1 else (),
    )


def _never_created(pair: Pair, flow: FlowTable) -> str | None:
    if pair.creation_only and not flow.creates:
        return Reason.NOTHING_SEEN.say(why="the row is for creations, and the flow creates nothing")
    return None


def _kind(pair: Pair) -> str:
    if pair.constant is not None:
        return "constant"
    return "creation_only" if pair.creation_only else "synchronised"
