"""A document's totals, in the form the family's `expected.json` has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from talkqa.document.nodes import Document, Flow


def to_expected(document: Document) -> dict[str, object]:
    """The totals of one document: same keys and codes as `expected.json`, ready for JSON.

    line: 1-based line of a heading. Rows do not count header rows; dependants count repeats;
    diagnostics are occurrences per code.
    """
    flows = document.flows
    merge_tables = [table for flow in flows for table in flow.merge_tables()]
    tables = [table for flow in flows for table in flow.property_tables()]
    rows = [row for table in tables for row in table.rows]
    return {
        "sha256": document.sha256,
        "bytes": document.bytes,
        "lines": document.lines,
        "eol": document.eol,
        "title": document.title,
        "source_system": document.source_system,
        "target_system": document.target_system,
        "generated": document.generated,
        "flows": len(flows),
        "clauses": _counts(kind for flow in flows for kind in flow.kinds),
        "merge_tables": len(merge_tables),
        "merge_rows": sum(len(table.rows) for table in merge_tables),
        "property_tables": len(tables),
        "empty_property_tables": sum(not table.rows for table in tables),
        "property_rows": len(rows),
        "dependants": sum(row.source.conditions + row.target.conditions for row in rows),
        "data_types": _counts(row.cells[2] for row in rows if len(row.cells) > 2),
        "diagnostics": _counts(found.code for found in document.diagnostics),
        "flow_list": [_flow(flow) for flow in flows],
    }


def _flow(flow: Flow) -> dict[str, object]:
    return {
        "line": flow.line,
        "source": [flow.source.system, flow.source.entity],
        "target": [flow.target.system, flow.target.entity],
        "clauses": list(flow.kinds),
        "merge_rows": len(flow.merge_rows),
        "property_rows": len(flow.property_rows),
    }


def _counts(things: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(things).items()))
