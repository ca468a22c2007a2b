"""The small picture of a failed check."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as Xml

from talkqa.report.check import Check, Moment, Value
from talkqa.report.picture import picture
from talkqa.report.words import Words

CHECK = Check(
    "f::1",
    "fail",
    timeline=(
        Moment(1, "user", "created", "Employee", "7"),
        Moment(2, "sut", "read", "Employee", cycle=1, times=3),
        Moment(3, "sut", "read", "Supplier", cycle=1),
        Moment(4, "sut", "created", "Contactperson", "8/9", cycle=1),
        Moment(5, "user", "changed", "Employee", "7", 1, values=(Value("LastName", "<Lie>"),), more=2),
        Moment(0, "", "left out", times=4),
        Moment(9, "sut", "was refused", "Contactperson", cycle=2),
    ),
)
SVG = "{http://www.w3.org/2000/svg}"


def test_each_change_has_a_number_that_the_list_explains() -> None:
    """In the order in which they came; what was only read has none."""
    found = picture(CHECK, Words())
    assert found is not None
    assert found.events == (
        "A user created Employee 7",
        "The product created Contactperson 8/9",
        "A user changed Employee 7: LastName = <Lie>; and 2 values more",
        "4 events left out",
        "The product asked for a change of Contactperson and was refused",
    )
    texts = [element.text for element in Xml.fromstring(found.svg).iter("text")]
    assert [text for text in texts if text and text.isdigit()][-5:] == ["1", "2", "3", "4", "5"]
    assert "cycle 1" in texts or "1" in texts


def test_lanes_are_the_records_that_something_happened_to() -> None:
    """Suppliers were read and nothing more: they have no part in the story."""
    found = picture(CHECK, Words("nb"))
    assert found is not None
    bold = [element.text for element in Xml.fromstring(found.svg).iter("text") if element.get("font-weight")]
    assert bold[:2] == ["Employee", "Contactperson"]
    assert "Supplier" not in found.svg
    assert found.events[0] == "En bruker opprettet Employee 7"


def test_time_goes_from_left_to_right() -> None:
    """Nothing stands on another thing, and nothing outside the drawing."""
    found = picture(CHECK, Words())
    assert found is not None
    root = Xml.fromstring(found.svg)
    numbered = [e for e in root.iter("text") if e.get("text-anchor") == "middle" and e.get("font-weight")]
    places = [float(element.attrib["x"]) for element in numbered]
    assert all(after - before >= 20 for before, after in pairwise(places))
    assert places[0] > 0
    assert places[-1] + 9 < found.width


def test_no_timeline_no_picture() -> None:
    """As in streams of earlier versions, and for errors before the first request."""
    assert picture(Check("f::1", "error"), Words()) is None
