"""What a scenario pays for a PowerOffice of its own: a fresh tenant, against a fresh fake."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from talkqa.fake import Fake

ROUNDS, REPEATS = 2000, 7


def microseconds(action: Callable[[], object]) -> float:
    """Median over repeats of the wall time of one call, in µs."""
    found = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        for _ in range(ROUNDS):
            action()
        found.append((time.perf_counter() - began) / ROUNDS * 1e6)
    return statistics.median(found)


def main() -> None:
    """Print both figures and their ratio."""
    fake = Fake()
    tenant = microseconds(lambda: fake.tenant().close())
    whole = microseconds(lambda: Fake().tenant().close())
    print(f"fresh tenant, made and forgotten   {tenant:8.1f} µs   (goal: under 100 µs)")
    print(f"fresh fake with one tenant         {whole:8.1f} µs   ratio {whole / tenant:.2f}")


if __name__ == "__main__":
    main()
