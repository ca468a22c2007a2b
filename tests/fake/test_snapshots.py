"""A tenant goes back to a snapshot as if nothing had happened since."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkqa.fake import Fake, Tenant
from talkqa.fake.mishaps import plan
from talkqa.fake.snapshots import is_fixed, parts
from tests.fake.doors import Door, inside, made, replaced

Deed = Callable[[Door, httpx.Client], Any]
LOG_REFERENCE = re.compile(rb"[0-9a-f]{11}-\d{10}")
"""v1 counts it by the journal, which goes on."""
IDS = st.integers(1001, 1006)
NAMES = st.sampled_from(["Fjord", "Ås", " b ", "Øy"])


def call(method: str, path: str, body: Any = None) -> Deed:
    """A request; what comes back is its answer, or how the connection broke."""

    def deed(door: Door, client: httpx.Client) -> Any:
        try:
            answer = client.request(method, path, json=body)
        except httpx.TransportError as broken:
            return type(broken).__name__
        return answer.status_code, dict(answer.headers), LOG_REFERENCE.sub(b"", answer.content)

    return deed


def on(act: Callable[[Tenant], object]) -> Deed:
    """Something that the harness does without HTTP."""

    def deed(door: Door, client: httpx.Client) -> Any:
        try:
            act(door.tenant)
        except Exception as refused:
            return str(refused)
        return None

    return deed


def patch(path: str, name: str, value: Any) -> Deed:
    return call("PATCH", path, [{"op": "replace", "path": f"/{name}", "value": value}])


def planned(kind: str, **rule: Any) -> Deed:
    return on(lambda tenant: tenant.plan(plan(kind, **rule)))


V1 = "https://goapi.poweroffice.net"
KINDS = (
    "500",
    "stale-page",
    "replica-lag",
    "equal-stamps",
    "commit-lost",
    "delivered-twice",
    "204-once",
    "clock-jump",
)
PLURALS = st.sampled_from(["Customers", "Suppliers", "Employees"])
ADDRESS = {"City": "Ås", "ZipCode": "1430", "ExternalCode": "x"}
DEEDS: st.SearchStrategy[Deed] = st.one_of(
    st.builds(lambda name: call("POST", "/Customers", {"Name": name, "MailAddress": ADDRESS}), NAMES),
    st.builds(lambda name, n: call("POST", "/Suppliers", {"Name": name, "ExternalNumber": n}), NAMES, IDS),
    st.builds(lambda name: call("POST", "/Employees", {"FirstName": name, "LastName": "Lie"}), NAMES),
    st.builds(lambda i: call("POST", f"/ContactPersons/{i}", {"FirstName": "A", "LastName": "B"}), IDS),
    st.builds(lambda i: call("POST", f"/ContactBankAccounts/{i}", {"BankAccountNumber": "1"}), IDS),
    st.builds(lambda i: call("POST", f"/ContactDeliveryAddresses/{i}", ADDRESS), IDS),
    st.builds(lambda name: call("POST", "/ContactGroups", {"Name": name}), NAMES),
    st.builds(lambda plural, i, name: patch(f"/{plural}/{i}", "EmailAddress", name), PLURALS, IDS, NAMES),
    st.builds(lambda i: patch(f"/Customers/{i}", "SalesPersonEmployeeId", i + 1), IDS),
    st.builds(lambda plural, i: call("DELETE", f"/{plural}/{i}"), PLURALS, IDS),
    st.builds(lambda plural: call("GET", f"/{plural}"), PLURALS),
    st.builds(lambda plural: call("GET", f"/{plural}?PageSize=1&PageNumber=2"), PLURALS),
    st.just(call("GET", "/ContactPersons")),
    st.just(call("GET", f"{V1}/Customer/")),
    st.just(call("GET", f"{V1}/PartyContactPerson/")),
    st.builds(lambda name: call("POST", f"{V1}/Customer/", {"Name": name}), NAMES),
    st.builds(lambda n: on(lambda tenant: tenant.clock.advance(n)), st.integers(-60, 400)),
    st.builds(lambda kind, nth: planned(kind, nth=nth), st.sampled_from(KINDS), st.integers(1, 3)),
    st.builds(lambda n: planned("503", probability=0.5, seed=n, times=None), st.integers(0, 9)),
    st.builds(lambda i: on(lambda tenant: tenant.add_role("Supplier", i)), IDS),
    st.builds(lambda i: on(lambda tenant: tenant.mark_in_use("Customer", i)), IDS),
    st.just(on(lambda tenant: tenant.withdraw("sut", "Supplier", writing_only=True))),
    st.just(on(lambda tenant: tenant.shift_stamps("sut", -5))),
    st.just(on(lambda tenant: tenant.show_offset("Customer", 60))),
    st.just(on(lambda tenant: tenant.revoke("sut"))),
)
LISTS = [call("GET", f"{V1}/Supplier/")]
LISTS += [call("GET", f"/{name}") for name in ("Customers", "Suppliers", "Employees", "ContactPersons")]


@settings(max_examples=60, deadline=None)
@given(first=st.lists(DEEDS), lost=st.lists(DEEDS, min_size=1), later=st.lists(DEEDS))
def test_a_restored_tenant_answers_like_one_that_never_did_what_came_after_the_snapshot(
    first: list[Deed], lost: list[Deed], later: list[Deed]
) -> None:
    went_back, never_went = inside(Fake()), inside(Fake())
    client, other = went_back.client(), never_went.client()
    for deed in first:
        assert deed(went_back, client) == deed(never_went, other)
    snapshot = went_back.tenant.snapshot()
    for deed in lost:
        deed(went_back, client)
    went_back.tenant.restore(snapshot)
    assert went_back.tenant.state() == never_went.tenant.state()
    for deed in [*later, *LISTS]:
        assert deed(went_back, client) == deed(never_went, other)
    assert went_back.tenant.state() == never_went.tenant.state()


@pytest.fixture
def rich(here: Door, client: httpx.Client) -> Door:
    """Something of everything that a tenant can hold."""
    id = made(client, "Customers", Name="Fjord", MailAddress=ADDRESS, ContactGroupIds=[1])["Id"]
    made(client, f"ContactPersons/{id}", FirstName="A", LastName="B")
    made(client, f"ContactBankAccounts/{id}", BankAccountNumber="1")
    made(client, f"ContactDeliveryAddresses/{id}", **ADDRESS)
    made(client, "ContactGroups", Name="G")
    here.tenant.store.catalogue.add("Department", "10")
    here.tenant.mark_in_use("Customer", id)
    here.tenant.plan(plan("equal-stamps"))
    return here


def test_every_container_of_a_tenant_is_kept_down_to_its_values(rich: Door) -> None:
    """Fails for an attribute whose depth is not told; the values below are records, or fixed."""
    found = rich.tenant.snapshot().parts
    kept = {id(part) for part, _ in found}
    for _, then in found:
        for name, value in then.items() if isinstance(then, dict) else enumerate(then):
            is_record = isinstance(value, dict) and "Id" in value
            assert id(value) in kept or is_fixed(value) or is_record, (name, value)


def test_what_a_snapshot_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="bytearray in a tenant's state"):
        parts({"index": bytearray()}, {})


def test_a_snapshot_can_be_restored_again_and_again(here: Door, client: httpx.Client) -> None:
    id = made(client, "Customers", Name="A")["Id"]
    snapshot, state = here.tenant.snapshot(), here.tenant.state()
    for name in ("B", "C"):
        replaced(client, f"/Customers/{id}", Name=name)
        made(client, "Suppliers", Name=name)
        here.tenant.restore(snapshot)
        assert here.tenant.state() == state


def test_snapshots_can_be_restored_in_any_order(here: Door, client: httpx.Client) -> None:
    made(client, "Customers", Name="A")
    early, first = here.tenant.snapshot(), here.tenant.state()
    made(client, "Customers", Name="B")
    late, second = here.tenant.snapshot(), here.tenant.state()
    here.tenant.restore(early)
    assert here.tenant.state() == first
    here.tenant.restore(late)
    assert here.tenant.state() == second


def test_a_snapshot_outlives_a_reset(here: Door, client: httpx.Client) -> None:
    made(client, "Customers", Name="A")
    snapshot, state = here.tenant.snapshot(), here.tenant.state()
    here.tenant.reset()
    here.tenant.restore(snapshot)
    assert here.tenant.state() == state
    assert [record["Name"] for record in client.get("/Customers").json()] == ["A"]


def test_the_journal_and_the_keys_stay(here: Door, client: httpx.Client) -> None:
    snapshot = here.tenant.snapshot()
    made(client, "Customers", Name="A")
    newcomer = here.client("later")
    here.tenant.restore(snapshot)
    assert [entry.operation for entry in here.tenant.journal][1:2] == ["POST /Customers"]
    assert newcomer.get("/Customers").status_code == 204


def test_a_stale_page_does_not_show_what_a_restore_has_undone(here: Door, client: httpx.Client) -> None:
    id = made(client, "Customers", Name="A")["Id"]
    here.tenant.clock.advance(120)
    snapshot = here.tenant.snapshot()
    client.delete(f"/Customers/{id}")
    made(client, "Customers", Name="B")
    here.tenant.restore(snapshot)
    here.tenant.plan(plan("stale-page", seconds=60))
    assert [record["Name"] for record in client.get("/Customers").json()] == ["A"]


def test_a_snapshot_of_another_tenant_is_refused(here: Door) -> None:
    with pytest.raises(ValueError, match="of another tenant"):
        here.tenant.restore(here.beside().tenant.snapshot())
