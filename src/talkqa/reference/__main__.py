"""`python -m talkqa.reference`: one cycle of the reference; see `command`."""

from __future__ import annotations

import sys

from talkqa.reference.command import run
from talkqa.reference.synchroniser import Reference

if __name__ == "__main__":
    sys.exit(run(Reference))
