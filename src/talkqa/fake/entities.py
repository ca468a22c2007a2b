"""What a tenant holds: contacts with their roles, and contact persons. Values only, all frozen.

Times are ticks (`clock`). Property values are kept under their v2 names; a record is replaced as a whole when
anything in it changes, so whoever still holds the old one has the state before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from talkqa.fake.schema import Record


@dataclass(frozen=True, slots=True)
class Address:
    """The mail address of a contact: a sub-entity with an id and a stamp of its own."""

    id: int
    fields: Record
    changed: int


@dataclass(frozen=True, slots=True)
class Role:
    """What a contact has as customer, supplier or employee only."""

    fields: Record
    created: int
    changed: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """The base record behind up to three roles (P-1).

    addressed: when v1 last saw one of its addresses change; 0 for never.
    """

    id: int
    shared: Record
    address: Address | None
    created: int
    changed: int
    roles: Mapping[str, Role] = field(default_factory=dict)
    addressed: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """A contact person, a sub-entity of one contact (P-2). Its address has neither id nor stamp."""

    id: int
    contact_id: int
    fields: Record
    created: int
    changed: int


@dataclass(frozen=True, slots=True)
class Write:
    """One record before and after an accepted write, as v2 shows it; None where it was not, or is no more.

    key: "100" for a role of contact 100, "100/7" for person 7 of contact 100.
    """

    type: str
    key: str
    before: Record | None
    after: Record | None
