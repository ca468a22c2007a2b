"""Edits and conflicts against the fake, where the histories of the mutants do not go."""

from __future__ import annotations

import pytest

from tests.mutants.histories import both, chain, customer_of, employee, only, pair, person_of, supplier
from tests.reference.world import World


@pytest.mark.parametrize("path", ["MailAddress__City", "MailAddress__ZipCode", "MailAddress__CountryCode"])
def test_an_address_travels_from_any_end(world: World, path: str) -> None:
    """R-23: although no entity's stamp moves; each part for itself, and the last edit wins."""
    ends = list(zip(("Supplier", "Customer", "Contactperson"), chain(world), strict=True))
    part = path.partition("__")[2]
    for end, value in zip(ends, ("SE", "DK", "FI"), strict=True):
        world.edit(*end, **{path: value})
        world.settle()
        for other in ends:
            assert world.get(*other)["MailAddress"][part] == value


def test_the_first_address_goes_over_as_a_whole(world: World) -> None:
    """R-18: where there is none, there is nothing to keep."""
    key = employee(world, MailAddress=None)
    world.settle()
    person = person_of(world, "Employee", key)
    assert world.get("Contactperson", person)["MailAddress"] is None
    world.edit("Employee", key, MailAddress={"AddressLine1": "Gata 2", "ZipCode": "5003", "City": "Bergen"})
    world.settle()
    expected = {
        "AddressLine1": "Gata 2",
        "AddressLine2": None,
        "ZipCode": "5003",
        "City": "Bergen",
        "CountryCode": "NO",
    }
    assert world.get("Contactperson", person)["MailAddress"] == expected


def test_a_servers_default_country_never_beats_a_user(world: World) -> None:
    """R-58, S-58b: NO appears by itself on one side; the other side's SE is older and stays."""
    key = supplier(world, MailAddress={"ZipCode": "11122", "City": "Stockholm", "CountryCode": "SE"})
    world.tenant.clock.advance(100)
    target = world.add("Customer", Name="Fjell 20 AS", MailAddress={"ZipCode": "11122", "City": "Stockholm"})
    world.dataflow["flows"][1]["merge_criteria"] = [[{"source": "Name", "target": "Name"}]]
    world.settle()
    for entity, end in (("Supplier", key), ("Customer", target)):
        assert world.get(entity, end)["MailAddress"]["CountryCode"] == "SE"


def test_both_sides_cleared_stay_empty(world: World) -> None:
    """S-30c: nothing comes back from memory."""
    key, person = pair(world)
    mark = len(world.tenant.journal)
    world.edit("Employee", key, PhoneNumber=None)
    world.edit("Contactperson", person, PhoneNumber="")
    world.settle()
    assert not world.writes(mark)


def test_a_tie_ends_equal(world: World) -> None:
    """S-31: two saves with one stamp; the source side wins."""
    key, person = pair(world)
    with world.tenant.clock.hold():
        world._sent("PATCH", f"/ContactPersons/{person}", json=[replace("PhoneNumber", "40000001")])
        world._sent("PATCH", f"/Employees/{key}", json=[replace("PhoneNumber", "40000002")])
    world.settle()
    assert both(world, ("Employee", key), ("Contactperson", person)) == {"40000002"}


def test_a_late_edit_of_the_target_is_seen_before_writing(world: World) -> None:
    """S-32: it is newer, so it wins, and is never lost for a moment."""
    key, person = pair(world)
    world.edit("Employee", key, PhoneNumber="40000001")
    world.plan(
        operation="GET /ContactPersons/{contactId}/{id}",
        before=lambda _: world.edit("Contactperson", person, PhoneNumber="40000003"),
    )
    mark = len(world.tenant.journal)
    world.settle()
    assert both(world, ("Employee", key), ("Contactperson", person)) == {"40000003"}
    assert world.effects(mark) == ["PATCH /Employees/{employeeId}"]


def test_a_late_edit_of_an_unmapped_property_delays_nothing(world: World) -> None:
    """S-32b."""
    key, person = pair(world)
    world.edit("Employee", key, PhoneNumber="40000001")
    world.plan(
        operation="GET /ContactPersons/{contactId}/{id}",
        before=lambda _: world.edit("Contactperson", person, IsActive=False),
    )
    world.cycle()
    assert world.get("Contactperson", person)["PhoneNumber"] == "40000001"
    assert world.get("Contactperson", person)["IsActive"] is False


def test_a_user_who_takes_a_copy_back_is_heard(world: World) -> None:
    """S-43c: the former value, right after our PATCH, is a new edit."""
    key, person = pair(world)
    world.edit("Employee", key, PhoneNumber="40000001")
    world.cycle()
    world.edit("Contactperson", person, PhoneNumber="22222210")
    world.settle()
    assert both(world, ("Employee", key), ("Contactperson", person)) == {"22222210"}


def test_saving_without_a_change_is_no_edit(world: World) -> None:
    """S-43d, and S-27b: the other side's older edit still wins."""
    key, person = pair(world)
    mark = len(world.tenant.journal)
    world.edit("Contactperson", person, PhoneNumber="22222210", IsDefault=True)
    world.settle()
    assert not world.writes(mark)
    world.edit("Employee", key, PhoneNumber="40000001")
    world.edit("Contactperson", person, PhoneNumber="22222210")
    world.settle()
    assert both(world, ("Employee", key), ("Contactperson", person)) == {"40000001"}


def test_spellings_of_one_number_are_left_alone(world: World) -> None:
    """R-59: no write, and neither side is reformatted."""
    key, person = pair(world)
    mark = len(world.tenant.journal)
    world.edit("Contactperson", person, PhoneNumber="+47 22 22 22 10")
    world.settle()
    assert not world.writes(mark)
    assert world.get("Employee", key)["PhoneNumber"] == "22222210"


def test_an_old_revision_never_rolls_back(world: World) -> None:
    """S-29: a listing shows what a user has overwritten since."""
    from talkqa.fake import Response

    key, person = pair(world)
    old = world.get("Employee", key)
    world.edit("Employee", key, PhoneNumber="40000001")
    world.settle()
    mark = len(world.tenant.journal)
    stale = Response.json(200, [old], {"X-Pagination": "{}"})
    world.plan(operation="GET /Employees", answer=stale, times=2)
    world.settle()
    assert not world.writes(mark)
    assert both(world, ("Employee", key), ("Contactperson", person)) == {"40000001"}


@pytest.mark.parametrize("seconds", [-3600, -1, 1, 3600])
def test_the_stamps_of_own_writes_do_not_matter(world: World, seconds: int) -> None:
    """LAW-19: earlier or later than the users', the same edits win."""
    ends = list(zip(("Supplier", "Customer", "Contactperson"), chain(world), strict=True))
    world.tenant.shift_stamps("sut", seconds)
    for number, end in enumerate((*ends, *ends[::-1])):
        world.edit(*end, PhoneNumber=f"4000001{number}", MailAddress__City=f"By {number}")
        world.cycle(number % 2)
    world.settle()
    assert {world.get(*end)["PhoneNumber"] for end in ends} == {"40000015"}
    assert {world.get(*end)["MailAddress"]["City"] for end in ends} == {"By 5"}


def test_a_write_to_one_role_is_no_edit_of_the_other(world: World) -> None:
    """P-1, R-28: the Customer shows what was written to the Supplier, with the time of the user's edit."""
    key = supplier(world)
    world.tenant.add_role("Customer", int(key))
    world.settle()
    person = only([k for k in world.all("Contactperson") if k.startswith(f"{key}/")])
    mark = len(world.tenant.journal)
    world.edit("Contactperson", person, PhoneNumber="40000001")
    world.settle()
    assert len(world.effects(mark)) == 1
    world.edit("Contactperson", person, PhoneNumber="40000002")
    world.settle()
    assert world.get("Supplier", key)["PhoneNumber"] == "40000002"


def test_the_last_of_many_edits_wins_along_the_chain(world: World) -> None:
    """R-24, R-25, R-26 at once: each property has the last value that anybody gave it."""
    ends = list(zip(("Supplier", "Customer", "Contactperson"), chain(world), strict=True))
    for number in range(6):
        world.edit(*ends[number % 3], PhoneNumber=f"4000000{number}")
        world.edit(*ends[(number + 1) % 3], EmailAddress=f"{number}@fjell.no")
        world.cycle(number % 2)
    world.settle()
    assert {world.get(*end)["PhoneNumber"] for end in ends} == {"40000005"}
    assert {world.get(*end)["EmailAddress"] for end in ends} == {"5@fjell.no"}


def test_names_travel_for_persons_only(world: World) -> None:
    """R-22: a row counts when its condition holds for the source."""
    names = {"Name": "Ola Lie", "FirstName": "Ola", "LastName": "Lie"}
    key = world.add("Supplier", **names, IsPerson=True, PhoneNumber="22222233")
    world.settle()
    customer = customer_of(world, key)
    world.edit("Customer", customer, LastName="Berg")
    world.settle()
    assert world.get("Supplier", key)["LastName"] == "Berg"


def test_share_off_reads_and_does_not_write(world: World) -> None:
    """S-15b: and catches up when it is on again."""
    key, person = pair(world)
    world.restart()
    world.dataflow["decisions"]["share"] = {"Contactperson": False}
    world.edit("Employee", key, PhoneNumber="40000001")
    world.edit("Contactperson", person, Title="CTO")
    world.settle()
    assert world.get("Contactperson", person)["PhoneNumber"] == "22222210"
    assert world.get("Employee", key)["JobTitle"] == "CTO"
    world.restart()
    world.dataflow["decisions"]["share"] = {}
    world.settle()
    assert world.get("Contactperson", person)["PhoneNumber"] == "40000001"


def test_archived_sources_count_unless_told_otherwise(world: World) -> None:
    """D-7."""
    world.dataflow["decisions"]["every"] = {"archived": False}
    supplier(world, IsArchived=True)
    world.settle()
    assert len(world.all("Customer")) == 1
    world.restart()
    world.dataflow["decisions"]["every"] = {"archived": True}
    world.settle()
    assert len(world.all("Customer")) == 2


def replace(path: str, value: str) -> dict[str, str]:
    return {"op": "replace", "path": f"/{path}", "value": value}


def test_a_row_added_later_merges_what_is_there(world: World) -> None:
    """A property that was not followed so far is looked at before anything is written over it."""
    rows = world.dataflow["flows"][0]["pairs"]
    title = next(row for row in rows if row["target"] == "Title")
    rows.remove(title)
    key, person = pair(world)
    world.edit("Employee", key, JobTitle="Eldre")
    world.edit("Contactperson", person, Title="Nyere")
    world.settle()
    world.restart()
    rows.append(title)
    world.settle()
    assert world.get("Employee", key)["JobTitle"] == world.get("Contactperson", person)["Title"] == "Nyere"
