"""Document and profile to checklist: each statement becomes items, or one that says why it is not tested."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from talkqa.checklist.catalogue import ALL_FLOWS
from talkqa.checklist.errors import ChecklistError
from talkqa.checklist.interpreting import over_all_flows, tested, untested
from talkqa.checklist.items import Checklist, Finding, FlowTable, Item, told_together
from talkqa.checklist.judging import Judgement, judge
from talkqa.checklist.ledger import ledger
from talkqa.checklist.profiles import Profile
from talkqa.checklist.reasons import Reason
from talkqa.checklist.repeats import each_in_its_turn
from talkqa.checklist.statements import Statement, document_facts, statements_of
from talkqa.checklist.systems import Meant, poweroffice
from talkqa.checklist.tables import EMPTY, NO_ROWS, Table, table_of, unfilled
from talkqa.document import Document


def build(document: Document, profile: Profile, flows: Collection[str] | None = None) -> Checklist:
    """The checklist of a document.

    flows: slugs (or `all-flows`) to which items, findings and statements are limited; None: all. The tables of
    all flows stay, because a SUT is configured with the whole document. Raises `ChecklistError` for a slug that
    is not there.
    """
    judged = [_judged(statement, profile) for statement in statements_of(document)]
    statements = [statement for statement, _, _ in judged]
    tables = each_in_its_turn(statements, [_flow_table(*one) for one in judged])
    items: list[Item] = []
    findings: list[Finding] = []
    for (statement, found, rows), flow in zip(judged, tables, strict=True):
        if rows is None or flow.not_tested_reason:
            items += untested(statement, flow.not_tested_reason or "")
        else:
            items += tested(statement, found, rows, flow, told_together(tables, {flow.slug}), profile)
        findings += rows.findings if rows and not flow.not_tested_reason else _unread(statement)
    items = list(_distinct([*items, *over_all_flows(told_together(tables), profile)]))
    wanted = _wanted(flows, tables)
    return Checklist(
        document_facts(document),
        profile,
        tuple(tables),
        tuple(item for item in items if item.flow in wanted),
        tuple(finding for finding in findings if finding.flow in wanted),
        tuple(one for one in ledger(statements, items) if one.flow in wanted),
    )


def _wanted(flows: Collection[str] | None, tables: Collection[FlowTable]) -> set[str]:
    known = [*(table.slug for table in tables), ALL_FLOWS]
    for name in flows or ():
        if name not in known:
            raise ChecklistError(f"flow {name}: not in the document, expected one of {', '.join(known)}")
    return set(known if flows is None else flows)


def _judged(statement: Statement, profile: Profile) -> tuple[Statement, Judgement, Table | None]:
    found = judge(statement, profile)
    return statement, found, None if found.blocked else table_of(statement, found, profile)


def _flow_table(statement: Statement, found: Judgement, rows: Table | None) -> FlowTable:
    table = FlowTable(
        statement.slug,
        found.source.entity,
        found.target.entity,
        statement.line,
        rows.usable if rows else (),
        not statement.rows,
        tuple(clause.kind for clause in statement.clauses),
        found.blocked,
        found.criteria,
        found.connected,
        found.condition,
        found.source.only,
        found.target.only,
        f"{statement.source_system} {statement.source}".strip(),
        f"{statement.target_system} {statement.target}".strip(),
        tuple(name for clause in statement.clauses for name in clause.listed),
        next((clause.text for clause in statement.clauses if clause.text), ""),
        statement.target_system,
    )
    missing = _unfilled(table, found.target) if rows and table.creates else []
    if missing:
        reason = Reason.REQUIRED_PROPERTY.say(path=" and ".join(missing), entity=statement.target)
        return replace(table, not_tested_reason=reason)
    return table


def _unfilled(table: FlowTable, target: Meant) -> list[str]:
    persons = ("FirstName", "LastName") if target.only else None
    return unfilled(table.pairs, persons or poweroffice().entities[target.entity].required)


def _unread(statement: Statement) -> tuple[Finding, ...]:
    """What a reader must know of a flow that is not tested: an empty table is an empty table all the same."""
    return () if statement.rows else (Finding(EMPTY, statement.slug, NO_ROWS),)


def _distinct(items: Iterable[Item]) -> Iterator[Item]:
    """An id that stands again gets `#2`, `#3`, …; a clause that a flow says twice would give one."""
    seen: dict[str, int] = {}
    for item in items:
        seen[item.id] = seen.get(item.id, 0) + 1
        yield item if seen[item.id] == 1 else replace(item, id=f"{item.id}#{seen[item.id]}")
