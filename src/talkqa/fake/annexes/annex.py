"""Delivery addresses and bank accounts: sub-entities of one contact each, of any role.

None of their writes moves a stamp of the contact (P-4). Whether the contact exists is for `store` to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from talkqa.fake.annexes.sheets import ANNEX_SHEETS, BANK_ACCOUNT, DELIVERY_ADDRESS
from talkqa.fake.clock import stamp
from talkqa.fake.entities import Write
from talkqa.fake.errors import InUseError, InvalidError, MissingError, NotFoundError
from talkqa.fake.fidelity import flipped
from talkqa.fake.lists.listing import Listing
from talkqa.fake.schema import Record, Sheet
from talkqa.fake.shelf import Ids


class Part(NamedTuple):
    """One sub-entity. Times are ticks."""

    id: int
    contact_id: int
    fields: Record
    created: int
    changed: int

    @property
    def key(self) -> str:
        """`<contact id>/<own id>`."""
        return f"{self.contact_id}/{self.id}"


class Annex:
    """The sub-entities of one type. `list` is what v2 lists, `shown[key]` how it shows one."""

    def __init__(self, type: str, ids: Ids, in_use: set[tuple[str, str]]) -> None:
        self.list = Listing()
        self.shown: dict[str, Record] = self.list.records
        self.sheet: Sheet = ANNEX_SHEETS[type]
        self._ids = ids
        self._in_use = in_use
        self._parts: dict[int, Part] = {}
        self._under: dict[int, tuple[int, ...]] = {}
        self._created = next(name for name in self._names() if name.startswith("Create"))

    def part(self, contact_id: int, id: int) -> Part:
        """The sub-entity, if it is under that contact. Raises NotFoundError."""
        part = self._parts.get(id)
        if part is None or part.contact_id != contact_id:
            who = f"{self.sheet.spoken} with id = {id}"
            raise NotFoundError(f"{who} not found on Contact with id = {contact_id}.")
        return part

    def record(self, contact_id: int, id: int) -> Record:
        """How v2 shows it. Raises NotFoundError."""
        return self.shown[self.part(contact_id, id).key]

    def under(self, contact_id: int) -> tuple[Part, ...]:
        """Those of one contact, oldest first."""
        ids = self._under.get(contact_id)
        return tuple(self._parts[id] for id in ids) if ids else ()

    def create(self, contact_id: int, given: Record, at: int) -> tuple[Write, ...]:
        """A new sub-entity of a contact that exists."""
        if missing := missing_values(self.sheet, given):
            raise MissingError({name: f"The {name} field is required." for name in missing})
        fields = {f.name: given.get(f.name, f.default) for f in self.sheet.patchable.values()}
        if "IsActive" in fields and "IsActive" not in given and flipped("bank-account-active"):
            fields["IsActive"] = False
        part = Part(self._ids.fresh(self.sheet.type, self._parts), contact_id, fields, at, at)
        part = self._admitted(part)
        self._check(part)
        self._ids.use(self.sheet.type)
        self._under[contact_id] = (*self._under.get(contact_id, ()), part.id)
        return self._keep(part, at)

    def change(
        self, contact_id: int, id: int, changes: Record, written: Collection[str], at: int
    ) -> tuple[Write, ...]:
        """Set properties; what is required in POST cannot be emptied."""
        part = self.part(contact_id, id)
        new = part._replace(fields={**part.fields, **changes}, changed=at)
        if missing := [name for name in missing_values(self.sheet, new.fields) if name in written]:
            raise InvalidError(self.sheet.spoken, f"{' and '.join(missing)} is required.")
        self._check(new)
        if new.fields == part.fields and flipped("stamp-of-equal-values"):
            new = part
        return self._keep(new, at)

    def delete(self, contact_id: int, id: int) -> tuple[Write, ...]:
        """Take one away. Raises NotFoundError or InUseError."""
        part = self.part(contact_id, id)
        if (self.sheet.type, part.key) in self._in_use:
            raise InUseError(self.sheet.spoken, id)
        self._under[contact_id] = tuple(other for other in self._under[contact_id] if other != id)
        return (self._drop(part),)

    def delete_all(self, contact_id: int) -> tuple[Write, ...]:
        """Their contact is gone."""
        return tuple(self._drop(self._parts[id]) for id in self._under.pop(contact_id, ()))

    def _admitted(self, part: Part) -> Part:
        """A new one as it is kept."""
        return part

    def _check(self, part: Part) -> None:
        """Raise InvalidError for a value that it may not have beside the others."""

    def _keep(self, part: Part, at: int) -> tuple[Write, ...]:
        """Store it; whatever else must change with it comes after."""
        return (self._put(part),)

    def _put(self, part: Part) -> Write:
        self._parts[part.id] = part
        before = self.list.json.get(part.key)
        self.list.put(part.key, self._render(part))
        return Write(self.sheet.type, part.key, before, self.list.json[part.key])

    def _drop(self, part: Part) -> Write:
        del self._parts[part.id]
        before = self.list.json[part.key]
        self.list.drop(part.key)
        return Write(self.sheet.type, part.key, before, None)

    def _render(self, part: Part) -> Record:
        own = {
            "Id": part.id,
            "ContactId": part.contact_id,
            self._created: stamp(part.created),
            "LastChangedDateTimeOffset": stamp(part.changed),
        }
        return {name: own[name] if name in own else part.fields[name] for name in self._names()}

    def _names(self) -> tuple[str, ...]:
        return tuple(f.name for f in self.sheet.fields)


class BankAccounts(Annex):
    """The bank accounts of contacts; any number of them may have the same account number."""

    def __init__(self, ids: Ids, in_use: set[tuple[str, str]]) -> None:
        super().__init__(BANK_ACCOUNT, ids, in_use)

    def _check(self, part: Part) -> None:
        number = part.fields["BankAccountNumber"]
        if not flipped("bank-account-numbers"):
            return
        if any(p.fields["BankAccountNumber"] == number for p in self._parts.values() if p.id != part.id):
            raise InvalidError(self.sheet.spoken, f"BankAccountNumber is already in use: '{number}'.")


class DeliveryAddresses(Annex):
    """The delivery addresses of contacts: one external code each, and at most one primary per contact."""

    def __init__(self, ids: Ids, in_use: set[tuple[str, str]]) -> None:
        super().__init__(DELIVERY_ADDRESS, ids, in_use)
        self._codes: dict[str, int] = {}

    def _admitted(self, part: Part) -> Part:
        """The first one of a contact becomes primary by itself (API.md §5.8)."""
        if self._under.get(part.contact_id):
            return part
        return part._replace(fields={**part.fields, "IsPrimary": True})

    def _check(self, part: Part) -> None:
        code = part.fields["ExternalCode"]
        owner = self._codes.get(code or "", part.id)
        if owner != part.id and not self._may_repeat(owner, part):
            used = f"'{code}' is used on (contact delivery address) Id = {owner}."
            raise InvalidError(self.sheet.spoken, f"ExternalCode is already in use. {used}")

    def _may_repeat(self, owner: int, part: Part) -> bool:
        is_elsewhere = self._parts[owner].contact_id != part.contact_id
        return is_elsewhere and flipped("delivery-address-codes") is not None

    def delete(self, contact_id: int, id: int) -> tuple[Write, ...]:
        was_primary = self.part(contact_id, id).fields["IsPrimary"]
        writes = super().delete(contact_id, id)
        if was_primary and self.under(contact_id) and flipped("no-primary"):
            heir = self.under(contact_id)[0]
            return (*writes, self._put(heir._replace(fields={**heir.fields, "IsPrimary": True})))
        return writes

    def _keep(self, part: Part, at: int) -> tuple[Write, ...]:
        writes = [self._put(part)]
        if part.fields["IsPrimary"]:
            others = [other for other in self.under(part.contact_id) if other.id != part.id]
            former = [other for other in others if other.fields["IsPrimary"]]
            for other in former if former and not flipped("two-primaries") else ():
                yielded = {**other.fields, "IsPrimary": False}
                writes.append(self._put(other._replace(fields=yielded, changed=at)))
        return tuple(writes)

    def _put(self, part: Part) -> Write:
        if (old := self._parts.get(part.id)) is not None:
            self._codes.pop(old.fields["ExternalCode"] or "", None)
        if part.fields["ExternalCode"]:
            self._codes[part.fields["ExternalCode"]] = part.id
        return super()._put(part)

    def _drop(self, part: Part) -> Write:
        self._codes.pop(part.fields["ExternalCode"] or "", None)
        return super()._drop(part)


def missing_values(sheet: Sheet, fields: Mapping[str, object]) -> list[str]:
    """The required properties that are absent, empty or blank."""
    required = [f.name for f in sheet.fields if f.required]
    return [name for name in required if not str(fields.get(name) or "").strip()]
