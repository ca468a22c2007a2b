"""Which request a fault strikes, and when (in process; the effects over both doors are in `test_doors`)."""

from __future__ import annotations

import httpx
import pytest

from talkqa.fake import Fault, Response, Tenant
from tests.fake.doors import Door, made

BUSY = Response.json(503, {})


class Struck(BaseException):
    """Like the death of a process: no handler of an Exception survives it."""


def statuses(client: httpx.Client, count: int) -> list[int]:
    return [client.get("/Customers").status_code for _ in range(count)]


def test_a_fault_strikes_once_unless_told_otherwise(here: Door, client: httpx.Client) -> None:
    fault = here.tenant.plan(Fault("busy", operation="GET /Customers", answer=BUSY))
    assert statuses(client, 3) == [503, 204, 204]
    assert fault.fired == 1


def test_a_fault_strikes_from_the_nth_request_on_so_many_times(here: Door, client: httpx.Client) -> None:
    here.tenant.plan(Fault("busy", operation="GET /Customers", nth=2, times=2, answer=BUSY))
    assert statuses(client, 5) == [204, 503, 503, 204, 204]


def test_a_fault_can_strike_for_ever(here: Door, client: httpx.Client) -> None:
    here.tenant.plan(Fault("busy", operation="get /customers", times=None, answer=BUSY))
    assert statuses(client, 4) == [503] * 4
    assert client.get("/Suppliers").status_code == 204


def test_a_fault_strikes_one_credential_only(here: Door, client: httpx.Client) -> None:
    user = here.client("user")
    here.tenant.plan(Fault("busy", credential="sut", answer=BUSY, times=None))
    assert statuses(user, 2) == [204, 204]
    assert statuses(client, 2) == [503, 503]


def test_a_fault_can_look_at_the_request(here: Door, client: httpx.Client) -> None:
    fault = Fault("page 2", when=lambda entry: entry.parameters().get("pagenumber") == "2", answer=BUSY)
    here.tenant.plan(fault)
    assert client.get("/Customers", params={"PageNumber": 1}).status_code == 204
    assert client.get("/Customers", params={"PageNumber": 2}).status_code == 503


def test_a_sign_in_can_be_struck(here: Door) -> None:
    here.tenant.credential("sut")
    fault = here.tenant.plan(Fault("busy", operation="POST /OAuth/Token", answer=BUSY))
    with pytest.raises(KeyError):
        here.client()
    assert fault.fired == 1


def test_a_request_that_is_not_signed_in_does_not_use_a_fault_up(here: Door) -> None:
    fault = here.tenant.plan(Fault("busy", answer=BUSY))
    key = here.tenant.credential("sut").subscription_key
    here.bare().get("/Customers", headers={"Ocp-Apim-Subscription-Key": key})
    assert fault.fired == 0


def test_what_a_callback_after_the_commit_raises_passes_through(here: Door, client: httpx.Client) -> None:
    def kill(tenant: Tenant) -> None:
        raise Struck

    here.tenant.plan(Fault("kill", operation="POST /Customers", after=kill))
    with pytest.raises(Struck):
        client.post("/Customers", json={"Name": "A"})
    assert len(here.tenant.state()["Customer"]) == 1
    assert here.tenant.journal[-1].status == 201
    assert here.tenant.journal[-1].delivered is False


def test_a_callback_before_the_judgement_can_take_the_record_away(here: Door, client: httpx.Client) -> None:
    user = here.client("user")
    path = f"/Customers/{made(client, 'Customers', Name='A')['Id']}"
    here.tenant.plan(
        Fault("gone", operation="PATCH /Customers/{id}", before=lambda tenant: user.delete(path))
    )
    assert client.patch(path, json=[]).status_code == 404
    assert [entry.method for entry in here.tenant.journal[-2:]] == ["PATCH", "DELETE"]


def test_two_faults_that_strike_one_request_are_both_named(here: Door, client: httpx.Client) -> None:
    seen: list[str] = []
    here.tenant.plan(Fault("look", before=lambda tenant: seen.append("looked")))
    here.tenant.plan(Fault("busy", answer=BUSY))
    assert client.get("/Customers").status_code == 503
    assert (here.tenant.journal[-1].fault, seen) == ("look,busy", ["looked"])


def test_faults_of_one_tenant_do_not_strike_another(here: Door, client: httpx.Client) -> None:
    other = here.beside()
    other.tenant.plan(Fault("busy", answer=BUSY, times=None))
    assert statuses(client, 2) == [204, 204]
