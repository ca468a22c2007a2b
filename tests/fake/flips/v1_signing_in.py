"""Assumptions about who may call v1, each from both sides."""

from __future__ import annotations

import httpx

from tests.fake.doors import Door
from tests.fake.flips.cases import flip
from tests.fake.v1.clients import ORIGIN, v1_client


@flip("v1-sign-in-on-one-host", chosen=200, refused=401)
def a_sign_in_without_a_subscription_key(door: Door) -> int:
    keys = door.tenant.credential("v1")
    with httpx.Client(base_url=ORIGIN, transport=door.transport, trust_env=False) as http:
        auth, form = (keys.application_key, keys.client_key), {"grant_type": "client_credentials"}
        return http.post("/OAuth/Token", auth=auth, data=form).status_code


@flip("v1-form-as-text", chosen=[200, 400], refused=[400, 400])
def a_form_called_plain_text(door: Door) -> list[int]:
    """Without and with a subscription key: only the first one is a sign-in to v1."""
    keys = door.tenant.credential("v1")
    headers = {"Content-Type": "text/plain; charset=ISO-8859-1"}
    subscribed = {**headers, "Ocp-Apim-Subscription-Key": keys.subscription_key}
    with httpx.Client(base_url=ORIGIN, transport=door.transport, trust_env=False) as http:
        auth, form = (keys.application_key, keys.client_key), b"grant_type=client_credentials"
        return [
            http.post("/OAuth/Token", auth=auth, content=form, headers=one).status_code
            for one in (headers, subscribed)
        ]


@flip("v1-unauthorised-body", chosen=[401, True, 403, True], empty=[401, False, 403, False])
def an_expired_token_and_no_privilege(door: Door) -> list[object]:
    expired = v1_client(door).http
    door.tenant.clock.advance(1200)
    door.tenant.withdraw("v1", "Customer")
    answers = expired.get("/Customer"), v1_client(door).http.get("/Customer")
    return [seen for one in answers for seen in (one.status_code, "summary" in one.text)]


@flip("v1-bank-account-privilege", chosen=[True, False], as_in_v2=[False, True])
def the_privilege_for_bank_accounts(door: Door) -> list[bool]:
    valid = v1_client(door).get("ClientIntegrationInformation")["data"]["validPrivileges"]
    return [name in valid for name in ("PartyBankAccount_Full", "ContactBankAccount_Full")]
