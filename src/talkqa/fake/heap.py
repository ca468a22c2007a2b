"""How Python's garbage collector is set for a process that does nothing but serve."""

from __future__ import annotations

import gc

THRESHOLDS = (50_000, 20, 50)
"""New objects until the youngest are looked at, and how many such looks until one at the older and the oldest."""


def settle() -> None:
    """Leave what is there alone from now on, and look at the rest more seldom.

    Records and journal live long and hold no cycles, but a full collection looks at each of them, and all requests
    wait for it meanwhile. Not for a process that others share: it changes the collector for all of it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
