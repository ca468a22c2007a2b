"""What a tenant holds: contacts with their roles, and contact persons. Values only, all frozen.

Times are ticks (`clock`). Property values are kept under their v2 names; a record is replaced as a whole when
anything in it changes, so whoever still holds the old one has the state before.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import orjson

from talkqa.fake.schema import Record


class Address(NamedTuple):
    """The mail address of a contact: a sub-entity with an id and a stamp of its own."""

    id: int
    fields: Record
    changed: int


class Role(NamedTuple):
    """What a contact has as customer, supplier or employee only."""

    fields: Record
    created: int
    changed: int
    active: bool = True


class Contact(NamedTuple):
    """The base record behind up to three roles (P-1).

    addressed: when v1 last saw one of its addresses change; 0 for never.
    """

    id: int
    shared: Record
    address: Address | None
    created: int
    changed: int
    roles: Mapping[str, Role] = MappingProxyType({})
    addressed: int = 0


class Person(NamedTuple):
    """A contact person, a sub-entity of one contact (P-2). Its address has neither id nor stamp."""

    id: int
    contact_id: int
    fields: Record
    created: int
    changed: int


class Write(NamedTuple):
    """One record before and after an accepted write, as v2 shows it; None where it was not, or is no more.

    key: "100" for a role of contact 100, "100/7" for person 7 of contact 100. The records are kept as JSON, for
    journals get long and trees of objects are slow to hold.
    """

    type: str
    key: str
    before_json: bytes | None
    after_json: bytes | None

    @property
    def before(self) -> Record | None:
        return _record(self.before_json)

    @property
    def after(self) -> Record | None:
        return _record(self.after_json)

    @property
    def size(self) -> int:
        """Bytes of both records."""
        return len(self.before_json or b"") + len(self.after_json or b"")


def _record(data: bytes | None) -> Record | None:
    record: Record | None = None if data is None else orjson.loads(data)
    return record
