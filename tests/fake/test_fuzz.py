"""A short run of Schemathesis with a fixed seed; `make fuzz` is the long one."""

from __future__ import annotations

import importlib.util
import os
from types import SimpleNamespace

import pytest

from talkqa.fake import Fake, Fault, Response
from talkqa.fake.planting import plant
from tests.fake.fuzz.__main__ import SEED, judge, schemathesis

SHORT = ["--include-path-regex=^/ContactGroups", "--max-examples=2", "--seed=1", "--generation-deterministic"]


@pytest.fixture(scope="module", autouse=True)
def _needs_schemathesis() -> None:
    if importlib.util.find_spec("schemathesis") is None:
        wanted = "schemathesis is not installed: make .venv/fuzz"
        pytest.fail(wanted) if os.environ.get("CI") else pytest.skip(wanted)


def fuzzed(*faults: Fault) -> tuple[int, int]:
    """What Schemathesis says of a tenant with these faults, and what we say of the run: exit codes."""
    fake = Fake()
    tenant = fake.tenant()
    plant(tenant, SEED)
    for fault in faults:
        tenant.plan(fault)
    with fake.serve() as server:
        code = schemathesis(server, tenant, SHORT)
    return code, judge(tenant, code, 0.0)


def test_nothing_is_found_in_the_contact_groups() -> None:
    assert fuzzed() == (0, 0)


def test_a_status_that_the_document_does_not_have_is_found() -> None:
    answer = Response.json(200, {"Surprise": 1})
    assert fuzzed(Fault("wrong", operation="GET /ContactGroups/{id}", answer=answer, times=10**6))[0] == 1


@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ("MaxPageSize=ten", True),
        ("resourceParameter%5BMaxPageSize%5D=ten", True),
        ("MaxPageSize%5Ba%5D=ten", False),
        ("PageSize=3", False),
    ],
)
def test_a_wrong_value_in_a_query_counts_when_it_arrived_under_its_name(query: str, counts: bool) -> None:
    from schemathesis.core.failures import AcceptedNegativeData

    from tests.fake.fuzz.exceptions import reason

    told = "Invalid component: parameter `MaxPageSize` in query\n - violates `type` at /properties/MaxPageSize (was …)"
    failure = AcceptedNegativeData(
        operation="GET /x", message=told, status_code=200, expected_statuses=["400"]
    )
    case = SimpleNamespace(query={}, body=None)
    answer = SimpleNamespace(request=SimpleNamespace(url=f"http://127.0.0.1/v2/Customers?{query}"))
    assert (reason(failure, case, answer) is None) is counts
