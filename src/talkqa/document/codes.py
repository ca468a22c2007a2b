"""The codes of what can be odd in a document (GRAMMAR, malformed kinds), and what each means for the test.

error: text was lost or not understood; warning: broken text understood, a person should look;
info: legal but worth knowing.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    severity: str
    what: str
    expected: str
    means: str


CODES = {
    "unclassified": Code(
        "error", "no rule knows this line", "a line of the dataflow grammar", "what it says is not tested"
    ),
    "clause-sequence": Code(
        "error",
        "the flow's clauses are not one of the seven known sequences",
        "an opening, then create, match-or-create or merge where they belong, then keep and properties",
        "the clauses are tested one by one; how they act together is for a person to judge",
    ),
    "row-cells": Code(
        "error",
        "a table row has the wrong number of cells",
        "2 cells in a merge table, 3 in a property table",
        "the row is kept, but cannot be tested; regenerate the document",
    ),
    "table-header": Code(
        "error",
        "the table's header does not name the flow",
        "`A Property`, `B Property` and, for properties, `<target system> Data Type`",
        "its rows may belong to another flow",
    ),
    "table-without-clause": Code(
        "error",
        "a table stands without its sentence",
        "a merge or a properties sentence before it",
        "its rows are not tested, as nothing says what they are",
    ),
    "clause-label-mismatch": Code(
        "error",
        "a clause names other sides than its heading",
        "the two labels of the heading",
        "the clause is tested for the heading's sides",
    ),
    "heading-ambiguous": Code(
        "error",
        "the heading can be split into two sides in more than one way",
        "one ` to `, or clauses that tell the sides apart",
        "the first split is used; systems and entities may be wrong",
    ),
    "stamp-missing": Code(
        "error",
        "there is no readable generation stamp",
        "`Generated: YYYY-MM-DD HH:MM:SS`",
        "revisions of this document cannot be ordered",
    ),
    "intro-missing": Code(
        "error",
        "the introduction is missing",
        "the heading `Introduction` and `... data flow from S to T. It serves as a QA checklist ...`",
        "nothing is lost for the test, but the document may be cut",
    ),
    "intro-system-mismatch": Code(
        "error",
        "the introduction names other systems than the title",
        "the title's systems",
        "the title's systems are used",
    ),
    "into-mismatch": Code(
        "error",
        "the list of connected entities ends in another system than the flow's target",
        "the flow's target system",
        "the connection is tested against the flow's target system",
    ),
    "list-form": Code(
        "error",
        "the list of connected entities is not in the known form",
        "the source system once, then `item`, `item, or item` or `item, item, or item`",
        "what could be read of the list is used",
    ),
    "datatype-unindented": Code(
        "warning",
        "a data type starts in column 1",
        "`     - ` before it",
        "nothing: it is read as the third cell of its row",
    ),
    "datatype-mangled": Code(
        "warning",
        "a data type expression has lost its brackets",
        "a quoted type or a whole expression",
        "the type is looked up, else taken from its first word",
    ),
    "datatype-unknown": Code(
        "info",
        "the data type is withheld or not known",
        "a data type",
        "the row is tested, its type is not",
    ),
    "property-table-empty": Code(
        "info",
        "the property table has no rows",
        "at least one property",
        "the document lists no property for this flow; its clauses are tested all the same",
    ),
    "no-flows": Code(
        "info", "the document has no flow", "at least one flow", "there is nothing to test in it"
    ),
    "title-target-empty": Code(
        "warning",
        "the title names no target system",
        "`S to T Dataflow`",
        "the flows name the system, if anything",
    ),
    "flow-target-system-empty": Code(
        "warning",
        "the flow names no target system",
        "`system entity` after ` to `",
        "the target is known by its entity only",
    ),
    "system-missing-in-title": Code(
        "warning",
        "the flow names a target system, the title none",
        "the system in the title",
        "the flow's is used",
    ),
    "system-variant": Code(
        "info",
        "the system is written otherwise than in the title",
        "the title's spelling",
        "nothing: it is the same system",
    ),
    "system-jumbled": Code(
        "warning",
        "several names of one system are glued together",
        "one name",
        "the system is taken as written; look at the document",
    ),
    "system-foreign": Code(
        "warning", "the system is not the title's", "the title's system", "the flow's own system is used"
    ),
    "system-unknown": Code(
        "warning",
        "no known system name starts the label",
        "a known system, or the title's",
        "the first word is taken as the system",
    ),
    "developer-note": Code(
        "warning",
        "a developer's note stands where a condition should",
        "`When a ...`",
        "the real condition is unknown, a person must check this flow",
    ),
    "condition-subject": Code(
        "warning",
        "the condition speaks of another entity than the flow's source",
        "`When a ` and the source's label",
        "a person must say what the condition is about",
    ),
    "duplicate-flow": Code(
        "warning",
        "this heading has been used before",
        "one flow per heading",
        "both are kept and numbered; they may contradict each other",
    ),
    "merge-cell-empty": Code(
        "warning", "a merge row has an empty cell", "a property", "the row cannot be tested"
    ),
    "path-whitespace": Code(
        "warning", "blanks or tabs surround a property path", "the path alone", "they are ignored"
    ),
    "path-empty-segment": Code(
        "warning",
        "a part of the property path is empty",
        "a name between the dots",
        "the path names no property as it stands; something was lost",
    ),
    "dependant-run-on": Code(
        "info",
        "several conditions are glued together in a cell",
        "one `Dependant on having V in P`",
        "each condition is tested once",
    ),
    "dependant-value-empty": Code(
        "warning",
        "a condition names no value",
        "`Dependant on having V in P`",
        "the value that switches the mapping on is unknown",
    ),
    "dependant-path-empty": Code(
        "warning",
        "a condition names no property",
        "`Dependant on having V in P`",
        "the property that switches the mapping on is unknown",
    ),
    "intro-heading-dot": Code(
        "warning", "the introduction's heading ends with a dot", "`Introduction`", "nothing"
    ),
    "underline-short": Code(
        "warning", "the rule is shorter than its heading", "a rule as long as the heading", "nothing"
    ),
}
