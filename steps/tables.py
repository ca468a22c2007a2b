"""Rows that are more than pairs: several that feed one property, rows with a condition, values that name records."""

from __future__ import annotations

from pytest_bdd import given, then, when

from steps._partners import link, the_partner
from steps._saying import say
from steps._told import at, short
from steps._user import ROUTES
from steps._world import Thing, World
from steps.edits import pass_time
from talkqa.checklist import Pair
from talkqa.verdict.normal import is_empty, same

REFERENCE = "ExternalNumber"
"""What stands for a reference: of the numbers that Suppliers and Customers both have, the one that users may choose.

PowerOffice has no reference that both have, and its own (sales person, manager) lead to Employees on either side.
"""


@given(
    "a Contactperson's EmailAddress is fed by the Customer's EmailAddress, which is primary, and InvoiceEmailAddress"
)
def fed_twice(world: World) -> None:
    world.rows[world.flow("Customer", "Contactperson").slug] = (
        Pair("EmailAddress", "EmailAddress", "string", primary=True),
        Pair("InvoiceEmailAddress", "EmailAddress", "string"),
    )


@given("a Customer without EmailAddress, but with an InvoiceEmailAddress")
def without_the_primary(world: World) -> None:
    world.add("Customer", EmailAddress=None)


@then("the Customer has no EmailAddress still")
def still_without(world: World) -> None:
    found = at(world.record(world.the("Customer")), "EmailAddress")
    if not is_empty(found):
        world.fail("no EmailAddress, as what feeds beside it does not fill it", short(found))


@then(say("the Contactperson's EmailAddress is the Customer's {property}"))
def is_fed_by(world: World, property: str) -> None:
    (pairs,) = world.rows.values()
    assert property in [pair.source for pair in pairs]
    customer = world.the("Customer")
    world.things["Contactperson"] = [the_partner(world, world.flow("Customer", "Contactperson"), customer)]
    found = at(world.record(world.the("Contactperson")), "EmailAddress")
    if not same("EmailAddress", found, customer.typed[property]):
        world.fail(f"EmailAddress = {short(customer.typed[property])}, the {property}", short(found))


@given("the LastName of a Contactperson is made from the Customer's LegalName")
def last_name_from(world: World) -> None:
    row = Pair("LegalName", "LastName", "string", creation_only=True)
    world.rows[world.flow("Customer", "Contactperson").slug] = (row,)


@given("a Customer without LegalName")
def without_legal_name(world: World) -> None:
    world.add("Customer", LegalName=None)


@then("once it has a LegalName, the Customer has exactly one Contactperson")
def with_legal_name(world: World) -> None:
    world.edit(world.the("Customer"), LegalName=world.made_up.value("LegalName"))
    the_partner(world, world.flow("Customer", "Contactperson"), world.the("Customer"))


@given("OrganizationNumbers are synchronised for Suppliers in Norway only")
def in_norway_only(world: World) -> None:
    norway = {"MailAddress.CountryCode": "NO"}
    row = Pair("OrganizationNumber", "OrganizationNumber", "string", when=norway)
    world.rows[world.flow("Supplier", "Customer").slug] = (row,)


@then(say("an edit of the {source}'s {property} changes nothing in the {target}"))
def goes_nowhere(world: World, source: str, property: str, target: str) -> None:
    thing, partner = world.the(source), world.the(target)
    before = world.record(partner)
    world.edit(thing, **{property: world.made_up.value(property)})
    if (found := at(world.record(partner), property)) != at(before, property):
        world.fail(f"{partner} {property} = {short(at(before, property))}, as before", short(found))


@given("the ExternalNumber names an Employee at Suppliers, and that Employee's Contactperson at Customers")
def a_reference(world: World) -> None:
    row = Pair(REFERENCE, REFERENCE, "integer", refers=world.flow("Employee", "Contactperson").slug)
    world.rows[world.flow("Supplier", "Customer").slug] = (row,)


@given("somebody else's Contactperson with the Employee's number")
def same_number(world: World) -> None:
    world.tenant_of("Contactperson").store.next_id("Contactperson", int(world.the("Employee").key))
    person = world.add("Contactperson", parent=world.some_company())
    world.things["Contactperson"].remove(person)
    if person.key.rpartition("/")[2] != world.the("Employee").key:
        world.unclear("two records with one number", f"{person} and {world.the('Employee')}")


@given("a Supplier that names the Employee")
def names_the_employee(world: World) -> None:
    world.add("Supplier", ExternalNumber=int(world.the("Employee").key))


@given("a Supplier that names the Employee, linked to a Customer")
def names_and_is_linked(world: World) -> None:
    link(world, "Supplier", "Customer", ExternalNumber=int(world.the("Employee").key))


@given("each Employee has its Contactperson")
def each_has_its_own(world: World) -> None:
    flow = world.flow("Employee", "Contactperson")
    world.things["Contactperson"] = [the_partner(world, flow, one) for one in world.things["Employee"]]


@then("the Customer names nobody")
def names_nobody(world: World) -> None:
    found = at(world.record(world.the("Customer")), REFERENCE)
    if not is_empty(found):
        world.fail("no number where the Employee has no Contactperson yet", short(found))


@then("once a house customer is configured, the Customer names the Employee's Contactperson")
def filled_in_later(world: World) -> None:
    world.house_configured = True
    world.sync.restart()
    employee = world.the("Employee")
    partner = the_partner(world, world.flow("Employee", "Contactperson"), employee)
    names(world, world.the("Customer"), partner)


@when("a user lets the Customer name the other Employee's Contactperson")
def names_another(world: World) -> None:
    pass_time(world, None)
    other = world.things["Contactperson"][0]
    world.edit(world.the("Customer"), ExternalNumber=int(other.key.rpartition("/")[2]))


@then("the Supplier names the other Employee")
def names_the_other(world: World) -> None:
    names(world, world.the("Supplier"), world.things["Employee"][0])


def names(world: World, thing: Thing, other: Thing) -> None:
    """Fail the check unless the record's reference is the other's number."""
    assert other.type in ROUTES
    found = at(world.record(thing), REFERENCE)
    if str(found) != other.key.rpartition("/")[2]:
        world.fail(f"{thing} {REFERENCE} = the number of {other}", short(found))
