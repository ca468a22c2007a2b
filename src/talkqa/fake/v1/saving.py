"""A v1 save carried out on the store that v2 uses.

Everything that can be refused is checked before anything is written: one POST is one save.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from talkqa.fake.catalogue import GROUP
from talkqa.fake.entities import Write
from talkqa.fake.errors import InvalidError, NotFoundError, RefusalError
from talkqa.fake.fidelity import flipped
from talkqa.fake.references import REFERENCES
from talkqa.fake.schema import CONTACT_ADDRESS, PERSON, SHEETS, Record
from talkqa.fake.store import Store
from talkqa.fake.v1.accounts import chosen_accounts
from talkqa.fake.v1.columns import ACCOUNT_CODES, COLUMNS, FLAT, Column
from talkqa.fake.v1.rates import merged_rates
from talkqa.fake.v1.rows import default_person
from talkqa.fake.v1.streets import check_streets, replace_streets

_APART = ("Id", "StreetAddresses", "ContactPersonId", "IsActive", "ContactGroups", *ACCOUNT_CODES)
_IDS = ("ContactGroupIds", "TravelExpenseBankAccountId", *ACCOUNT_CODES.values())
"""v2 properties whose values are found behind names or numbers."""
_BLANK = {part.name: part.default for part in CONTACT_ADDRESS.postable.values()}

Writes = tuple[Write, ...]


def save_role(store: Store, role: str, given: Record, at: int) -> tuple[int, Writes]:
    """Create a contact with one role, or update it when there is an id. Returns its id and what was written."""
    id = given.get("Id") or None
    if id is not None:
        store.record(role, id)
    _check_apart(store, id, given)
    given = {**given, **chosen_accounts(store, id, given), **_rates(store, id, given)}
    groups, fresh = _groups(store, given)
    try:
        if id is None:
            writes = _create(store, role, {**given, **groups}, at)
            id = int(writes[0].key)
        else:
            writes = _change(store, role, id, {**given, **groups}, at)
    except RefusalError:
        for group in fresh:
            store.catalogue.remove(GROUP, group)
        raise
    return id, merged((*writes, *_save_apart(store, role, id, given, at)))


def save_person(store: Store, contact_id: int, given: Record, at: int) -> tuple[int, Writes]:
    """Create a contact person, or update it when there is an id; returns its id and what was written."""
    id = given.get("Id") or None
    values = _person_values(store, contact_id, id, given)
    only = {name: value for name, value in values.items() if name.startswith("v1.")}
    if id is None:
        known = {name: value for name, value in values.items() if name not in only and value is not None}
        writes = store.create_person(contact_id, known, at)
        id = int(writes[0].key.rpartition("/")[2])
        values = only
        if not only:
            return id, writes
    else:
        writes = ()
    written = {*values, "v1."}  # parts of the address are the person's own fields here, so its stamp moves
    if "MailAddress" in values and flipped("v1-address-stamp-of-person"):
        written = {*values}
    return id, merged((*writes, *store.people.change(contact_id, id, values, written, at)))


def merged(writes: Iterable[Write]) -> Writes:
    """One write for each record: as it was before the save, and after."""
    by_key: dict[tuple[str, str], Write] = {}
    for write in writes:
        first = by_key.get((write.type, write.key), write)
        by_key[write.type, write.key] = Write(write.type, write.key, first.before_json, write.after_json)
    return tuple(by_key.values())


def _create(store: Store, role: str, given: Record, at: int) -> Writes:
    values = {name: value for name, value in _values(role, given, None).items() if value is not None}
    return store.create(role, values, at)


def _change(store: Store, role: str, id: int, given: Record, at: int) -> Writes:
    """Nothing but what is kept apart leaves the record itself, and so its v2 stamp, alone."""
    values = _values(role, given, store.stored(role, id)["MailAddress"])
    if not values and given.keys() & {"StreetAddresses", "ContactPersonId", "IsActive"}:
        return ()
    for id_name, (code_name, _) in REFERENCES.items():
        if code_name in values:
            values[id_name] = None
    resolved = store.resolve(role, values)
    return store.change(role, id, resolved, resolved.keys(), at)


def _values(role: str, given: Record, address: Record | None) -> Record:
    """The given fields under the names they are kept under; null means the property's default."""
    values: Record = {}
    for column in COLUMNS[role]:
        if column.name in given and column.name not in _APART:
            value = given[column.name]
            values[column.key] = _default(role, column) if value is None else value
    values.update({name: given[name] for name in _IDS if name in given})
    if given.get("MailAddress") is not None:
        kept = address if address and not flipped("v1-mail-address") else {}
        values["MailAddress"] = {**_BLANK, **kept, **given["MailAddress"]}
        if not values["MailAddress"]["City"] and flipped("v1-required"):
            raise InvalidError(SHEETS[role].spoken, "City of the mail address is required.")
    return _kept(values)


def _kept(values: Record) -> Record:
    """The values without those that v2 has no property for, if such are not kept."""
    has_own = any(name.startswith("v1.") for name in values)
    if has_own and flipped("v1-fields-of-its-own"):
        return {name: value for name, value in values.items() if not name.startswith("v1.")}
    return values


def _default(type: str, column: Column) -> Any:
    known = SHEETS[type].patchable.get(column.home.lower())
    return known.default if known else column.default


def _person_values(store: Store, contact_id: int, id: int | None, given: Record) -> Record:
    """As `_values`; the flat address becomes the nested one."""
    current = None if id is None else store.people.person(contact_id, id).fields["MailAddress"]
    values: Record = {}
    parts: Record = {}
    for column in COLUMNS[PERSON]:
        if column.name not in given or column.name == "Id":
            continue
        value = given[column.name]
        if column.home.startswith(FLAT):
            parts[column.home.removeprefix(FLAT)] = value
        else:
            values[column.key] = _default(PERSON, column) if value is None else value
    if parts:
        names = [part.name for part in SHEETS[PERSON].address.fields]
        address = {**{name: _BLANK[name] for name in names}, **(current or {}), **parts}
        values["MailAddress"] = address if any(address[name] for name in names[:-1]) else None
    return _kept(values)


def _groups(store: Store, given: Record) -> tuple[Record, list[int]]:
    """The ids behind the names of contact groups, and which of the groups are new."""
    if "ContactGroups" not in given:
        return {}, []
    ids, fresh = [], []
    for name in given["ContactGroups"] or ():
        id = store.catalogue.find(GROUP, name)
        if id is None:
            id = store.catalogue.add(GROUP, name)
            fresh.append(id)
        ids.append(id)
    return {"ContactGroupIds": ids}, fresh


def _rates(store: Store, employee: int | None, given: Record) -> Record:
    """The hourly rates as they will be, when a save names some."""
    if given.get("HourlyRates") is None:
        return {}
    kept = {} if employee is None else store.stored("Employee", employee)
    return {"HourlyRates": merged_rates(kept.get("v1.HourlyRates") or [], given["HourlyRates"])}


def _check_apart(store: Store, id: int | None, given: Record) -> None:
    person = given.get("ContactPersonId")
    if person is not None:
        if id is None:
            raise NotFoundError(f"Contact person with id = {person} not found.")
        store.people.person(id, person)
    check_streets(store, id, given.get("StreetAddresses") or ())


def _save_apart(store: Store, role: str, id: int, given: Record, at: int) -> Writes:
    """What is no property of the record itself."""
    writes: Writes = ()
    if "StreetAddresses" in given:
        writes = replace_streets(store, id, given["StreetAddresses"] or (), at)
        store.mark_addressed(id, at)
    if "ContactPersonId" in given:
        person = given["ContactPersonId"] or default_person(store, id)
        if person is not None:
            mark = {"IsDefault": given["ContactPersonId"] is not None}
            writes = (*writes, *store.people.change(id, person, mark, mark, at))
    active = given.get("IsActive")
    if active is not None and active != store.contact(role, id).roles[role].active:
        writes = (*writes, *store.set_active(role, id, active, at))
    return writes
