"""The decisions D-1 … D-16: where the document leaves something open, the key that settles it.

Each has a default and its alternatives. D-6 (the property tables) and D-15 (which directions exist) are
settled by the `[[flow]]` tables of a profile and not by a key of their own; D-6 has two keys besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from talkqa.checklist.errors import ProfileError, did_you_mean


@dataclass(frozen=True)
class Decision:
    """One key of `[decisions]`: its default, the values it takes and what it settles.

    allowed: the values to choose from; None when `kind` alone decides (any value of the default's type).
    kind: "choice", "text" (not blank), "count" (integer, at least `least`) or "order" (all of `allowed`, in
    any order).
    """

    number: str
    key: str
    default: object
    meaning: str
    kind: str = "choice"
    allowed: tuple[object, ...] | None = None
    least: int = 0

    def expects(self) -> str:
        """What a person may write, in words."""
        if self.kind == "text":
            return "a text that is not blank"
        if self.kind == "count":
            return f"an integer of at least {self.least}"
        values = ", ".join(map(spelt, self.allowed or ()))
        return f"all of {values}, in the order wanted" if self.kind == "order" else f"one of {values}"

    def accepts(self, value: object) -> bool:
        """Whether the value is of the right type and allowed; true is never taken for 1."""
        if self.kind == "text":
            return isinstance(value, str) and bool(value.strip())
        if self.kind == "count":
            return isinstance(value, int) and not isinstance(value, bool) and value >= self.least
        if self.kind == "order":
            return isinstance(value, list) and sorted(map(spelt, value)) == sorted(
                map(spelt, self.allowed or ())
            )
        return any(type(value) is type(option) and value == option for option in self.allowed or ())


def _choice(number: str, key: str, allowed: tuple[object, ...], meaning: str) -> Decision:
    """A decision between values, the first of them the default."""
    return Decision(number, key, allowed[0], meaning, allowed=allowed)


_YES_NO = (True, False)
_NO_YES = (False, True)
_NORMAL_FORM = ("loose", "exact")

DECISIONS: tuple[Decision, ...] = (
    _choice("D-1", "clients", ("same", "two"), "whether both systems are one PowerOffice client"),
    _choice("D-2", "chain.create", _YES_NO, "a Customer that synchronisation made counts as a Customer"),
    _choice("D-2", "chain.values", _YES_NO, "a value runs through all flows that an entity takes part in"),
    _choice(
        "D-3",
        "f1.parent",
        ("house_customer", "none", "by_sales_person", "link_first"),
        "under which Customer the Contactperson of an Employee is created",
    ),
    _choice(
        "D-4", "f2.create", ("new_contact", "never"), "whether a Supplier without a Customer gets a new one"
    ),
    _choice(
        "D-5", "contactperson.shared", (False, "by_criterion"), "one Contactperson as partner in two flows"
    ),
    Decision("D-6", "f3.creation.first_name", "Name", "the Customer's property that fills FirstName", "text"),
    Decision(
        "D-6", "f3.creation.last_name", "Kontakt", "the constant that fills LastName at creation", "text"
    ),
    _choice("D-7", "every.archived", _YES_NO, "archived entities are synchronised too"),
    _choice("D-7", "full_sync", _YES_NO, "entities older than the flow are synchronised too"),
    _choice("D-7", "share.Employee", _YES_NO, "Employees are written to"),
    _choice("D-7", "share.Supplier", _YES_NO, "Suppliers are written to"),
    _choice("D-7", "share.Customer", _YES_NO, "Customers are written to"),
    _choice("D-7", "share.Contactperson", _YES_NO, "Contactpersons are written to"),
    _choice(
        "D-8", "on_partner_deleted", ("tombstone", "recreate"), "what follows when a user deletes a partner"
    ),
    _choice(
        "D-9", "on_ambiguous", ("park", "lowest_id", "create"), "what follows when several entities match"
    ),
    _choice("D-9", "same_type_merge", _NO_YES, "two entities of one type that match are kept equal"),
    _choice(
        "D-10", "clear_policy", ("restore", "ignore", "propagate"), "what follows when a value is emptied"
    ),
    Decision(
        "D-11",
        "tie_break",
        ["non_empty", "source", "smaller_normal_form"],
        "which of two equally old values wins",
        "order",
        ("non_empty", "source", "smaller_normal_form"),
    ),
    Decision("D-11", "max_future_skew", 300, "seconds ahead of now from which a stamp is reported", "count"),
    _choice("D-12", "creation_mark", _YES_NO, "a created entity may carry a mark in its external reference"),
    _choice("D-13", "normal_form.text", _NORMAL_FORM, "text: composed, without outer blanks"),
    _choice("D-13", "normal_form.email", _NORMAL_FORM, "e-mail: without letter case"),
    _choice("D-13", "normal_form.phone", _NORMAL_FORM, "phone: E.164, Norwegian by default"),
    _choice("D-13", "normal_form.organisation_number", _NORMAL_FORM, "organisation number: digits only"),
    _choice("D-13", "normal_form.url", _NORMAL_FORM, "web address: without a trailing slash"),
    _choice("D-14", "count.by", ("request", "save"), "what counts as one update"),
    Decision("D-16", "full_every", 10, "every how many cycles all is read again", "count", least=1),
    Decision("D-16", "interval", 300, "seconds between cycles when nobody drives them", "count"),
)

BY_TABLES = {
    "D-6": "the [[flow.property]] rows of each flow",
    "D-9": "merge_criteria of each [[flow]], empty by default",
    "D-15": "one [[flow]] per direction; the reverse of a flow is a flow of its own",
}
"""Decisions that the `[[flow]]` tables settle."""

_BY_KEY = {decision.key: decision for decision in DECISIONS}


def spelt(value: object) -> str:
    """A value as a profile writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(spelt, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def flattened(tables: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """Nested tables as one table with dotted keys."""
    flat: dict[str, object] = {}
    for name, value in tables.items():
        if isinstance(value, Mapping):
            flat |= flattened(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def nested(flat: Mapping[str, object]) -> dict[str, object]:
    """The reverse of `flattened`."""
    tables: dict[str, object] = {}
    for key, value in flat.items():
        table: dict[str, object] = tables
        *outer, last = key.split(".")
        for name in outer:
            inner = table.setdefault(name, {})
            assert isinstance(inner, dict)
            table = inner
        table[last] = value
    return tables


def checked(file: str, tables: Mapping[str, object]) -> dict[str, object]:
    """All decisions by dotted key, exactly the known ones. Raises `ProfileError` for the first wrong one."""
    flat = flattened(tables)
    for key, value in flat.items():
        decision = _BY_KEY.get(key)
        if decision is None:
            expected = "a decision of talkqa.checklist.decisions"
            raise ProfileError(
                file, f"decisions.{key}", "an unknown key", expected, did_you_mean(key, _BY_KEY)
            )
        if not decision.accepts(value):
            advice = f"({decision.number}: {decision.meaning}; by default {spelt(decision.default)}.)"
            raise ProfileError(file, f"decisions.{key}", spelt(value), decision.expects(), advice)
    for key, decision in _BY_KEY.items():
        if key not in flat:
            advice = f"Write {key} = {spelt(decision.default)} for the default ({decision.number})."
            raise ProfileError(file, f"decisions.{key}", "no such key", decision.expects(), advice)
    return flat
