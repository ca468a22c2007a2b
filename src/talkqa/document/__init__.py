"""Reads dataflow documents (RST) into typed nodes with lines and diagnostics.

Knows the grammar of the whole document family and holds no opinion about testing. Refuses nothing: odd
content becomes a diagnostic. Facts are a document's content without its text, and can be written as one.
"""

from talkqa.document.codes import CODES
from talkqa.document.datatypes import KINDS as DATA_TYPE_KINDS
from talkqa.document.diagnostics import Diagnostic
from talkqa.document.expected import to_expected
from talkqa.document.facts import Facts, FlowFacts, dump, facts_of, load_facts, parse_facts
from talkqa.document.facts_checks import FactsError
from talkqa.document.nodes import (
    Cell,
    Clause,
    Conditional,
    CreateIfConnected,
    DataType,
    Dependant,
    Document,
    Every,
    Flow,
    KeepInSync,
    Label,
    LinkRequired,
    MatchMerges,
    MergeOn,
    MergeRow,
    MergeTable,
    NoMatchCreates,
    Properties,
    PropertyRow,
    PropertyTable,
)
from talkqa.document.reader import DocumentError, read, read_file
from talkqa.document.render import render
from talkqa.document.sentences import KINDS as CLAUSE_KINDS

__all__ = [
    "CLAUSE_KINDS",
    "CODES",
    "DATA_TYPE_KINDS",
    "Cell",
    "Clause",
    "Conditional",
    "CreateIfConnected",
    "DataType",
    "Dependant",
    "Diagnostic",
    "Document",
    "DocumentError",
    "Every",
    "Facts",
    "FactsError",
    "Flow",
    "FlowFacts",
    "KeepInSync",
    "Label",
    "LinkRequired",
    "MatchMerges",
    "MergeOn",
    "MergeRow",
    "MergeTable",
    "NoMatchCreates",
    "Properties",
    "PropertyRow",
    "PropertyTable",
    "dump",
    "facts_of",
    "load_facts",
    "parse_facts",
    "read",
    "read_file",
    "render",
    "to_expected",
]
