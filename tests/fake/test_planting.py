"""Records from a file: made like a POST, refused like one, and not journalled."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talkqa.fake.planting import SeedError, plant, read_seed
from tests.fake.doors import Door

TOML = """
[[Customer]]
Name = "Fjord AS"
MailAddress = {City = "Ås", ZipCode = "1430"}
[[Customer.ContactPersons]]
FirstName = "Kari"
LastName = "Lie"

[[Employee]]
FirstName = "Ola"
LastName = "Berg"
DateOfBirth = 1980-05-17
"""


def test_toml_becomes_records(here: Door, tmp_path: Path) -> None:
    path = tmp_path / "seed.toml"
    path.write_text(TOML)
    assert plant(here.tenant, read_seed(path)) == {"Customer": 1, "Contactperson": 1, "Employee": 1}
    state = here.tenant.state()
    (customer,) = state["Customer"].values()
    (employee,) = state["Employee"].values()
    ((key, person),) = state["Contactperson"].items()
    assert (customer["Name"], customer["MailAddress"]["City"]) == ("Fjord AS", "Ås")
    assert (person["FirstName"], key.partition("/")[0]) == ("Kari", str(customer["Id"]))
    assert employee["DateOfBirth"] == "1980-05-17"
    assert len(here.tenant.journal) == 0


def test_json_becomes_records(here: Door, tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    path.write_text(json.dumps({"Supplier": [{"Name": "A"}, {"Name": "B"}]}))
    assert plant(here.tenant, read_seed(path)) == {"Supplier": 2}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "Expected TOML (a name in .toml) or JSON."),
        ("[]", "expected tables named Employee, Supplier, Customer at the top."),
        ('{"Thing": []}', "unknown type 'Thing', expected Employee, Supplier, Customer."),
        ('{"Customer": {}}', "Customer: expected a list of records."),
        ('{"Customer": [1]}', "Customer: expected a list of records."),
    ],
)
def test_a_file_that_is_no_seed_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "seed.json"
    path.write_text(text)
    with pytest.raises(SeedError) as refused:
        read_seed(path)
    assert str(refused.value).startswith(str(path))
    assert told in str(refused.value)


def test_a_record_that_the_service_would_refuse_is_named(here: Door) -> None:
    with pytest.raises(SeedError, match=r"^seed, Customer 2: .* Correct the record\.$"):
        plant(here.tenant, {"Customer": [{"Name": "A"}, {"Name": 5}]})


def test_a_contact_person_that_is_refused_is_named(here: Door) -> None:
    with pytest.raises(SeedError, match=r"^seed, Customer 1, contact person 1: "):
        plant(here.tenant, {"Customer": [{"Name": "A", "ContactPersons": [7]}]})


def test_contact_persons_that_are_no_list_are_refused(here: Door) -> None:
    with pytest.raises(SeedError, match=r"Customer 1: ContactPersons: expected a list of records\."):
        plant(here.tenant, {"Customer": [{"Name": "A", "ContactPersons": 7}]})
