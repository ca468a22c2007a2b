"""The decisions D-1 … D-16 of an assignment: those that steer this synchroniser, and those it must refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from talkqa.sut.errors import CannotStart

ONLY: Mapping[str, tuple[str, Any]] = {
    "chain.values": ("D-2", True),
    "contactperson.shared": ("D-5", False),
    "on_partner_deleted": ("D-8", "tombstone"),
    "on_ambiguous": ("D-9", "park"),
    "clear_policy": ("D-10", "restore"),
    "tie_break": ("D-11", ["non_empty", "source", "smaller_normal_form"]),
}
"""Decisions of which one answer is implemented."""


@dataclass(frozen=True)
class Decisions:
    """The decisions that vary. `max_future_skew`, `count.by` and `interval` change nothing a cycle writes."""

    two_clients: bool = False
    """D-1: the two systems are two clients of PowerOffice."""
    house_customer: int | None = None
    """D-3: the contact id of the Customer under which Employees get their Contactpersons."""
    f2_never: bool = False
    """D-4: Suppliers are linked to Customers, and no Customer is created."""
    chain_create: bool = True
    """D-2: whether a Customer that was created here gets a Contactperson too."""
    archived: bool = True
    """D-7: whether archived sources get a partner."""
    full_sync: bool = True
    """D-7: whether sources older than the first cycle get a partner."""
    share: Mapping[str, bool] = field(default_factory=dict)
    """D-7: types that are read and not written are false here."""
    creation_mark: bool = True
    """D-12."""
    exact: frozenset[str] = frozenset()
    """D-13: the kinds of value that are compared as they stand."""
    first_time: bool = False
    """A person's word that nothing was created before, although targets look so and no marks tell (S-51b)."""
    breaker: bool = False
    """Whether a list in which most of a type has changed stops everything until a person has looked (R-40)."""
    full_every: int = 10
    """D-16: every how many cycles everything is read."""

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Decisions:
        """From the assignment's JSON; what is missing has its default. Raises `CannotStart`."""
        for name, (number, only) in ONLY.items():
            if (got := _at(table, name, only)) != only:
                raise _not_implemented(f"{name} ({number})", got, repr(only))
        return cls(
            two_clients=_one_of(table, "clients", ("same", "two")) == "two",
            house_customer=_house_customer(_at(table, "f1.parent", None)),
            f2_never=_one_of(table, "f2.create", ("new_contact", "never")) == "never",
            chain_create=bool(_at(table, "chain.create", True)),
            archived=bool(_at(table, "every.archived", True)),
            full_sync=bool(_at(table, "full_sync", True)),
            share=_at(table, "share", {}),
            creation_mark=bool(_at(table, "creation_mark", True)),
            exact=frozenset(kind for kind, form in _at(table, "normal_form", {}).items() if form == "exact"),
            first_time=bool(_at(table, "first_time", False)),
            breaker=bool(_at(table, "breaker", False)),
            full_every=max(1, int(_at(table, "full_every", 10))),
        )


def _at(table: Mapping[str, Any], name: str, default: Any) -> Any:
    """The answer at a dotted name; its default when it is not given."""
    value: Any = table
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return default if value is None else value


def _one_of(table: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str:
    got = _at(table, name, allowed[0])
    if got not in allowed:
        raise _not_implemented(name, got, " or ".join(allowed))
    return str(got)


def _house_customer(parent: Any) -> int | None:
    if parent is None or parent == "none":
        return None
    if isinstance(parent, Mapping) and isinstance(parent.get("contact_id"), int):
        return int(parent["contact_id"])
    raise _not_implemented("f1.parent (D-3)", parent, '{"contact_id": number}, or none')


def _not_implemented(name: str, got: Any, expected: str) -> CannotStart:
    return CannotStart(f"decision {name} = {got!r} is not implemented here; expected {expected}")
