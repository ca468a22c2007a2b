"""The records of one tenant, in domain words. Knows no HTTP.

Each method that writes checks everything first, then replaces whole records, and returns what became of each
record that a list shows, the addressed one first. One contact carries up to three roles (P-1), and
sub-entities never move their owner's stamp (P-4).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from talkqa.fake import rules
from talkqa.fake.annexes.annex import Annex, BankAccounts, DeliveryAddresses
from talkqa.fake.annexes.sheets import BANK_ACCOUNT, CONTACT_GROUP, DELIVERY_ADDRESS, EMPLOYEE_ACCOUNTS_SHEET
from talkqa.fake.catalogue import Catalogue
from talkqa.fake.entities import Address, Contact, Role, Write
from talkqa.fake.errors import InUseError, InvalidError, MissingError, NotFoundError, UnknownReferenceError
from talkqa.fake.fidelity import flipped
from talkqa.fake.groups import Groups
from talkqa.fake.lists.listing import Listing
from talkqa.fake.people import People
from talkqa.fake.references import References
from talkqa.fake.render import render_role
from talkqa.fake.schema import PERSON, SHEETS, Record
from talkqa.fake.sharing import is_as_it_was, moved, split, whole
from talkqa.fake.shelf import Ids, Shelf

_ACCOUNTS = tuple(f.name for f in EMPLOYEE_ACCOUNTS_SHEET.fields)
"""The properties that name an employee's bank accounts."""


class Store:
    """Contacts with their roles, and the rooms beside them.

    They are `people`, `annexes` (delivery addresses, bank accounts), `groups`, `catalogue` and `shelf`.

    in_use: (type, key) of what cannot be deleted. with_balance: contacts that cannot be archived.
    """

    LAYERS: ClassVar = {"annexes": 2}

    def __init__(self) -> None:
        self.shelf = Shelf()
        self.catalogue = Catalogue()
        self.in_use: set[tuple[str, str]] = set()
        self.with_balance: set[int] = set()
        self._ids = Ids()
        self.people = People(self.shelf, self._ids, self.in_use)
        self.groups = Groups(self.catalogue, self.shelf)
        self.annexes: dict[str, Annex] = {
            DELIVERY_ADDRESS: DeliveryAddresses(self._ids, self.in_use),
            BANK_ACCOUNT: BankAccounts(self._ids, self.in_use),
        }
        self._references = References(self.shelf, self.catalogue)
        self._contacts: dict[int, Contact] = {}
        self._address_codes: dict[str, int] = {}

    def next_id(self, type: str, id: int) -> None:
        """The next record of that type gets this id. All roles draw from the contacts' sequence."""
        self._ids.start(type, id)

    def record(self, role: str, contact_id: int) -> Record:
        """How v2 shows one role. Raises NotFoundError."""
        self._contact(role, contact_id)
        return self.shelf.shown[role][str(contact_id)]

    def stored(self, role: str, contact_id: int) -> Record:
        """One role as it is kept, private values and all, for a patch to work on. Raises NotFoundError."""
        return whole(role, self._contact(role, contact_id))

    def create(self, role: str, given: Record, at: int) -> tuple[Write, ...]:
        """A new contact with one role."""
        if role == "Employee" and (missing := rules.missing_names(role, given)):
            raise MissingError({name: f"The {name} field is required." for name in missing})
        if (holder := self._joinable(role, given)) is not None:
            return self.add_role(role, holder, given, at)
        shared, own = split(role, given)
        if role == "Employee" and not flipped("employee-is-person"):
            shared["IsPerson"] = True
        contact = Contact(self._ids.fresh("Contact", self._contacts), shared, None, at, at)
        writes = self._join(contact, role, own, given, frozenset((*given, "Number", "Name")), at)
        self._ids.use("Contact")
        return writes

    def add_role(self, role: str, contact_id: int, given: Record, at: int) -> tuple[Write, ...]:
        """One more role for a contact that exists; the API way to do this is unknown."""
        contact = self._contacts.get(contact_id)
        if contact is None:
            raise NotFoundError(f"Contact with id = {contact_id} not found.")
        if role in contact.roles:
            raise InvalidError(
                SHEETS[role].spoken, f"Contact with id = {contact_id} already is a {role.lower()}."
            )
        shared, own = split(role, given)
        if shared:
            contact = contact._replace(shared={**contact.shared, **shared}, changed=at)
        return self._join(contact, role, own, given, frozenset((*given, "Number")), at)

    def change(
        self, role: str, contact_id: int, changes: Record, written: Collection[str], at: int
    ) -> tuple[Write, ...]:
        """Set properties of a role and of the contact behind it.

        changes: new values. written: all names that the request addressed; they decide which stamps move,
        whether or not a value differs. A request that addresses none stamps the role.
        """
        contact = self._contact(role, contact_id)
        shared, own = split(role, changes)
        moves_contact, moves_role = moved(contact, role, written)
        old = contact.roles[role]  # records are built anew, as `_replace` takes several times as long
        fields = {**old.fields, **own} if own else old.fields
        now = Role(fields, old.created, at if moves_role else old.changed, old.active)
        new = Contact(
            contact.id,
            {**contact.shared, **shared} if shared else contact.shared,
            self._address(contact, changes, at),
            contact.created,
            at if moves_contact else contact.changed,
            {**contact.roles, role: now},
            at if "MailAddress" in changes else contact.addressed,
        )
        record = {**new.shared, **fields}
        self._check(role, new, record, rules.needing_check(role, record, written))
        is_equal = (
            is_as_it_was(contact.shared, shared, role)
            and is_as_it_was(old.fields, own, role)
            and (contact.address and contact.address.fields) == (new.address and new.address.fields)
        )
        if is_equal and flipped("stamp-of-equal-values"):
            return self._keep(contact, role)
        if (contact.address is None) != (new.address is None) and flipped("stamp-of-address"):
            new = new._replace(changed=at)
        return self._keep(new, role)

    def delete(self, role: str, contact_id: int) -> tuple[Write, ...]:
        """Take the role away; with the last one go the contact and its persons."""
        contact = self._contact(role, contact_id)
        others = {name: other for name, other in contact.roles.items() if name != role}
        if self._is_used(role, contact_id) or any(map(_blocks, others, others.values())):
            raise InUseError(SHEETS[role].spoken, contact_id)
        parts = [
            *self.people.under(contact_id),
            *(p for a in self.annexes.values() for p in a.under(contact_id)),
        ]
        if not others and parts and flipped("parts-of-deleted-contact"):
            raise InUseError(SHEETS[role].spoken, contact_id)
        gone = self.shelf.drop(role, str(contact_id))
        if others:
            self._contacts[contact_id] = contact._replace(roles=others)
            return (gone,)
        self._free_address_code(self._contacts.pop(contact_id))
        self.with_balance.discard(contact_id)
        dropped = [write for annex in self.annexes.values() for write in annex.delete_all(contact_id)]
        return (gone, *self.people.delete_all(contact_id), *dropped)

    def set_active(self, role: str, contact_id: int, active: bool, at: int) -> tuple[Write, ...]:
        """Switch one role on or off, as a user can in the product's screens."""
        contact = self._contact(role, contact_id)
        switched = contact.roles[role]._replace(active=active, changed=at)
        return self._keep(contact._replace(roles={**contact.roles, role: switched}), role)

    def create_person(self, contact_id: int, given: Record, at: int) -> tuple[Write, ...]:
        """A new contact person, under a customer or supplier that is a company."""
        contact = self._contacts.get(contact_id)
        if contact is None:
            raise NotFoundError(f"Contact with id = {contact_id} not found.")
        spoken, who = SHEETS[PERSON].spoken, f"Contact with id = {contact_id}"
        if contact.roles.keys().isdisjoint(("Customer", "Supplier")):
            if flipped("person-under-employee"):
                raise NotFoundError(f"{who} not found.")
            raise InvalidError(spoken, f"{who} is neither a customer nor a supplier.")
        if contact.shared.get("IsPerson") and not flipped("person-under-person"):
            raise InvalidError(spoken, f"{who} is a person and cannot have contact persons.")
        return self.people.create(contact_id, given, at)

    def listed(self, type: str) -> Listing:
        """All records of a type as v2 shows them."""
        if type == CONTACT_GROUP:
            return self.groups.listed()
        return self.annexes[type].list if type in self.annexes else self.shelf.lists[type]

    def create_part(self, type: str, contact_id: int, given: Record, at: int) -> tuple[Write, ...]:
        """A new delivery address or bank account, under a contact of any role."""
        if contact_id not in self._contacts:
            if flipped("annex-owner"):
                raise InvalidError(self.annexes[type].sheet.spoken, f"ContactId {contact_id} is not valid.")
            raise NotFoundError(f"Contact with id = {contact_id} not found.")
        return self.annexes[type].create(contact_id, given, at)

    def delete_part(self, type: str, contact_id: int, id: int) -> tuple[Write, ...]:
        """Take a delivery address or bank account away, unless the employee's pay goes there."""
        self.annexes[type].part(contact_id, id)
        employee = self.shelf.shown["Employee"].get(str(contact_id), {})
        is_chosen = type == BANK_ACCOUNT and id in [employee.get(name) for name in _ACCOUNTS]
        if is_chosen and not flipped("links"):
            raise InUseError(self.annexes[type].sheet.spoken, id)
        return self.annexes[type].delete(contact_id, id)

    def choose_accounts(
        self, contact_id: int, changes: Record, written: Collection[str], at: int
    ) -> tuple[Write, ...]:
        """Set which of its bank accounts an employee's salary and expenses go to; null for none."""
        for id in changes.values():
            if id is not None and not any(
                part.id == id for part in self.annexes[BANK_ACCOUNT].under(contact_id)
            ):
                account = f"Contact bank account with id = {id}"
                detail = f"{account} not found on Contact with id = {contact_id}."
                is_bad = flipped("employee-bank-accounts")
                refusal = InvalidError if is_bad else UnknownReferenceError
                raise refusal(EMPLOYEE_ACCOUNTS_SHEET.spoken, detail)
        if flipped("employee-bank-accounts-stamp"):
            at = self.contact("Employee", contact_id).roles["Employee"].changed
        return self.change("Employee", contact_id, changes, written, at)

    def contact(self, role: str, contact_id: int) -> Contact:
        """The contact that has this role. Raises NotFoundError."""
        return self._contact(role, contact_id)

    def resolve(self, role: str, own: Record) -> Record:
        """The same properties with codes turned into ids. Raises UnknownReferenceError."""
        return self._references.resolve(role, own)

    def mark_addressed(self, contact_id: int, at: int) -> None:
        """The list of a contact's addresses has changed; only v1 shows the moment."""
        self._contacts[contact_id] = self._contacts[contact_id]._replace(addressed=at)

    def _contact(self, role: str, contact_id: int) -> Contact:
        contact = self._contacts.get(contact_id)
        if contact is None or role not in contact.roles:
            raise NotFoundError(f"{SHEETS[role].spoken} with id = {contact_id} not found.")
        return contact

    def _join(
        self, contact: Contact, role: str, own: Record, given: Record, written: frozenset[str], at: int
    ) -> tuple[Write, ...]:
        number = self._references.number(role, own)
        own = self._references.resolve(role, own)
        own["Number"] = number
        own["SubledgerAccountId"] = self._ids.fresh("Subledger")
        if role == "Customer" and own.get("InvoiceDeliveryType") is None:
            own["InvoiceDeliveryType"] = _delivery(contact, own)
        if _is_to_be_named(role, contact, own) and flipped("keep-updated"):
            contact = contact._replace(shared={**contact.shared, "LegalName": _registered(contact)})
        joined = Contact(
            contact.id,
            contact.shared,
            self._address(contact, given, at),
            contact.created,
            contact.changed,
            {**contact.roles, role: Role(own, at, at)},
            contact.addressed,
        )
        self._check(role, joined, {**joined.shared, **own}, written)
        self._ids.use("Subledger")
        return self._keep(joined, role)

    def _check(self, role: str, contact: Contact, record: Record, written: Collection[str]) -> None:
        """record: what the contact holds as that role, its own properties and the shared ones."""
        rules.check(role, record, written)
        self._references.check(role, record, written)
        self.shelf.check_unique(role, str(contact.id), record)
        spoken, code = SHEETS[role].spoken, _address_code(contact)
        if self._address_codes.get(code, contact.id) != contact.id:
            raise InvalidError(
                spoken, f"ExternalCode is already in use. '{code}' is used on another address."
            )
        number = record.get("OrganizationNumber") if "OrganizationNumber" in written else None
        if number and flipped("organisation-number-repeated") and self._holders(number) - {contact.id}:
            raise InvalidError(spoken, f"OrganizationNumber is already in use: '{number}'.")
        becomes_person = "IsPerson" in written and record.get("IsPerson") and self.people.under(contact.id)
        if becomes_person and flipped("company-becomes-person"):
            raise InvalidError(spoken, "IsPerson cannot be set while there are contact persons.")
        if "IsArchived" in written and record["IsArchived"] and contact.id in self.with_balance:
            raise InvalidError(spoken, "IsArchived cannot be set while the contact has ledger balances.")

    def _address(self, contact: Contact, given: Record, at: int) -> Address | None:
        """The address after a write that may set it: its id stays, its stamp moves."""
        if "MailAddress" not in given:
            return contact.address
        fields = given["MailAddress"]
        if fields is None:
            return None
        if contact.address is not None:
            return contact.address._replace(fields=fields, changed=at)
        return Address(self._ids.use("Address"), fields, at)

    def _joinable(self, role: str, given: Record) -> int | None:
        """The contact that a new role joins; None for a contact of its own."""
        number = given.get("OrganizationNumber")
        if not number or not flipped("second-role"):
            return None
        return next(
            (id for id in sorted(self._holders(number)) if role not in self._contacts[id].roles), None
        )

    def _holders(self, number: str) -> set[int]:
        """The contacts with that organisation number."""
        contacts = self._contacts.values()
        return {contact.id for contact in contacts if contact.shared.get("OrganizationNumber") == number}

    def _is_used(self, role: str, contact_id: int) -> bool:
        if (role, str(contact_id)) in self.in_use:
            return True
        is_named = role == "Employee" and any(True for _ in self._references.to_employee(contact_id))
        return is_named and not flipped("links")

    def _keep(self, contact: Contact, first: str) -> tuple[Write, ...]:
        """Store the contact and show all its roles anew, the one that was addressed first."""
        old = self._contacts.get(contact.id)
        if old is None or old.address is not contact.address:
            self._own_address_code(old, contact)
        self._contacts[contact.id] = contact
        if len(contact.roles) == 1 and first != "Employee":
            return (self._show(first, contact),)
        others = [(role, str(contact.id)) for role in contact.roles if role != first]
        if first == "Employee" and old is not None:
            others += self._references.to_employee(contact.id)
        writes = [
            self._show(first, contact),
            *(self._show(role, self._contacts[int(key)]) for role, key in others),
        ]
        return (writes[0], *(write for write in writes[1:] if write.before_json != write.after_json))

    def _show(self, role: str, contact: Contact) -> Write:
        return self.shelf.put(role, str(contact.id), render_role(role, contact, self._references.code))

    def _own_address_code(self, old: Contact | None, new: Contact) -> None:
        if old is not None:
            self._free_address_code(old)
        if code := _address_code(new):
            self._address_codes[code] = new.id

    def _free_address_code(self, contact: Contact) -> None:
        self._address_codes.pop(_address_code(contact), None)


def _blocks(name: str, role: Role) -> bool:
    """Another role of the contact that forbids to delete this one."""
    return role.active and not (name == "Employee" and flipped("delete-with-other-role"))


def _address_code(contact: Contact) -> str:
    return (contact.address and contact.address.fields.get("ExternalCode")) or ""


def _delivery(contact: Contact, own: Record) -> str:
    """How a customer that says nothing gets its invoices."""
    if contact.shared.get("OrganizationNumber") and flipped("invoice-delivery-default"):
        return "EHF"
    return "PdfByEmail" if contact.shared.get("EmailAddress") or own.get("InvoiceEmailAddress") else "Print"


def _is_to_be_named(role: str, contact: Contact, own: Record) -> bool:
    """A company without the name that the register has, which is to be kept up to date."""
    is_kept_updated = own.get("KeepUpdated", SHEETS[role].defaults.get("KeepUpdated"))
    return bool(
        is_kept_updated and contact.shared.get("OrganizationNumber") and not contact.shared.get("LegalName")
    )


def _registered(contact: Contact) -> str:
    """How the register of companies spells a name."""
    return str(contact.shared.get("Name") or "").upper()
