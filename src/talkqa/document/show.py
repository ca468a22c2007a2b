"""What `talkqa document show` prints: for people as text, for machines as totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from talkqa.document.expected import to_expected
from talkqa.document.nodes import Document, Flow, Label
from talkqa.document.reader import DocumentError, read_file


def find(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the .rst files of the folders named.

    Raises DocumentError for a path that is neither, and for a folder without documents.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("*.rst"))
            if not inside:
                raise DocumentError(f"{path}: holds no .rst file, expected documents. Name another folder.")
            found += inside
        elif path.exists():
            found.append(path)
        else:
            raise DocumentError(f"{path}: no such file, expected a dataflow document. Check the path.")
    return found


def totals(paths: Sequence[Path]) -> dict[str, object]:
    """The totals of one file; of several, by file name, or by path where names repeat."""
    if len(paths) == 1:
        return to_expected(read_file(paths[0]))
    names = [path.name for path in paths]
    if len(set(names)) < len(names):
        names = [str(path) for path in paths]
    return {name: to_expected(read_file(path)) for name, path in zip(names, paths, strict=True)}


def totals_by_line(paths: Iterable[Path]) -> Iterator[dict[str, object]]:
    """The totals of each file with its path as `file`, one document in memory at a time."""
    for path in paths:
        yield {"file": str(path), **to_expected(read_file(path))}


def describe(document: Document) -> Iterator[str]:
    """A document for people: its head, its flows, then all that is odd in it."""
    yield document.title or "(no title)"
    yield f"  file       {document.file}"
    for word, title, told in zip(
        ("source", "target"), (document.source_system, document.target_system), document.systems, strict=True
    ):
        yield f"  {word}     {title or _untitled(told)}"
    yield f"  generated  {document.generated or '(no stamp)'}"
    yield f"  size       {document.bytes} bytes, {document.lines} lines, line ends {document.eol}"
    yield f"  flows      {len(document.flows)}"
    for number, flow in enumerate(document.flows, 1):
        yield from _describe_flow(number, flow)
    if document.diagnostics:
        yield f"  odd        {_severities(document)}"
    for found in document.diagnostics:
        yield f"{document.file}:{found.line}: {found.code}: {found.message}"


def _untitled(system: str) -> str:
    return f"{system} (not named in the title)" if system else "(not named)"


def _describe_flow(number: int, flow: Flow) -> Iterator[str]:
    again = f" #{flow.occurrence}" if flow.occurrence > 1 else ""
    yield f"  {number:3}. {_side(flow.source)} to {_side(flow.target)}{again}  (line {flow.line})"
    yield f"       {', '.join(flow.kinds) or 'no clause'}"
    yield f"       merge rows {len(flow.merge_rows)}, property rows {len(flow.property_rows)}"


def _side(label: Label) -> str:
    return f"{label.system or '(no system)'} {label.entity}"


def _severities(document: Document) -> str:
    """`1 error, 2 warnings, 3 infos`, without those that are none."""
    counts = Counter(found.severity for found in document.diagnostics)
    parts = [(counts[severity], severity) for severity in ("error", "warning", "info") if counts[severity]]
    return ", ".join(f"{count} {severity}{'s' * (count > 1)}" for count, severity in parts)
