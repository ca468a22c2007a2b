"""Expected facts: the field tables of the API's fact sheet."""

from __future__ import annotations

import pytest

from talkqa.checklist import poweroffice, slug


@pytest.mark.parametrize(
    ("entity", "path", "access"),
    [
        ("Employee", "JobTitle", "edit"),
        ("Employee", "NationalIdNumber", "masked"),
        ("Employee", "EmployeeCreatedDateTimeOffset", "read"),
        ("Customer", "IsActive", "read"),
        ("Customer", "PaymentTerm", "create"),
        ("Customer", "ExternalImportReference", "mark"),
        ("Customer", "SalesPersonEmployeeId", "reference"),
        ("Contactperson", "IsActive", "edit"),
        ("Contactperson", "ExternalCode", "mark"),
        ("Contactperson", "MailAddress.ZipCode", "edit"),
        ("Supplier", "SubledgerAccountId", "read"),
    ],
)
def test_who_may_write_a_property(entity: str, path: str, access: str) -> None:
    """As the fact sheet has it."""
    assert poweroffice().entities[entity].properties[path].access == access


@pytest.mark.parametrize("path", ["NationalIdNumber", "Name", "JobTitle"])
def test_a_contactperson_lacks_what_other_entities_have(path: str) -> None:
    """Neither API has such a property there."""
    assert path not in poweroffice().entities["Contactperson"].properties


def test_an_employee_and_a_contactperson_need_both_names() -> None:
    """P-3."""
    for name in ("Employee", "Contactperson"):
        assert poweroffice().entities[name].required == ("FirstName", "LastName")


@pytest.mark.parametrize(
    "name", ["Poweroffice", "PowerOffice", "PowerOffice GO", "PowerOfficeGo", "PowerOfficeGov1"]
)
def test_renderings_of_the_name_are_one_system(name: str) -> None:
    """Documents write it in many ways."""
    assert poweroffice().is_called(name)


@pytest.mark.parametrize("name", ["SuperOffice", "", "Power"])
def test_other_names_are_not(name: str) -> None:
    """A guess would run checks against the wrong system."""
    assert not poweroffice().is_called(name)


@pytest.mark.parametrize(
    ("source", "target", "occurrence", "expected"),
    [
        ("Employee", "Contactperson", 1, "employee-contactperson"),
        (
            "Customers person",
            "Customers (organisation data)",
            1,
            "customers-person-customers-organisation-data",
        ),
        ("Supplier", "Customer", 2, "supplier-customer#2"),
        ("Business_entity", "", 1, "business-entity-unnamed"),
    ],
)
def test_a_slug_comes_from_the_names(source: str, target: str, occurrence: int, expected: str) -> None:
    """Letters and digits stay; all else is one hyphen."""
    assert slug(source, target, occurrence) == expected
