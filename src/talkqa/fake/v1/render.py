"""How v1 shows a record: rows of values for filters, and JSON for answers (API.md §4.2, §4.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from talkqa.fake.annex import Part
from talkqa.fake.annex_sheets import DELIVERY_ADDRESS
from talkqa.fake.catalogue import GROUP
from talkqa.fake.clock import stamp
from talkqa.fake.schema import ADDRESS, ENUM, INT32, PERSON, STAMP, Record
from talkqa.fake.store import Store
from talkqa.fake.v1.columns import ADDRESS_PARTS, COLUMNS, PRIVATE, Column, camel

Row = dict[str, Any]
"""PascalCase field to its value, stamps and dates as text that compares like time; None when not set."""


def role_row(store: Store, role: str, contact_id: int) -> Row:
    """A contact as customer, supplier or employee. Raises NotFoundError."""
    record = store.record(role, contact_id)
    contact = store.contact(role, contact_id)
    values = {**contact.roles[role].fields, **record}
    row = {column.name: _value(column, values.get(column.key)) for column in COLUMNS[role]}
    streets = store.annexes[DELIVERY_ADDRESS].under(contact_id)
    row["LastChanged"] = max(row["LastChanged"], stamp(_addressed(contact.addressed, streets)))
    row["ContactGroups"] = [store.catalogue.code(GROUP, id) for id in record["ContactGroupIds"]]
    row["StreetAddresses"] = [_street(part) for part in streets]
    if "ContactPersonId" in row:
        row["ContactPersonId"] = default_person(store, contact_id)
    return row


def person_row(store: Store, contact_id: int, id: int) -> Row:
    """A contact person. Raises NotFoundError."""
    record = store.people.record(contact_id, id)
    address = record["MailAddress"] or {}
    flat = {f"MailAddress.{name}": value for name, value in address.items()}
    values = {**store.people.person(contact_id, id).fields, **record, **flat}
    row = {column.name: _value(column, values.get(column.key)) for column in COLUMNS[PERSON]}
    for role in ("Customer", "Supplier"):
        owner = store.shelf.shown[role].get(str(contact_id))
        row[f"Party{role}Code"] = owner and owner["Number"]
    return row


def default_person(store: Store, contact_id: int) -> int | None:
    """The id of a contact's primary contact person."""
    persons = store.people.under(contact_id)
    return next((person.id for person in persons if person.fields["IsDefault"]), None)


def rows(store: Store, type: str) -> list[Row]:
    """All records of a type."""
    shown = store.shelf.shown[type].values()
    if type == PERSON:
        return [person_row(store, record["ContactId"], record["Id"]) for record in shown]
    return [role_row(store, type, record["Id"]) for record in shown]


def wire(type: str, row: Row, without: tuple[str, ...] = ()) -> Record:
    """The JSON of a row: camelCase, nulls left out. without: fields that this form does not have."""
    shown: Record = {}
    for column in COLUMNS[type]:
        value = row[column.name]
        if value is not None and column.name not in without:
            shown[column.wire] = _shown(column, value)
    return shown


def _value(column: Column, value: Any) -> Any:
    if column.type == ENUM:
        return column.numbers.get(value or "", 0)
    if value is None:
        return column.default
    if column.type == INT32 and isinstance(value, float):
        return int(value)
    return "hidden" if column.name in PRIVATE and value else value


def _shown(column: Column, value: Any) -> Any:
    if column.type == STAMP:
        return _seconds(value)
    return _address(value, value.get("Id")) if column.type == ADDRESS else value


def _seconds(text: str) -> str:
    """`2023-10-25T07:58:57 +00:00`: whole seconds, and a space before the offset."""
    return f"{text[:19]} {text[27:]}"


def _address(fields: Mapping[str, Any], id: int | None) -> Record:
    shown: Record = {"id": id}
    shown.update({camel(name): fields.get(home) for name, home in ADDRESS_PARTS.items()})
    if changed := fields.get("LastChangedDateTimeOffset"):
        shown["lastChanged"] = _seconds(changed)
    return {name: value for name, value in shown.items() if value is not None}


def _street(part: Part) -> Record:
    fields = {**part.fields, "LastChangedDateTimeOffset": stamp(part.changed)}
    return {**_address(fields, part.id), "isPrimary": part.fields["IsPrimary"]}


def _addressed(moment: int, streets: tuple[Part, ...]) -> int:
    return max(moment, *(part.changed for part in streets)) if streets else moment
