"""`python -m talkqa.mutants --variant M-25a`: one cycle of a mutant, as `talkqa.reference.command` has it."""

from __future__ import annotations

import argparse
import sys

from talkqa.mutants.catalogue import MUTANTS
from talkqa.reference.command import run


def main() -> int:
    """Run one cycle of the mutant that the arguments name. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m talkqa.mutants", description="One cycle of a mutant.")
    parser.add_argument("--variant", required=True, choices=sorted(MUTANTS), metavar="M-25a")
    return run(MUTANTS[parser.parse_args().variant])


if __name__ == "__main__":
    sys.exit(main())
