"""Bank accounts and hourly rates through v1 (API.md §4.3, §4.5)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.fake.doors import Door, made
from tests.fake.v1.clients import V1, v1_client

PERSON = {"firstName": "F", "lastName": "L"}


@pytest.fixture
def employee(v1: V1) -> int:
    return int(v1.saved("/Employee", **PERSON)["id"])


@pytest.mark.parametrize("parent", ["Customer", "Supplier", "Employee"])
def test_a_bank_account_is_created_read_updated_and_deleted(v1: V1, parent: str) -> None:
    owner = v1.saved(f"/{parent}", name="A", **PERSON)["id"]
    many = f"/{parent}/{owner}/BankAccount/"
    account = v1.saved(many, code="15032080119", bicSwift="DNBANOKK", bankCode="1503")
    assert account.keys() == {
        *("id", "partyId", "code", "bicSwift", "countryCode", "bankCode", "isActive", "lastChanged")
    }
    assert (account["partyId"], account["isActive"]) == (owner, True)
    changed = v1.saved(many, id=account["id"], bankCode="9999", bicSwift=None)
    assert (changed["code"], changed["bankCode"], "bicSwift" in changed) == ("15032080119", "9999", False)
    assert v1.get(f"{many}{account['id']}")["data"] == changed
    assert v1.get(many) == {"data": [changed], "count": 1, "success": True}
    assert v1.delete(f"{many}{account['id']}/") == {"success": True}
    assert v1.get(many)["data"] == []


def test_all_bank_accounts_are_listed_over_their_owners(v1: V1, employee: int) -> None:
    customer = v1.saved("/Customer", name="A")["id"]
    v1.saved(f"/Customer/{customer}/BankAccount", code="1")
    v1.saved(f"/Employee/{employee}/BankAccount", code="2")
    listed = v1.get("/PartyBankAccount")["data"]
    assert {(row["partyId"], row["code"]) for row in listed} == {(customer, "1"), (employee, "2")}
    assert v1.get("/partybankaccount/", filter="(Code eq '2')", orderby="Id", top=5)["count"] == 1


def test_v2_sees_the_same_bank_accounts(here: Door, v1: V1) -> None:
    v2 = here.client()
    owner = made(v2, "Customers", Name="A")["Id"]
    id = v1.saved(f"/Customer/{owner}/BankAccount", code="1", countryCode="SE")["id"]
    shown = v2.get(f"/ContactBankAccounts/{owner}/{id}").json()
    assert (shown["BankAccountNumber"], shown["CountryCode"]) == ("1", "SE")
    assert v2.delete(f"/ContactBankAccounts/{owner}/{id}").status_code == 200
    assert v1.get(f"/Customer/{owner}/BankAccount")["data"] == []


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/Customer/999/BankAccount", {"code": "1"}),
        ("/Employee/{0}/BankAccount", {}),
        ("/Employee/{0}/BankAccount", {"code": "1", "countryCode": "ZZ"}),
        ("/Employee/{0}/BankAccount", {"id": 77, "code": "1"}),
        ("/Customer/{0}/BankAccount", {"code": "1"}),
    ],
)
def test_a_bank_account_that_cannot_be_is_refused(
    here: Door, v1: V1, employee: int, path: str, fields: dict[str, Any]
) -> None:
    envelope = v1.post(path.format(employee), **fields)
    assert envelope["success"] is False or envelope["data"]["status"] == 400
    assert here.tenant.journal[-1].writes == ()


def test_bank_accounts_have_a_privilege(here: Door, v1: V1, employee: int) -> None:
    here.tenant.withdraw("v1", "ContactBankAccount", writing_only=True)
    assert v1.http.get(f"/Employee/{employee}/BankAccount").status_code == 200
    assert v1.http.post(f"/Employee/{employee}/BankAccount", json={"code": "1"}).status_code == 403
    data = v1.get("/ClientIntegrationInformation/")["data"]
    assert data["invalidPrivileges"] == ["PartyBankAccount_Full"]


def test_pay_goes_to_a_bank_account_of_the_employee_only(here: Door, v1: V1, employee: int) -> None:
    refused = v1.post("/Employee", id=employee, payrollBankAccountCode="1")
    assert refused["success"] is False
    id = v1.saved(f"/Employee/{employee}/BankAccount", code="1")["id"]
    after = v1.saved("/Employee", id=employee, payrollBankAccountCode="1", expenseBankAccountCode="1")
    assert (after["payrollBankAccountCode"], after["expenseBankAccountCode"]) == ("1", "1")
    shown = here.client().get(f"/Employees/{employee}").json()
    assert (shown["SalaryBankAccountId"], shown["ExpenseBankAccountId"]) == (id, id)
    assert v1.delete(f"/Employee/{employee}/BankAccount/{id}")["success"] is False
    cleared = v1.saved("/Employee", id=employee, payrollBankAccountCode=None)
    assert "payrollBankAccountCode" not in cleared
    assert cleared["expenseBankAccountCode"] == "1"


def test_a_new_employee_has_no_bank_account_to_choose(here: Door, v1: V1) -> None:
    assert v1.post("/Employee", **PERSON, payrollBankAccountCode="1")["success"] is False
    assert here.tenant.state()["Employee"] == {}


def test_hourly_rates_are_added_changed_and_removed_one_by_one(v1: V1, employee: int) -> None:
    first = {"validFrom": "2026-01-01", "hourlyRate": 900, "hourlyCost": 400}
    rates = v1.saved("/Employee", id=employee, hourlyRates=[first])["hourlyRates"]
    assert rates == [{**first, "id": 1, "isDeleted": False}]
    rates = v1.saved(
        "/Employee",
        id=employee,
        hourlyRates=[{"validFrom": "2026-07-01", "hourlyRate": 950}, {"id": 1, "hourlyRate": "910"}],
    )["hourlyRates"]
    assert [(rate["id"], rate["hourlyRate"], rate.get("validTo")) for rate in rates] == [
        (1, 910, "2026-06-30"),
        (2, 950, None),
    ]
    assert v1.saved("/Employee", id=employee, jobTitle="B")["hourlyRates"] == rates
    rates = v1.saved("/Employee", id=employee, hourlyRates=[{"id": 1, "isDeleted": True}])["hourlyRates"]
    assert [rate["id"] for rate in rates] == [2]


@pytest.mark.parametrize(
    "rates",
    ["x", [1], [{"id": 9, "hourlyRate": 1}], [{"hourlyRate": 1}], [{"validFrom": "x"}], [{"isDeleted": "x"}]],
)
def test_hourly_rates_that_cannot_be_are_refused(here: Door, v1: V1, employee: int, rates: Any) -> None:
    envelope = v1.post("/Employee", id=employee, hourlyRates=rates)
    assert envelope["success"] is False or envelope["data"]["status"] == 400
    assert here.tenant.journal[-1].writes == ()


def test_accounts_are_at_both_doors(door: Door) -> None:
    origin = "https://api.poweroffice.net" if door.transport else door.base_url.removesuffix("/v2")
    v1 = v1_client(door, origin)
    owner = v1.saved("/Supplier", name="A")["id"]
    v1.saved(f"/supplier/{owner}/bankaccount", Code="1")
    answer = v1.http.get(httpx.URL(f"{origin}/PartyBankAccount"))
    assert answer.json()["count"] == 1
