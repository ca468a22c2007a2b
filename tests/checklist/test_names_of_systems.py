"""A system that a flow does not name, or names in several ways at once, is still the system."""

from __future__ import annotations

import pytest

from talkqa.checklist import build, load_profile, poweroffice
from talkqa.document import Facts, FlowFacts, read, render

CLAUSES = ("every", "keep-in-sync", "properties")


def anything_tested(target_in_title: str, target_in_flow: str, file: str) -> bool:
    """Whether anything is tested of a document of one flow inside PowerOffice."""
    flow = FlowFacts(("Poweroffice", "Employee"), (target_in_flow, "Contactperson"), CLAUSES)
    data = render(Facts("Poweroffice", target_in_title, "2024-01-02 03:04:05", (flow,)))
    return bool(build(read(data, file), load_profile("default")).tested)


@pytest.mark.parametrize(
    ("title", "flow", "file"),
    [
        ("PowerOffice", "PowerOffice", "any.rst"),
        ("PowerOffice", "", "any.rst"),
        ("", "PowerOffice", "any.rst"),
        ("", "", "folder/poweroffice-poweroffice.rst"),
        ("", "", "poweroffice-powerofficego.2024-01-02.rst"),
        ("PowerOffice GO", "PowerOfficeGOPowerOffice GOPowerofficego", "any.rst"),
    ],
)
def test_a_system_is_known_by_flow_title_or_file(title: str, flow: str, file: str) -> None:
    """In this order; glued names count as one."""
    assert anything_tested(title, flow, file)


@pytest.mark.parametrize(
    ("title", "flow", "file"),
    [
        ("", "", "any.rst"),
        ("", "", "poweroffice-hubspot.rst"),
        ("PowerOffice", "HubSpot", "poweroffice-poweroffice.rst"),
        ("HubSpot", "", "poweroffice-poweroffice.rst"),
    ],
)
def test_another_system_stays_another(title: str, flow: str, file: str) -> None:
    """The nearer name wins, and no name at all is none."""
    assert not anything_tested(title, flow, file)


def test_glued_names_are_not_part_of_another_word() -> None:
    """Only whole names, end to end."""
    names = ["PowerOffice", "PowerOfficeGOPowerofficego", "PowerOfficeX", "MyPowerOffice", ""]
    assert [name for name in names if poweroffice().is_called(name)] == names[:2]
