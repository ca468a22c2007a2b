"""How Python's garbage collector is set for a process that does nothing but serve."""

from __future__ import annotations

import gc

THRESHOLDS = (10_000, 100, 50)
"""New objects until the youngest are looked at, and how many such looks until one at the older and the oldest.

All that a journal gains is new and stays, so a look costs as much as there is to look at, whenever it comes: 2 ms for
this many, and all requests wait for it. Of 50,000 it would be 11 ms (measured).
"""


def settle() -> None:
    """Leave what is there alone from now on, and look at the rest more seldom.

    Records and journal live long and hold no cycles, but a full collection looks at each of them, and all requests
    wait for it meanwhile. Not for a process that others share: it changes the collector for all of it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
