"""Contact persons through v1: under their customer or supplier, with a flat address (API.md §4.3, §4.5)."""

from __future__ import annotations

import httpx
import pytest

from tests.fake.doors import Door, made, replaced
from tests.fake.v1.clients import V1

NAMES = {"firstName": "Anna", "lastName": "Berg"}


@pytest.mark.parametrize("parent", ["Customer", "Supplier"])
def test_a_contact_person_lives_under_its_parent(v1: V1, parent: str) -> None:
    owner = v1.saved(f"/{parent}", name="A")
    person = v1.saved(f"/{parent}/{owner['id']}/Contact/", **NAMES, isPep="true")
    assert (person["partyId"], person[f"party{parent}Code"]) == (owner["id"], owner["code"])
    assert (person["isPep"], person["hasNorwegianSSN"], person["isActive"]) == (True, False, True)
    one = f"/{parent.lower()}/{owner['id']}/contact/{person['id']}"
    assert v1.get(one)["data"] == person
    assert v1.get(f"/{parent}/{owner['id']}/Contact") == {"data": [person], "count": 1, "success": True}
    assert v1.get("/PartyContactPerson/")["data"] == [person]
    assert v1.delete(one) == {"success": True}
    assert v1.get("/PartyContactPerson/")["count"] == 0
    assert v1.delete(one)["success"] is False


def test_the_list_over_all_parents_is_filtered_by_its_own_fields(v1: V1) -> None:
    for name in ("A", "B"):
        owner = v1.saved("/Customer", name=name)
        v1.saved(f"/Customer/{owner['id']}/Contact", firstName=name, lastName="L", city=f"{name}-town")
    for text in (
        "(City eq 'B-town')",
        f"(PartyCustomerCode eq {owner['code']})",
        f"(PartyId eq {owner['id']})",
    ):
        assert [row["firstName"] for row in v1.get("/PartyContactPerson", filter=text)["data"]] == ["B"]
    assert v1.refused("/PartyContactPerson", filter="(CreatedDate ge DateTimeOffset'2020-01-01')")


def test_a_flat_address_is_the_mail_address_of_v2(here: Door, v1: V1) -> None:
    v2 = here.client()
    owner = v1.saved("/Customer", name="A")["id"]
    flat = {"address1": "X", "address2": "Y", "city": "Oslo", "zipCode": "0161"}
    id = v1.saved(f"/Customer/{owner}/Contact", **NAMES, **flat)["id"]
    path = f"/ContactPersons/{owner}/{id}"
    nested = {
        "AddressLine1": "X",
        "AddressLine2": "Y",
        "City": "Oslo",
        "ZipCode": "0161",
        "CountryCode": "NO",
    }
    assert v2.get(path).json()["MailAddress"] == nested
    v1.saved(f"/Customer/{owner}/Contact", id=id, city="Moss", residenceCountryCode="se")
    assert v2.get(path).json()["MailAddress"] == {**nested, "City": "Moss", "CountryCode": "SE"}
    replaced(v2, path, MailAddress__City="Voss")
    assert v1.get(f"/Customer/{owner}/Contact/{id}")["data"]["city"] == "Voss"
    v1.saved(f"/Customer/{owner}/Contact", id=id, **dict.fromkeys(flat))
    assert v2.get(path).json()["MailAddress"] is None


def test_an_address_written_through_v1_moves_the_persons_stamp(here: Door, v1: V1) -> None:
    owner = v1.saved("/Customer", name="A")["id"]
    before = v1.saved(f"/Customer/{owner}/Contact", **NAMES)
    here.tenant.clock.advance(60)
    after = v1.saved(f"/Customer/{owner}/Contact", id=before["id"], city="Oslo")
    assert after["lastChanged"] > before["lastChanged"]


def test_an_update_keeps_what_it_does_not_send(v1: V1) -> None:
    owner = v1.saved("/Customer", name="A")["id"]
    more = {"phoneNumber": "1", "citizenship": "NO", "placeOfBirth": "Moss", "externalCode": "x", "gender": 1}
    before = v1.saved(f"/Customer/{owner}/Contact", **NAMES, **more)
    after = v1.saved(f"/Customer/{owner}/Contact", id=before["id"], lastName="Lie")
    assert after == {**before, "lastName": "Lie", "lastChanged": after["lastChanged"]}


def test_a_person_of_v2_is_seen_through_v1(here: Door, v1: V1) -> None:
    owner = v1.saved("/Supplier", name="A")["id"]
    made(here.client(), f"ContactPersons/{owner}", FirstName="A", LastName="B", Title="CEO")
    (row,) = v1.get(f"/Supplier/{owner}/Contact")["data"]
    assert (row["firstName"], row["lastName"], row["isRca"]) == ("A", "B", False)
    assert not {"title", "isDefault", "createdDate"} & row.keys()


def test_the_primary_contact_person_is_the_default_one_of_v2(here: Door, v1: V1) -> None:
    owner = v1.saved("/Customer", name="A")["id"]
    first, second = (v1.saved(f"/Customer/{owner}/Contact", **NAMES)["id"] for _ in range(2))
    assert "contactPersonId" not in v1.get(f"/Customer/{owner}")["data"]
    for id in (first, second):
        assert v1.saved("/Customer", id=owner, contactPersonId=id)["contactPersonId"] == id
        listed = here.client().get("/ContactPersons").json()
        assert [person["Id"] for person in listed if person["IsDefault"]] == [id]
    assert "contactPersonId" not in v1.saved("/Customer", id=owner, contactPersonId=None)


@pytest.mark.parametrize(
    "fields", [{"firstName": "A"}, {"id": 7, "firstName": "A"}, {**NAMES, "emailAddress": "x"}]
)
def test_a_person_that_breaks_a_rule_is_refused(v1: V1, fields: dict[str, object]) -> None:
    owner = v1.saved("/Customer", name="A")["id"]
    assert v1.post(f"/Customer/{owner}/Contact", **fields)["success"] is False
    assert v1.get("/PartyContactPerson")["count"] == 0


def test_the_parent_must_be_what_the_path_says(v1: V1) -> None:
    supplier = v1.saved("/Supplier", name="A")["id"]
    for path in (f"/Customer/{supplier}/Contact", "/Supplier/5/Contact"):
        assert v1.post(path, **NAMES)["success"] is False
        assert v1.get(path)["success"] is False


def test_a_person_stays_under_its_own_parent(v1: V1) -> None:
    first, second = (v1.saved("/Customer", name=name)["id"] for name in "AB")
    id = v1.saved(f"/Customer/{first}/Contact", **NAMES)["id"]
    assert v1.post(f"/Customer/{second}/Contact", id=id, lastName="Lie")["success"] is False
    assert v1.get(f"/Customer/{second}/Contact/{id}") == {"success": True}


def test_the_journal_shows_one_write_for_a_person_with_fields_of_v1(here: Door, v1: V1) -> None:
    owner = v1.saved("/Customer", name="A")["id"]
    id = v1.saved(f"/Customer/{owner}/Contact", **NAMES, isPep=True)["id"]
    (write,) = here.tenant.journal[-1].writes
    assert (write.type, write.key, write.before) == ("Contactperson", f"{owner}/{id}", None)
    assert write.after == here.tenant.state()["Contactperson"][f"{owner}/{id}"]


def test_a_slash_more_does_not_matter(v1: V1) -> None:
    owner = v1.saved("/Customer", name="A")["id"]
    answer = v1.http.get(httpx.URL(f"https://api.poweroffice.net//Customer//{owner}//Contact//"))
    assert answer.json() == {"data": [], "count": 0, "success": True}
