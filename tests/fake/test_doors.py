"""The main behaviours, with one body for both doors."""

from __future__ import annotations

import re

import httpx
import pytest

from talkqa.fake import Fault, Response, Tenant
from talkqa.fake.doors.delivery import Delivery
from talkqa.fake.routes import ROUTES
from tests.fake.doors import Door, made, replaced, sign_in
from tests.fake.test_contract import specification


def test_a_record_lives_from_post_to_delete(door: Door) -> None:
    client = door.client()
    created = made(client, "Customers", Name="Blåbær AS", MailAddress={"City": "Ås", "ZipCode": "1430"})
    path = f"/Customers/{created['Id']}"
    assert client.get(path).json() == created
    patched = replaced(client, path, PhoneNumber="22 33 44 55")
    assert patched.status_code == 200
    assert patched.json()["PhoneNumber"] == "22 33 44 55"
    assert client.get("/Customers").json() == [patched.json()]
    gone = client.delete(path)
    assert (gone.status_code, gone.content) == (200, b"")
    again = client.delete(path)
    assert again.status_code == 404
    assert again.json()["detail"] == f"Customer with id = {created['Id']} not found."


def test_an_empty_list_is_204_without_a_body_and_still_says_that_it_is_the_last_page(door: Door) -> None:
    answer = door.client().get("/Suppliers")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["X-Pagination"] == '{"nextPageLink":null}'


def test_the_link_to_the_next_page_is_complete_and_leads_there(door: Door) -> None:
    client = door.client()
    ids = [made(client, "Suppliers", Name=f"S{n}")["Id"] for n in range(3)]
    first = client.get("/Suppliers", params={"PageSize": 2, "OrderBy": "Name"})
    link = httpx.Response(200, content=first.headers["X-Pagination"]).json()["nextPageLink"]
    assert link.startswith(door.base_url)
    second = client.get(link)
    assert [record["Id"] for record in first.json() + second.json()] == ids
    assert second.headers["X-Pagination"] == '{"nextPageLink":null}'


def test_the_date_of_an_answer_is_the_tenants_clocks_as_stamps_are(door: Door) -> None:
    client = door.client()
    door.tenant.clock.advance(600)
    new = client.post("/Customers", json={"Name": "A"})
    assert new.headers["date"] == "Mon, 05 Jan 2026 08:10:00 GMT"
    assert new.json()["LastChangedDateTimeOffset"].startswith("2026-01-05T08:10:00.")
    assert client.get("/Customers/0").headers["date"] == "Mon, 05 Jan 2026 08:10:00 GMT"
    door.tenant.plan(Fault("slow", delivery=Delivery(pieces=2)))
    assert client.get("/Customers").headers.get_list("date") == ["Mon, 05 Jan 2026 08:10:00 GMT"]


def test_a_call_without_a_token_is_401(door: Door) -> None:
    key = door.tenant.credential("sut").subscription_key
    answer = door.bare().get("/Customers", headers={"Ocp-Apim-Subscription-Key": key})
    assert (answer.status_code, answer.json()["statusCode"]) == (401, 401)


def test_wrong_keys_are_400_invalid_client_in_the_documented_words(door: Door) -> None:
    credential = door.tenant.credential("sut")
    answer = door.bare().post(
        door.token_url,
        auth=(credential.application_key, "wrong"),
        headers={"Ocp-Apim-Subscription-Key": credential.subscription_key},
        data={"grant_type": "client_credentials"},
    )
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_client",
        "error_description": "Client integration not found."
        " Please ensure the provided keys are matching the desired environment.",
    }


def test_two_tenants_see_nothing_of_each_other(door: Door) -> None:
    made(door.client(), "Customers", Name="Mine")
    other = door.beside()
    assert other.client().get("/Customers").status_code == 204
    assert [entry.operation for entry in other.tenant.journal] == ["POST /OAuth/Token", "GET /Customers"]


def test_a_closed_tenant_knows_its_keys_no_more(door: Door) -> None:
    client = door.client()
    credential = door.tenant.credential("sut")
    door.tenant.close()
    assert client.get("/Customers").status_code == 401
    assert sign_in(door.bare(), credential, door.token_url).status_code == 401


def test_a_planned_answer_is_given_and_nothing_is_written(door: Door) -> None:
    client = door.client()
    fault = door.tenant.plan(
        Fault("throttled", operation="POST /Customers", answer=Response.json(429, {"statusCode": 429}))
    )
    refused = client.post("/Customers", json={"Name": "A"})
    assert (refused.status_code, refused.json()) == (429, {"statusCode": 429})
    assert client.post("/Customers", json={"Name": "A"}).status_code == 201
    assert fault.fired == 1
    assert len(door.tenant.state()["Customer"]) == 1


def test_a_connection_broken_before_the_commit_leaves_nothing(door: Door) -> None:
    client = door.client()
    door.tenant.plan(Fault("cut", operation="POST /Customers", drop_before=True))
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("/Customers", json={"Name": "A"})
    entry = door.tenant.journal[-1]
    assert (entry.operation, entry.fault, entry.delivered) == ("POST /Customers", "cut", False)
    assert door.tenant.state()["Customer"] == {}


def test_a_lost_answer_leaves_the_record(door: Door) -> None:
    client = door.client()
    door.tenant.plan(Fault("lost", operation="POST /Customers", lose_answer=True))
    with pytest.raises((httpx.ReadTimeout, httpx.RemoteProtocolError)):
        client.post("/Customers", json={"Name": "A"})
    entry = door.tenant.journal[-1]
    assert (entry.status, entry.fault, entry.delivered) == (201, "lost", False)
    assert [record["Name"] for record in door.tenant.state()["Customer"].values()] == ["A"]


def test_a_user_can_edit_over_http_between_the_journal_and_the_judgement(door: Door) -> None:
    client, user = door.client(), door.client("user")
    customer = made(client, "Customers", Name="Before")
    path = f"/Customers/{customer['Id']}"

    def edit(tenant: Tenant) -> None:
        assert replaced(user, path, Name="By the user").status_code == 200

    door.tenant.plan(Fault("edit", operation="PATCH /Customers/{id}", credential="sut", before=edit))
    answer = replaced(client, path, PhoneNumber="1")
    assert (answer.json()["Name"], answer.json()["PhoneNumber"]) == ("By the user", "1")
    assert [entry.credential for entry in door.tenant.journal[-2:]] == ["sut", "user"]


def test_what_the_fake_does_not_have_is_501_and_names_the_operation(door: Door) -> None:
    answer = door.client().get("/Vouchers/7")
    assert answer.status_code == 501
    assert "GET /v2/Vouchers/7" in answer.json()["detail"]
    assert door.tenant.journal[-1].operation == ""


@pytest.mark.parametrize(
    "path", ["/Nothing", "/Customers/1/2/3/4", "/Employees/1/Nothing", "/../x", "/a%0Ab"]
)
def test_what_the_service_does_not_have_is_501_without_an_operation(door: Door, path: str) -> None:
    answer = door.client().get(path)
    assert answer.status_code == 501
    assert door.tenant.journal[-1].operation == ""


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/Customers/1", "GET, PATCH, DELETE"),
        ("TRACE", "/ContactGroups", "GET, POST"),
        ("GET", "/ContactPersons/1", "POST"),
        ("GET", "/Employees/1/BankAccounts", "PATCH"),
    ],
)
def test_another_method_on_a_path_of_the_service_is_405(
    door: Door, method: str, path: str, allowed: str
) -> None:
    answer = door.client().request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["detail"].startswith(f"{method} /v2{path} is no operation")
    assert door.tenant.journal[-1].operation == ""


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")


@pytest.mark.parametrize("path", sorted({route.operation.split(" ")[1] for route in ROUTES}))
def test_a_published_path_refuses_the_methods_that_are_not_published_for_it(here: Door, path: str) -> None:
    """405 where the service has no operation either; 501 is for what this fake lacks."""
    published = {method.upper() for method in specification()["paths"][path]}
    client = here.client()
    for method in METHODS:
        status = client.request(method, re.sub(r"{\w+}", "1", path), json={}).status_code
        assert (status == 405) == (method not in published), method
        assert status != 501


def test_a_body_whose_length_nobody_tells_arrives_too(door: Door) -> None:
    pieces = iter([b'{"Name":', b'"In pieces"}'])
    answer = door.client().post("/Customers", content=pieces, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["Name"]) == (201, "In pieces")


def test_a_body_beyond_the_limit_is_413_and_not_kept(door: Door) -> None:
    answer = door.client().post(
        "/Customers", content=b"x" * 30_000_001, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413
    assert door.tenant.journal[-1].request_body == b""
