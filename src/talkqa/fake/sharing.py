"""One record, two owners: which properties are the contact's, and which those of one of its roles (P-1).

Splits what is written, fills in defaults, and tells whose stamp a write moves. Keeps nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from talkqa.fake.entities import Contact
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import SHEETS, Record


def filled(role: str, given: Record) -> tuple[Record, Record]:
    """The given values, and defaults for all others that can be posted: the contact's, and the role's."""
    blank_shared, blank_own = _blank(role, _shared(role))
    shared, own = split(role, {"ContactGroupIds": [], **given})
    return {**blank_shared, **shared}, {**blank_own, **own}


@cache
def _blank(role: str, of_contact: frozenset[str]) -> tuple[Record, Record]:
    """The defaults alone: half a hundred, so they are not sorted out again for each record."""
    shared: Record = {}
    own: Record = {}
    for name, default in SHEETS[role].defaults.items():
        if name != "MailAddress":
            (shared if name in of_contact else own)[name] = default
    return shared, own


def split(role: str, values: Record) -> tuple[Record, Record]:
    """Values of the contact, and of the role; the address is neither."""
    shared: Record = {}
    own: Record = {}
    of_contact = _shared(role)
    for name, value in values.items():
        (shared if name in of_contact else own)[name] = value
    own.pop("MailAddress", None)
    return shared, own


def moved(contact: Contact, role: str, written: Collection[str]) -> tuple[bool, bool]:
    """Whether a write moves the contact's stamp, and the role's; an address alone moves neither."""
    names, of_contact = set(written), _shared(role)
    names.discard("MailAddress")
    is_double = names and len(contact.roles) > 1
    moves_role = not names <= of_contact or not written or (is_double and flipped("role-stamp") is not None)
    return not names.isdisjoint(of_contact), bool(moves_role)


def _shared(role: str) -> frozenset[str]:
    """The properties that all roles of a contact show; the address is kept apart."""
    return _SHARED[role] & _SURELY_SHARED if flipped("shared-properties") else _SHARED[role]


_SURELY_SHARED = frozenset(("IsPerson", "IsArchived", "ContactGroupIds"))
_SHARED = {
    type: frozenset(f.name for f in sheet.fields if f.shared and f.name != "MailAddress")
    for type, sheet in SHEETS.items()
}
