"""All mutants, by number; importing this module registers them."""

from __future__ import annotations

from talkqa.mutants import (
    duplicates,
    frame,
    loops,
    lost_edits,
    matching,
    meeting,
    missing,
    partners,
    reading,
    resurrection,
    tables,
    telling,
    trouble,
    unasked,
    values,
    wrong_place,
)
from talkqa.mutants.base import MUTANTS, Mutant

GROUPS = {
    "duplicates": duplicates,
    "lost edits": lost_edits,
    "loops": loops,
    "wrong place": wrong_place,
    "damage outside the frame": frame,
    "missing": missing,
    "invention": resurrection,
    "careless reading": reading,
    "wrong matches": matching,
    "unasked for": unasked,
    "edits that meet": meeting,
    "mistaken partners": partners,
    "trouble": trouble,
    "disclosure and accounting": telling,
    "values": values,
    "tables": tables,
}
"""The mutants by the harm that they do."""

__all__ = ["GROUPS", "MUTANTS", "Mutant"]
