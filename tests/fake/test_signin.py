"""Keys, tokens and privileges (API.md §2)."""

from __future__ import annotations

import httpx
import pytest

from talkqa.fake import Fake, signin
from tests.fake.doors import BASE_URL, TOKEN_URL, Door, inside, made, sign_in


@pytest.mark.parametrize(
    "path", ["/OAuth/Token", "/oauth/token", "/oauth/Token", "/Demo/OAuth/Token", "/demo/oauth/token/"]
)
def test_the_token_route_matches_in_any_letter_case(here: Door, path: str) -> None:
    url = httpx.URL(TOKEN_URL).join(path)
    answer = sign_in(here.bare(), here.tenant.credential("sut"), str(url))
    assert answer.status_code == 200
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("bearer", 1200)
    assert body["access_token"].count(".") == 2
    assert "refresh_token" not in body


def test_every_sign_in_gives_another_token(here: Door) -> None:
    credential = here.tenant.credential("sut")
    tokens = {sign_in(here.bare(), credential, TOKEN_URL).json()["access_token"] for _ in range(3)}
    assert len(tokens) == 3


def test_of_very_many_tokens_the_oldest_are_forgotten(here: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signin, "MOST_TOKENS", 2)
    credential = here.tenant.credential("sut")
    clients = [here.client() for _ in range(4)]
    assert [client.get("/Customers").status_code for client in clients] == [401, 401, 204, 204]
    assert len(here.tenant.tokens) == 2
    tokens = {sign_in(here.bare(), credential, TOKEN_URL).json()["access_token"] for _ in range(3)}
    assert len(tokens) == 3, "a token that is forgotten does not come again"
    here.client().get(f"/Customers?emailAddresses={here.tenant.tokens[-1]}")
    assert here.tenant.tokens[-1] not in here.tenant.journal[-1].query, "the latest is masked for all that"


def test_a_token_lives_1200_seconds_of_the_tenants_clock(here: Door) -> None:
    client = here.client()
    here.tenant.clock.advance(1199)
    assert client.get("/Customers").status_code == 204
    here.tenant.clock.advance(1)
    assert client.get("/Customers").status_code == 401


def test_the_subscription_key_may_stand_in_the_query(here: Door) -> None:
    client = here.client()
    key = client.headers.pop("Ocp-Apim-Subscription-Key")
    assert client.get("/Customers").status_code == 401
    assert client.get("/Customers", params={"subscription-key": key}).status_code == 204
    assert client.get("/Customers", params={"subscription-key": "wrong"}).status_code == 401


def test_a_sign_in_without_subscription_key_is_401(here: Door) -> None:
    credential = here.tenant.credential("sut")
    keys = (credential.application_key, credential.client_key)
    answer = here.bare().post(TOKEN_URL, auth=keys, data={"grant_type": "client_credentials"})
    assert answer.status_code == 401
    assert set(answer.json()) == {"statusCode", "message"}


def test_a_wrong_subscription_key_is_401_in_the_gateways_form(here: Door) -> None:
    client = here.client()
    right = client.headers["Ocp-Apim-Subscription-Key"]
    client.headers["Ocp-Apim-Subscription-Key"] = "0" * 32
    credential = here.tenant.credential("sut")
    sign_in_wrong = here.bare().post(
        TOKEN_URL,
        auth=(credential.application_key, credential.client_key),
        headers={"Ocp-Apim-Subscription-Key": "0" * 32},
        data={"grant_type": "client_credentials"},
    )
    for refused in (client.get("/Customers"), sign_in_wrong):
        assert (refused.status_code, refused.json()["statusCode"]) == (401, 401)
        assert "invalid subscription key" in refused.json()["message"]
    client.headers["Ocp-Apim-Subscription-Key"] = right
    assert client.get("/Customers").status_code == 204


@pytest.mark.parametrize("client_key", ["", "00000000-0000-0000-0000-000000000000"])
def test_a_wrong_client_key_is_400_in_the_documented_words(here: Door, client_key: str) -> None:
    credential = here.tenant.credential("sut")
    answer = here.bare().post(
        TOKEN_URL,
        auth=(credential.application_key, client_key),
        headers={"Ocp-Apim-Subscription-Key": credential.subscription_key},
        data={"grant_type": "client_credentials"},
    )
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_client",
        "error_description": "Client integration not found."
        " Please ensure the provided keys are matching the desired environment.",
    }


def test_multipart_is_no_form_for_v2(here: Door) -> None:
    credential = here.tenant.credential("sut")
    answer = here.bare().post(
        TOKEN_URL,
        auth=(credential.application_key, credential.client_key),
        headers={"Ocp-Apim-Subscription-Key": credential.subscription_key},
        files={"grant_type": (None, "client_credentials")},
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
        ({"scope": "all"}, "invalid_request"),
    ],
)
def test_other_grants_are_400_with_their_oauth_error(here: Door, form: dict[str, str], error: str) -> None:
    credential = here.tenant.credential("sut")
    answer = here.bare().post(
        TOKEN_URL,
        auth=(credential.application_key, credential.client_key),
        headers={"Ocp-Apim-Subscription-Key": credential.subscription_key},
        data=form,
    )
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_empty_form_fields_and_a_charset_are_tolerated(here: Door) -> None:
    credential = here.tenant.credential("sut")
    answer = here.bare().post(
        TOKEN_URL,
        auth=(credential.application_key, credential.client_key),
        headers={
            "Ocp-Apim-Subscription-Key": credential.subscription_key,
            "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        },
        content=b"client_id=&client_secret=&grant_type=client_credentials",
    )
    assert answer.status_code == 200


def test_a_revoked_client_key_is_invalid_client_and_its_tokens_are_worth_nothing(here: Door) -> None:
    client = here.client()
    here.tenant.revoke("sut")
    assert client.get("/Customers").status_code == 401
    refused = sign_in(here.bare(), here.tenant.credential("sut"), TOKEN_URL)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_client")
    here.tenant.readmit("sut")
    assert client.get("/Customers").status_code == 204


def test_a_withdrawn_privilege_is_403_for_that_type_only(here: Door) -> None:
    client = here.client()
    here.tenant.withdraw("sut", "Customer")
    assert client.get("/Customers").status_code == 403
    assert client.get("/Suppliers").status_code == 204
    assert here.client("user").get("/Customers").status_code == 204
    here.tenant.grant("sut", "Customer")
    assert client.get("/Customers").status_code == 204


def test_writing_alone_can_be_withdrawn(here: Door) -> None:
    client = here.client()
    customer = made(client, "Customers", Name="A")
    here.tenant.withdraw("sut", "Customer", writing_only=True)
    assert client.get(f"/Customers/{customer['Id']}").status_code == 200
    assert client.delete(f"/Customers/{customer['Id']}").status_code == 403
    assert list(here.tenant.state()["Customer"]) == [str(customer["Id"])]


def test_contact_persons_need_the_privilege_of_customers_or_suppliers_too(here: Door) -> None:
    client = here.client()
    here.tenant.withdraw("sut", "Customer")
    assert client.get("/ContactPersons").status_code == 204
    here.tenant.withdraw("sut", "Supplier")
    assert client.get("/ContactPersons").status_code == 403


def test_the_client_integration_information_lists_the_privileges(here: Door) -> None:
    client = here.client()
    here.tenant.withdraw("sut", "Contactperson", writing_only=True)
    answer = client.get("/ClientIntegrationInformation").json()
    assert set(answer) == {
        "ActiveClientSubscriptions",
        "ClientId",
        "ClientName",
        "InvalidPrivileges",
        "ValidPrivileges",
    }
    assert answer["InvalidPrivileges"] == ["ContactPerson_Full"]
    assert "Customer_Full" in answer["ValidPrivileges"]


def test_paths_match_in_any_letter_case_with_demo_and_with_a_closing_slash(here: Door) -> None:
    client = here.client()
    for path in ("/v2/customers", "/V2/CUSTOMERS/", "/Demo/v2/Customers", "/demo/v2/cUSTOMERS"):
        assert client.get(str(httpx.URL(BASE_URL).join(path))).status_code == 204


def test_keys_of_one_fake_mean_nothing_to_another(here: Door) -> None:
    other = inside(Fake())
    answer = sign_in(other.bare(), here.tenant.credential("sut"), TOKEN_URL)
    assert answer.status_code == 401
