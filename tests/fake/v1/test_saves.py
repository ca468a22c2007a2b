"""POST and DELETE of customers, suppliers and employees through v1 (API.md §4.1 to §4.3, §4.5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fake.doors import Door
from tests.fake.v1.clients import V1


def test_a_created_customer_shows_its_fields_without_nulls_in_camel_case(v1: V1) -> None:
    made = v1.saved(
        "/Customer/", name="A", vatNumber="912345678", code=12000, paymentTerms=14, since="2015-11-26"
    )
    assert made["id"] == v1.get("/Customer")["data"][0]["id"]
    assert (made["name"], made["vatNumber"], made["code"]) == ("A", "912345678", 12000)
    assert (made["paymentTerms"], made["since"]) == (14, "2015-11-26")
    assert (made["isArchived"], made["isActive"], made["useInvoiceFee"]) == (False, True, True)
    assert None not in made.values()
    assert all(name[0].islower() for name in made)


def test_names_match_in_any_case_and_texts_may_be_numbers_and_booleans(v1: V1) -> None:
    made = v1.saved(
        "/Customer", NAME="A", Code="12000", isvatfree="True", HourlyRate="12.5", ISARCHIVED="false"
    )
    assert (made["name"], made["code"], made["isVatFree"], made["hourlyRate"]) == ("A", 12000, True, 12.5)
    assert made["isArchived"] is False


def test_a_post_with_an_id_updates_what_it_sends_and_nothing_else(v1: V1) -> None:
    made = v1.saved(
        "/Customer",
        name="A",
        phoneNumber="1",
        discountPercent=5,
        mailAddress={"address1": "X", "city": "Oslo", "zipCode": "0161"},
    )
    after = v1.saved("/Customer", id=str(made["id"]), name="B")
    moved = {"name": "B", "lastChanged": after["lastChanged"]}
    assert after == {**made, **moved}
    assert v1.get("/Customer")["count"] == 1


def test_null_empties_and_an_absent_field_stays(v1: V1) -> None:
    made = v1.saved("/Supplier", name="A", phoneNumber="1", websiteUrl="w", since="2015-11-26")
    after = v1.saved("/Supplier", id=made["id"], phoneNumber=None, since=None)
    assert "phoneNumber" not in after
    assert "since" not in after
    assert after["websiteUrl"] == "w"


def test_an_id_of_zero_or_null_creates(v1: V1) -> None:
    assert v1.saved("/Customer", id=0, name="A")["id"] != v1.saved("/Customer", id=None, name="B")["id"]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/Customer", {"id": 5, "name": "A"}),
        ("/Customer", {"phoneNumber": "1"}),
        ("/Customer", {"isPerson": True, "name": "A"}),
        ("/Employee", {"firstName": "A"}),
        ("/Customer", {"name": "A", "emailAddress": "nobody"}),
        ("/Customer", {"name": "A", "discountPercent": 101}),
        ("/Customer", {"name": "A", "departmentCode": "none"}),
        ("/Customer", {"name": "A", "contactPersonId": 7}),
        ("/Customer", {"name": "A", "streetAddresses": [{"id": 7, "city": "Oslo", "zipCode": "0161"}]}),
        ("/Customer", {"name": "A", "streetAddresses": [{"city": "Oslo"}]}),
        ("/Customer", {"name": "A", "contactGroups": ["New"], "currencyCode": "XXX"}),
    ],
    ids=str,
)
def test_a_save_that_breaks_a_rule_is_200_without_success_and_writes_nothing(
    here: Door, v1: V1, path: str, fields: dict[str, Any]
) -> None:
    envelope = v1.post(path, **fields)
    assert envelope.keys() == {"success", "validation"}
    assert envelope["success"] is False
    assert envelope["validation"].keys() == {"errorLogReference", "summary", "exception"}
    assert not any(here.tenant.state().values())
    assert here.tenant.journal[-1].writes == ()
    assert [group["Name"] for group in here.client().get("/ContactGroups").json()] == ["Standard"]


def test_a_reference_can_be_used_once_per_type(v1: V1) -> None:
    v1.saved("/Customer", name="A", externalImportReference="r")
    assert v1.post("/Customer", name="B", externalImportReference="r")["success"] is False
    assert v1.post("/Supplier", name="B", externalImportReference="r")["success"] is True


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": 5}, "name"),
        ({"name": "A", "code": "ten"}, "code"),
        ({"name": "A", "isVatFree": "yes"}, "isVatFree"),
        ({"name": "A", "isVatFree": 2}, "isVatFree"),
        ({"name": "A", "isVatFree": 1.0}, "isVatFree"),
        ({"name": "A", "since": "2015-02-30"}, "since"),
        ({"name": "A", "invoiceDeliveryType": 99}, "invoiceDeliveryType"),
        ({"name": "A", "mailAddress": "Oslo"}, "mailAddress"),
        ({"name": "A", "streetAddresses": {}}, "streetAddresses"),
        ({"name": "A", "contactGroups": [1]}, "contactGroups"),
        ({"name": "A", "externalImportReference": "x" * 51}, "externalImportReference"),
    ],
    ids=str,
)
def test_a_value_of_another_kind_is_a_binding_error_inside_a_success(
    v1: V1, fields: dict[str, Any], named: str
) -> None:
    envelope = v1.post("/Customer", **fields)
    assert envelope["success"] is True
    assert envelope["data"]["status"] == 400
    assert set(envelope["data"]["errors"]) == {named}
    assert v1.get("/Customer")["count"] == 0


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b'"a"', b"[" * 5000, b'{"name":"\\ud800"}', b"\xff", b'{"id":1e400}']
)
def test_a_body_that_is_no_record_writes_nothing(v1: V1, body: bytes) -> None:
    answer = v1.http.post("/Customer", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["data"]["status"] == 400
    assert v1.get("/Customer")["count"] == 0


def test_another_content_type_is_415(v1: V1) -> None:
    assert v1.http.post("/Customer", content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415


@pytest.mark.parametrize("value", [1, "1", "PdfByEmail", "pdfbyemail"])
def test_an_enum_is_taken_as_number_or_name_and_shown_as_number(v1: V1, value: Any) -> None:
    made = v1.saved("/Customer", name="A", emailAddress="a@b.no", invoiceDeliveryType=value)
    assert made["invoiceDeliveryType"] == 1
    assert v1.get("/Customer", filter="(InvoiceDeliveryType eq 1)")["count"] == 1


def test_an_enum_that_is_not_set_is_0(v1: V1) -> None:
    made = v1.saved("/Employee", firstName="A", lastName="B", gender=2)
    assert made["gender"] == 2
    assert v1.saved("/Employee", id=made["id"], gender=0)["gender"] == 0


def test_contact_groups_are_names_and_unknown_ones_are_created(here: Door, v1: V1) -> None:
    made = v1.saved("/Customer", name="A", contactGroups=["VIP", "Standard"])
    assert made["contactGroups"] == ["VIP", "Standard"]
    again = v1.saved("/Supplier", name="B", contactGroups=["VIP"])
    assert again["contactGroups"] == ["VIP"]
    listed = here.client().get("/ContactGroups").json()
    assert sorted(group["Name"] for group in listed) == ["Standard", "VIP"]


def test_street_addresses_are_replaced_as_a_whole_and_known_ids_are_kept(v1: V1) -> None:
    first = {"address1": "1 A Street", "city": "Oslo", "zipCode": "0161"}
    second = {"address1": "2 B Street", "city": "Bergen", "zipCode": "5003"}
    made = v1.saved("/Customer", name="A", streetAddresses=[first, second])
    one, two = made["streetAddresses"]
    assert (one["address1"], one["isPrimary"], two["isPrimary"]) == ("1 A Street", True, False)
    after = v1.saved("/Customer", id=made["id"], streetAddresses=[{"id": two["id"], "city": "Moss"}, first])
    kept, new = after["streetAddresses"]
    assert (kept["id"], kept["city"], kept["address1"]) == (two["id"], "Moss", "2 B Street")
    assert new["id"] not in (one["id"], two["id"])
    assert v1.saved("/Customer", id=made["id"], name="B")["streetAddresses"] == after["streetAddresses"]
    assert v1.saved("/Customer", id=made["id"], streetAddresses=[])["streetAddresses"] == []


def test_parts_of_a_mail_address_that_are_not_sent_stay(v1: V1) -> None:
    made = v1.saved("/Customer", name="A", mailAddress={"address1": "X", "city": "Oslo"})
    after = v1.saved("/Customer", id=made["id"], mailAddress={"city": "Moss"})["mailAddress"]
    assert (after["id"], after["address1"], after["city"]) == (made["mailAddress"]["id"], "X", "Moss")
    assert "mailAddress" not in v1.saved("/Customer", id=made["id"], mailAddress=None)


@pytest.mark.parametrize(
    "address",
    [
        {"mailAddress": {"city": "Moss"}},
        {"mailAddress": None},
        {"streetAddresses": [{"city": "Moss", "zipCode": "1500"}]},
        {"streetAddresses": []},
    ],
    ids=str,
)
def test_last_changed_moves_with_an_address(here: Door, v1: V1, address: dict[str, Any]) -> None:
    street = {"city": "Oslo", "zipCode": "0161"}
    made = v1.saved("/Customer", name="A", mailAddress=street, streetAddresses=[street])
    here.tenant.clock.advance(60)
    after = v1.saved("/Customer", id=made["id"], **address)
    assert after["lastChanged"] > made["lastChanged"]
    assert after["createdDate"] == made["createdDate"]


def test_private_values_read_hidden_and_a_mask_sent_back_changes_nothing(here: Door, v1: V1) -> None:
    for path in ("/Customer", "/Supplier"):
        made = v1.saved(path, name="A", socialSecurityNumber="01017012345")
        assert made["socialSecurityNumber"] == "hidden"
        assert v1.saved(path, **made)["socialSecurityNumber"] == "hidden"
        assert "socialSecurityNumber" not in v1.saved(path, id=made["id"], socialSecurityNumber=None)


def test_what_was_read_can_be_sent_back(v1: V1) -> None:
    street = {"city": "Oslo", "zipCode": "0161", "externalCode": "s"}
    made = v1.saved("/Customer", name="A", streetAddresses=[street], mailAddress=street, paymentTerms=10)
    again = v1.saved("/Customer", **made)
    assert {**again, "lastChanged": ""} == {**made, "lastChanged": ""}


def test_fields_of_v1_alone_are_kept(v1: V1) -> None:
    made = v1.saved(
        "/Supplier", name="A", standardGeneralLedgerAccountCode=4300, reportInternationalId="true"
    )
    after = v1.saved("/Supplier", id=made["id"], name="B")
    assert (after["standardGeneralLedgerAccountCode"], after["reportInternationalId"]) == (4300, True)
    assert v1.get("/Supplier", filter="(StandardGeneralLedgerAccountCode eq 4300)")["count"] == 1


def test_is_active_switches_the_role_and_is_left_out_of_lists(v1: V1) -> None:
    made = v1.saved("/Customer", name="A", isActive=False)
    assert made["isActive"] is False
    assert v1.get(f"/Customer/{made['id']}")["data"]["isActive"] is False
    assert "isActive" not in v1.get("/Customer")["data"][0]
    assert v1.saved("/Customer", id=made["id"], isActive="true")["isActive"] is True


def test_a_deleted_record_is_gone(v1: V1) -> None:
    id = v1.saved("/Customer", name="A")["id"]
    assert v1.delete(f"/Customer/{id}/") == {"success": True}
    assert v1.get("/Customer")["count"] == 0
    assert v1.get(f"/Customer/{id}") == {"success": True}
    assert v1.delete(f"/Customer/{id}")["success"] is False


def test_a_record_in_use_cannot_be_deleted_and_says_so_as_documented(here: Door, v1: V1) -> None:
    id = v1.saved("/Customer", name="A")["id"]
    here.tenant.mark_in_use("Customer", id)
    summary = "The entity could not be deleted due to related data"
    assert v1.delete(f"/Customer/{id}") == {"success": False, "validation": {"summary": summary}}


@pytest.mark.parametrize("id", ["x", "-1", "1.5", "9" * 30])
def test_an_id_that_is_no_number_is_a_binding_error(v1: V1, id: str) -> None:
    assert v1.get(f"/Customer/{id}")["data"]["errors"].keys() == {"id"}
