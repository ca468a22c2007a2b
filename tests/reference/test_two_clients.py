"""The two systems as two clients of PowerOffice: who is written where, and what is refused (D-1 two, R-4, R-21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from talkqa.reference.entities import key_of
from talkqa.reference.synchroniser import Reference
from talkqa.sut.errors import CannotStart
from talkqa.sut.protocol import Assignment, Identity
from tests.reference.two_worlds import TwoWorlds, assignment, endpoint
from tests.reference.world import default_dataflow, rows


@pytest.fixture
def worlds() -> Iterator[TwoWorlds]:
    """Two empty clients, a house customer in the target's, and the reference between them."""
    made = TwoWorlds()
    yield made
    made.close()


def test_targets_are_made_in_the_target_client_and_nowhere_else(worlds: TwoWorlds) -> None:
    """The source client is never written to for a creation, the target client begets nothing."""
    source, target = worlds.source, worlds.target
    source.add("Employee", FirstName="Kari", LastName="Lie", PhoneNumber="11111111")
    source.add("Supplier", Name="Fjord AS", PhoneNumber="22222222")
    source.settle()
    (person,) = target.all("Contactperson").values()
    assert (person["LastName"], person["ContactId"]) == ("Lie", int(worlds.house))
    assert target.partner_of(["22222222"], "Customer")
    assert not any(source.all(entity) for entity in ("Contactperson", "Customer"))
    assert not any(target.all(entity) for entity in ("Employee", "Supplier"))


@pytest.mark.parametrize("side", ["source", "target"])
def test_an_edit_on_either_side_reaches_the_other(worlds: TwoWorlds, side: str) -> None:
    """R-17, across clients."""
    supplier = worlds.source.add("Supplier", Name="Fjord AS", PhoneNumber="22222222")
    worlds.source.settle()
    (customer,) = worlds.target.partner_of(["22222222"], "Customer")
    if side == "source":
        worlds.source.edit("Supplier", supplier, PhoneNumber="33333333")
    else:
        worlds.target.edit("Customer", customer, PhoneNumber="33333333")
    worlds.source.settle()
    assert worlds.source.get("Supplier", supplier)["PhoneNumber"] == "33333333"
    assert worlds.target.get("Customer", customer)["PhoneNumber"] == "33333333"


def test_equal_numbers_in_two_clients_are_two_contacts(worlds: TwoWorlds) -> None:
    """In one client a Supplier and a Customer with one number are one contact (R-5); in two they are not."""
    worlds.source.tenant.store.next_id("Supplier", int(worlds.house))
    supplier = worlds.source.add("Supplier", Name="Fjord AS", PhoneNumber="22222222")
    assert supplier == worlds.house
    worlds.source.settle()
    (customer,) = worlds.target.partner_of(["22222222"], "Customer")
    assert customer != supplier
    assert worlds.target.get("Customer", worlds.house)["Name"] == "House AS"


def test_a_reference_is_the_number_of_the_counterpart_in_the_other_client(worlds: TwoWorlds) -> None:
    """R-21, S-21: the Employee's own number means somebody else there."""
    flow = next(one for one in worlds.source.dataflow["flows"] if one["slug"] == "supplier-customer")
    row: dict[str, Any] = {
        "source": "ExternalNumber",
        "target": "ExternalNumber",
        "refers": "employee-contactperson",
    }
    flow["pairs"] += [row | {"type": "integer"}]
    employee = worlds.source.add("Employee", FirstName="Kari", LastName="Lie", PhoneNumber="11111111")
    worlds.target.tenant.store.next_id("Contactperson", int(employee))
    other = worlds.target.add("Contactperson", worlds.house, FirstName="Per", LastName="Vik")
    assert other.rpartition("/")[2] == employee
    worlds.source.add("Supplier", Name="Fjord AS", PhoneNumber="22222222", ExternalNumber=int(employee))
    worlds.source.settle()
    (customer,) = worlds.target.partner_of(["22222222"], "Customer")
    (person,) = worlds.target.partner_of(["11111111"], "Contactperson")
    named = worlds.target.get("Customer", customer)["ExternalNumber"]
    assert str(named) == person.rpartition("/")[2] != employee


def test_a_lost_memory_makes_nothing_twice(worlds: TwoWorlds, tmp_path: Path) -> None:
    """The marks are looked for in the client where they were made (R-47, S-51b)."""
    worlds.source.add("Supplier", Name="Fjord AS")
    worlds.source.settle()
    before = worlds.target.all("Customer").keys()
    forgetful = Reference()
    forgetful.start(assignment(worlds, tmp_path))
    forgetful.cycle()
    forgetful.stop()
    assert worlds.target.all("Customer").keys() == before


def test_a_key_tells_its_client(worlds: TwoWorlds) -> None:
    """R-4: records of equal type and number in two clients have two keys."""
    record = {"Id": 1001}
    keys = {key_of("Customer", {**record, "@client": client}) for client in ("source", "target")}
    assert {key.text for key in keys} == {"source/Customer/1001", "target/Customer/1001"}
    assert key_of("Customer", record).client == "same"


def test_what_says_of_which_client_it_is_never_leaves(worlds: TwoWorlds) -> None:
    """It is the memory's own word, and no request holds it."""
    supplier = worlds.source.add("Supplier", Name="Fjord AS", PhoneNumber="22222222")
    worlds.source.settle()
    worlds.source.edit("Supplier", supplier, PhoneNumber="33333333")
    worlds.source.settle()
    assert len(worlds.source.writes()) == 2
    assert not [entry for entry in worlds.source.writes() if b"@client" in entry.request_body]


class OneKeySet(Reference):
    """BUG: signs in to the target system with the keys of the source."""

    def start(self, assignment: Assignment) -> Identity:
        return super().start(replace(assignment, target=assignment.endpoint))


def test_who_signs_in_with_the_wrong_keys_writes_into_the_wrong_client() -> None:
    """So the tests above do bite."""
    worlds = TwoWorlds(OneKeySet)
    worlds.source.add("Supplier", Name="Fjord AS")
    worlds.source.settle()
    assert worlds.source.all("Customer")
    assert set(worlds.target.all("Customer")) == {worlds.house}
    worlds.close()


# What is refused


def refused(worlds: TwoWorlds, folder: Path, **change: Any) -> str:
    with pytest.raises(CannotStart) as caught:
        Reference().start(replace(assignment(worlds, folder), **change))
    return str(caught.value)


def test_two_clients_with_one_set_of_keys_are_refused(worlds: TwoWorlds, tmp_path: Path) -> None:
    """Going on would write targets into the source client."""
    told = refused(worlds, tmp_path, target=None)
    for words in (
        "clients = 'two' (D-1)",
        "one set of keys",
        "expected target_endpoint",
        "Give them, or say",
    ):
        assert words in told


def test_a_type_that_would_be_in_both_clients_is_refused(worlds: TwoWorlds, tmp_path: Path) -> None:
    """Customers of the whole first document: made from Suppliers, and begetting Contactpersons."""
    dataflow = default_dataflow()
    dataflow["decisions"]["clients"] = "two"
    told = refused(worlds, tmp_path, dataflow=dataflow)
    assert "Customer is the source of flow customer-contactperson and the target of another" in told
    assert "expected flows in which each type is source or target only" in told
    assert "Leave that flow out" in told


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        (
            {"source": "Customer", "target": "Contactperson"},
            "makes Contactpersons under a Customer of the source",
        ),
        (
            {"source": "Supplier", "target": "Contactperson"},
            "makes Contactpersons under a Supplier of the source",
        ),
        (
            {
                "source": "Employee",
                "target": "Customer",
                "mode": "connected",
                "connected": [{"holder": "Supplier", "property": "ContactId", "to": "Employee"}],
            },
            "asks for a connection",
        ),
    ],
)
def test_a_flow_that_would_reach_across_is_refused(
    worlds: TwoWorlds, tmp_path: Path, flow: dict[str, Any], said: str
) -> None:
    """A parent, or a connection, is a record of one client."""
    dataflow = {
        "flows": [{"slug": "f", "pairs": rows("PhoneNumber"), **flow}],
        "decisions": {"clients": "two"},
    }
    assert said in refused(worlds, tmp_path, dataflow=dataflow)


def test_the_second_set_of_keys_is_nobodys_business(worlds: TwoWorlds) -> None:
    """It stands in no text of what the synchroniser is told."""
    told = repr(Assignment(endpoint(worlds.source), {}, Path(), target=endpoint(worlds.target)))
    keys = worlds.target.tenant.credential("sut")
    assert not [key for key in (keys.application_key, keys.client_key, keys.subscription_key) if key in told]
