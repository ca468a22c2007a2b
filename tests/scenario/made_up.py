"""A made-up set of features that agrees with a made-up checklist, to be broken in one place per test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from talkqa.checklist import Checklist, Item, Pair, load_profile
from tests.checklist.made_up import checklist as built

FLOW = "supplier-customer"

FEATURE = """\
@flow:supplier-customer
Feature: Supplier to Customer
  What a reader is told.

  Rule: A value travels

    # A comment that belongs to the outline.
    @R-17 @S-17 @R-20 @S-20 @rows:properties
    Scenario Outline: a Supplier's <property> reaches the Customer's <mirror>
      Given a <kind> with a partner
      When its <property> is edited
      Then the partner's <mirror> follows
      Examples:
        | item                                | kind    | property    | mirror      |
        | supplier-customer/FirstName:FirstName     | person  | FirstName   | FirstName   |
        | supplier-customer/PhoneNumber:PhoneNumber | company | PhoneNumber | PhoneNumber |

    @R-10 @S-10 @rows:creation-only
    Scenario Outline: a new Customer's <mirror> is made from <property>
      Given a company with a partner
      Then <mirror> was made from <property>
      Examples:
        | item                                | property  | mirror   |
        | supplier-customer/IsPerson:IsPerson | IsPerson  | IsPerson |
        | supplier-customer/constant:LastName | "Kontakt" | LastName |

  Rule: A law without rows

    @R-7 @S-7 @item:supplier-customer/every
    Scenario: every Supplier gets a Customer
      Given a company with a partner
      Then nothing else happens

    @R-1 @S-1 @item:supplier-customer/one-to-one
    Scenario: two Suppliers have two Customers
      Given a company with a partner
      Then nothing else happens
"""

ALL = """\
@flow:all-flows
Feature: All flows

  @R-42 @S-42 @rows:flows @check:quiet
  Scenario Outline: a <source> and a <target> in agreement are left alone
    Given a company with a partner
    Then nothing else happens
    Examples:
      | item                    | source   | target   |
      | supplier-customer/quiet | Supplier | Customer |

  @R-24 @S-24 @item:all-flows/chain
  Scenario Outline: an edit at the <end> reaches the others
    Given a company with a partner
    Then the partner's <end> follows
    Examples:
      | end      |
      | Supplier |
      | Customer |
"""

STEPS = '''\
"""Steps of the made-up features."""
from pytest_bdd import given, parsers, then, when


@given(parsers.parse("a {kind} with a partner"))
def a_pair(kind: str) -> None: ...


@when(parsers.parse("its {path} is edited"))
def edited(path: str) -> None: ...


@then(parsers.parse("the partner's {path} follows"))
def follows(path: str) -> None: ...


@then(parsers.parse("{mirror} was made from {path}"))
def made_from(mirror: str, path: str) -> None: ...


@then("nothing else happens")
def nothing() -> None: ...
'''


def _item(name: str, *numbers: str, pair: Pair | None = None, also: tuple[str, ...] = ()) -> Item:
    flow = name.split("/")[0]
    rules = tuple(number for number in numbers if number.startswith("R"))
    scenarios = tuple(number for number in numbers if number.startswith("S"))
    kind = "property" if pair else "behaviour"
    return Item(name, flow, name, kind, rules, "made up", pair, None, scenarios, also)  # type: ignore[arg-type]


BOTH_WAYS = ("R-17", "R-20", "S-17", "S-20")
ITEMS = (
    _item(f"{FLOW}/every", "R-7", "S-7"),
    _item(f"{FLOW}/one-to-one", "R-1", "S-1"),
    _item(f"{FLOW}/quiet", "R-42", "S-42"),
    _item(
        f"{FLOW}/FirstName:FirstName",
        *BOTH_WAYS,
        pair=Pair("FirstName", "FirstName", "string", when={"IsPerson": True}),
    ),
    _item(f"{FLOW}/PhoneNumber:PhoneNumber", *BOTH_WAYS, pair=Pair("PhoneNumber", "PhoneNumber", "string")),
    _item(f"{FLOW}/IsPerson:IsPerson", "R-10", "S-10", pair=Pair("IsPerson", "IsPerson", "boolean", True)),
    _item(f"{FLOW}/constant:LastName", "R-10", "S-10", pair=Pair("", "LastName", "string", True, "Kontakt")),
    _item("all-flows/chain", "R-24", "S-24"),
)


def made_checklist(*items: Item) -> Checklist:
    """A checklist of one flow with those items, all of the made-up ones by default."""
    whole = built("default")
    flow = next(table for table in whole.flows if table.slug == FLOW)
    return replace(whole, profile=load_profile("default"), flows=(flow,), items=items or ITEMS, findings=())


def not_tested(item_id: str) -> Checklist:
    """The made-up checklist, one item of it not tested."""
    return made_checklist(
        *(replace(item, not_tested_reason="made up") if item.id == item_id else item for item in ITEMS)
    )


def without(item_id: str) -> Checklist:
    """The made-up checklist without one of its items."""
    return made_checklist(*(item for item in ITEMS if item.id != item_id))


def put(folder: Path, feature: str = FEATURE, everything: str = ALL) -> Path:
    """The made-up feature files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "supplier_customer.feature").write_text(feature, encoding="utf-8")
    (folder / "all_flows.feature").write_text(everything, encoding="utf-8")
    return folder
