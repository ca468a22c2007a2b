"""JSON Patch (P-6, API.md §5.3)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from talkqa.fake import patch
from talkqa.fake.errors import InvalidError
from talkqa.fake.schema import SHEETS
from tests.fake.doors import Door, made, replaced


@pytest.fixture
def path(client: httpx.Client, here: Door) -> str:
    here.tenant.store.catalogue.add("Contact group", "Two")
    address = {"City": "Oslo", "ZipCode": "0161", "AddressLine1": "Storgata 1"}
    record = made(client, "Customers", Name="A", PhoneNumber="1", ContactGroupIds=[1, 2], MailAddress=address)
    return f"/Customers/{record['Id']}"


def patched(client: httpx.Client, path: str, *steps: dict[str, Any]) -> Any:
    answer = client.patch(path, json=list(steps))
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("steps", "name", "expected"),
    [
        ([{"op": "add", "path": "/PhoneNumber", "value": "2"}], "PhoneNumber", "2"),
        ([{"op": "replace", "path": "/phonenumber", "value": "2"}], "PhoneNumber", "2"),
        ([{"op": "Replace", "path": "phoneNumber", "value": "2"}], "PhoneNumber", "2"),
        ([{"op": "remove", "path": "/PhoneNumber"}], "PhoneNumber", None),
        ([{"op": "replace", "path": "/PhoneNumber", "value": None}], "PhoneNumber", None),
        ([{"op": "replace", "path": "/PhoneNumber", "value": ""}], "PhoneNumber", ""),
        ([{"op": "remove", "path": "/SendPaymentReminders"}], "SendPaymentReminders", True),
        ([{"op": "copy", "from": "/Name", "path": "/LegalName"}], "LegalName", "A"),
        ([{"op": "move", "from": "/PhoneNumber", "path": "/LegalName"}], "PhoneNumber", None),
        ([{"op": "add", "path": "/ContactGroupIds/-", "value": 1}], "ContactGroupIds", [1, 2, 1]),
        ([{"op": "add", "path": "/ContactGroupIds/0", "value": "2"}], "ContactGroupIds", [2, 1, 2]),
        ([{"op": "remove", "path": "/ContactGroupIds/0"}], "ContactGroupIds", [2]),
        ([{"op": "remove", "path": "/ContactGroupIds/-"}], "ContactGroupIds", [1]),
        ([{"op": "replace", "path": "/ContactGroupIds", "value": []}], "ContactGroupIds", []),
        ([{"op": "remove", "path": "/ContactGroupIds"}], "ContactGroupIds", []),
        ([{"op": "replace", "path": "/Allowance", "value": "12.5"}], "Allowance", 12.5),
        (
            [{"op": "replace", "path": "/InvoiceDeliveryType", "value": "print"}],
            "InvoiceDeliveryType",
            "Print",
        ),
        ([{"op": "test", "path": "/Name", "value": "A"}], "Name", "A"),
    ],
)
def test_an_operation_does_what_it_says(
    client: httpx.Client, path: str, steps: list[dict[str, Any]], name: str, expected: object
) -> None:
    assert patched(client, path, *steps)[name] == expected
    assert client.get(path).json()[name] == expected


@pytest.mark.parametrize(
    ("document", "detail"),
    [
        (
            [{"op": "replace", "path": "/name2", "value": "x"}],
            "CustomerPatchDto: The target location specified by path segment 'name2' was not found.",
        ),
        ([{"op": "replace", "path": "/Id", "value": 5}], "segment 'Id' was not found"),
        ([{"op": "replace", "path": "/IsActive", "value": True}], "segment 'IsActive' was not found"),
        ([{"op": "replace", "path": "/PaymentTerm", "value": 14}], "segment 'PaymentTerm' was not found"),
        ([{"op": "replace", "path": "/MailAddress/Id", "value": 5}], "segment 'Id' was not found"),
        ([{"op": "replace", "path": "/Name/x", "value": 5}], "segment 'x' was not found"),
        ([{"op": "replace", "path": "/MailAddress/City/x", "value": 5}], "segment 'x' was not found"),
        ([{"op": "replace", "path": "", "value": {}}], "segment '' was not found"),
        ([{"op": "copy", "from": "/Id", "path": "/Name"}], "segment 'Id' was not found"),
        (
            [{"op": "replace", "path": "/IsPerson", "value": "bogus"}],
            "CustomerPatchDto: The value 'bogus' is invalid for target location.",
        ),
        ([{"op": "replace", "path": "/Name", "value": {"a": [1]}}], "'object' is invalid"),
        ([{"op": "copy", "from": "/IsPerson", "path": "/Name"}], "'False' is invalid"),
        ([{"op": "replace", "path": "/MailAddress/City", "value": 5}], "'5' is invalid"),
        ([{"op": "replace", "path": "/MailAddress/CountryCode", "value": "UK"}], "code UK is not valid"),
        (
            [{"op": "replace", "path": "/InvoiceDeliveryType", "value": 2}],
            "Enum 'invoicedeliverytype' with value = 2 is not valid."
            " (Enums is not allowed to be represented as integers).",
        ),
        ([{"op": "replace", "path": "/Name", "value": None}], "Name is required."),
        ([{"op": "remove", "path": "/Name"}], "Name is required."),
        ([{"op": "replace", "path": "/IsPerson", "value": True}], "FirstName and LastName is required."),
        ([{"op": "replace", "path": "/Number", "value": None}], "Number None is not within"),
        ([{"op": "test", "path": "/Name", "value": "B"}], "A test operation failed."),
        ([{"op": "remove", "path": "/ContactGroupIds/7"}], "CustomerPatchDto"),
        ([{"op": "replace", "path": "/ContactGroupIds/-", "value": 1}], "CustomerPatchDto"),
        ([{"op": "merge", "path": "/Name", "value": 1}], "Invalid JsonPatch operation 'merge'"),
        ([{"op": "replace", "path": "/Name"}], "needs a value"),
        (
            [{"op": "replace", "path": "/Name", "value": "x", "from": 1}],
            "The from of an operation is a path.",
        ),
        ([{"op": "copy", "from": "/MailAddress", "path": "/Name"}], "The value 'object' is invalid"),
        (
            [{"op": "copy", "from": "/ContactGroupIds", "path": "/ContactGroupIds/-"}] * 64,
            "The value 'array'",
        ),
        ([{"op": "replace", "value": "x"}], "needs a path"),
        ([7], "is an object"),
        ({"Name": "B"}, "array of operations"),
    ],
)
def test_what_does_not_fit_is_400_and_changes_nothing(
    client: httpx.Client, path: str, document: Any, detail: str
) -> None:
    before = client.get(path).json()
    answer = client.patch(path, json=document)
    assert (answer.status_code, answer.json()["title"]) == (400, "Customer validation error(s)")
    assert detail in answer.json()["detail"]
    assert client.get(path).json() == before


def test_operations_are_carried_out_together_or_not_at_all(client: httpx.Client, path: str) -> None:
    steps: list[dict[str, Any]] = [
        {"op": "replace", "path": "/Name", "value": "B"},
        {"op": "replace", "path": "/LegalName", "value": "C"},
    ]
    done = patched(client, path, *steps)
    assert (done["Name"], done["LegalName"]) == ("B", "C")
    wrong = [{"op": "replace", "path": "/Name", "value": "D"}, {"op": "remove", "path": "/Nothing"}]
    assert client.patch(path, json=wrong).status_code == 400
    assert client.get(path).json() == done


def test_a_part_of_the_address_is_set_alone(client: httpx.Client, path: str) -> None:
    before = client.get(path).json()["MailAddress"]
    after = patched(client, path, {"op": "replace", "path": "/mailAddress/city", "value": "Bergen"})
    changed = {name for name, value in after["MailAddress"].items() if value != before[name]}
    assert changed == {"City", "LastChangedDateTimeOffset"}


def test_a_part_of_an_address_that_is_not_there_creates_it(client: httpx.Client) -> None:
    id = made(client, "Suppliers", Name="A")["Id"]
    address = replaced(client, f"/Suppliers/{id}", MailAddress__City="Oslo").json()["MailAddress"]
    assert (address["City"], address["ZipCode"], address["CountryCode"]) == ("Oslo", None, "NO")
    assert address["Id"] is not None


def test_emptying_a_part_of_an_address_that_is_not_there_creates_none(client: httpx.Client) -> None:
    id = made(client, "Suppliers", Name="A")["Id"]
    step = {"op": "remove", "path": "/MailAddress/City"}
    assert patched(client, f"/Suppliers/{id}", step)["MailAddress"] is None


def test_an_address_is_replaced_as_a_whole_and_taken_away(client: httpx.Client, path: str) -> None:
    whole = patched(client, path, {"op": "add", "path": "/MailAddress", "value": {"city": "Moss"}})
    assert (whole["MailAddress"]["City"], whole["MailAddress"]["AddressLine1"]) == ("Moss", None)
    gone = patched(client, path, {"op": "remove", "path": "/MailAddress"})
    assert gone["MailAddress"] is None
    steps: list[dict[str, Any]] = [
        {"op": "add", "path": "/MailAddress", "value": None},
        {"op": "add", "path": "/MailAddress/City", "value": "Ås"},
    ]
    assert patched(client, path, *steps)["MailAddress"]["City"] == "Ås"


def test_a_country_that_is_emptied_becomes_norway_again(client: httpx.Client, path: str) -> None:
    replaced(client, path, MailAddress__CountryCode="SE")
    assert client.get(path).json()["MailAddress"]["CountryCode"] == "SE"
    assert replaced(client, path, MailAddress__CountryCode=None).json()["MailAddress"]["CountryCode"] == "NO"


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json-patch+json", 200),
        ("application/json", 200),
        ("text/plain", 415),
        ("text/json", 415),
    ],
)
def test_content_types_of_a_patch(client: httpx.Client, path: str, content_type: str, status: int) -> None:
    body = b'[{"op": "replace", "path": "/Name", "value": "B"}]'
    assert client.patch(path, content=body, headers={"content-type": content_type}).status_code == status


def test_an_old_sin_does_not_block_an_innocent_edit(here: Door, client: httpx.Client) -> None:
    id = made(client, "Customers", Name="A", EmailAddress="no address")["Id"]
    here.tenant.add_role("Supplier", id)
    assert replaced(client, f"/Suppliers/{id}", PhoneNumber="1").status_code == 200
    assert replaced(client, f"/Suppliers/{id}", EmailAddress="no address").status_code == 400


def test_an_unknown_record_is_404_before_its_patch_is_read(client: httpx.Client) -> None:
    assert client.patch("/Customers/5", json={"not": "a patch"}).status_code == 404


def test_a_hidden_number_survives_other_edits(client: httpx.Client) -> None:
    fields = {"FirstName": "A", "LastName": "B", "NationalIdNumber": "30011679680"}
    id = made(client, "Employees", **fields)["Id"]
    assert replaced(client, f"/Employees/{id}", JobTitle="CTO").json()["NationalIdNumber"] == "hidden"
    assert replaced(client, f"/Employees/{id}", NationalIdNumber="hidden").status_code == 400
    assert replaced(client, f"/Employees/{id}", NationalIdNumber=None).json()["NationalIdNumber"] is None


VALUES: tuple[Any, ...] = (
    None,
    "",
    "1",
    "x" * 51,
    "no",
    "ehf",
    "Male",
    "2020-01-02",
    "2020-13-02",
    0,
    -1,
    1.5,
    True,
)
ODD = ({"path": "phonenumber"}, {"op": "remove"}, {"op": "test"}, {"from": 5}, {"path": None})


@pytest.mark.parametrize("type", SHEETS)
def test_what_is_worked_out_without_the_record_is_what_the_record_would_give(type: str) -> None:
    """Every property, every kind of value, one step and two: the short way says the same, or nothing at all."""
    sheet, told = SHEETS[type], 0
    for name in [field.name for field in sheet.fields]:
        for value in VALUES:
            first = {"op": "add", "path": f"/{name}", "value": value}
            second = {"op": "replace", "path": "/PhoneNumber", "value": "2"}
            for document in ([first], [second, first], [first, {**first, "value": "1"}]):
                short = patch.whole_properties(sheet, document)
                told += short is not None
                assert short is None or short == patch.apply(sheet, {}, document), document
    assert told > 100


@pytest.mark.parametrize("odd", ODD)
def test_the_short_way_leaves_all_other_documents_alone(odd: dict[str, Any]) -> None:
    step = {"op": "replace", "path": "/PhoneNumber", "value": "2"}
    assert patch.whole_properties(SHEETS["Customer"], [step]) == ({"PhoneNumber": "2"}, {"PhoneNumber"})
    assert patch.whole_properties(SHEETS["Customer"], [step, {**step, **odd}]) is None
    assert patch.whole_properties(SHEETS["Customer"], {**step}) is None
    with pytest.raises(InvalidError):
        patch.apply(SHEETS["Customer"], {}, {**step})
