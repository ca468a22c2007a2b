"""The smoke set: few mutants, of each kind of harm three or more, and all that are hardest to see.

For a quick look whether the checks still bite; `talkqa mutants run` without it is the proof.
"""

from __future__ import annotations

from collections.abc import Mapping

SMOKE: Mapping[str, tuple[str, ...]] = {
    "duplicates": ("M-9a", "M-39b", "M-47c", "M-50a"),
    "lost or reverted edits": ("M-23b", "M-25a", "M-27a", "M-28a", "M-43c", "M-43e", "M-45b", "M-53c"),
    "loops and churn": ("M-5b", "M-42a", "M-54b"),
    "wrong place or partner": ("M-1a", "M-12a", "M-47d"),
    "damage outside the frame": ("M-18a", "M-38a", "M-55a"),
    "missing partners or values": ("M-7d", "M-24a", "M-46a"),
    "resurrection and invention": ("M-20d", "M-30d", "M-40c"),
    "disclosure and accounting": ("M-10c", "M-60a", "M-61a"),
}
"""By harm, as the rule book's index of faults groups them."""
