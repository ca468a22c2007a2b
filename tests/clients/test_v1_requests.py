"""Requests of clients of v1 in use or documented, as they put them on the wire.

Tags in square brackets are the sources of API.md §8.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.clients.wire import FORM, GRANT, Place

JSON = "application/json; charset=utf-8"
ADDRESS = {"address1": "Storgata 1", "zipCode": "0155", "city": "Oslo", "countryCode": "NO"}


@pytest.fixture
def bearer(place: Place) -> dict[str, str]:
    return {"Authorization": f"Bearer {place.v1_token()}"}


def save(place: Place, bearer: dict[str, str], target: str, **fields: Any) -> Any:
    """The record of a POST that is accepted."""
    answer = place.send("POST", target, {**bearer, "Content-Type": JSON}, json.dumps(fields))
    assert answer.json()["success"] is True, answer.body
    return answer.json()["data"]


MULTIPART = (
    '--b0und\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\nclient_credentials\r\n--b0und--\r\n'
)
SIGN_INS = {
    "the documented example [docs]": ("/OAuth/Token", {"Content-Type": f"{FORM}; charset=utf-8"}, GRANT),
    "curl with a base address that ends in a slash [davlet]": (
        "//OAuth/Token",
        {
            "accept": "application/json",
            "cache-control": "no-cache",
            "content-type": FORM,
            "postman-token": "x",
        },
        GRANT,
    ),
    "Guzzle with form_params [guilty]": (
        "/OAuth/Token",
        {"User-Agent": "GuzzleHttp/6", "Content-Type": FORM},
        GRANT,
    ),
    "generated PHP with an empty refresh token": (
        "/OAuth/Token",
        {"Accept": "application/json", "Content-Type": FORM},
        f"{GRANT}&refresh_token=",
    ),
    "lower case": ("/oauth/token", {"content-type": FORM}, GRANT),
    "multipart form data [docs backend-changes]": (
        "/OAuth/Token",
        {"Content-Type": 'multipart/form-data; boundary="b0und"'},
        MULTIPART,
    ),
    "a web shop's plug-in, whose form says it is text": (
        "/OAuth/Token",
        {"Content-Type": "text/plain"},
        GRANT,
    ),
}


@pytest.mark.parametrize("name", SIGN_INS)
def test_a_sign_in_is_answered_with_a_token(place: Place, name: str) -> None:
    target, headers, body = SIGN_INS[name]
    answer = place.send("POST", target, {"authorization": place.basic, **headers}, body)
    assert answer.status == 200, answer.body
    assert answer.json().keys() == {"access_token", "token_type", "expires_in"}
    assert answer.headers["content-type"].lower().replace(" ", "") == "application/json;charset=utf-8"


LISTS = {
    "filter on the vat number [docs]": ("/customer?$filter=(VatNumber eq '987654321')", ["B"]),
    "the same with escapes [docs]": ("/customer/?$filter=(VatNumber%20eq%20'987654321')", ["B"]),
    "since a date [docs]": ("/customer?$filter=(Since ge DateTime'2015-11-26')", ["B"]),
    "changed since a day [docs]": ("/customer?$filter=(LastChanged gt DateTimeOffset'2023-01-01')", "ABC"),
    "between two moments [docs]": (
        "/Customer/?$filter=(LastChanged ge DateTimeOffset'2025-11-04T09:56:10')"
        " and (LastChanged le DateTimeOffset'2035-11-04T11:07:37')",
        "ABC",
    ),
    "name in any case [docs]": ("/customer?$filter=(tolower(Name) eq 'b')", ["B"]),
    "start of a name [docs]": ("/customer?$filter=(startswith(Name, 'B') eq true)", ["B"]),
    "start in any case [docs]": ("/customer?$filter=(startswith(tolower(Name), 'b') eq true)", ["B"]),
    "name and date [docs]": ("/customer?$filter=(Name eq 'B' and Since ge DateTime'2015-11-26')", ["B"]),
    "a name without a dollar [docs]": ("/customer/?organizationNo=123456789", "ABC"),
    "pages by code [davlet]": ("//customer/?$orderby=Code&$top=2&$skip=1", "BC"),
    "escaped dollars": ("/Customer?%24orderby=Code%20desc&%24top=1", ["C"]),
    "pluses for spaces": ("/Customer?$filter=(Name+eq+'B')&$orderby=Name+asc", ["B"]),
    "page without order [PowerOffice/go-api, CustomerDemo]": (
        "/Customer?$filter=startswith(toupper(Name),'B')&$skip=0&$top=50",
        ["B"],
    ),
    "first of a number [PowerOffice/go-api, ImportDemo]": ("/Customer?$filter=Code eq 10002&$top=1", ["B"]),
    "a count asked for": ("/Customer?$top=1&$orderby=Name&$inlinecount=allpages&$format=json", ["A"]),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_gives_the_rows_that_were_meant(place: Place, bearer: dict[str, str], name: str) -> None:
    save(place, bearer, "/Customer", name="A", code=10001)
    save(place, bearer, "/Customer", name="B", code="10002", vatNumber="987654321", since="2015-11-26")
    save(place, bearer, "/Customer", name="C", code=10003)
    target, expected = LISTS[name]
    answer = place.send("GET", target, {**bearer, "Accept": "application/json", "Content-Type": JSON})
    assert [row["name"] for row in answer.json()["data"]] == list(expected), answer.body


def test_a_connector_copies_a_contact_with_its_person(place: Place, bearer: dict[str, str]) -> None:
    """[davlet]: numbers for booleans, the obsolete streetAddress, nulls and empty texts."""
    made = save(
        place,
        bearer,
        "/Customer",
        invoiceDeliveryType=1,
        invoiceEmailAddress="a@b.no",
        sendReminders=1,
        name="Fjord AS",
        legalName="Fjord AS",
        vatNumber="",
        websiteUrl=None,
        mailAddress=ADDRESS,
        streetAddress=ADDRESS,
        emailAddress="a@b.no",
        phoneNumber="",
    )
    assert (made["sendReminders"], made["mailAddress"]["city"]) == (True, "Oslo")
    person = {"firstName": "Kari", "lastName": "Lie", "isActive": 1, "residenceCountryCode": "NO"}
    contact = save(place, bearer, f"/Customer/{made['id']}/Contact", **person)
    one = place.send("GET", f"/customer/{made['id']}/Contact/{contact['id']}", bearer)
    assert one.json()["data"]["isActive"] is True


def test_a_shop_saves_a_customer_that_it_has_read(place: Place, bearer: dict[str, str]) -> None:
    """Numbers as texts, an id inside the address: an update by POST, answered with the whole record."""
    made = save(place, bearer, "/customer/", code="10042", name="Fjord AS", vatNumber="951269778")
    address = {**ADDRESS, "id": 1, "isPrimary": True}
    after = save(place, bearer, "/customer/", id=str(made["id"]), code="10042", mailAddress=address)
    assert after["name"] == "Fjord AS"
    assert after["mailAddress"]["address1"] == "Storgata 1"
    assert (
        after["mailAddress"]["id"] == place.tenant.state()["Customer"][str(made["id"])]["MailAddress"]["Id"]
    )


def test_delete_answers_success_alone(place: Place, bearer: dict[str, str]) -> None:
    made = save(place, bearer, "/customer/", name="A")
    answer = place.send("DELETE", f"/customer/{made['id']}", bearer)
    assert (answer.status, answer.json()) == (200, {"success": True})


def test_an_unauthorised_call_is_401_for_the_clients_that_look(place: Place) -> None:
    """[guilty]: tells 401 and 429 apart from everything else by the status alone."""
    assert place.send("GET", "/Customer", {"Authorization": "Bearer old"}).status == 401
    assert place.send("GET", "/Customer").status == 401


def test_the_grant_that_is_obsolete_is_refused_in_oauths_words(place: Place) -> None:
    """[guilty] refreshes its token; since December 2025 there is nothing to refresh [docs backend-changes]."""
    headers = {"Authorization": place.basic, "Content-Type": FORM}
    answer = place.send("POST", "/OAuth/Token", headers, "grant_type=refresh_token&refresh_token=x")
    assert (answer.status, answer.json()["error"]) == (400, "unsupported_grant_type")
