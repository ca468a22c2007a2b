"""What a picture of a failed check is drawn from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from steps._timeline import FIRST, MOST, timeline, type_of
from talkqa.report.redact import redact
from talkqa.verdict import Change, Exchange


def request(number: int, who: str, method: str, path: str, *changes: Change, status: int = 200) -> Exchange:
    return Exchange(number, who, method, path, "", status, None, changes)


def changed(**values: Any) -> Change:
    return Change("Employee", "7", {"LastName": "Berg"}, {"LastName": "Berg", **values})


def test_edits_reads_and_writes_stand_in_the_cycle_they_fell_in() -> None:
    """Two cycles that began after 1 and 4 requests; three reads of one list in a row are one moment."""
    told = timeline(
        [
            request(1, "user", "POST", "/v2/Employees", Change("Employee", "7", None, {"LastName": "Berg"})),
            request(2, "sut", "GET", "/v2/Employees"),
            request(3, "sut", "GET", "/v2/Employees"),
            request(4, "user", "PATCH", "/v2/Employees/7", changed(LastName="Lie", LastChanged="today")),
            request(5, "sut", "GET", "/v2/ContactPersons"),
            request(6, "sut", "PATCH", "/v2/ContactPersons/9", status=422),
        ],
        [1, 4],
    )
    assert [(m["number"], m["cycle"], m["who"], m["did"], m["type"]) for m in told] == [
        (1, 0, "user", "created", "Employee"),
        (2, 1, "sut", "read", "Employee"),
        (4, 1, "user", "changed", "Employee"),
        (5, 2, "sut", "read", "Contactperson"),
        (6, 2, "sut", "was refused", "Contactperson"),
    ]
    assert told[1]["times"] == 2
    assert told[2]["values"] == [{"path": "LastName", "value": "Lie"}]


def test_each_of_two_clients_has_lanes_of_its_own() -> None:
    """An Employee 7 of the source client and one of the target client are two records."""
    seen = (
        request(1, "user", "POST", "/v2/Employees", Change("Employee", "7", None, {"LastName": "Berg"})),
        request(2, "sut", "GET", "/v2/Employees"),
        request(3, "sut", "PATCH", "/v2/Employees/7", status=422),
    )
    told = [moment["type"] for one in seen for moment in timeline([replace(one, client="target")], [])]
    assert told == ["Employee (target)"] * 3
    assert [moment["type"] for moment in timeline(seen, [])] == ["Employee"] * 3


def test_signing_in_is_no_moment() -> None:
    """It concerns no record."""
    assert timeline([request(1, "sut", "POST", "/OAuth/Token")], []) == []


def test_long_scenario_keeps_its_beginning_and_its_end() -> None:
    """And says how many moments are left out between."""
    kinds = ("Employees", "Customers")
    told = timeline([request(n, "sut", "GET", f"/v2/{kinds[n % 2]}") for n in range(1, 101)], [0])
    assert len(told) == MOST
    assert [m["number"] for m in told[:FIRST]] == list(range(1, FIRST + 1))
    assert (told[FIRST]["did"], told[FIRST]["times"]) == ("left out", 100 - MOST + 1)
    assert told[-1]["number"] == 100


def test_value_that_nobody_may_see_is_found_by_its_path() -> None:
    """Redaction by structure: the path names it, however the number looks."""
    told = timeline([request(1, "user", "PATCH", "/v2/Employees/7", changed(NationalIdNumber="123"))], [])
    assert redact.value(told)[0]["values"] == [{"path": "NationalIdNumber", "value": "[redacted]"}]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v2/Customers/5/ContactPersons/9", "Contactperson"),
        ("/v2/ContactPersons", "Contactperson"),
        ("/Customer/", "Customer"),
        ("/Supplier(12)", "Supplier"),
        ("/v2/SalesOrders", ""),
    ],
)
def test_last_kind_in_a_path_counts(path: str, kind: str) -> None:
    """Of either API."""
    assert type_of(path) == kind
