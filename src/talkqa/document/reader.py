"""Reads a dataflow document line by line.

Refuses nothing: whatever the bytes are, a document comes back, and what no rule knows is a diagnostic.
Work is linear in the size of the document. Source of the rules: the family's GRAMMAR.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from talkqa.document import headings, lines, tables
from talkqa.document.again import Again, Late, Piece, diagnostics_of, flows_of
from talkqa.document.diagnostics import Diagnostic, quoted
from talkqa.document.findings import Findings
from talkqa.document.flows import OpenFlow
from talkqa.document.headings import is_rule
from talkqa.document.nodes import Document, Flow
from talkqa.document.systems import is_known
from talkqa.document.tables import Report

_STAMP = "Generated: "
_STAMP_FORM = re.compile(r"Generated: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", re.ASCII)
_INTRODUCTION = ("Introduction", "Introduction.")
_FLOW_FROM, _CHECKLIST = " data flow from ", ". It serves as a QA checklist"
_DATAFLOW = " Dataflow"
_SPLITS = 16
"""At most so many splits of the title are looked at."""


class DocumentError(ValueError):
    """A document's file cannot be read."""


def read_file(path: Path | str) -> Document:
    """Read a document's file; its name is kept as given. Raises DocumentError when there is no such file."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise DocumentError(
            f"{path}: cannot be read ({reason}), expected a dataflow document (.rst). Check the path."
        ) from None
    return read(data, str(path))


def read(data: bytes, file: str = "") -> Document:
    """Read a document from its bytes. file: its name, for messages. Never raises, whatever the content."""
    return _Reader(data, file).document() if len(data) <= lines.LARGE else _large(data, file)


def _large(data: bytes, file: str) -> Document:
    """A document of which nothing is kept: its flows and diagnostics are counted now, and read again later."""

    def pieces() -> Iterator[Piece]:
        return _Reader(data, file).pieces()

    def not_text() -> Iterator[Diagnostic]:
        return iter(_Reader(data, file).not_text())

    reader = _Reader(data, file)
    flows = odd = 0
    for piece in reader.pieces():
        flows += piece.flow is not None
        odd += len(piece.findings)
    odd += len(reader.late) + sum(1 for _ in not_text())
    return reader.made(
        Again(lambda: flows_of(pieces()), flows),
        Again(lambda: diagnostics_of(pieces(), reader.late, not_text()), odd),
    )


class _Reader:
    def __init__(self, data: bytes, file: str) -> None:
        self._data, self._file = data, file
        self._eol = lines.line_end(data)
        self._lines, self._count = lines.split(data, self._eol)
        self._findings = Findings(self._lines)
        self._report: Report = self._findings.add
        self.late: list[Late] = []
        """What can only be said of the whole document, where it is read in pieces."""
        self._title: str | None = None
        self._systems: tuple[str, str] | None = None
        self._stamp = ""
        self._stamp_line = self._introduction_line = 0
        self._introduced = False
        self._dotted = False
        self._flow: OpenFlow | None = None
        self._begun = False
        """Whether a heading that opens a flow has been read."""
        self._flows: list[Flow] = []
        self._number = 0
        self._seen: Counter[int] = Counter()
        """How often each heading has opened a flow, by its hash: headings may be a large part of a document."""

    def document(self) -> Document:
        """Read all lines, then what can only be said at the end."""
        self._judge_mark()
        self._judge_text(self._findings)
        at = 0
        while at < self._count:
            at = self._step(at) if self._lines[at] else at + 1
        self._close_flow()
        self._judge_whole()
        return self.made(tuple(self._flows), self._findings.result())

    def pieces(self) -> Iterator[Piece]:
        """The same flow by flow; none is kept."""
        self._judge_mark()
        at = 0
        while at < self._count:
            line = self._lines[at]
            if self._flow is not None and line and self._is_heading(line, self._lines[at + 1]):
                self._close_flow()
                yield self._piece(at + 1)
            at = self._step(at) if line else at + 1
        self._close_flow()
        yield self._piece(self._count + 2)
        self._report = lambda code, line, got, wanted="": self.late.append((code, line, got, wanted))
        self._judge_whole()

    def _piece(self, end: int) -> Piece:
        """What has been read since the last one."""
        piece = Piece(self._flows.pop() if self._flows else None, self._findings, end)
        self._findings = Findings(self._lines)
        self._report = self._findings.add
        return piece

    def not_text(self) -> Findings:
        """The lines that are no text."""
        found = Findings(self._lines)
        self._judge_text(found)
        return found

    def made(self, flows: Sequence[Flow], diagnostics: Sequence[Diagnostic]) -> Document:
        """The document that has been read, with these for its flows and diagnostics."""
        s, t = self._systems or ("", "")
        return Document(
            file=self._file,
            sha256=hashlib.sha256(self._data).hexdigest(),
            bytes=len(self._data),
            lines=self._count,
            eol=self._eol,
            title=self._title or "",
            source_system=s,
            target_system=t,
            generated=self._stamp,
            dotted_introduction=self._dotted,
            flows=flows,
            diagnostics=diagnostics,
        )

    def _step(self, at: int) -> int:
        """Read what starts at an index, and say at which index to go on."""
        line, below = self._lines[at], self._lines[at + 1]
        if line == tables.DIRECTIVE:
            return self._read_table(at)
        if below[:1] == "-" and self._is_heading(line, below):
            return self._read_heading(at)
        if self._flow is not None:
            known = self._flow.take(at + 1, line)
        elif self._title is None and is_rule(line, "=") and is_rule(self._lines[at + 2], "="):
            return self._read_title(at)
        else:
            known = self._read_stamp(at, line) or self._read_introduction(at, line)
        if not known:
            self._report("unclassified", at + 1, line)
        return at + 1

    @staticmethod
    def _is_heading(line: str, below: str) -> bool:
        """Whether a line stands over a rule, and is none itself."""
        return below[:1] == "-" and is_rule(below) and not is_rule(line) and line != tables.DIRECTIVE

    def _judge_mark(self) -> None:
        if self._data.startswith(lines.MARK):
            self._report("unclassified", 1, lines.MARK.decode(), "no byte order mark")

    def _judge_text(self, findings: Findings) -> None:
        """Report the lines that hold bytes that are not UTF-8."""
        if not self._data.isascii():
            findings.add_each(lambda line: lines.LOST in line, "UTF-8")

    def _read_title(self, at: int) -> int:
        over, title, under = self._lines[at : at + 3]
        self._title = title
        body = title.removesuffix(_DATAFLOW)
        splits = [found.start() for found in islice(re.finditer("(?= to )", body), _SPLITS)]
        if body == title or not splits:
            self._report("unclassified", at + 2, title, "`S to T Dataflow`")
            return at + 3
        where = next((split for split in splits if is_known(body[:split])), splits[0])
        self._systems = body[:where], body[where + 4 :]
        if len(splits) > 1 and not is_known(self._systems[0]):
            self._report("heading-ambiguous", at + 2, title)
        if not self._systems[1]:
            self._report("title-target-empty", at + 2, title)
        for line, rule in ((at + 1, over), (at + 3, under)):
            self._judge_rule(line, rule, title)
        return at + 3

    def _read_stamp(self, at: int, line: str) -> bool:
        if self._stamp_line or not line.startswith(_STAMP):
            return False
        self._stamp_line = at + 1
        found = _STAMP_FORM.fullmatch(line)
        if found and _is_time(found[1]):
            self._stamp = found[1]
        else:
            self._report("stamp-missing", at + 1, line)
        return True

    def _read_introduction(self, at: int, line: str) -> bool:
        start, end = line.find(_FLOW_FROM), line.find(_CHECKLIST)
        if self._introduced or not self._introduction_line or start < 0 or end < start:
            return False
        self._introduced = True
        named = line[start + len(_FLOW_FROM) : end]
        if self._systems and named != " to ".join(self._systems):
            self._report("intro-system-mismatch", at + 1, named, quoted(" to ".join(self._systems)))
        return True

    def _read_heading(self, at: int) -> int:
        text, rule = self._lines[at : at + 2]
        if text in _INTRODUCTION and not self._introduction_line and not self._begun:
            self._introduction_line = at + 1
            self._dotted = text.endswith(".")
            if self._dotted:
                self._report("intro-heading-dot", at + 1, text)
        else:
            self._close_flow()
            self._begun = True
            a, b, code = headings.labels(self._lines, at)
            self._flow = OpenFlow(at + 1, text, a, b, self._report)
            if code:
                self._report(code, at + 1, text, "`A to B`" if code == "unclassified" else "")
        self._judge_rule(at + 2, rule, text)
        return at + 2

    def _judge_rule(self, line: int, rule: str, text: str) -> None:
        """A rule is as long as its text; one sign less is known and harmless, any other length is not."""
        if len(rule) == len(text) - 1:
            self._report("underline-short", line, rule, f"{len(text)} signs")
        elif len(rule) != len(text):
            self._report("unclassified", line, rule, f"a rule of {len(text)} signs")

    def _read_table(self, at: int) -> int:
        flow = self._flow
        table = tables.scan(self._lines, at, flow is not None and flow.wants_properties, self._report)
        if flow is None or not flow.take_table(table):
            rows = " / ".join(" | ".join(row.cells) for row in table.rows)
            self._report("table-without-clause", at + 1, rows)
        return table.end

    def _close_flow(self) -> None:
        flow, self._flow = self._flow, None
        if flow is None or (not flow.clauses and " to " not in flow.heading):
            return  # a heading that is no flow's has been reported as it was read
        self._number += 1
        self._seen[hash(flow.heading)] += 1
        self._flows.append(flow.close(self._systems, self._seen[hash(flow.heading)]))

    def _judge_whole(self) -> None:
        last = max(self._count, 1)
        if self._title is None:
            self._report("unclassified", 1, self._lines[0], "a title `S to T Dataflow` between two rules")
        if not self._stamp_line:
            self._report("stamp-missing", last, "")
        if not self._introduced:
            self._report("intro-missing", self._introduction_line or last, "")
        if not self._number:
            self._report("no-flows", last, "")


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
