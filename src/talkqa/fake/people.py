"""Contact persons: sub-entities of one contact each (P-2).

Whether a contact may have any is for `store` to say.
"""

from __future__ import annotations

from collections.abc import Collection

from talkqa.fake import rules
from talkqa.fake.entities import Person, Write
from talkqa.fake.errors import InUseError, MissingError, NotFoundError
from talkqa.fake.fidelity import flipped
from talkqa.fake.render import person_key, render_person
from talkqa.fake.schema import PERSON, SHEETS, Record
from talkqa.fake.shelf import Ids, Shelf


class People:
    """The contact persons of one tenant. Each write returns what became of every record it touched."""

    def __init__(self, shelf: Shelf, ids: Ids, in_use: set[tuple[str, str]]) -> None:
        self._shelf = shelf
        self._ids = ids
        self._in_use = in_use
        self._persons: dict[int, Person] = {}
        self._under: dict[int, tuple[int, ...]] = {}

    def person(self, contact_id: int, id: int) -> Person:
        """The person, if it is under that contact. Raises NotFoundError."""
        person = self._persons.get(id)
        if person is None or person.contact_id != contact_id:
            raise NotFoundError(f"Contact person with id = {id} not found on Contact with id = {contact_id}.")
        return person

    def under(self, contact_id: int) -> tuple[Person, ...]:
        """Those of one contact, oldest first."""
        return tuple(self._persons[id] for id in self._under.get(contact_id, ()))

    def record(self, contact_id: int, id: int) -> Record:
        """How v2 shows the person. Raises NotFoundError."""
        return self._shelf.shown[PERSON][person_key(self.person(contact_id, id))]

    def create(self, contact_id: int, given: Record, at: int) -> tuple[Write, ...]:
        """A new person."""
        if missing := rules.missing_names(PERSON, given):
            raise MissingError({name: f"The {name} field is required." for name in missing})
        fields = {f.name: given.get(f.name, f.default) for f in SHEETS[PERSON].patchable.values()}
        person = Person(self._ids.fresh(PERSON, self._persons), contact_id, fields, at, at)
        self._check(person, set(given))
        self._ids.use(PERSON)
        self._under[contact_id] = (*self._under.get(contact_id, ()), person.id)
        return self._keep(person, at)

    def change(
        self, contact_id: int, id: int, changes: Record, written: Collection[str], at: int
    ) -> tuple[Write, ...]:
        """Set properties of a person. A changed address alone does not move the person's stamp (P-4)."""
        person = self.person(contact_id, id)
        new = person._replace(fields={**person.fields, **changes})
        self._check(new, rules.needing_check(PERSON, new.fields, written))
        is_equal = new.fields == person.fields
        is_address_alone = set(written) == {"MailAddress"} and not flipped("person-address-stamp")
        if not is_address_alone and not (is_equal and flipped("stamp-of-equal-values")):
            new = new._replace(changed=at)
        return self._keep(new, at)

    def delete(self, contact_id: int, id: int) -> tuple[Write, ...]:
        """Take one person away."""
        person = self.person(contact_id, id)
        if (PERSON, person_key(person)) in self._in_use:
            raise InUseError(SHEETS[PERSON].spoken, id)
        self._under[contact_id] = tuple(other for other in self._under[contact_id] if other != id)
        gone = self._drop(id)
        if person.fields["IsDefault"] and self._under[contact_id] and flipped("default-person-deleted"):
            heir = self.under(contact_id)[0]
            return gone, self._put(heir._replace(fields={**heir.fields, "IsDefault": True}))
        return (gone,)

    def delete_all(self, contact_id: int) -> tuple[Write, ...]:
        """Their contact is gone."""
        return tuple(self._drop(id) for id in self._under.pop(contact_id, ()))

    def _check(self, person: Person, written: Collection[str]) -> None:
        rules.check(PERSON, person.fields, written)
        self._shelf.check_unique(PERSON, person_key(person), person.fields)

    def _keep(self, person: Person, at: int) -> tuple[Write, ...]:
        """Store the person; when it became the default one, the former default is that no more."""
        writes = [self._put(person)]
        if person.fields["IsDefault"]:
            others = (self._persons[id] for id in self._under[person.contact_id] if id != person.id)
            former = [other for other in others if other.fields["IsDefault"]]
            if former and flipped("two-defaults"):
                former = []
            for other in former:
                yielded = {**other.fields, "IsDefault": False}
                writes.append(self._put(other._replace(fields=yielded, changed=at)))
        return tuple(writes)

    def _put(self, person: Person) -> Write:
        self._persons[person.id] = person
        return self._shelf.put(PERSON, person_key(person), render_person(person))

    def _drop(self, id: int) -> Write:
        return self._shelf.drop(PERSON, person_key(self._persons.pop(id)))
