"""What is odd in a document: one of the codes, at a line."""

from __future__ import annotations

from dataclasses import dataclass

from talkqa.document.codes import CODES

SHOWN = 160
"""Characters of the document's text that a message repeats at most."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One oddity.

    got: the text concerned, whole. wanted: what was expected here, when the code says too little.
    """

    code: str
    line: int
    got: str
    wanted: str = ""

    @property
    def severity(self) -> str:
        return CODES[self.code].severity

    @property
    def expected(self) -> str:
        return self.wanted or CODES[self.code].expected

    @property
    def message(self) -> str:
        """What, got, expected, and what it means for the test, in one line."""
        code = CODES[self.code]
        return f"{code.what}, got {shown(self.got)}, expected {self.expected}; for the test: {code.means}"


def quoted(text: str) -> str:
    """A short form of what was expected, cut to `SHOWN` characters, as labels may be of any length."""
    return f"`{text[:SHOWN]}`" if len(text) <= SHOWN else f"`{text[:SHOWN]}...`"


def shown(text: str) -> str:
    """The text in quotes, made printable and cut to `SHOWN` characters."""
    if not text:
        return "nothing"
    cut = text[:SHOWN]
    return repr(cut) + (f" and {len(text) - SHOWN} characters more" if len(text) > SHOWN else "")
