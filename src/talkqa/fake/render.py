"""How v2 shows a record: every documented property, nulls present, `hidden` for what is private."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from talkqa.fake.clock import in_offset, stamp
from talkqa.fake.entities import Contact, Person
from talkqa.fake.fidelity import flipped
from talkqa.fake.references import REFERENCES
from talkqa.fake.schema import PERSON, SHEETS, Record

HIDDEN = ("NationalIdNumber", "InternationalIdNumber")

_EMPTY: dict[str, Record] = {
    type: {f.name: f.default for f in sheet.readable.values()} for type, sheet in SHEETS.items()
}
_SENT_ONLY = {
    type: tuple(f.name for f in sheet.fields if f.name not in _EMPTY[type]) for type, sheet in SHEETS.items()
}
_REFERENCES = {
    type: tuple(
        (id_name, *target) for id_name, target in REFERENCES.items() if id_name.lower() in sheet.readable
    )
    for type, sheet in SHEETS.items()
}
_POINTING = frozenset(REFERENCES)
_CREATED = {type: f"{type}CreatedDateTimeOffset" for type in SHEETS}
_EMPTY_ADDRESS: Record = {f.name: None for f in SHEETS["Customer"].address.fields}


def render_role(role: str, contact: Contact, code: Callable[[str, int], Any]) -> Record:
    """A contact seen as customer, supplier or employee.

    The stamp is the later of the role's and the contact's (an assumption). code: (kind, id) to the code that
    stands beside an id in answers.
    """
    own = contact.roles[role]
    shown = _laid_out(role, contact.shared, own.fields)
    for id_name, code_name, kind in _REFERENCES[role] if not _POINTING.isdisjoint(own.fields) else ():
        if shown[id_name] is not None:
            shown[code_name] = code(kind, shown[id_name])
    for name in HIDDEN:
        if shown.get(name):
            shown[name] = "hidden"
    if shown.get("IsPerson") and "Name" in shown and flipped("name-of-person"):
        shown["Name"] = " ".join(filter(None, (shown["FirstName"], shown["LastName"])))
    shown["Id"] = contact.id
    if "IsActive" in shown:
        shown["IsActive"] = own.active
    shown["ContactGroupIds"] = contact.shared.get("ContactGroupIds") or []
    shown["MailAddress"] = _render_address(contact)
    is_newer_base = contact.changed > own.changed and len(contact.roles) > 1
    moved = own.changed if is_newer_base and flipped("role-stamp") else max(own.changed, contact.changed)
    shown["LastChangedDateTimeOffset"] = stamp(moved)
    shown["ContactCreatedDateTimeOffset"] = stamp(contact.created)
    shown[_CREATED[role]] = stamp(own.created)
    return shown


def _laid_out(type: str, *values: Record) -> Record:
    """Every property that v2 shows, in its order, and no other."""
    empty = _EMPTY[type]
    shown = empty.copy()
    for some in values:
        shown.update(some)
    for name in _SENT_ONLY[type]:
        shown.pop(name, None)
    if len(shown) > len(empty):
        for name in shown.keys() - empty.keys():
            del shown[name]
    return shown


def _render_address(contact: Contact) -> Record | None:
    address = contact.address
    if address is None:
        return None
    shown = {**_EMPTY_ADDRESS, **address.fields}
    if len(shown) > len(_EMPTY_ADDRESS):
        shown = {name: shown[name] for name in _EMPTY_ADDRESS}
    shown["Id"] = address.id
    shown["LastChangedDateTimeOffset"] = stamp(address.changed)
    return shown


def render_person(person: Person) -> Record:
    """A contact person."""
    shown = _laid_out(PERSON, person.fields)
    if shown["MailAddress"] is not None:
        names = SHEETS[PERSON].address.fields
        shown["MailAddress"] = {f.name: shown["MailAddress"].get(f.name) for f in names}
    shown["Id"] = person.id
    shown["ContactId"] = person.contact_id
    shown["CreatedDateTimeOffset"] = stamp(person.created)
    shown["LastChangedDateTimeOffset"] = stamp(person.changed)
    return shown


def person_key(person: Person) -> str:
    """`<contact id>/<own id>`: a person's own id alone is no key."""
    return f"{person.contact_id}/{person.id}"


def in_zone(record: Record, minutes: int) -> Record:
    """The same record with its stamps in an offset of so many minutes from UTC."""
    turned: Record = {
        name: in_offset(value, minutes) if value is not None and name.endswith("DateTimeOffset") else value
        for name, value in record.items()
    }
    address: Record | None = turned.get("MailAddress")
    if address is not None:
        turned["MailAddress"] = in_zone(address, minutes)
    return turned
