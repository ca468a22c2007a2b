"""No planted canary survives, and ordinary values do."""

from __future__ import annotations

import base64
import json

import pytest

from talkqa.report.redact import _NAMES, MASK, Redactor

CANARY = "CANARY-7f3a91c2"
redactor = Redactor()


@pytest.mark.parametrize(
    "name", ["Authorization", "cookie", "Set-Cookie", "Ocp-Apim-Subscription-Key", "X-API-Key"]
)
def test_secret_header_is_masked(name: str) -> None:
    """Whatever the letter case of its name."""
    assert redactor.headers({name: CANARY, "Accept": "application/json"}) == {
        name: MASK,
        "Accept": "application/json",
    }


@pytest.mark.parametrize(
    "key",
    [
        "access_token",
        "client_secret",
        "ClientKey",
        "applicationKey",
        "NationalIdNumber",
        "BankAccountNumber",
        "IBAN",
    ],
)
def test_secret_key_is_masked_at_any_depth(key: str) -> None:
    """In a list inside an object inside a list."""
    found = redactor.value([{"a": {key: CANARY, "LastName": "Lie"}}, [{key: [CANARY]}]])
    assert CANARY not in json.dumps(found)
    assert found[0]["a"]["LastName"] == "Lie"


def test_json_patch_of_a_secret_property_is_masked() -> None:
    """The property is named by the path, the secret is under `value`."""
    found = redactor.value([{"op": "replace", "path": "/NationalIdNumber", "value": CANARY}])
    assert found == [{"op": "replace", "path": "/NationalIdNumber", "value": MASK}]


@pytest.mark.parametrize(
    "body",
    [
        f'{{"access_token": "{CANARY}", "expires_in": 1200}}',
        f"grant_type=client_credentials&client_secret={CANARY}",
        f"Authorization: Bearer {CANARY}\nAccept: */*",
        f"GET /Customers\nocp-apim-subscription-key: {CANARY}",
        f'log: {{"client_secret":"{CANARY}", "x": 1}} and more',
        f"expected NationalIdNumber = {CANARY}",
        f"curl -H 'Authorization: Basic {CANARY}'",
        f"broken json {{'access_token': '{CANARY}'",
    ],
)
def test_secret_in_a_body_is_masked(body: str) -> None:
    """JSON, form, header lines and what is none of them; as text and as bytes."""
    assert CANARY not in redactor.body(body)
    assert CANARY not in redactor.body(body.encode())


def test_secret_query_parameter_is_masked() -> None:
    """The others stay as they are."""
    assert redactor.url(f"/v2/Customers?PageSize=5&subscription-key={CANARY}") == (
        f"/v2/Customers?PageSize=5&subscription-key={MASK}"
    )


@pytest.mark.parametrize(
    "form",
    [
        CANARY,
        base64.b64encode(CANARY.encode()).decode(),
        "key%2Fwith%3D" + CANARY,
    ],
)
def test_known_secret_goes_wherever_it_stands(form: str) -> None:
    """Plain, in base64 and percent-encoded, in the middle of a sentence."""
    knowing = Redactor([CANARY, "key/with=" + CANARY])
    assert knowing.text(f"the SUT said {form} twice") == f"the SUT said {MASK} twice"


@pytest.mark.parametrize("number", ["01010750160", "12345678911", "1234.56.78911"])
def test_personal_number_in_free_text_is_masked(number: str) -> None:
    """A made-up national identity number and an account number, by their check digits."""
    assert redactor.text(f"Employee 1007 has {number} now") == f"Employee 1007 has {MASK} now"


@pytest.mark.parametrize(
    "text",
    [
        "Employee 1007 LastName: Berg → Lie",
        "PhoneNumber +4722222222, organisation number 923609016",
        "Berg after 2 settled cycles: 12 reads, 0 writes",
        "PATCH /Customers/1011?PageSize=5 at 2026-01-01T08:00:00.123456+00:00",
        "12345678901",
    ],
)
def test_ordinary_text_stays(text: str) -> None:
    """Names, phone and organisation numbers, stamps, and eleven digits without valid check digits."""
    assert redactor.text(text) == text


def test_empty_secret_stays_empty() -> None:
    """A blank value hides nothing, and that it is blank may be the point."""
    assert redactor.value({"NationalIdNumber": None}) == {"NationalIdNumber": None}


@pytest.mark.parametrize("name", _NAMES)
def test_every_secret_name_is_found_in_free_text(name: str) -> None:
    """The quick look that saves the slow one must not look past any of them."""
    assert CANARY not in redactor.text(f"the SUT sent {name}: {CANARY}")


def test_secret_learnt_later_is_masked_from_then_on() -> None:
    """Though the same text was let through before."""
    learning = Redactor()
    assert learning.text(f"seen {CANARY}") == f"seen {CANARY}"
    learning.learn(CANARY)
    assert learning.text(f"seen {CANARY}") == f"seen {MASK}"
