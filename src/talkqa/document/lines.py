"""Bytes to lines.

CRLF and LF are read alike. Nothing is stripped, as leading and trailing blanks say something.
"""

from __future__ import annotations

from collections.abc import Callable

_MARK, _LOST = "\ufeff", "\ufffd"

Report = Callable[[str, int, str, str], None]
"""Takes code, line, got and wanted."""


def split(data: bytes, report: Report) -> tuple[list[str], str]:
    """Lines without their ends, and which ends they had: crlf, lf, mixed or none.

    Bytes that are not UTF-8 are replaced (U+FFFD) and reported by their line.
    """
    feeds, pairs = data.count(b"\n"), data.count(b"\r\n")
    eol = "none" if not feeds else "lf" if not pairs else "crlf" if pairs == feeds else "mixed"
    lines = data.decode(errors="replace").split("\r\n" if eol == "crlf" else "\n")
    if eol == "mixed":
        lines = [line.removesuffix("\r") for line in lines]
    if not lines[-1]:
        lines.pop()
    if not data.isascii():
        _report_bytes(lines, report)
    return lines, eol


def _report_bytes(lines: list[str], report: Report) -> None:
    """Report what is no text; a byte order mark is taken away, so that the title can be read."""
    if lines and lines[0].startswith(_MARK):
        report("unclassified", 1, _MARK, "no byte order mark")
        lines[0] = lines[0][1:]
    for at, line in enumerate(lines, 1):
        if _LOST in line:
            report("unclassified", at, line, "UTF-8")
