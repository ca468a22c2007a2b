"""Who may call v1, and how it says no (API.md §1, §2)."""

from __future__ import annotations

import httpx
import pytest

from talkqa.fake import Fake
from talkqa.fake.doors.server import Serving
from talkqa.fake.limits import Limits
from tests.fake.doors import TOKEN_URL, Door, made, sign_in
from tests.fake.v1.clients import ORIGIN, V1, v1_client


@pytest.mark.parametrize("path", ["/OAuth/Token", "/oauth/token", "/oauth/Token", "/OAUTH/TOKEN/"])
def test_signing_in_needs_no_subscription_key(here: Door, path: str) -> None:
    credential = here.tenant.credential("v1")
    keys = (credential.application_key, credential.client_key)
    form = {"grant_type": "client_credentials"}
    answer = here.bare().post(f"{ORIGIN}{path}", auth=keys, data=form)
    assert answer.status_code == 200
    assert answer.json().keys() == {"access_token", "token_type", "expires_in"}


INVALID_CLIENT = {
    "error": "invalid_client",
    "error_description": "Client integration not found."
    " Please ensure the provided keys are matching the desired environment.",
}


@pytest.mark.parametrize(("application_key", "client_key"), [("a", "b"), ("", ""), ("right", "b")])
def test_wrong_keys_are_400_invalid_client(here: Door, application_key: str, client_key: str) -> None:
    right = here.tenant.credential("v1").application_key
    keys = (right if application_key == "right" else application_key, client_key)
    form = {"grant_type": "client_credentials"}
    answer = here.bare().post(f"{ORIGIN}/OAuth/Token", auth=keys, data=form)
    assert (answer.status_code, answer.json()) == (400, INVALID_CLIENT)


def test_a_revoked_client_key_is_400_invalid_client_until_it_is_restored(here: Door, v1: V1) -> None:
    credential = here.tenant.credential("v1")
    keys, form = (credential.application_key, credential.client_key), {"grant_type": "client_credentials"}
    here.tenant.revoke("v1")
    answer = here.bare().post(f"{ORIGIN}/OAuth/Token", auth=keys, data=form)
    assert (answer.status_code, answer.json()) == (400, INVALID_CLIENT)
    assert v1.http.get("/Customer").status_code == 401
    here.tenant.readmit("v1")
    assert v1.http.get("/Customer").status_code == 200


def test_sign_ins_beyond_the_rate_are_429_for_the_application_key(here: Door) -> None:
    here.tenant.limits = Limits(token=2)
    credential = here.tenant.credential("v1")
    keys, form = (credential.application_key, credential.client_key), {"grant_type": "client_credentials"}
    answers = [here.bare().post(f"{ORIGIN}/OAuth/Token", auth=keys, data=form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json() == {
        "statusCode": 429,
        "message": "Rate limit is exceeded. Try again in 1 seconds.",
    }
    here.tenant.clock.advance(1)
    assert here.bare().post(f"{ORIGIN}/OAuth/Token", auth=keys, data=form).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b'{"grant_type":"client_credentials"}', "invalid_request"),
        ("multipart/form-data", b"grant_type=client_credentials", "invalid_request"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nclient_credentials\r\n--x--", "invalid_request"),
        ("application/x-www-form-urlencoded", b"grant_type=password", "unsupported_grant_type"),
        ("application/x-www-form-urlencoded", b"", "invalid_request"),
    ],
)
def test_other_bodies_are_400_with_their_oauth_error(
    here: Door, content_type: str, body: bytes, error: str
) -> None:
    credential = here.tenant.credential("v1")
    keys = (credential.application_key, credential.client_key)
    headers = {"Content-Type": content_type}
    answer = here.bare().post(f"{ORIGIN}/OAuth/Token", auth=keys, headers=headers, content=body)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_token_got_without_subscription_key_is_unknown_to_v2(here: Door, v1: V1) -> None:
    key = here.tenant.credential("v1").subscription_key
    answer = v1.http.get(f"{ORIGIN}/v2/Customers", headers={"Ocp-Apim-Subscription-Key": key})
    assert answer.status_code == 401
    assert "without a subscription key" in answer.json()["message"]


def test_a_token_of_v2_opens_v1_too(here: Door) -> None:
    token = sign_in(here.bare(), here.tenant.credential("sut"), TOKEN_URL).json()["access_token"]
    answer = here.bare().get(f"{ORIGIN}/Customer/", headers={"Authorization": f"Bearer {token}"})
    assert answer.json() == {"data": [], "count": 0, "success": True}


def test_without_a_token_v1_is_unauthorised(here: Door) -> None:
    answer = here.bare().get(f"{ORIGIN}/Customer/")
    assert (answer.status_code, answer.json()["success"]) == (401, False)
    assert answer.json()["validation"]["summary"] == "Unauthorized access"


def test_a_token_ends_by_the_tenants_clock_and_with_its_client_key(here: Door, v1: V1) -> None:
    here.tenant.clock.advance(1199)
    assert v1.http.get("/Customer").status_code == 200
    here.tenant.clock.advance(1)
    assert v1.http.get("/Customer").status_code == 401
    again = v1_client(here)
    here.tenant.revoke("v1")
    assert again.http.get("/Customer").status_code == 401


def test_a_missing_privilege_is_403(here: Door, v1: V1) -> None:
    here.tenant.withdraw("v1", "Customer", writing_only=True)
    assert v1.http.get("/Customer").status_code == 200
    answer = v1.http.post("/Customer", json={"name": "A"})
    assert (answer.status_code, answer.json()["success"]) == (403, False)
    assert here.tenant.state()["Customer"] == {}


def test_the_integration_information_is_in_the_envelope(here: Door, v1: V1) -> None:
    here.tenant.withdraw("v1", "Contactperson")
    data = v1.get("/ClientIntegrationInformation/")["data"]
    assert data.keys() == {
        "activeClientSubscriptions",
        "clientId",
        "clientName",
        "invalidPrivileges",
        "userId",
        "validPrivileges",
    }
    assert data["invalidPrivileges"] == ["PartyContactPerson", "PartyContactPerson_Full"]
    assert "Customer_Full" in data["validPrivileges"]


@pytest.mark.parametrize(
    "path", ["/Customer", "/Customer/", "/customer", "//Customer", "/CUSTOMER//", "//customer//"]
)
def test_paths_match_in_any_case_with_any_slashes(v1: V1, path: str) -> None:
    answer = v1.http.get(httpx.URL(f"{ORIGIN}{path}"))
    assert answer.json() == {"data": [], "count": 0, "success": True}


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [
        ("DELETE", "/PartyBankAccount", "DELETE /PartyBankAccount"),
        ("PUT", "/Employee/1/BankAccount/", "PUT /Employee/1/BankAccount/"),
        ("PATCH", "/Customer/1", "PATCH /Customer/1"),
        ("GET", "/Employee/1/Contact/", "GET /Employee/1/Contact/"),
        ("GET", "/Project/", "GET /Project/"),
    ],
)
def test_what_v1_of_the_fake_does_not_have_is_501_and_names_it(
    v1: V1, method: str, path: str, operation: str
) -> None:
    answer = v1.http.request(method, path)
    assert answer.status_code == 501
    assert answer.json()["detail"].startswith(operation)


def test_the_server_says_where_v1_is(served: tuple[Fake, Serving]) -> None:
    _, server = served
    assert server.v1_base_url == f"{server.origin}/"


def test_v1_is_at_the_root_of_both_doors(door: Door) -> None:
    origin = door.base_url.removesuffix("/v2")
    client = v1_client(door, ORIGIN if door.transport else origin)
    made(door.client(), "Customers", Name="A")
    assert [row["name"] for row in client.get("Customer")["data"]] == ["A"]


def test_the_journal_names_v1_operations_and_their_writes(here: Door, v1: V1) -> None:
    id = v1.saved("/customer", name="A")["id"]
    v1.get(f"/Customer/{id}")
    v1.delete(f"/customer/{id}/")
    entries = here.tenant.journal.since(1)
    assert [entry.operation for entry in entries] == [
        "POST /Customer/",
        "GET /Customer/{id}/",
        "DELETE /Customer/{id}/",
    ]
    assert [[(write.type, write.key) for write in entry.writes] for entry in entries] == [
        [("Customer", str(id))],
        [],
        [("Customer", str(id))],
    ]
    assert {entry.credential for entry in entries} == {"v1"}
    (created,) = entries[0].writes
    assert created.before is None
    assert (created.after or {})["Name"] == "A"


def test_a_refusal_does_not_quote_a_key(here: Door, v1: V1) -> None:
    secret = here.tenant.credential("v1").client_key
    v1.post("/Customer", name="A", currencyCode=secret)
    v1.post("/Customer", name="A", code=secret)
    v1.get(f"/Customer/{secret}")
    v1.get("/Customer", filter=f"(Id eq guid'{secret}-{secret}')")
    bodies = b"".join(entry.response_body for entry in here.tenant.journal)
    assert secret.encode() not in bodies
