"""Document and profile to checklist: each statement becomes items, or one that says why it is not tested."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from talkqa.checklist.catalogue import ALL_FLOWS, Check, catalogue
from talkqa.checklist.errors import ChecklistError
from talkqa.checklist.items import Checklist, Finding, FlowTable, Item
from talkqa.checklist.needs import decisions_unmet, unmet
from talkqa.checklist.pairs import Pair
from talkqa.checklist.profiles import Profile
from talkqa.checklist.reasons import Reason
from talkqa.checklist.slugs import slug
from talkqa.checklist.statements import Statement, document_facts, statements_of
from talkqa.checklist.systems import poweroffice
from talkqa.checklist.tables import Judged, Table, plain_pair, table_of, unfilled
from talkqa.document import Document

_INTERPRETED = {"every", "keep-in-sync", "properties"}


def build(document: Document, profile: Profile, flows: Collection[str] | None = None) -> Checklist:
    """The checklist of a document.

    flows: slugs (or `all-flows`) to which the items and findings are limited; None: all. The tables of all
    flows stay, because a SUT is configured with the whole document. Raises `ChecklistError` for a slug that
    is not there.
    """
    tables: list[FlowTable] = []
    items: list[Item] = []
    findings: list[Finding] = []
    judged: list[tuple[Statement, Table | None]] = []
    for statement in statements_of(document):
        blocked = _blocked(statement)
        table = None if blocked else table_of(statement, profile)
        tables.append(_flow_table(statement, table, blocked))
        judged.append((statement, table))
        findings += table.findings if table else ()
    for (statement, table), flow in zip(judged, tables, strict=True):
        if table is None or flow.not_tested_reason:
            items += _untested(statement, flow.not_tested_reason or "")
        else:
            items += _tested(statement, table, tables, profile)
    items += _over_all_flows(tables, profile)
    wanted = _wanted(flows, tables)
    return Checklist(
        document_facts(document),
        profile,
        tuple(tables),
        tuple(_distinct(item for item in items if item.flow in wanted)),
        tuple(finding for finding in findings if finding.flow in wanted),
    )


def _wanted(flows: Collection[str] | None, tables: Collection[FlowTable]) -> set[str]:
    known = [*(table.slug for table in tables), ALL_FLOWS]
    for name in flows or ():
        if name not in known:
            raise ChecklistError(f"flow {name}: not in the document, expected one of {', '.join(known)}")
    return set(known if flows is None else flows)


def _blocked(statement: Statement) -> str | None:
    """Why nothing of the flow can be tried, whatever its rows are."""
    system = poweroffice()
    for name, entity in (
        (statement.source_system, statement.source),
        (statement.target_system, statement.target),
    ):
        if not system.is_called(name):
            return Reason.NO_FAKE_OF_SYSTEM.say(system=name or "the system without a name")
        if entity not in system.entities:
            return Reason.NO_FAKE_OF_ENTITY.say(system=system.name, entity=entity)
    if statement.occurrence > 1:
        return Reason.REPEATED_FLOW.say(times=statement.occurrence)
    if slug(statement.source, statement.target) not in catalogue().flows:
        return Reason.NO_SCENARIOS.say(source=statement.source, target=statement.target)
    beside = [clause.kind for clause in statement.clauses if clause.kind not in _INTERPRETED]
    return Reason.CLAUSE_BESIDE.say(clauses=", ".join(beside)) if beside else None


def _flow_table(statement: Statement, table: Table | None, blocked: str | None) -> FlowTable:
    pairs = table.usable if table else ()
    if table and (missing := unfilled(pairs, poweroffice().entities[statement.target])):
        blocked = Reason.REQUIRED_PROPERTY.say(path=" and ".join(missing), entity=statement.target)
    return FlowTable(
        statement.slug,
        statement.source,
        statement.target,
        statement.line,
        pairs,
        from_profile=not statement.rows,
        clauses=tuple(clause.kind for clause in statement.clauses),
        not_tested_reason=blocked,
    )


def _tested(statement: Statement, table: Table, tables: list[FlowTable], profile: Profile) -> Iterator[Item]:
    """The behaviours of the catalogue, then the property rows."""
    kinds = {clause.kind for clause in statement.clauses}
    for check in catalogue().of(statement.slug):
        if check.clause in kinds:
            origin = f"document line {statement.line_of(check.clause)}"
            reason = unmet(check, statement.slug, tables, profile)
            yield _behaviour(check, statement.slug, origin, reason, statement.source, statement.target)
    for entry in table.judged:
        yield _property(statement, entry, decisions_unmet(catalogue().needed(statement.slug), profile))


def _untested(statement: Statement, reason: str) -> Iterator[Item]:
    """One item per clause, merge row and property row of a flow that cannot be tried."""
    flow = statement.slug
    for clause in statement.clauses:
        why = Reason.FREE_TEXT.say(text=clause.text) if clause.kind == "conditional" else reason
        title = f"{statement.source} to {statement.target}: clause {clause.kind}"
        yield Item(
            f"{flow}/{clause.kind}", flow, title, "behaviour", (), f"document line {clause.line}", None, why
        )
    for row in statement.merge_rows:
        title = f"{statement.source} and {statement.target} merge when {row.source} equals {row.target}"
        origin = f"document line {row.line}"
        yield Item(
            f"{flow}/merge-on/{row.source}:{row.target}", flow, title, "behaviour", (), origin, None, reason
        )
    for row in statement.rows:
        yield _property(statement, Judged(plain_pair(row), reason, False), None)


def _over_all_flows(tables: list[FlowTable], profile: Profile) -> Iterator[Item]:
    """Items that the document asks for by having certain flows together."""
    stated = {table.slug for table in tables}
    if not any(table.not_tested_reason is None for table in tables):
        return
    for check in catalogue().of(ALL_FLOWS):
        if stated.issuperset(check.others):
            reason = unmet(check, ALL_FLOWS, tables, profile)
            yield _behaviour(check, ALL_FLOWS, f"rule {check.rules[0]}", reason, "", "")


def _behaviour(check: Check, flow: str, origin: str, reason: str | None, source: str, target: str) -> Item:
    title = _articles(check.title.format(source=source, target=target))
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
    )


def _property(statement: Statement, entry: Judged, unmet_decision: str | None) -> Item:
    pair = entry.pair
    described = catalogue().properties[_kind(pair)]
    title = described.title.format(
        property=pair.source or f'"{pair.constant}"',
        mirror=pair.target,
        source=statement.source,
        target=statement.target,
    )
    return Item(
        f"{statement.slug}/{pair.key}",
        statement.slug,
        title,
        "property",
        described.rules,
        pair.origin,
        pair,
        entry.reason or unmet_decision,
        described.scenarios,
        described.also,
    )


def _kind(pair: Pair) -> str:
    if pair.constant is not None:
        return "constant"
    return "creation_only" if pair.creation_only else "synchronised"


def _articles(sentence: str) -> str:
    """`a Employee` as English has it."""
    return re.sub(r"\b([Aa]) (?=[AEIOU])", r"\1n ", sentence)


def _distinct(items: Iterable[Item]) -> Iterator[Item]:
    """An id that stands again (a row repeated in its table) gets `#2`, `#3`, …."""
    seen: dict[str, int] = {}
    for item in items:
        seen[item.id] = seen.get(item.id, 0) + 1
        yield item if seen[item.id] == 1 else replace(item, id=f"{item.id}#{seen[item.id]}")
