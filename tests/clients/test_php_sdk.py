"""A PHP SDK of v2 (jbevanac/poweroffice), by the requests that its classes write.

Every list ends in `OrderBy=Field asc`, numbers and texts come as one comma list, plain JSON carries patches, and
three headers stand twice: once from the request, once from the client that sends it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.clients.wire import Answer, Place

JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class Doubled(dict[str, str]):
    """Headers of which each stands on the wire twice."""

    def items(self) -> Any:
        return [pair for pair in super().items() for _ in range(2 if pair[0] != "Authorization" else 1)]


@pytest.fixture
def headers(place: Place) -> dict[str, str]:
    return Doubled({**place.v2_headers(), **JSON})


def send(place: Place, headers: dict[str, str], method: str, target: str, body: Any = None) -> Answer:
    return place.send(method, target, headers, None if body is None else json.dumps(body))


def make(place: Place, headers: dict[str, str], path: str, **fields: Any) -> int:
    answer = send(place, headers, "POST", path, fields)
    assert answer.status == 201, answer.body
    return int(answer.json()["Id"])


def test_employees_are_found_by_their_numbers_and_addresses(place: Place, headers: dict[str, str]) -> None:
    ids = [
        make(
            place,
            headers,
            "/v2/Employees",
            firstName=name,
            lastName="Lie",
            number=number,
            emailAddress=f"{name.lower()}@a.no",
        )
        for name, number in (("Kari", 5), ("Per", 6), ("Ola", 7))
    ]
    found = send(place, headers, "GET", "/v2/Employees?employeeNos=5%2C6&Fields=id")
    assert found.json() == [{"Id": ids[0]}, {"Id": ids[1]}]
    query = (
        "employeeNos=5%2C7&employeeEmails=ola%40a.no&Fields=id&OrderBy=FirstName+asc&PageNumber=1&PageSize=5"
    )
    assert send(place, headers, "GET", f"/v2/Employees?{query}").json() == [{"Id": ids[2]}]


def test_an_empty_list_is_told_by_its_status(place: Place, headers: dict[str, str]) -> None:
    answer = send(
        place,
        headers,
        "GET",
        "/v2/Employees?lastChangedDateTimeOffsetGreaterThan=2021-09-25+08%3A03%3A00.000000+%2B02%3A00",
    )
    assert (answer.status, answer.body) == (204, b"")


def test_a_bank_account_of_an_employee_is_made_listed_and_chosen(
    place: Place, headers: dict[str, str]
) -> None:
    employee = make(place, headers, "/v2/Employees", firstName="Kari", lastName="Lie")
    path = f"/v2/ContactBankAccounts/{employee}"
    account = make(place, headers, path, bankAccountNumber="12345678903", countryCode="NO", isActive=True)
    query = f"contactIds={employee}&bankAccountNumbers=12345678903&Fields=id&OrderBy=ContactId+asc"
    assert send(place, headers, "GET", f"/v2/ContactBankAccounts?{query}").json() == [{"Id": account}]
    choice = [{"op": "replace", "path": "/salaryBankAccountId", "value": account}]
    answer = send(place, headers, "PATCH", f"/v2/Employees/{employee}/BankAccounts", choice)
    assert (answer.status, answer.json()["SalaryBankAccountId"]) == (200, account), answer.body


def test_a_patch_replaces_copies_and_removes(place: Place, headers: dict[str, str]) -> None:
    employee = make(place, headers, "/v2/Employees", firstName="Kari", lastName="Lie", phoneNumber="22")
    operations = [
        {"op": "replace", "path": "/emailAddress", "value": "a@b.no"},
        {"op": "copy", "path": "/jobTitle", "from": "/lastName"},
        {"op": "remove", "path": "/phoneNumber"},
    ]
    answer = send(place, headers, "PATCH", f"/v2/Employees/{employee}", operations).json()
    assert [answer[name] for name in ("EmailAddress", "JobTitle", "PhoneNumber")] == ["a@b.no", "Lie", None]


@pytest.mark.parametrize(
    ("method", "target", "body"),
    [
        ("GET", "/v2/Employees/77", None),
        ("POST", "/v2/Employees", {"firstName": "Kari"}),
        ("PATCH", "/v2/Employees/77", [{"op": "replace", "path": "/jobTitle", "value": "Boss"}]),
    ],
)
def test_a_refusal_fills_its_class_for_problems(
    place: Place, headers: dict[str, str], method: str, target: str, body: Any
) -> None:
    """Five members, read in either letter case, and nothing else is asked for."""
    problem = send(place, headers, method, target, body).json()
    assert {"type", "title", "status", "detail", "instance"} <= problem.keys()
    assert isinstance(problem["status"], int)
