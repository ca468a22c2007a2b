"""Every statement of a document, each once, with the items that it comes to: the sum is exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from talkqa.checklist.items import Item, Stated
from talkqa.checklist.statements import Statement


def ledger(statements: Iterable[Statement], items: Sequence[Item]) -> Iterator[Stated]:
    """One entry per clause, merge row and property row, in the document's order."""
    by_statement: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        by_statement.setdefault((item.flow, item.states), []).append(item)
    for statement in statements:
        for clause in statement.clauses:
            yield _stated(statement.slug, clause.kind, "clause", clause.line, by_statement)
        for row in statement.merge_rows:
            yield _stated(statement.slug, f"merge-on/{row.key}", "merge row", row.line, by_statement)
        for row in statement.rows:
            yield _stated(statement.slug, row.key, "property row", row.line, by_statement)


def _stated(
    flow: str, what: str, kind: str, line: int, by_statement: dict[tuple[str, str], list[Item]]
) -> Stated:
    items = by_statement.get((flow, what), [])
    ids = tuple(item.id for item in items)
    return Stated(flow, what, kind, line, ids, any(item.not_tested_reason is None for item in items))  # type: ignore[arg-type]
