"""Merge criteria in their simple form: match first, then create; never guess."""

from __future__ import annotations

from typing import Any

from tests.mutants.histories import employee, only, supplier
from tests.reference.world import World

EMAIL = {"source": "EmailAddress", "target": "EmailAddress"}
NUMBER = {"source": "OrganizationNumber", "target": "OrganizationNumber"}
COUNTRY = {"source": "MailAddress.CountryCode", "target": "MailAddress.CountryCode"}
NATIONAL = {"source": "NationalIdNumber", "target": "NationalIdNumber"}


def merging(*rows: list[dict[str, str]], flow: int = 1, **more: Any) -> World:
    """A world whose flow has merge criteria."""
    return World(change=lambda dataflow: dataflow["flows"][flow].update(merge_criteria=list(rows), **more))


def test_a_match_is_linked_and_merged() -> None:
    """S-33: no POST for it; newest name, and the phone that only one has; the other Supplier is created."""
    world = merging([EMAIL])
    target = world.add("Customer", Name="Y AS", PhoneNumber="22222222", EmailAddress="a@x.no")
    world.tenant.clock.advance(60)
    key = supplier(world, Name="X AS", PhoneNumber=None, EmailAddress="A@X.no")
    supplier(world, "21", EmailAddress="b@x.no")
    world.settle()
    assert world.effects().count("POST /Customers") == 1
    for end in (("Supplier", key), ("Customer", target)):
        assert (world.get(*end)["Name"], world.get(*end)["PhoneNumber"]) == ("X AS", "22222222")
    assert world.get("Supplier", key)["EmailAddress"] == "A@X.no"
    world.close()


def test_a_link_is_sticky() -> None:
    """S-3: a new address on either side makes no second partner, and does not jump to who has it already."""
    world = merging([EMAIL])
    target = world.add("Customer", Name="Y AS", EmailAddress="a@x.no")
    world.add("Customer", Name="Z AS", EmailAddress="z@x.no")
    key = supplier(world, EmailAddress="a@x.no")
    world.settle()
    world.edit("Supplier", key, EmailAddress="z@x.no")
    world.settle()
    assert world.get("Customer", target)["EmailAddress"] == "z@x.no"
    assert world.effects().count("POST /Customers") == 0
    world.close()


def test_rows_are_alternatives_and_a_row_is_a_conjunction() -> None:
    """S-34: matched by the second row alone; half a row matches nothing."""
    world = merging([EMAIL], [NUMBER, COUNTRY])
    swedish = {"ZipCode": "11122", "City": "Stockholm", "CountryCode": "SE"}
    world.add("Customer", Name="Y AS", OrganizationNumber="987654321", MailAddress=swedish)
    supplier(world, "20", OrganizationNumber="NO 987 654 321 MVA", MailAddress=swedish)
    world.add("Customer", Name="Z AS", OrganizationNumber="123456789")
    supplier(world, "21", OrganizationNumber="123456789", MailAddress=None)
    world.settle()
    assert world.effects().count("POST /Customers") == 1
    world.close()


def test_emptiness_and_masks_never_match() -> None:
    """S-34: no e-mail on both sides; `hidden` on both sides."""
    world = merging([EMAIL], [NATIONAL], flow=2)
    world.add("Contactperson", world.house, FirstName="A", LastName="B")
    world.add("Customer", Name="Y AS", EmailAddress=None, NationalIdNumber="12345678901")
    world.settle()
    assert len(world.all("Contactperson")) == 3
    world.close()


def test_ambiguity_is_parked() -> None:
    """S-37b: no POST, no link, and a reason; resolved when a user makes it clear."""
    world = merging([EMAIL])
    one = world.add("Customer", Name="Y AS", EmailAddress="a@x.no")
    world.add("Customer", Name="Z AS", EmailAddress="a@x.no")
    key = supplier(world, EmailAddress="a@x.no")
    world.settle()
    assert world.effects().count("POST /Customers") == 0
    assert only([w.reason for w in world.report() if w.key == f"Supplier {key}"]).startswith(
        "matches several"
    )
    world.edit("Customer", one, EmailAddress="b@x.no")
    world.settle()
    assert world.effects().count("POST /Customers") == 0
    assert world.report() == []
    world.close()


def test_a_taken_match_is_parked() -> None:
    """S-6, D-9: no stealing."""
    world = merging([EMAIL])
    world.add("Customer", Name="Y AS", EmailAddress="a@x.no")
    supplier(world, "20", EmailAddress="a@x.no")
    world.settle()
    key = supplier(world, "21", EmailAddress="a@x.no")
    world.settle()
    assert world.effects().count("POST /Customers") == 0
    assert "linked already" in only([w.reason for w in world.report() if w.key == f"Supplier {key}"])
    world.close()


def test_link_first_creates_nothing() -> None:
    """S-13: a match links, now or later; without one nothing travels."""
    world = merging([EMAIL], flow=0, mode="link-first")
    employee(world, EmailAddress="ola@x.no")
    world.settle()
    assert len(world.all("Contactperson")) == 1
    person = world.add(
        "Contactperson", world.house, FirstName="Anne", LastName="Lie", EmailAddress="ola@x.no"
    )
    world.settle()
    assert world.get("Contactperson", person)["PhoneNumber"] == "22222210"
    world.close()


def test_suppliers_may_be_linked_only() -> None:
    """D-4 never: dual roles and matches, and no new Customer."""
    world = World(change=lambda dataflow: dataflow["decisions"].update(f2={"create": "never"}))
    supplier(world)
    world.settle()
    assert world.effects().count("POST /Customers") == 0
    world.close()


def test_two_sources_of_one_match_do_not_depend_on_the_cycle() -> None:
    """R-37: the second of two Suppliers with one address is parked, whether they come together or not."""
    world = merging([EMAIL])
    for token in ("20", "21"):
        supplier(world, token, EmailAddress="a@x.no")
    world.settle()
    assert world.effects().count("POST /Customers") == 1
    assert len(world.report()) == 1
    world.close()
