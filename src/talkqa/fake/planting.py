"""Records from a TOML or JSON file, made as a client's POST would make them, and not journalled.

[[Customer]]
Name = "Fjord AS"
[[Customer.ContactPersons]]
FirstName = "Kari"
LastName = "Lie"
"""

from __future__ import annotations

import gc
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from talkqa.fake.bodies import posted
from talkqa.fake.errors import RefusalError
from talkqa.fake.fidelity import InForce
from talkqa.fake.message import JSON, Request
from talkqa.fake.schema import PERSON, ROLES, SHEETS
from talkqa.fake.tenant import USER, Tenant

if TYPE_CHECKING:
    from talkqa.fake.made_up import Party

PERSONS = "ContactPersons"


class SeedError(ValueError):
    """A seed that cannot be planted; the text says where, what was got and what is expected."""


def read_seed(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The records of a file, by type. Raises SeedError, and OSError when it cannot be read."""
    data = path.read_bytes()
    try:
        raw = tomllib.loads(data.decode()) if path.suffix.lower() == ".toml" else orjson.loads(data)
    except (ValueError, RecursionError) as error:
        raise SeedError(f"{path}: {error}. Expected TOML (a name in .toml) or JSON.") from None
    if not isinstance(raw, dict):
        raise SeedError(f"{path}: expected tables named {', '.join(ROLES)} at the top.")
    for type, records in raw.items():
        if type not in ROLES:
            raise SeedError(f"{path}: unknown type '{type[:80]}', expected {', '.join(ROLES)}.")
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise SeedError(f"{path}: {type}: expected a list of records.")
    return raw


def plant(tenant: Tenant, seed: Mapping[str, list[dict[str, Any]]]) -> Counter[str]:
    """Make the records; how many of each type. Raises SeedError at the first one that is refused."""
    made: Counter[str] = Counter()
    for type, records in seed.items():
        for number, record in enumerate(records, 1):
            where = f"{type} {number}"
            own = {name: value for name, value in record.items() if name != PERSONS}
            key = _made(tenant, type, own, where)
            made[type] += 1
            for nth, person in enumerate(_persons(record, where), 1):
                _made(tenant, PERSON, person, f"{where}, contact person {nth}", int(key))
                made[PERSON] += 1
    return made


def populate(
    tenant: Tenant, parties: Iterable[Party], tell: Callable[[int], object] | None = None
) -> Counter[str]:
    """Make contacts in bulk, without the way of a request; how many records of each type.

    Every rule of the service counts. tell: called with the number of records of each contact made. Full garbage
    collections are put off meanwhile: with 100,000 records they would cost more than the records.
    """
    made: Counter[str] = Counter()
    collecting = gc.isenabled()
    gc.disable()
    try:
        with tenant.desk.lock, InForce(tenant.choices):
            for party in parties:
                made += _settle(tenant, party)
                if tell is not None:
                    tell(party.size)
    finally:
        if collecting:
            gc.enable()
    return made


def _settle(tenant: Tenant, party: Party) -> Counter[str]:
    """One contact with all its records."""
    store, clock = tenant.store, tenant.clock
    clock.step()
    id = int(store.create(party.role, party.fields, clock.ticks)[0].key)
    if party.also is not None:
        store.add_role(party.also, id, {}, clock.ticks)
    for person in party.persons:
        clock.step()
        store.create_person(id, person, clock.ticks)
    if not party.active:
        store.set_active(party.role, id, False, clock.ticks)
    also = [party.also] if party.also is not None else []
    return Counter([party.role, *also, *(PERSON for _ in party.persons)])


def _persons(record: Mapping[str, Any], where: str) -> list[Any]:
    persons = record.get(PERSONS, [])
    if not isinstance(persons, list):
        raise SeedError(f"seed, {where}: {PERSONS}: expected a list of records.")
    return persons


def _made(tenant: Tenant, type: str, record: object, where: str, owner: int | None = None) -> str:
    """Make one record; its key."""
    try:
        body = orjson.dumps(record, default=_as_json)
        with tenant.desk.lock, InForce(tenant.choices):
            given = posted(Request("POST", "", "", {"content-type": JSON}, body), SHEETS[type])
            tenant.clock.step()
            at, store = tenant.stamp_for(USER), tenant.store
            writes = store.create(type, given, at) if owner is None else store.create_person(owner, given, at)
    except RefusalError as refusal:
        raise SeedError(f"seed, {where}: {refusal.detail} Correct the record.") from None
    except TypeError as error:
        raise SeedError(f"seed, {where}: {error}. Expected values that JSON has.") from None
    return writes[0].key


def _as_json(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a value of type {type(value).__name__}")
