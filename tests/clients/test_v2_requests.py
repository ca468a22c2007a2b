"""Requests of clients of v2 in use, as they put them on the wire.

Tags in square brackets are the sources of API.md §8.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.clients.wire import FORM, GRANT, Place

JSON = "application/json"
PATCH = "application/json-patch+json"


@pytest.fixture
def signed(place: Place) -> dict[str, str]:
    return place.v2_headers()


def post(place: Place, signed: dict[str, str], target: str, kind: str = JSON, **fields: Any) -> Any:
    """The record of a creation that is accepted."""
    answer = place.send("POST", target, {**signed, "Content-Type": kind}, json.dumps(fields))
    assert answer.status == 201, answer.body
    return answer.json()


SIGN_INS = {
    "requests with auth": ("/OAuth/Token", {"Content-Type": FORM}, GRANT),
    "lower-case route [jbevanac]": ("/oauth/token", {"Content-Type": FORM, "Accept": JSON}, GRANT),
    "half lower case": ("/oauth/Token", {"Content-Type": FORM}, GRANT),
    "the demo service [crm]": ("/Demo/OAuth/Token", {"Content-Type": FORM}, GRANT),
    "the same in lower case [pacely]": ("/demo/oauth/token", {"Content-Type": FORM}, GRANT),
    "empty client fields [grasp]": (
        "/OAuth/Token",
        {"Content-Type": FORM},
        f"client_id=&client_secret=&{GRANT}",
    ),
    "fetch with URLSearchParams": ("/OAuth/Token", {"Content-Type": f"{FORM};charset=UTF-8"}, GRANT),
}


@pytest.mark.parametrize("name", SIGN_INS)
def test_a_sign_in_is_answered_with_a_token(place: Place, name: str) -> None:
    target, headers, body = SIGN_INS[name]
    keys = {"Authorization": place.basic, "Ocp-Apim-Subscription-Key": place.subscription}
    answer = place.send("POST", target, {**keys, **headers}, body)
    assert (answer.status, answer.json()["token_type"]) == (200, "bearer")


def test_the_subscription_key_may_be_in_the_query_from_first_to_last(place: Place) -> None:
    """[pacely-auth]"""
    query = f"?subscription-key={place.subscription}"
    headers = {"Authorization": place.basic, "Content-Type": FORM}
    token = place.send("POST", f"/OAuth/Token{query}", headers, GRANT).json()["access_token"]
    answer = place.send("GET", f"/v2/Customers{query}", {"Authorization": f"Bearer {token}"})
    assert answer.status == 204


LISTS = {
    "page size in camel case": ("/v2/Customers?pageSize=1000", "ABC"),
    "pages as an object [pacely]": (
        "/v2/Customers?resourceParameter[PageNumber]=2&resourceParameter[PageSize]=2",
        "C",
    ),
    "pages as one text, by generated C#": (
        "/v2/Customers?customerNos=10000-&resourceParameter=class ResourceParameters {\n  PageSize: 1\n}\n",
        "ABC",
    ),
    "a PHP time stamp [jbevanac]": (
        "/v2/Customers?lastChangedDateTimeOffsetGreaterThan=2021-09-25+08%3A03%3A00.000000+%2B00%3A00",
        "ABC",
    ),
    "seven decimals [grasp]": (
        "/v2/Customers?PageNumber=1&PageSize=20000"
        "&lastChangedDateTimeOffsetGreaterThan=2021-09-25T08%3A03%3A00.0000000%2B00%3A00",
        "ABC",
    ),
    "order in any case": ("/v2/customers?orderBy=name desc&pageNumber=1&pageSize=1", "C"),
    "one organisation number [tor2r] [crm]": ("/v2/Customers?organizationNumbers=914212345", "B"),
    "what a CRM shows": (
        "/Demo/v2/Customers?Fields=Id,Name,LegalName,FirstName,LastName,IsPerson,IsActive,IsArchived,"
        "OrganizationNumber,EmailAddress,PhoneNumber,WebsiteUrl,MailAddress&PageNumber=1&PageSize=1000",
        "ABC",
    ),
    "blank filters [sjurebass]": ("/v2/Customers?organizationNumbers=&emailAddresses=&customerNos=", "ABC"),
    "the demo service": ("/demo/v2/Customers/", "ABC"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_gives_the_rows_that_were_meant(place: Place, signed: dict[str, str], name: str) -> None:
    for one, number in zip("ABC", (None, "914212345", None), strict=True):
        post(place, signed, "/v2/Customers", Name=one, OrganizationNumber=number)
    target, expected = LISTS[name]
    answer = place.send("GET", target, {**signed, "Accept": JSON, "Content-Type": JSON})
    assert [row["Name"] for row in answer.json()] == list(expected), answer.body


def test_next_page_links_are_followed_as_they_stand_to_the_last(place: Place, signed: dict[str, str]) -> None:
    """[abc]: fetches the link as a complete address until there is none."""
    for one in "ABCDE":
        post(place, signed, "/v2/Suppliers", Name=one)
    link, names = f"{place.server.origin}/v2/Suppliers?pageSize=2", []
    while link:
        assert link.startswith(place.server.origin)
        answer = place.send("GET", link.removeprefix(place.server.origin), signed)
        names += [row["Name"] for row in answer.json()]
        link = json.loads(answer.headers["x-pagination"])["nextPageLink"]
    assert names == list("ABCDE")


CREATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "camel case": (JSON, {"name": "A", "emailAddress": "a@b.no"}),
    "the content type of a patch [pacely]": (PATCH, {"Name": "A"}),
    "an unknown property [smplas]": (JSON, {"Name": "A", "JobTitle": "Boss"}),
    "a charset": ("application/json; charset=utf-8", {"Name": "Ærø"}),
    "nothing but nulls beside the name [crm]": (
        JSON,
        {
            "Name": "A",
            "IsPerson": False,
            "OrganizationNumber": None,
            "EmailAddress": None,
            "PaymentTerm": None,
        },
    ),
    "a property that is only read": (JSON, {"Name": "A", "IsActive": True, "InvoiceDeliveryType": "Print"}),
}


@pytest.mark.parametrize("name", CREATIONS)
def test_a_creation_is_taken(place: Place, signed: dict[str, str], name: str) -> None:
    kind, fields = CREATIONS[name]
    made = post(place, signed, "/v2/Customers", kind, **fields)
    assert made["Name"] == fields.get("Name", fields.get("name"))


@pytest.mark.parametrize("kind", [PATCH, JSON, f"{PATCH}; charset=utf-8", f"{JSON}; charset=utf-8"])
@pytest.mark.parametrize("path", ["/PhoneNumber", "/phoneNumber", "/phonenumber"])
def test_a_patch_is_taken_in_either_content_type_and_any_case(
    place: Place, signed: dict[str, str], kind: str, path: str
) -> None:
    """[jbevanac] [tor2r] [abc] send plain JSON, [smplas] and [pacely] the declared type."""
    made = post(place, signed, "/v2/Customers", Name="A")
    body = json.dumps([{"op": "replace", "path": path, "value": "+47 22"}])
    answer = place.send("PATCH", f"/v2/Customers/{made['Id']}", {**signed, "Content-Type": kind}, body)
    assert (answer.status, answer.json()["PhoneNumber"]) == (200, "+47 22")


def test_a_location_that_is_not_there_is_refused(place: Place, signed: dict[str, str]) -> None:
    """[crm] patches /PaymentTerm on customers, and should get 400."""
    made = post(place, signed, "/v2/Customers", Name="A")
    body = json.dumps([{"op": "replace", "path": "/PaymentTerm", "value": 14}])
    answer = place.send("PATCH", f"/v2/Customers/{made['Id']}", {**signed, "Content-Type": PATCH}, body)
    assert (answer.status, "PaymentTerm" in answer.json()["detail"]) == (400, True)


def test_odata_options_are_refused(place: Place, signed: dict[str, str]) -> None:
    """A client tries them and falls back [sjurebass]."""
    answer = place.send("GET", "/v2/Customers?$filter=emailAddress eq 'a@b.no'&$top=1", signed)
    assert answer.status == 400
