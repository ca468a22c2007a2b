"""What the routes of delivery addresses, bank accounts and contact groups do."""

from __future__ import annotations

from talkqa.fake import patch
from talkqa.fake.actions import Outcome, Visit, deleted, shown, written
from talkqa.fake.annexes.annex import Annex
from talkqa.fake.annexes.sheets import DELIVERY_ADDRESS
from talkqa.fake.bodies import patch_document, posted
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import SHEETS


def read_part(visit: Visit) -> Outcome:
    return shown(visit, _annex(visit).part(*visit.ids).key)


def post_part(visit: Visit) -> Outcome:
    given = posted(visit.request, visit.sheet)
    store = visit.tenant.store
    return written(visit, 201, store.create_part(visit.sheet.type, visit.ids[0], given, visit.now))


def patch_part(visit: Visit) -> Outcome:
    annex = _annex(visit)
    contact_id, id = visit.ids
    current = annex.part(contact_id, id).fields
    changes, names = patch.apply(visit.sheet, current, patch_document(visit.request, visit.sheet))
    return written(visit, 200, annex.change(contact_id, id, changes, names, visit.now))


def delete_part(visit: Visit) -> Outcome:
    store = visit.tenant.store
    writes = store.delete_part(visit.sheet.type, *visit.ids)
    if visit.sheet.type == DELIVERY_ADDRESS and flipped("v1-removed-address-stamp"):
        store.mark_addressed(visit.ids[0], visit.now)
    return deleted(writes)


def read_group(visit: Visit) -> Outcome:
    visit.tenant.store.groups.record(*visit.ids)
    return shown(visit, str(visit.ids[0]))


def post_group(visit: Visit) -> Outcome:
    given = posted(visit.request, visit.sheet)
    return written(visit, 201, visit.tenant.store.groups.create(given, visit.now))


def patch_group(visit: Visit) -> Outcome:
    groups = visit.tenant.store.groups
    current = groups.record(*visit.ids)
    changes, _ = patch.apply(visit.sheet, current, patch_document(visit.request, visit.sheet))
    return written(visit, 200, groups.change(visit.ids[0], changes, visit.now))


def delete_group(visit: Visit) -> Outcome:
    return deleted(visit.tenant.store.groups.delete(*visit.ids))


def patch_employee_accounts(visit: Visit) -> Outcome:
    """Choose an employee's bank accounts; the answer is the employee."""
    store, id = visit.tenant.store, visit.ids[0]
    current = store.stored("Employee", id)
    changes, names = patch.apply(visit.sheet, current, patch_document(visit.request, visit.sheet))
    writes = store.choose_accounts(id, changes, names, visit.now)
    return written(visit._replace(sheet=SHEETS["Employee"]), 200, writes)


def _annex(visit: Visit) -> Annex:
    return visit.tenant.store.annexes[visit.sheet.type]
