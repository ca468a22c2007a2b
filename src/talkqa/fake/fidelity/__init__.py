"""What this fake does and why it may be believed: every behaviour is evidence or an assumption.

`entries/` holds them as data, one file for each subject. Code asks `flipped` where a choice is made, so that
every assumption can be turned over for one tenant, and remembers which were asked.
"""

from talkqa.fake.fidelity.choices import Choices, InForce, flipped
from talkqa.fake.fidelity.ledger import (
    FOLDER,
    Area,
    Assumption,
    Evidence,
    FidelityError,
    assumption,
    find,
    ledger,
    read_flips,
    totals,
)

__all__ = [
    "FOLDER",
    "Area",
    "Assumption",
    "Choices",
    "Evidence",
    "FidelityError",
    "InForce",
    "assumption",
    "find",
    "flipped",
    "ledger",
    "read_flips",
    "totals",
]
