"""One record, two owners: which properties are the contact's, and which those of one of its roles (P-1).

Splits what is written, and tells whose stamp a write moves. Keeps nothing. What was never written is not kept
either: it is the property's default, which `render` and `whole` fill in.
"""

from __future__ import annotations

from collections.abc import Collection

from talkqa.fake.entities import Contact
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import SHEETS, Record


def split(role: str, values: Record) -> tuple[Record, Record]:
    """Values of the contact, and of the role; the address is neither."""
    shared: Record = {}
    own: Record = {}
    of_contact = _shared(role)
    for name, value in values.items():
        (shared if name in of_contact else own)[name] = value
    own.pop("MailAddress", None)
    return shared, own


def whole(role: str, contact: Contact) -> Record:
    """All that a role is, defaults too, private values unmasked."""
    address = contact.address and contact.address.fields
    written = {**contact.shared, **contact.roles[role].fields}
    return {**SHEETS[role].defaults, **written, "MailAddress": address}


def is_as_it_was(kept: Record, written: Record, role: str) -> bool:
    """Every value that is written stands there already, or is the default of what was never written."""
    defaults = SHEETS[role].defaults
    for name, value in written.items():
        known = kept[name] if name in kept else defaults.get(name)
        if value != known and not (value == [] and not known):
            return False
    return True


def moved(contact: Contact, role: str, written: Collection[str]) -> tuple[bool, bool]:
    """Whether a write moves the contact's stamp, and the role's; an address alone moves neither."""
    names, of_contact = {name for name in written if name != "MailAddress"}, _shared(role)
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
