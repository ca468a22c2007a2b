"""How much memory reading takes, measured where nothing else runs.

A process of its own: what another test left running in this one (a server's thread, say) would be counted too.
"""

from __future__ import annotations

import multiprocessing
import tracemalloc
from concurrent.futures import ProcessPoolExecutor

from talkqa.document import findings, lines, read


def peak_of_reading(data: bytes, part: int | None = None) -> int:
    """Bytes at the peak; with `part`, read as a large document is: so many at a time, and no diagnostic kept."""
    alone = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, alone) as pool:
        return pool.submit(_measured, data, part).result(timeout=60)


def _measured(data: bytes, part: int | None) -> int:
    if part:
        lines.LARGE, lines.PART, findings.FEW = 0, part, 0
    tracemalloc.start()
    document = read(data)
    _, peak = tracemalloc.get_traced_memory()
    assert document.lines, "nothing was read"
    return peak
