"""What each v1 route does: from a request of somebody with the privilege to an answer and its writes."""

from __future__ import annotations

from collections.abc import Callable

from talkqa.fake.actions import SUBSCRIPTIONS, Outcome, Visit
from talkqa.fake.annexes.sheets import BANK_ACCOUNT
from talkqa.fake.entities import Write
from talkqa.fake.errors import NotFoundError
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import PERSON, ROLES, TYPES
from talkqa.fake.signin import PRIVILEGES
from talkqa.fake.v1.accounts import save_account
from talkqa.fake.v1.answers import good
from talkqa.fake.v1.bodies import posted
from talkqa.fake.v1.listing import select
from talkqa.fake.v1.render import wire
from talkqa.fake.v1.rows import Row, account_row, person_row, role_row, rows
from talkqa.fake.v1.saving import save_person, save_role

NOT_IN_LISTS = dict.fromkeys(ROLES, ("IsActive",))
"""Fields that the lists of a type leave out (API.md §4.5)."""


def list_all(visit: Visit) -> Outcome:
    """One page of a list, in its envelope; an empty page is an empty list."""
    return _listed(visit, rows(visit.tenant.store, visit.sheet.type))


def read_role(visit: Visit) -> Outcome:
    return _read(visit, lambda: role_row(visit.tenant.store, visit.sheet.type, *visit.ids))


def post_role(visit: Visit) -> Outcome:
    given = posted(visit.request, visit.sheet.type)
    id, writes = save_role(visit.tenant.store, visit.sheet.type, given, visit.now)
    return _shown(visit, role_row(visit.tenant.store, visit.sheet.type, id), writes)


def delete_role(visit: Visit) -> Outcome:
    return Outcome(good(), visit.tenant.store.delete(visit.sheet.type, *visit.ids))


def list_contacts(parent: str, visit: Visit) -> Outcome:
    """The contact persons of one customer or supplier."""
    store, contact_id = visit.tenant.store, visit.ids[0]
    store.record(parent, contact_id)
    people = store.people.under(contact_id)
    return _listed(visit, [person_row(store, contact_id, person.id) for person in people])


def read_contact(parent: str, visit: Visit) -> Outcome:
    visit.tenant.store.record(parent, visit.ids[0])
    return _read(visit, lambda: person_row(visit.tenant.store, *visit.ids))


def post_contact(parent: str, visit: Visit) -> Outcome:
    store, contact_id = visit.tenant.store, visit.ids[0]
    store.record(parent, contact_id)
    id, writes = save_person(store, contact_id, posted(visit.request, PERSON), visit.now)
    return _shown(visit, person_row(store, contact_id, id), writes)


def delete_contact(parent: str, visit: Visit) -> Outcome:
    visit.tenant.store.record(parent, visit.ids[0])
    return Outcome(good(), visit.tenant.store.people.delete(*visit.ids))


def list_accounts(parent: str, visit: Visit) -> Outcome:
    """The bank accounts of one customer, supplier or employee."""
    store, contact_id = visit.tenant.store, visit.ids[0]
    store.record(parent, contact_id)
    accounts = store.annexes[BANK_ACCOUNT].under(contact_id)
    return _listed(visit, [account_row(store, contact_id, account.id) for account in accounts])


def read_account(parent: str, visit: Visit) -> Outcome:
    visit.tenant.store.record(parent, visit.ids[0])
    return _read(visit, lambda: account_row(visit.tenant.store, *visit.ids))


def post_account(parent: str, visit: Visit) -> Outcome:
    store, contact_id = visit.tenant.store, visit.ids[0]
    store.record(parent, contact_id)
    id, writes = save_account(store, contact_id, posted(visit.request, BANK_ACCOUNT), visit.now)
    return _shown(visit, account_row(store, contact_id, id), writes)


def delete_account(parent: str, visit: Visit) -> Outcome:
    visit.tenant.store.record(parent, visit.ids[0])
    return Outcome(good(), visit.tenant.store.delete_part(BANK_ACCOUNT, *visit.ids))


def integration(visit: Visit) -> Outcome:
    """Who the caller is and what it may do; v1 has its own word for contact persons."""
    tenant = visit.tenant
    valid = tenant.privileges(visit.credential)
    names = [PRIVILEGES[type] for type in (*TYPES, BANK_ACCOUNT)]
    everything = [name + suffix for name in names for suffix in ("", "_Full")]
    information = {
        "activeClientSubscriptions": SUBSCRIPTIONS,
        "clientId": tenant.client_id,
        "clientName": tenant.client_name,
        "invalidPrivileges": [_spoken(name) for name in everything if name not in valid],
        "userId": visit.credential,
        "validPrivileges": [_spoken(name) for name in everything if name in valid],
    }
    return Outcome(good(information))


def _listed(visit: Visit, found: list[Row]) -> Outcome:
    type = visit.sheet.type
    page, count = select(type, found, visit.request.query, visit.tenant.page_overlap)
    without = NOT_IN_LISTS.get(type, ())
    if without and flipped("v1-is-active"):
        without = ()
    return Outcome(good([wire(row, without, _minutes(visit)) for row in page], count))


def _read(visit: Visit, row: Callable[[], Row]) -> Outcome:
    """One record; an envelope without data when there is none of that id, as clients of v1 count on."""
    try:
        return _shown(visit, row())
    except NotFoundError:
        if flipped("v1-reading-unknown-id"):
            raise
        return Outcome(good())


def _shown(visit: Visit, row: Row, writes: tuple[Write, ...] = ()) -> Outcome:
    """One record, and what was written for it."""
    return Outcome(good(wire(row, minutes=_minutes(visit))), writes)


def _minutes(visit: Visit) -> int:
    return visit.tenant.offsets.get(visit.sheet.type, 0)


def _spoken(privilege: str) -> str:
    if privilege.startswith("ContactPerson"):
        return f"Party{privilege}"
    if privilege.startswith("ContactBankAccount") and flipped("v1-bank-account-privilege"):
        return privilege
    return privilege.replace("ContactBankAccount", "PartyBankAccount")
