"""The named kinds of misbehaviour, and how one is planned by name.

    tenant.plan(plan("commit-lost", operation="POST /Customers", credential="sut"))

Knows nothing of who plans: a test, a scenario or a control route.
"""

from talkqa.fake.mishaps import commit, paging, refusals, rewriting, stamps, transport
from talkqa.fake.mishaps.kinds import (
    KINDS,
    Kind,
    MishapError,
    plan,
    plan_from,
)

__all__ = [
    "KINDS",
    "Kind",
    "MishapError",
    "commit",
    "paging",
    "plan",
    "plan_from",
    "refusals",
    "rewriting",
    "stamps",
    "transport",
]
