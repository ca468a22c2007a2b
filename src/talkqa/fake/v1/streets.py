"""v1's street addresses: the delivery addresses of v2, replaced as a whole (API.md §4.3, §5.8)."""

from __future__ import annotations

from collections.abc import Sequence

from talkqa.fake.annexes.annex import missing_values
from talkqa.fake.annexes.sheets import ANNEX_SHEETS, DELIVERY_ADDRESS
from talkqa.fake.entities import Write
from talkqa.fake.errors import InvalidError, NotFoundError
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import Record
from talkqa.fake.store import Store

_SHEET = ANNEX_SHEETS[DELIVERY_ADDRESS]


def check_streets(store: Store, contact_id: int | None, streets: Sequence[Record]) -> None:
    """Raise a RefusalError for a list that cannot become the contact's; contact_id: None for a new one."""
    parts = () if contact_id is None else store.annexes[DELIVERY_ADDRESS].under(contact_id)
    known = {part.id: part.fields for part in parts}
    taken = {
        record["ExternalCode"]: record["Id"] for record in store.annexes[DELIVERY_ADDRESS].shown.values()
    }
    for street in streets:
        id = street.get("Id") or None
        if id is not None and id not in known and flipped("v1-street-address-ids"):
            id = None
        if id is not None and id not in known:
            raise NotFoundError(f"Street address with id = {id} not found.")
        if missing := missing_values(_SHEET, {**known.get(id or 0, {}), **street}):
            raise InvalidError(_SHEET.spoken, f"{' and '.join(missing)} is required.")
        code = street.get("ExternalCode")
        if code and taken.setdefault(code, id) not in (None, id):
            raise InvalidError(_SHEET.spoken, f"ExternalCode is already in use: '{code[:50]}'.")
    ids = [street["Id"] for street in streets if street.get("Id")]
    codes = [street["ExternalCode"] for street in streets if street.get("ExternalCode")]
    if len(set(ids)) < len(ids) or len(set(codes)) < len(codes):
        raise InvalidError(_SHEET.spoken, "Two street addresses have the same id or external code.")


def replace_streets(store: Store, contact_id: int, streets: Sequence[Record], at: int) -> tuple[Write, ...]:
    """Delete those left out, change those with an id, create the others."""
    annex = store.annexes[DELIVERY_ADDRESS]
    kept = {part.id for part in annex.under(contact_id)} & {street.get("Id") for street in streets}
    left_out = [part.id for part in annex.under(contact_id) if part.id not in kept]
    writes = [write for id in left_out for write in annex.delete(contact_id, id)]
    for street in streets:
        values = {name: value for name, value in street.items() if name != "Id"}
        if street.get("Id") not in kept:
            writes += annex.create(contact_id, values, at)
        elif values.items() - annex.part(contact_id, street["Id"]).fields.items():
            writes += annex.change(contact_id, street["Id"], values, values.keys(), at)
    return tuple(writes)
