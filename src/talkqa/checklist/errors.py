"""What can be wrong with a profile, with our own facts, or with a call. Each message stands alone."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ChecklistError(ValueError):
    """A checklist cannot be built from what was asked; the message says what to do."""


class ProfileError(ChecklistError):
    """A profile that cannot be used.

    file: as it was found. key: dotted, with the row's number for tables. got, expected: as a person would say
    them.
    """

    def __init__(self, file: str, key: str, got: str, expected: str, next_step: str = "") -> None:
        """Keep the parts and make `file: key: got …, expected …. What next.` of them."""
        self.file, self.key, self.got, self.expected = file, key, got, expected
        advice = f" {next_step}" if next_step else ""
        super().__init__(f"{file}: {key}: got {got}, expected {expected}.{advice}")


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`; a match in everything but letter case comes first."""
    candidates = list(known)
    folded = {candidate.casefold(): candidate for candidate in candidates}
    if word.casefold() in folded:
        return folded[word.casefold()]
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`Did you mean X?`, or an empty text when nothing is near."""
    near = closest(word, known)
    return f"Did you mean {near}?" if near else ""
