"""A document's totals, in the form the family's `expected.json` has them."""

from __future__ import annotations

from collections import Counter

from talkqa.document.nodes import Document, Flow


def to_expected(document: Document) -> dict[str, object]:
    """The totals of one document: same keys and codes as `expected.json`, ready for JSON.

    line: 1-based line of a heading. Rows do not count header rows; dependants count repeats;
    diagnostics are occurrences per code.
    """
    flows = []
    counted, kinds, types = Counter[str](), Counter[str](), Counter[str]()
    for flow in document.flows:
        flows.append(_flow(flow))
        kinds.update(flow.kinds)
        _count_tables(flow, counted, types)
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
        "clauses": _sorted(kinds),
        **{name: counted[name] for name in _COUNTED},
        "data_types": _sorted(types),
        "diagnostics": _sorted(Counter(found.code for found in document.diagnostics)),
        "flow_list": flows,
    }


_COUNTED = (
    "merge_tables", "merge_rows", "property_tables", "empty_property_tables", "property_rows", "dependants"
)  # fmt: skip


def _count_tables(flow: Flow, counted: Counter[str], types: Counter[str]) -> None:
    """Add what a flow's tables hold, and the data types as they are written."""
    for merge in flow.merge_tables():
        counted["merge_tables"] += 1
        counted["merge_rows"] += len(merge.rows)
    for table in flow.property_tables():
        counted["property_tables"] += 1
        counted["empty_property_tables"] += not table.rows
        counted["property_rows"] += len(table.rows)
        counted["dependants"] += sum(row.source.conditions + row.target.conditions for row in table.rows)
        types.update(row.cells[2] for row in table.rows if len(row.cells) > 2)


def _flow(flow: Flow) -> dict[str, object]:
    return {
        "line": flow.line,
        "source": [flow.source.system, flow.source.entity],
        "target": [flow.target.system, flow.target.entity],
        "clauses": list(flow.kinds),
        "merge_rows": len(flow.merge_rows),
        "property_rows": len(flow.property_rows),
    }


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
