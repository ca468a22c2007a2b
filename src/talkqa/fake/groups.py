"""Contact groups: their names are the catalogue's, so that a contact can only be in a group that exists.

Here are their stamps, and what becomes of them over the API.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from talkqa.fake.annexes.annex import missing_values
from talkqa.fake.annexes.sheets import ANNEX_SHEETS, CONTACT_GROUP
from talkqa.fake.catalogue import GROUP, Catalogue
from talkqa.fake.clock import Clock, stamp
from talkqa.fake.entities import Write
from talkqa.fake.errors import InUseError, InvalidError, MissingError, NotFoundError
from talkqa.fake.fidelity import flipped
from talkqa.fake.lists.listing import Listing
from talkqa.fake.message import exact
from talkqa.fake.schema import ROLES, Record
from talkqa.fake.shelf import Shelf

_SHEET = ANNEX_SHEETS[CONTACT_GROUP]
_BEGINNING = Clock().ticks
"""When groups came to be that no request made."""


class Groups:
    """The contact groups of one tenant."""

    def __init__(self, catalogue: Catalogue, shelf: Shelf) -> None:
        self._catalogue = catalogue
        self._shelf = shelf
        self._stamps: dict[int, tuple[int, int]] = {}

    def listed(self) -> Listing:
        """How v2 shows them all. Made anew each time, for anybody may put groups into the catalogue."""
        return Listing.of((str(id), self.record(id)) for id in self._catalogue.entries(GROUP))

    def record(self, id: int) -> Record:
        """How v2 shows one. Raises NotFoundError."""
        name = self._catalogue.code(GROUP, id)
        if name is None:
            raise NotFoundError(f"{_SHEET.spoken} with id = {id} not found.")
        created, changed = self._stamps.get(id, (_BEGINNING, _BEGINNING))
        return {
            "Id": id,
            "Name": name,
            "CreatedDateTimeOffset": stamp(created),
            "LastChangedDateTimeOffset": stamp(changed),
        }

    def create(self, given: Record, at: int) -> tuple[Write, ...]:
        """A new group."""
        if missing := missing_values(_SHEET, given):
            raise MissingError({name: f"The {name} field is required." for name in missing})
        if self._catalogue.find(GROUP, given["Name"]) is not None and flipped("group-names"):
            raise InvalidError(_SHEET.spoken, f"Name is already in use: '{given['Name'][:80]}'.")
        id = self._catalogue.add(GROUP, given["Name"])
        self._stamps[id] = (at, at)
        return (Write(CONTACT_GROUP, str(id), None, self._json(id)),)

    def change(self, id: int, changes: Record, at: int) -> tuple[Write, ...]:
        """Rename a group; its members' stamps stay."""
        before, was = self.record(id), self._json(id)
        if missing_values(_SHEET, {**before, **changes}):
            raise InvalidError(_SHEET.spoken, "Name is required.")
        if "Name" in changes:
            self._catalogue.put(GROUP, id, changes["Name"])
        created, changed = self._stamps.get(id, (_BEGINNING, _BEGINNING))
        is_equal = before["Name"] == self._catalogue.code(GROUP, id)
        self._stamps[id] = (created, changed if is_equal and flipped("stamp-of-equal-values") else at)
        return (Write(CONTACT_GROUP, str(id), was, self._json(id)),)

    def delete(self, id: int) -> tuple[Write, ...]:
        """Take a group away that has no members. Raises NotFoundError or InUseError."""
        was = self._json(id)
        if any(id in record["ContactGroupIds"] for record in self._contacts()) and not flipped("links"):
            raise InUseError(_SHEET.spoken, id)
        self._catalogue.remove(GROUP, id)
        self._stamps.pop(id, None)
        return (Write(CONTACT_GROUP, str(id), was, None),)

    def _json(self, id: int) -> bytes:
        """The JSON of one. Raises NotFoundError."""
        return exact(orjson.dumps(self.record(id)))

    def _contacts(self) -> Iterable[Record]:
        return (record for role in ROLES for record in self._shelf.shown[role].values())
