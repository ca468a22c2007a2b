"""What each route does: from a request of somebody with the privilege to an answer and its writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

import orjson

from talkqa.fake import patch
from talkqa.fake.bodies import patch_document, posted
from talkqa.fake.entities import Write
from talkqa.fake.fidelity import flipped
from talkqa.fake.lists import query
from talkqa.fake.lists.listing import Listing
from talkqa.fake.message import JSON, JSON_HEADERS, Fixed, Request, Response
from talkqa.fake.render import in_zone, person_key
from talkqa.fake.schema import Record, Sheet
from talkqa.fake.signin import PRIVILEGES

if TYPE_CHECKING:
    from talkqa.fake.tenant import Tenant

_LAST_PAGE = Fixed(content_type=JSON, x_pagination='{"nextPageLink":null}')
_WITHOUT_LINK = Fixed(content_type=JSON, x_pagination="{}")
SUBSCRIPTIONS = ("Accounting", "TimeTracking", "Payroll")


class Outcome(NamedTuple):
    """An answer and what was written for it."""

    response: Response
    writes: tuple[Write, ...] = ()


class Visit(NamedTuple):
    """One request on its way through a route. ids: the numbers of the path, in order."""

    tenant: Tenant
    credential: str
    request: Request
    sheet: Sheet
    ids: tuple[int, ...]

    @property
    def now(self) -> int:
        """The stamp of this visit's writes, in ticks."""
        return self.tenant.stamp_for(self.credential)


def list_all(visit: Visit) -> Outcome:
    """One page of a list; 204 without a body when it is empty."""
    tenant, request = visit.tenant, visit.request
    listing = _looked_at(visit)
    unknown_groups = tenant.store.catalogue.unknown_groups
    paging = (tenant.page_limit, tenant.page_overlap)
    page = query.select(visit.sheet, listing, request.query, unknown_groups, *paging)
    headers = _of_page(request, page.next)
    if not page.keys:
        return Outcome(Response.empty(204, {"x-pagination": headers["x-pagination"]}))
    if page.names is None and _is_undressed(visit):
        json = listing.json
        return Outcome(Response.array(headers, [json[key] for key in page.keys]))
    return Outcome(Response.json(200, _rows(visit, listing, page), headers))


def _of_page(request: Request, following: str | None) -> Mapping[str, str]:
    """The headers of a page. following: the query of the next one; None on the last."""
    if following is None:
        return _WITHOUT_LINK if flipped("x-pagination") else _LAST_PAGE
    link = {"nextPageLink": f"{request.origin}{request.path}?{following}"}
    return {"content-type": JSON, "x-pagination": orjson.dumps(link).decode()}


def _looked_at(visit: Visit) -> Listing:
    """The list as it is; or as it was when its first page was asked for, if pages are frozen."""
    tenant, asked = visit.tenant, visit.request.query
    listing = tenant.store.listed(visit.sheet.type)
    if "agenumber" not in asked.lower() or not flipped("pages-not-frozen"):
        return listing
    place, number = query.without_page(asked)
    if number == "1" or (visit.sheet.type, place) not in tenant.frozen:
        tenant.frozen[visit.sheet.type, place] = Listing.of(listing.records.items())
    return tenant.frozen[visit.sheet.type, place]


def read_role(visit: Visit) -> Outcome:
    visit.tenant.store.contact(visit.sheet.type, *visit.ids)
    return shown(visit, str(visit.ids[0]))


def post_role(visit: Visit) -> Outcome:
    if visit.sheet.type == "Customer" and flipped("parallel-posts") and _is_crowded(visit):
        return Outcome(Response.empty(503))
    given = posted(visit.request, visit.sheet)
    return written(visit, 201, visit.tenant.store.create(visit.sheet.type, given, visit.now))


def _is_crowded(visit: Visit) -> bool:
    """Ten customers have been posted in the second before this request."""
    since = visit.tenant.clock.now() - timedelta(seconds=1)
    latest = takewhile(lambda entry: entry.at > since, reversed(visit.tenant.journal))
    return sum(entry.operation == "POST /Customers" for entry in latest) > 10


def patch_role(visit: Visit) -> Outcome:
    store, role = visit.tenant.store, visit.sheet.type
    store.contact(role, *visit.ids)
    document = patch_document(visit.request, visit.sheet)
    simple = patch.whole_properties(visit.sheet, document)
    changes, names = simple or patch.apply(visit.sheet, store.stored(role, *visit.ids), document)
    return written(visit, 200, store.change(role, visit.ids[0], changes, names, visit.now))


def delete_role(visit: Visit) -> Outcome:
    return deleted(visit.tenant.store.delete(visit.sheet.type, *visit.ids))


def read_person(visit: Visit) -> Outcome:
    return shown(visit, person_key(visit.tenant.store.people.person(*visit.ids)))


def post_person(visit: Visit) -> Outcome:
    given = posted(visit.request, visit.sheet)
    return written(visit, 201, visit.tenant.store.create_person(visit.ids[0], given, visit.now))


def patch_person(visit: Visit) -> Outcome:
    people = visit.tenant.store.people
    contact_id, id = visit.ids
    current = people.person(contact_id, id).fields
    changes, names = patch.apply(visit.sheet, current, patch_document(visit.request, visit.sheet))
    return written(visit, 200, people.change(contact_id, id, changes, names, visit.now))


def delete_person(visit: Visit) -> Outcome:
    return deleted(visit.tenant.store.people.delete(*visit.ids))


def integration(visit: Visit) -> Outcome:
    """Who the caller is and what it may do; anybody who is signed in may ask."""
    tenant = visit.tenant
    valid = tenant.privileges(visit.credential)
    all_privileges = [name + suffix for name in PRIVILEGES.values() for suffix in ("", "_Full")]
    information = {
        "ActiveClientSubscriptions": SUBSCRIPTIONS,
        "ClientId": tenant.client_id,
        "ClientName": tenant.client_name,
        "InvalidPrivileges": [name for name in all_privileges if name not in valid],
        "ValidPrivileges": valid,
    }
    return Outcome(Response.json(200, information))


def shown(visit: Visit, key: str) -> Outcome:
    """200 with one record of the visit's type."""
    return Outcome(_answer(visit, 200, key))


def written(visit: Visit, status: int, writes: tuple[Write, ...]) -> Outcome:
    """The addressed record, which is of the visit's type, as it is after the write."""
    response = _answer(visit, status, writes[0].key)
    if status == 201 and flipped("answer-to-a-write"):
        place = f"{visit.request.origin}{_place(visit, writes[0].key)}"
        response = response._replace(headers={**response.headers, "location": place})
    return Outcome(response, writes)


def _answer(visit: Visit, status: int, key: str) -> Response:
    listing = visit.tenant.store.listed(visit.sheet.type)
    if _is_undressed(visit):
        return Response(status, JSON_HEADERS, listing.json[key])
    return Response.json(status, _dressed(visit, [listing.records[key]])[0])


def _rows(visit: Visit, listing: Listing, page: query.Page) -> list[Record]:
    """The records of a page that shows them in a way of its own."""
    records = [listing.records[key] for key in page.keys]
    if page.names is not None:
        records = [{name: record[name] for name in page.names} for record in records]
    return _dressed(visit, records)


def deleted(writes: tuple[Write, ...]) -> Outcome:
    """What a DELETE that was carried out is answered with."""
    return Outcome(Response.empty(204 if flipped("answer-to-a-write") else 200), writes)


def _place(visit: Visit, key: str) -> str:
    """The path of a new record: the one it was posted to, with its own id behind."""
    return f"{visit.request.path.rstrip('/')}/{key.rpartition('/')[2]}"


def _is_undressed(visit: Visit) -> bool:
    """`_dressed` would change nothing."""
    return not visit.tenant.offsets and not flipped("nulls")


def _dressed(visit: Visit, records: list[Record]) -> list[Record]:
    """The records with their stamps in the offset that the tenant shows for this type."""
    if minutes := visit.tenant.offsets.get(visit.sheet.type, 0):
        records = [in_zone(record, minutes) for record in records]
    return [_without_nulls(record) for record in records] if flipped("nulls") else records


def _without_nulls(record: Record) -> Record:
    values = {
        name: _without_nulls(value) if isinstance(value, dict) else value for name, value in record.items()
    }
    return {name: value for name, value in values.items() if value is not None}
