"""What a document says, without its text: the facts that are shipped and that documents are written from.

Kept as TOML. Facts hold no sentence of a document, only the values in it: names, kinds, rows, conditions.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from talkqa.document.facts_checks import FactsError, check
from talkqa.document.nodes import Conditional, CreateIfConnected, Document, Flow

MergeFacts = tuple[tuple[tuple[str, str], ...], ...]
PropertyFacts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FlowFacts:
    """One flow. source, target: (system, entity). clauses: kinds, in order.

    condition: the text of a conditional flow. connected: the items of a create-if-connected list.
    merge: rows of pairs (source, target). properties: rows of cells as written (source, target, type).
    """

    source: tuple[str, str]
    target: tuple[str, str]
    clauses: tuple[str, ...]
    condition: str = ""
    connected: tuple[str, ...] = ()
    merge: MergeFacts = ()
    properties: PropertyFacts = ()


@dataclass(frozen=True)
class Facts:
    """One document. generated: YYYY-MM-DD HH:MM:SS, no zone given.

    dotted_introduction, unindented_types: two ways of writing that the generator had for a time.
    source_sha256: of the documents these facts were read from, by line ends (crlf, lf); not compared,
    as it is no statement of the document.
    """

    source_system: str
    target_system: str
    generated: str
    flows: tuple[FlowFacts, ...] = ()
    dotted_introduction: bool = False
    unindented_types: bool = False
    source_sha256: dict[str, str] = field(default_factory=dict, compare=False)


def facts_of(document: Document) -> Facts:
    """The facts of a document that was read."""
    return Facts(
        document.source_system,
        document.target_system,
        document.generated,
        tuple(map(_flow_facts, document.flows)),
        document.dotted_introduction,
        any(found.code == "datatype-unindented" for found in document.diagnostics),
        {document.eol: document.sha256},
    )


def _flow_facts(flow: Flow) -> FlowFacts:
    conditions = [clause.condition for clause in flow.clauses if isinstance(clause, Conditional)]
    connected = [clause.items for clause in flow.clauses if isinstance(clause, CreateIfConnected)]
    return FlowFacts(
        (flow.source.system, flow.source.entity),
        (flow.target.system, flow.target.entity),
        flow.kinds,
        conditions[0] if conditions else "",
        connected[0] if connected else (),
        tuple(tuple((left.raw, right.raw) for left, right in row.pairs) for row in flow.merge_rows),
        tuple(row.cells for row in flow.property_rows),
    )


def load_facts(path: Path | str) -> Facts:
    """Read facts from a TOML file. Raises FactsError, naming file, key, got and expected."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FactsError(f"{path}: cannot be read ({error}), expected a TOML file of facts.") from None
    return parse_facts(text, str(path))


def parse_facts(text: str, file: str = "facts") -> Facts:
    """Facts from TOML text. Raises FactsError, naming file, key, got and expected."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FactsError(f"{file}: is no TOML ({error}). Correct the file.") from None
    check(table, file)
    flows = tuple(
        FlowFacts(
            tuple(flow["source"]),
            tuple(flow["target"]),
            tuple(flow["clauses"]),
            flow.get("condition", ""),
            tuple(flow.get("connected", ())),
            tuple(tuple(tuple(pair) for pair in row) for row in flow.get("merge", ())),
            tuple(map(tuple, flow.get("properties", ()))),
        )
        for flow in table.pop("flows", ())
    )
    return Facts(flows=flows, **table)


def dump(facts: Facts) -> str:
    """Facts as TOML text, which `load_facts` reads back."""
    lines = [
        f"source_system = {_text(facts.source_system)}",
        f"target_system = {_text(facts.target_system)}",
        f"generated = {_text(facts.generated)}",
        f"dotted_introduction = {_text(facts.dotted_introduction)}",
        f"unindented_types = {_text(facts.unindented_types)}",
    ]
    if facts.source_sha256:
        lines += ["", "[source_sha256]"]
        lines += [f"{eol} = {_text(digest)}" for eol, digest in sorted(facts.source_sha256.items())]
    for flow in facts.flows:
        lines += ["", "[[flows]]", *_dump_flow(flow)]
    return "\n".join(lines) + "\n"


def _dump_flow(flow: FlowFacts) -> list[str]:
    lines = [f"{key} = {_text(getattr(flow, key))}" for key in ("source", "target", "clauses")]
    if flow.condition:
        lines.append(f"condition = {_text(flow.condition)}")
    if flow.connected:
        lines.append(f"connected = {_text(flow.connected)}")
    for key, rows in (("merge", flow.merge), ("properties", flow.properties)):
        if rows:
            lines += [f"{key} = [", *(f"  {_text(row)}," for row in rows), "]"]
    return lines


def _text(value: object) -> str:
    """A TOML value: strings, flags and lists of them are written as in JSON, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
