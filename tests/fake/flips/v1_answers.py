"""Assumptions about the form of v1's answers, each from both sides."""

from __future__ import annotations

from typing import Any

from tests.fake.doors import Door
from tests.fake.flips.cases import flip
from tests.fake.v1.clients import v1_client


@flip("v1-unknown-id", chosen=[200, False], http_404=[404, False])
def a_customer_that_does_not_exist(door: Door) -> list[object]:
    answer = v1_client(door).http.delete("/Customer/77")
    return [answer.status_code, answer.json()["success"]]


@flip(
    "v1-reading-unknown-id",
    chosen=[[200, ["success"], True]] * 3,
    refused=[[200, ["success", "validation"], False]] * 3,
)
def records_that_do_not_exist(door: Door) -> list[object]:
    v1 = v1_client(door)
    id = v1.saved("Customer", name="Fjord AS")["id"]
    paths = "/Customer/77", f"/Customer/{id}/Contact/77", f"/Customer/{id}/BankAccount/77"
    answers = [v1.http.get(path) for path in paths]
    return [[one.status_code, sorted(one.json()), one.json()["success"]] for one in answers]


@flip("v1-exceptions", chosen=["OData", "AggregatedValidation"], odata_only=["OData", None])
def the_names_of_two_failures(door: Door) -> list[Any]:
    v1 = v1_client(door)
    refused = v1.get("Customer", filter="(Name like 'x')"), v1.post("Customer", name="")
    return [envelope["validation"].get("exception") for envelope in refused]


@flip("v1-binding-errors", chosen=[200, 200], plain_400=[400, 200])
def an_id_that_is_a_word_and_an_empty_option(door: Door) -> list[int]:
    http = v1_client(door).http
    return [http.get(path).status_code for path in ("/Customer/none", "/Customer?$top=")]


@flip("v1-enums", chosen=[2, 0], names=["Print", "None"])
def enums_that_are_set_and_not(door: Door) -> list[Any]:
    saved = v1_client(door).saved("Customer", name="Fjord AS", invoiceDeliveryType=2)
    return [saved["invoiceDeliveryType"], saved["reminderDeliveryType"]]


@flip("v1-is-active", chosen=[True, False], in_lists=[True, True])
def is_active_of_one_and_in_a_list(door: Door) -> list[bool]:
    v1 = v1_client(door)
    saved = v1.saved("Customer", name="Fjord AS")
    return ["isActive" in saved, "isActive" in v1.get("Customer")["data"][0]]


@flip("v1-archived-name", chosen=[True, "isArchived"], archived=[True, "archived"])
def the_archived_mark(door: Door) -> list[Any]:
    """Written and read under its name."""
    name = "archived" if door.tenant.choices.flips else "isArchived"
    saved = v1_client(door).saved("Customer", **{"name": "Fjord AS", name: True})
    return [saved.get(name), *(key for key in saved if key.lower().endswith("archived"))]


@flip("v1-citizenship", chosen=["NO", False], list=[["NO"], True])
def the_citizenship_of_a_person(door: Door) -> list[Any]:
    """As it is shown, and whether a list is taken."""
    v1 = v1_client(door)
    v1.saved("Customer", name="Fjord AS")
    person = {"firstName": "Kari", "lastName": "Lie"}
    saved = v1.saved("Customer/1001/Contact", citizenship="NO", **person)
    again = v1.post("Customer/1001/Contact", citizenship=["SE"], **person)
    return [saved["citizenship"], "id" in again["data"]]


@flip("v1-hidden", chosen=True, a_value=False)
def the_mask_of_a_national_id_sent_back(door: Door) -> Any:
    v1 = v1_client(door)
    saved = v1.saved("Employee", firstName="Kari", lastName="Lie", socialSecurityNumber="01010112345")
    assert saved["socialSecurityNumber"] == "hidden"
    return v1.post("Employee", id=saved["id"], socialSecurityNumber="hidden")["success"]
