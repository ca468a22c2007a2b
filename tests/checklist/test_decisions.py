"""Expected values: the table of decisions in the rule book's section on ambiguities."""

from __future__ import annotations

import pytest

from talkqa.checklist import BY_TABLES, DECISIONS, load_profile

DEFAULTS = {
    "clients": "same",
    "chain.create": True,
    "chain.values": True,
    "f1.parent": "house_customer",
    "f2.create": "new_contact",
    "contactperson.shared": False,
    "f3.creation.first_name": "Name",
    "f3.creation.last_name": "Kontakt",
    "every.archived": True,
    "full_sync": True,
    "share.Employee": True,
    "share.Supplier": True,
    "share.Customer": True,
    "share.Contactperson": True,
    "on_partner_deleted": "tombstone",
    "on_ambiguous": "park",
    "same_type_merge": False,
    "clear_policy": "restore",
    "tie_break": ["non_empty", "source", "smaller_normal_form"],
    "max_future_skew": 300,
    "creation_mark": True,
    "normal_form.text": "loose",
    "normal_form.email": "loose",
    "normal_form.phone": "loose",
    "normal_form.organisation_number": "loose",
    "normal_form.url": "loose",
    "count.by": "request",
    "full_every": 10,
    "interval": 300,
}


def test_every_decision_from_d1_to_d16_has_a_key_or_a_table() -> None:
    """The numbers are complete."""
    assert {decision.number for decision in DECISIONS} | set(BY_TABLES) == {f"D-{n}" for n in range(1, 17)}


@pytest.mark.parametrize("name", ["default", "literal"])
def test_both_profiles_write_out_every_default(name: str) -> None:
    """A reader of a profile sees all that is settled, and nothing else."""
    assert dict(load_profile(name).decisions) == DEFAULTS


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("clients", "two"),
        ("f1.parent", "by_sales_person"),
        ("f1.parent", "link_first"),
        ("f1.parent", "none"),
        ("f2.create", "never"),
        ("contactperson.shared", "by_criterion"),
        ("on_partner_deleted", "recreate"),
        ("on_ambiguous", "lowest_id"),
        ("on_ambiguous", "create"),
        ("clear_policy", "ignore"),
        ("clear_policy", "propagate"),
        ("creation_mark", False),
        ("count.by", "save"),
        ("normal_form.phone", "exact"),
        ("full_every", 1),
        ("interval", 0),
        ("tie_break", ["source", "non_empty", "smaller_normal_form"]),
    ],
)
def test_the_alternatives_of_the_table_are_allowed(key: str, value: object) -> None:
    """Each alternative that the rule book names is a value of its key."""
    decision = next(decision for decision in DECISIONS if decision.key == key)
    assert decision.accepts(value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("clients", "three"),
        ("chain.create", 1),
        ("contactperson.shared", True),
        ("f3.creation.last_name", "  "),
        ("full_every", 0),
        ("full_every", True),
        ("interval", 1.5),
        ("tie_break", ["source"]),
        ("tie_break", ["source", "source", "non_empty"]),
    ],
)
def test_other_values_are_refused(key: str, value: object) -> None:
    """A value of the wrong type or outside the alternatives is no decision."""
    decision = next(decision for decision in DECISIONS if decision.key == key)
    assert not decision.accepts(value)
