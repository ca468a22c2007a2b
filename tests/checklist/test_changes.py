"""What a change of the document means for the items of the checklist."""

from __future__ import annotations

from talkqa.checklist import Item, build, load_profile
from talkqa.checklist.changes import ItemChanges, item_changes, stated_by_item
from talkqa.document import Document, FlowFacts
from talkqa.document.compare import compare
from tests.checklist.made_up import document, flow

ROWS = (
    ("FirstName", "FirstName", '"string"'),
    ("LastName", "LastName", '"string"'),
    ("PhoneNumber", "PhoneNumber", '"string"'),
)


def made(old: tuple[FlowFacts, ...], new: tuple[FlowFacts, ...]) -> ItemChanges:
    def items(of: Document) -> tuple[Item, ...]:
        return build(of, load_profile("default")).items

    one, other = document(*old), document(*new)
    return item_changes(items(one), items(other), stated_by_item(compare(one, other), items(other)))


EMPLOYEE = flow("Employee", "Contactperson", ROWS)


def test_the_same_document_changes_nothing() -> None:
    """Every item is kept, also when its line moved."""
    moved = (flow("Supplier", "Address"), EMPLOYEE)
    found = made((EMPLOYEE,), moved)
    assert [item.id for item in found.gone] == []
    assert found.changed == ()
    assert found.kept > 20
    assert all(item.flow == "supplier-address" for item in found.added)


def test_a_row_taken_away_is_an_item_gone() -> None:
    """Its item, and no other property's."""
    found = made((EMPLOYEE,), (flow("Employee", "Contactperson", ROWS[:2]),))
    gone = [item.id for item in found.gone if item.kind == "property"]
    assert gone == ["employee-contactperson/PhoneNumber:PhoneNumber"]


def test_a_row_that_cannot_be_tested_any_more_lost_its_test() -> None:
    """A second row for the same target takes the test from both, where neither calls both sides the same."""
    title = (*ROWS, ("JobTitle", "Title", "N/A"))
    found = made(
        (flow("Employee", "Contactperson", title),),
        (flow("Employee", "Contactperson", (*title, ("EmailAddress", "Title", "N/A"))),),
    )
    lost = {change.new.id for change in found.lost_test}
    assert "employee-contactperson/JobTitle:Title" in lost
    assert {item.id for item in found.added} == {"employee-contactperson/EmailAddress:Title"}


def test_a_behaviour_that_needs_the_row_lost_its_test() -> None:
    """The document still asks for it, and nothing is left to try it with."""
    found = made((EMPLOYEE,), (flow("Employee", "Contactperson", ROWS[:2]),))
    lost = {change.new.id for change in found.lost_test}
    assert "employee-contactperson/latest-edit" in lost
    assert lost.isdisjoint(item.id for item in found.gone)


def test_a_data_type_is_a_change_of_its_row() -> None:
    """Also where the item itself says nothing of the type."""
    other = (*ROWS[:2], ("PhoneNumber", "PhoneNumber", '"integer"'))
    found = made((EMPLOYEE,), (flow("Employee", "Contactperson", other),))
    [change] = found.changed
    assert change.new.id == "employee-contactperson/PhoneNumber:PhoneNumber"
    assert change.what[-1] == 'data type: "string" ⇒ "integer"'


def test_a_condition_is_a_change_of_the_behaviours() -> None:
    """And not of every row of the flow, which says what it said before."""
    flows = [
        FlowFacts(
            ("HubSpot", "Deal"),
            ("PowerOffice", "Order"),
            ("conditional", "keep-in-sync", "properties"),
            condition=f'When a HubSpot Deal gets the status "{status}"',
            properties=ROWS,
        )
        for status in ("Sold", "Won")
    ]
    found = made((flows[0],), (flows[1],))
    assert "deal-order/conditional" in {change.new.id for change in found.changed}
    assert {change.new.kind for change in found.changed} == {"behaviour"}


def test_items_may_come_from_a_header_of_results() -> None:
    """Anything with id, flow, title, kind and reason can be compared."""
    tested = Item("f/a:b", "f", "a and b follow each other", "property", (), "document line 9")
    untested = Item("f/a:b", "f", "a and b follow each other", "property", (), "line 12", None, "no fake")
    found = item_changes([tested], [untested])
    assert found.to_json() == {
        "added": [],
        "gone": [],
        "changed": [
            {
                "id": "f/a:b",
                "title": "a and b follow each other",
                "not_tested_reason": "no fake",
                "what": ["tested ⇒ not tested (no fake)"],
            }
        ],
        "lost_test": [{"id": "f/a:b", "title": "a and b follow each other", "not_tested_reason": "no fake"}],
        "kept": 0,
    }
    assert item_changes([untested], [tested]).changed[0].gained_its_test
