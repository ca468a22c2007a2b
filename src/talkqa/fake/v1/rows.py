"""Records as v1 sees them: one value for each field, for filters, sorting and answers (API.md §4.5).

Values are worked out when they are asked for, because most rows of a list are only filtered and sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from talkqa.fake.annexes.annex import Part
from talkqa.fake.annexes.sheets import BANK_ACCOUNT, DELIVERY_ADDRESS, ROUTE_SHEETS
from talkqa.fake.catalogue import GROUP
from talkqa.fake.clock import stamp
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import ENUM, INT32, PERSON, ROLES, Record
from talkqa.fake.store import Store
from talkqa.fake.v1.accounts import account_home
from talkqa.fake.v1.columns import ACCOUNT_CODES, COLUMNS, FLAT, PRIVATE, Column


class Row(dict[str, Any]):
    """PascalCase field to its value, stamps and dates as text that compares like time; None when not set.

    record: the record as v2 shows it.
    """

    __slots__ = ("record", "store", "type")

    def __init__(self, store: Store, type: str, record: Record) -> None:
        self.store, self.type, self.record = store, type, record

    def __missing__(self, name: str) -> Any:
        self[name] = value = _READERS[self.type][name](self)
        return value

    @property
    def streets(self) -> tuple[Part, ...]:
        """The street addresses of a contact, oldest first."""
        return self.store.annexes[DELIVERY_ADDRESS].under(self.record["Id"])


def role_row(store: Store, role: str, contact_id: int) -> Row:
    """A contact as customer, supplier or employee. Raises NotFoundError."""
    return Row(store, role, store.record(role, contact_id))


def person_row(store: Store, contact_id: int, id: int) -> Row:
    """A contact person. Raises NotFoundError."""
    return Row(store, PERSON, store.people.record(contact_id, id))


def account_row(store: Store, contact_id: int, id: int) -> Row:
    """A bank account. Raises NotFoundError."""
    return Row(store, BANK_ACCOUNT, store.annexes[BANK_ACCOUNT].record(contact_id, id))


def rows(store: Store, type: str) -> list[Row]:
    """All records of a type, by id."""
    listing = store.listed(type)
    return [Row(store, type, listing.records[key]) for key in listing.keys(None)]


def default_person(store: Store, contact_id: int) -> int | None:
    """The id of a contact's primary contact person."""
    persons = store.people.under(contact_id)
    if persons and flipped("v1-primary-person"):
        return persons[0].id
    return next((person.id for person in persons if person.fields["IsDefault"]), None)


Reader = Callable[[Row], Any]


def _reader(type: str, column: Column) -> Reader:
    """What works out the value of one field of a row."""
    if column.name in _APART and (type in ROLES or column.name in _OWNERS):
        return _APART[column.name]
    fetch = _fetcher(type, column)
    if column.type == ENUM:
        return lambda row: column.numbers.get(fetch(row) or "", 0)
    if column.type == INT32:
        return lambda row: None if (value := fetch(row)) is None else int(value)
    if column.name in PRIVATE:
        return lambda row: "hidden" if fetch(row) else None
    if column.default is not None:
        return lambda row: column.default if (value := fetch(row)) is None else value
    return fetch


def _fetcher(type: str, column: Column) -> Reader:
    """Where the value is: in what v2 shows, in a part of its address, or in what only v1 shows."""
    key = column.key
    if key.lower() in ROUTE_SHEETS[type].readable:
        return lambda row: row.record[key]
    if column.home.startswith(FLAT):
        part = column.home.removeprefix(FLAT)
        return lambda row: (row.record["MailAddress"] or {}).get(part)
    if type == PERSON:
        return lambda row: _person(row).get(key)
    return lambda row: row.store.contact(type, row.record["Id"]).roles[type].fields.get(key)


def _person(row: Row) -> Mapping[str, Any]:
    return row.store.people.person(row.record["ContactId"], row.record["Id"]).fields


def _last_changed(row: Row) -> Any:
    """The latest stamp of the record and of its addresses."""
    shown: str = row.record["LastChangedDateTimeOffset"]
    latest = row.store.contact(row.type, row.record["Id"]).addressed
    for part in row.streets:
        latest = max(latest, part.changed)
    persons = row.store.people.under(row.record["Id"])
    if persons and flipped("v1-person-moves-customer"):
        latest = max(latest, *(person.changed for person in persons))
    return max(shown, stamp(latest)) if latest else shown


def _groups(row: Row) -> Any:
    return [row.store.catalogue.code(GROUP, id) for id in row.record["ContactGroupIds"]]


def _account_code(name: str) -> Reader:
    """The number of the bank account that an employee's pay, or expenses, go to."""

    def code(row: Row) -> Any:
        id = row.record[account_home(name)]
        return None if id is None else account_row(row.store, row.record["Id"], id)["Code"]

    return code


def _owner_code(role: str) -> Reader:
    """The number that the owner of a contact person has in one role."""

    def code(row: Row) -> Any:
        owner = row.store.shelf.shown[role].get(str(row.record["ContactId"]))
        return owner and owner["Number"]

    return code


_OWNERS = {"PartyCustomerCode": "Customer", "PartySupplierCode": "Supplier"}
_APART: dict[str, Reader] = {
    "LastChanged": _last_changed,
    "ContactGroups": _groups,
    "StreetAddresses": lambda row: list(row.streets),
    "ContactPersonId": lambda row: default_person(row.store, row.record["Id"]),
    **{name: _account_code(name) for name in ACCOUNT_CODES},
    **{name: _owner_code(role) for name, role in _OWNERS.items()},
}
"""Fields that are not simply a value of the record."""
_READERS = {
    type: {column.name: _reader(type, column) for column in columns} for type, columns in COLUMNS.items()
}
