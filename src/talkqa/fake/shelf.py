"""What the lists show, and who owns which unique value: the one place where a list changes."""

from __future__ import annotations

from collections.abc import Container
from typing import Any, ClassVar

from talkqa.fake.entities import Write
from talkqa.fake.errors import InvalidError, MissingError
from talkqa.fake.fidelity import flipped
from talkqa.fake.lists.listing import Listing
from talkqa.fake.schema import PERSON, ROLES, SHEETS, TYPES, Record

UNIQUE = {
    **dict.fromkeys(ROLES, ("Number", "ExternalNumber", "ExternalImportReference")),
    PERSON: ("ExternalCode",),
}
"""Properties whose values are unique within their type."""

FIRST_IDS = {
    "Contact": 1001,
    PERSON: 2001,
    "Address": 1,
    "Subledger": 1,
    "ContactDeliveryAddress": 3001,
    "ContactBankAccount": 4001,
}


class Ids:
    """The sequences that ids come from. All roles of contacts draw from one."""

    def __init__(self) -> None:
        self._next = dict(FIRST_IDS)

    def start(self, kind: str, id: int) -> None:
        """The next record of that kind gets this id, or the first free one after it."""
        self._next["Contact" if kind in ROLES else kind] = id

    def fresh(self, kind: str, taken: Container[int] = ()) -> int:
        """The id that the next record will get; nothing is used up yet."""
        id = self._next[kind]
        while id in taken:
            id += 1
        self._next[kind] = id
        return id

    def use(self, kind: str) -> int:
        """Use the next id up, and return it."""
        id = self._next[kind]
        self._next[kind] = id + 1
        return id


class Shelf:
    """`lists[type]` is what the list of a type shows, `shown[type][key]` how v2 shows a record."""

    LAYERS: ClassVar = {"lists": 2, "shown": 2, "_owners": 2}

    def __init__(self) -> None:
        self.lists = {type: Listing() for type in TYPES}
        self.shown: dict[str, dict[str, Record]] = {type: one.records for type, one in self.lists.items()}
        self._owners: dict[tuple[str, str], dict[Any, str]] = {
            (type, name): {} for type, names in UNIQUE.items() for name in names
        }

    def put(self, type: str, key: str, after: Record) -> Write:
        """Show a record, new or changed."""
        listing = self.lists[type]
        was = listing.json.get(key)
        before = listing.put(key, after)
        self._own(type, key, before, after)
        return Write(type, key, was, listing.json[key])

    def drop(self, type: str, key: str) -> Write:
        """Show the record no more."""
        was = self.lists[type].json[key]
        before = self.lists[type].drop(key)
        self._own(type, key, before, {})
        return Write(type, key, was, None)

    def owner(self, type: str, name: str, value: Any) -> str | None:
        """The key of the record that has this value of a unique property."""
        owners = self._owners[type, name]
        found = owners.get(value)
        if found is None and isinstance(value, str) and value and flipped("text-case"):
            return next((key for own, key in owners.items() if own.casefold() == value.casefold()), None)
        return found

    def check_unique(self, type: str, key: str, record: Record) -> None:
        """Raise InvalidError when a unique value of the record belongs to another one."""
        for name in UNIQUE[type]:
            if (value := record.get(name)) is None:
                continue
            owner = self.owner(type, name, value)
            if owner is not None and owner != key:
                what = "contact person" if type == PERSON else "contact"
                used = f"'{record[name]}' is used on ({what}) Id = {str(owner).rpartition('/')[2]}."
                if name == "Number" and flipped("number-texts"):
                    raise MissingError({name: f"{name} is already in use. {used}"})
                raise InvalidError(SHEETS[type].spoken, f"{name} is already in use. {used}")

    def _own(self, type: str, key: str, before: Record | None, after: Record) -> None:
        for name in UNIQUE[type]:
            was, now = before[name] if before else None, after.get(name)
            if was is now:
                continue
            owners = self._owners[type, name]
            if owners.get(was) == key:
                del owners[was]
            if now not in (None, ""):
                owners[now] = key
