"""What a snapshot of a tenant and the way back cost, against making the same records anew."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

from talkqa.fake import Fake, Tenant
from talkqa.fake.planting import plant

LIMIT = 1.0
"""Milliseconds for 1,000 entities, each way."""
REPEATS = 51


def milliseconds(action: Callable[[], object]) -> float:
    """Median wall time of one call."""
    found = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        action()
        found.append((time.perf_counter() - began) * 1e3)
    return statistics.median(found)


def filled(tenant: Tenant, entities: int) -> Tenant:
    """A quarter each of customers, their contact persons, suppliers and employees."""
    person = {"FirstName": "Kari", "LastName": "Lie"}
    count = range(entities // 4)
    plant(
        tenant,
        {
            "Customer": [{"Name": f"Fjord {n}", "ContactPersons": [person]} for n in count],
            "Supplier": [{"Name": f"Garn {n}"} for n in count],
            "Employee": [{**person, "JobTitle": f"{n}"} for n in count],
        },
    )
    return tenant


def main() -> None:
    """Print a line for each size."""
    for entities in (1_000, 10_000, 100_000):
        began = time.perf_counter()
        tenant = filled(Fake().tenant(), entities)
        anew = (time.perf_counter() - began) * 1e3
        taken = milliseconds(tenant.snapshot)
        back = milliseconds(partial(tenant.restore, tenant.snapshot()))
        line = f"{entities:>7} entities   snapshot {taken:7.3f} ms   restore {back:7.3f} ms"
        line += f"   made anew {anew:9.1f} ms   ratio {anew / back:6.0f}"
        if entities == 1_000:
            line += f"   limit {LIMIT} ms: {'kept' if max(taken, back) < LIMIT else 'BROKEN'}"
        print(line)


if __name__ == "__main__":
    main()
