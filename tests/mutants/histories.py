"""A little history for each scenario: what the reference survives and a faulty synchroniser does not.

Each takes a fresh world and asserts what must hold. They are shorter than the checklist's scenarios, and
stand on nothing of theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from talkqa.fake import Response
from tests.reference.world import World

ADDRESS = {"AddressLine1": "Gata 1", "ZipCode": "0150", "City": "Oslo", "CountryCode": "SE"}
HISTORIES: dict[str, Callable[[World], None]] = {}


def history(number: str) -> Callable[[Callable[[World], None]], Callable[[World], None]]:
    def register(body: Callable[[World], None]) -> Callable[[World], None]:
        HISTORIES[number] = body
        return body

    return register


def employee(world: World, token: str = "10", **more: Any) -> str:
    given = {"PhoneNumber": f"222222{token}", "EmailAddress": f"Ola{token}@Firma.no", "JobTitle": "Sjef"}
    return world.add(
        "Employee", **{"FirstName": "Anne", "LastName": "Lie", "MailAddress": ADDRESS, **given, **more}
    )


def supplier(world: World, token: str = "20", **more: Any) -> str:
    given = {
        "Name": f"Fjell {token} AS",
        "PhoneNumber": f"333333{token}",
        "EmailAddress": f"Post{token}@Fjell.no",
    }
    return world.add("Supplier", **{"MailAddress": ADDRESS, **given, **more})


def only(found: list[str]) -> str:
    assert len(found) == 1, found
    return found[0]


def person_of(world: World, entity: str, key: str) -> str:
    """The one Contactperson with the phone number of an Employee or Customer."""
    return only(world.partner_of([world.get(entity, key)["PhoneNumber"]], "Contactperson"))


def customer_of(world: World, key: str) -> str:
    return only(world.partner_of([world.get("Supplier", key)["PhoneNumber"]], "Customer"))


def pair(world: World) -> tuple[str, str]:
    """An Employee and its Contactperson, settled."""
    key = employee(world)
    world.settle()
    return key, person_of(world, "Employee", key)


def chain(world: World) -> tuple[str, str, str]:
    """A Supplier, its Customer and that one's Contactperson, settled."""
    key = supplier(world)
    world.settle()
    customer = customer_of(world, key)
    return key, customer, person_of(world, "Customer", customer)


def both(world: World, one: tuple[str, str], other: tuple[str, str], path: str = "PhoneNumber") -> set[Any]:
    return {world.get(*one)[path], world.get(*other)[path]}


@history("S-1")
def one_partner_each(world: World) -> None:
    keys = [employee(world, token) for token in ("11", "12", "13")]
    world.settle()
    for number, key in enumerate(keys):
        world.edit("Employee", key, PhoneNumber=f"4000000{number}")
        world.settle()
        assert len(world.partner_of([f"4000000{number}"], "Contactperson")) == 1


@history("S-2")
def a_link_survives_a_rename(world: World) -> None:
    key, customer, _ = chain(world)
    count = len(world.all("Customer"))
    world.edit("Customer", customer, Name="Omdøpt AS")
    world.settle()
    world.edit("Customer", customer, PhoneNumber="40000001")
    world.settle()
    assert world.get("Supplier", key)["Name"] == "Omdøpt AS"
    assert world.get("Supplier", key)["PhoneNumber"] == "40000001"
    assert len(world.all("Customer")) == count


@history("S-5")
def a_dual_role_is_its_own_partner(world: World) -> None:
    key = supplier(world)
    world.tenant.add_role("Customer", int(key))
    world.settle()
    assert world.effects().count("POST /Customers") == 0
    mark = len(world.tenant.journal)
    world.edit("Supplier", key, PhoneNumber="40000001")
    world.settle()
    assert world.effects(mark) == ["PATCH /ContactPersons/{contactId}/{id}"]


@history("S-7")
def every_source_gets_one_partner(world: World) -> None:
    for token in range(5):
        employee(world, f"1{token}")
    for token in range(4):
        supplier(world, f"2{token}", Name="Samme Navn AS")
    world.add("Customer", Name="En AS")
    world.add("Customer", Name="To AS")
    world.settle()
    assert (len(world.all("Customer")), len(world.all("Contactperson"))) == (7, 12)
    supplier(world, "29")
    world.settle()
    assert (len(world.all("Customer")), len(world.all("Contactperson"))) == (8, 13)


@history("S-8")
def nothing_is_created_backwards(world: World) -> None:
    world.add("Contactperson", world.house, FirstName="Ene", LastName="Ensom")
    supplier(world)
    world.settle()
    assert len(world.all("Employee")) == 0
    assert len(world.all("Supplier")) == 1


def overlapping_pages(world: World, keys: list[str]) -> None:
    """The first listing of the Suppliers shows the second one twice: on page 1 and again on page 2."""
    page = [world.get("Supplier", keys[1]), world.get("Supplier", keys[2])]
    answer = Response.json(200, page, {"X-Pagination": json.dumps({"nextPageLink": "there is more"})})
    world.plan(operation="GET /Suppliers", when=lambda entry: "PageNumber=2" in entry.query, answer=answer)


@history("S-9")
def one_creation_per_source(world: World) -> None:
    world.dataflow["page_size"] = 2
    keys = [supplier(world, f"2{token}") for token in range(5)]
    overlapping_pages(world, keys)
    world.settle()
    world.sut.reset()
    world.settle()
    assert world.effects().count("POST /Customers") == 5


@history("S-10")
def a_creation_is_one_complete_write(world: World) -> None:
    employee(world, PhoneNumber=None, NationalIdNumber="12345678901")
    world.settle()
    sent = [entry for entry in world.writes() if entry.path.endswith(f"/ContactPersons/{world.house}")]
    bodies = [json.loads(entry.request_body) for entry in sent]
    body = next(body for body in bodies if body["FirstName"] == "Anne")
    assert body.pop("ExternalCode", "").startswith("talkqa")
    assert body == {
        "FirstName": "Anne",
        "LastName": "Lie",
        "EmailAddress": "Ola10@Firma.no",
        "Title": "Sjef",
        "MailAddress": ADDRESS,
    }
    assert not [e for e in world.effects() if e.startswith("PATCH")]


@history("S-11")
def a_person_is_parked_until_it_is_a_company(world: World) -> None:
    key = world.add("Customer", Name="Ola Lie", FirstName="Ola", LastName="Lie", IsPerson=True)
    world.settle()
    world.cycle(2)
    refused = [e for e in world.writes() if e.path.endswith(f"/ContactPersons/{key}")]
    mark = len(world.tenant.journal)
    world.cycle(4)
    assert len(refused) <= 1
    assert not world.writes(mark)
    world.edit("Customer", key, IsPerson=False)
    world.settle()
    assert [k for k in world.all("Contactperson") if k.startswith(f"{key}/")]


@history("S-11b")
def without_a_house_nothing_is_guessed(world: World) -> None:
    world.dataflow["decisions"]["f1"]["parent"] = None
    employee(world)
    world.settle()
    assert len(world.all("Contactperson")) == len(world.all("Customer"))


@history("S-12")
def a_child_goes_under_its_parent(world: World) -> None:
    for token in ("21", "22"):
        supplier(world, token)
    world.settle()
    parents = sorted(key.split("/")[0] for key in world.all("Contactperson"))
    assert parents == sorted(world.all("Customer"))


@history("S-17")
def every_edit_reaches_the_other_side(world: World) -> None:
    key, person = pair(world)
    for number, (path, mirror) in enumerate([("PhoneNumber", "PhoneNumber"), ("JobTitle", "Title")] * 2):
        world.edit("Employee", key, **{path: f"4000010{number}"})
        world.settle()
        assert world.get("Contactperson", person)[mirror] == f"4000010{number}"
        world.edit("Contactperson", person, **{mirror: f"4000020{number}"})
        world.settle()
        assert world.get("Employee", key)[path] == f"4000020{number}"
    world.edit("Contactperson", person, MailAddress__City="Hamar")
    world.settle()
    assert world.get("Employee", key)["MailAddress"]["City"] == "Hamar"
    key, customer, _ = chain(world)
    world.edit("Supplier", key, EmailAddress="ny@fjell.no")
    world.settle()
    assert world.get("Customer", customer)["EmailAddress"] == "ny@fjell.no"


@history("S-18")
def nothing_else_is_touched(world: World) -> None:
    key, customer, _ = chain(world)
    world.edit("Customer", customer, InvoiceEmailAddress="faktura@fjell.no", CustomerSince="2020-01-01")
    world.settle()
    before = world.get("Customer", customer)
    world.edit("Supplier", key, PhoneNumber="40000001")
    world.settle()
    after = world.get("Customer", customer)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"PhoneNumber", "LastChangedDateTimeOffset"}


@history("S-18b")
def an_address_keeps_its_other_parts(world: World) -> None:
    key, customer, person = chain(world)
    for entity, end in (("Supplier", key), ("Contactperson", person)):
        world.edit(entity, end, MailAddress__City=f"By {entity}")
        world.settle()
        address = world.get("Customer", customer)["MailAddress"]
        assert {part: address[part] for part in ADDRESS} == ADDRESS | {"City": f"By {entity}"}


@history("S-20")
def a_value_comes_back_as_it_was_typed(world: World) -> None:
    key, person = pair(world)
    supplied, customer, _ = chain(world)
    world.edit("Contactperson", person, Title="Direktør")
    world.settle()
    assert world.get("Employee", key)["EmailAddress"] == "Ola10@Firma.no"
    assert world.get("Supplier", supplied)["Name"] == "Fjell 20 AS"
    assert world.get("Customer", customer)["Name"] == "Fjell 20 AS"


@history("S-24")
def an_edit_runs_through_the_chain(world: World) -> None:
    key, customer, person = chain(world)
    ends = (("Supplier", key), ("Customer", customer), ("Contactperson", person))
    for number, end in enumerate(ends):
        mark = len(world.tenant.journal)
        world.edit(*end, EmailAddress=f"ny{number}@fjell.no")
        assert world.settle() <= 3
        assert {world.get(*each)["EmailAddress"] for each in ends} == {f"ny{number}@fjell.no"}
        assert len(world.effects(mark)) == 2


@history("S-25")
def the_latest_edit_wins(world: World) -> None:
    key, person = pair(world)
    ends = ("Employee", key), ("Contactperson", person)
    for number, (first, last) in enumerate((ends, ends[::-1])):
        world.edit(*first, PhoneNumber=f"4000001{number}")
        world.edit(*last, PhoneNumber=f"4000002{number}")
        world.settle()
        assert both(world, *ends) == {f"4000002{number}"}
    world.tenant.show_offset("Employee", 120)
    world.edit(*ends[0], PhoneNumber="40000031")
    world.edit(*ends[1], PhoneNumber="40000032")
    world.settle()
    assert both(world, *ends) == {"40000032"}


@history("S-26")
def edits_of_different_properties_survive(world: World) -> None:
    key, person = pair(world)
    ends = ("Employee", key), ("Contactperson", person)
    for number in range(2):
        world.edit(*ends[number], PhoneNumber=f"4000001{number}")
        world.edit(*ends[1 - number], **{("Title", "JobTitle")[number]: f"CTO{number}"})
        world.settle()
        assert both(world, *ends) == {f"4000001{number}"}
        assert world.get(*ends[0])["JobTitle"] == world.get(*ends[1])["Title"] == f"CTO{number}"


@history("S-27")
def an_unchanged_property_is_not_edited(world: World) -> None:
    key, person = pair(world)
    ends = ("Employee", key), ("Contactperson", person)
    world.edit(*ends[0], PhoneNumber="40000001")
    world.edit(*ends[1], Title="CTO")
    world.settle()
    assert both(world, *ends) == {"40000001"}
    assert world.get(*ends[0])["JobTitle"] == "CTO"


def just_then(world: World, entity: str, key: str, **values: Any) -> Callable[[Any], None]:
    """A user saves something while a request is on its way, which arrives a second later."""

    def edit(_: Any) -> None:
        world.edit(entity, key, **values)
        world.tenant.clock.advance(1)

    return edit


@history("S-28")
def an_own_write_is_no_edit(world: World) -> None:
    key, person = pair(world)
    ends = ("Employee", key), ("Contactperson", person)
    world.edit(*ends[0], PhoneNumber="40000001")
    during = just_then(world, *ends[0], PhoneNumber="40000002")
    world.plan(operation="PATCH /ContactPersons/{contactId}/{id}", before=during)
    world.settle()
    assert both(world, *ends) == {"40000002"}


@history("S-28b")
def a_hop_does_not_overtake_a_later_edit(world: World) -> None:
    key, customer, person = chain(world)
    ends = (("Supplier", key), ("Customer", customer), ("Contactperson", person))
    for number, (first, last, hop) in enumerate(((0, 2, "/Customers/{id}"), (2, 0, "/Customers/{id}"))):
        world.edit(*ends[first], EmailAddress=f"a{number}@fjell.no")
        during = just_then(world, *ends[last], EmailAddress=f"b{number}@fjell.no")
        world.plan(operation=f"PATCH {hop}", before=during)
        world.settle()
        assert {world.get(*end)["EmailAddress"] for end in ends} == {f"b{number}@fjell.no"}


@history("S-30b")
def a_cleared_value_comes_back(world: World) -> None:
    key, person = pair(world)
    mark = len(world.tenant.journal)
    world.edit("Employee", key, PhoneNumber=None)
    world.settle()
    assert both(world, ("Employee", key), ("Contactperson", person)) == {"22222210"}
    assert len(world.effects(mark)) == 1


@history("S-38")
def nothing_is_deleted_or_archived(world: World) -> None:
    key, customer, _ = chain(world)
    staff, person = pair(world)
    world.delete("Supplier", key)
    world.delete("Employee", staff)
    world.settle()
    world.settle()
    assert world.get("Customer", customer)["IsArchived"] is False
    assert world.get("Contactperson", person)["IsActive"] is True
    assert not [entry for entry in world.requests() if entry.method == "DELETE"]


@history("S-39")
def a_deletion_is_not_undone(world: World) -> None:
    _, person = pair(world)
    count = len(world.all("Contactperson"))
    world.delete("Contactperson", person)
    world.settle()
    world.cycle(4)
    assert len(world.all("Contactperson")) == count - 1


@history("S-39b")
def a_deleted_partner_is_not_looked_for(world: World) -> None:
    key, person = pair(world)
    world.delete("Contactperson", person)
    world.settle()
    world.edit("Employee", key, PhoneNumber="40000001")
    world.cycle()
    mark = len(world.tenant.journal)
    world.cycle(4)
    assert not [entry for entry in world.requests(mark) if entry.status == 404]


@history("S-39c")
def the_survivors_go_on(world: World) -> None:
    key, customer, person = chain(world)
    world.delete("Supplier", key)
    world.settle()
    world.edit("Contactperson", person, PhoneNumber="40000001")
    world.settle()
    assert world.get("Customer", customer)["PhoneNumber"] == "40000001"


@history("S-42")
def quiet_means_quiet(world: World) -> None:
    pair(world)
    key, _, _ = chain(world)
    world.edit("Supplier", key, PhoneNumber="+47 40 00 00 01")
    world.settle()
    mark = len(world.tenant.journal)
    world.cycle(4)
    world.sut.reset()
    world.cycle()
    world.restart()
    world.cycle()
    assert not world.writes(mark)


@history("S-43")
def one_edit_is_one_write(world: World) -> None:
    key, person = pair(world)
    for number, end in enumerate((("Employee", key), ("Contactperson", person))):
        mark = len(world.tenant.journal)
        world.edit(*end, PhoneNumber=f"4000000{number}")
        world.settle()
        assert len(world.effects(mark)) == 1


@history("S-46")
def listings_are_read_to_the_end(world: World) -> None:
    world.dataflow["page_size"] = world.tenant.page_limit = 3
    keys = [supplier(world, f"2{token}") for token in range(7)]
    overlapping_pages(world, keys)
    world.settle()
    assert len(world.all("Customer")) == 8
    assert len(world.all("Contactperson")) == 8


def witness(world: World, key: str) -> None:
    """A value that only this Supplier has turns up in exactly one Customer."""
    world.edit("Supplier", key, PhoneNumber="40000009")
    world.settle()
    assert len(world.partner_of(["40000009"], "Customer")) == 1


@history("S-47")
def death_makes_no_duplicate(world: World) -> None:
    world.add("Customer", Name="Fjell 20 AS", EmailAddress="en@annen.no")
    key = supplier(world)
    world.plan(operation="POST /Customers", after=world.kill)
    world.settle()
    assert len(world.all("Customer")) == 3
    witness(world, key)
    assert "en@annen.no" in [record["EmailAddress"] for record in world.all("Customer").values()]
    assert len(world.partner_of(["40000009"], "Customer")) == 1
    adopted = world.all("Customer")[only(world.partner_of(["40000009"], "Customer"))]
    assert adopted["EmailAddress"] != "en@annen.no"


@history("S-47b")
def a_lost_answer_makes_no_duplicate(world: World) -> None:
    key = supplier(world)
    world.plan(operation="POST /Customers", lose_answer=True)
    world.settle()
    assert len(world.all("Customer")) == 2
    witness(world, key)
