"""The reference with a client that speaks API v1: what a SUT built on the older API does.

`--sut python:tests.sut.v1_reference:V1Reference`. A property that v1 does not have (Title of a Contactperson) is
neither read nor written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from talkqa.mutants.catalogue import MUTANTS
from talkqa.reference.client import Client
from talkqa.reference.entities import MARK_PROPERTY, Key, Record, mark_of, stamp_text
from talkqa.reference.failures import Doubt, Gone, Refused
from talkqa.reference.synchroniser import Reference
from talkqa.sut import Assignment, Identity

LIST = {
    "Employee": "/Employee/",
    "Supplier": "/Supplier/",
    "Customer": "/Customer/",
    "Contactperson": "/PartyContactPerson/",
}
ADDRESS = {
    "AddressLine1": "address1",
    "AddressLine2": "address2",
    "City": "city",
    "ZipCode": "zipCode",
    "CountryCode": "countryCode",
}
OTHER_NAMES = {
    "ContactId": "partyId",
    "LastChangedDateTimeOffset": "lastChanged",
    "OrganizationNumber": "vatNumber",
    "ContactCreatedDateTimeOffset": "createdDate",
    "CustomerCreatedDateTimeOffset": "customerCreatedDate",
    "SupplierCreatedDateTimeOffset": "supplierCreatedDate",
    "EmployeeCreatedDateTimeOffset": "employeeCreatedDate",
}
OF_COMPANIES = OTHER_NAMES | {"ExternalNumber": "externalCode"}
"""A Contactperson has an ExternalCode in either API; others have an external number, which v1 calls a code."""
TITLE = "Title"
PROPERTIES = (
    "Name", "FirstName", "LastName", "EmailAddress", "PhoneNumber", "WebsiteUrl", "OrganizationNumber",
    "ExternalNumber", "DateOfBirth", "JobTitle",
)  # fmt: skip
"""What v1 has: it leaves out what is empty, so what is left out is empty (the fact sheet of PowerOffice, §4.2)."""


class V1Client(Client):
    """The reference's client, each call turned into requests of v1 and each answer into a record of v2."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        place = urlsplit(self._endpoint.base_url)
        origin = f"{place.scheme}://{place.netloc.replace('goapi.', 'api.')}"
        self._endpoint = replace(self._endpoint, base_url=origin, token_url=f"{origin}/OAuth/Token")
        self._subscription = {}
        self._supplied: set[str] = set()
        """Owners of Contactpersons that are Suppliers only, as lists have shown."""

    def pages(self, entity: str, since: int | None) -> Iterator[list[Record]]:
        skipped, query = 0, dict[str, Any]({"$orderby": "Id", "$top": self._page_size})
        if since is not None:
            query["$filter"] = f"(LastChanged ge datetimeoffset'{stamp_text(since)}')"
        while True:
            answer = self._told("GET", LIST[entity], params={**query, "$skip": skipped})
            self._supplied |= {str(row["partyId"]) for row in answer["data"] if is_supplied(row)}
            yield [to_v2(entity, row) for row in answer["data"]]
            skipped += len(answer["data"])
            if not answer["data"] or skipped >= answer["count"]:
                return

    def get(self, key: Key) -> Record:
        return to_v2(key.type, self._under("GET", key)["data"])

    def find_mark(self, entity: str, mark: str) -> Record | None:
        name = MARK_PROPERTY[entity]
        found = self._told("GET", LIST[entity], params={"$filter": f"({name} eq '{mark}')"})["data"]
        records = [to_v2(entity, row) for row in found]
        return next((record for record in records if mark_of(entity, record) == mark), None)

    def create(self, path: str, body: Record) -> Record:
        """path: as in v2. A POST whose answer is lost is never repeated."""
        entity, parent = typed(path)
        target = f"/Customer/{parent}/Contact/" if parent else LIST[entity]
        answer = self._carefully(
            self._send, "POST", target, kind="application/json", json=to_v1(entity, body)
        )
        record: Record = to_v2(entity, success(answer)["data"])
        if not record:
            raise Doubt(f"POST {target}: success without the record that was made")
        return record

    def patch(self, key: Key, operations: Sequence[Record]) -> Record:
        values: dict[str, Any] = {}
        for one in operations:
            place, *below = str(one["path"]).strip("/").split("/")
            if below:
                values.setdefault(place, {})[below[0]] = one["value"]
            else:
                values[place] = one["value"]
        own = int(key.id.rpartition("/")[2])
        body = {**to_v1(key.type, values), "id": own}
        return to_v2(key.type, self._under("POST", key, json=body, kind="application/json")["data"])

    def _under(self, method: str, key: Key, **request: Any) -> dict[str, Any]:
        """A request about one record; a Contactperson's owner may be a Customer or a Supplier."""
        contact, _, person = key.id.partition("/")
        if not person:
            path = LIST[key.type] + (key.id if method == "GET" else "")
            return self._told(method, path, **request)
        owner = "Supplier" if contact in self._supplied else "Customer"
        tail = person if method == "GET" else ""
        return self._told(method, f"/{owner}/{contact}/Contact/{tail}", **request)

    def _told(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        return success(self._patiently(self._send, method, path, **request))


def success(answer: Any) -> dict[str, Any]:
    """The envelope of a request that did what it should. Raises `Gone` or `Refused` for a 200 that says no."""
    told: dict[str, Any] = answer.json()
    where = f"{answer.request.method} {answer.request.url.path}"
    if not told["success"]:
        failure = Gone if told["validation"].get("exception") == "EntityNotFound" else Refused
        raise failure(f"{where}: {told['validation'].get('summary')}", answer.status_code)
    if answer.request.method == "GET" and "data" not in told:
        raise Gone(f"{where}: no such record", answer.status_code)
    if isinstance(told.get("data"), dict) and "errors" in told["data"]:
        raise Refused(f"{where}: {told['data']['errors']}", answer.status_code)
    return told


def typed(path: str) -> tuple[str, str]:
    """The type that a collection of v2 holds, and the owner in its path, if any."""
    plural, _, parent = path.strip("/").partition("/")
    return {"ContactPersons": "Contactperson"}.get(plural, plural.removesuffix("s")), parent


def to_v1(entity: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """A v2 record, or part of one, under v1's names."""
    body: dict[str, Any] = {}
    for name, value in record.items():
        if name == "MailAddress":
            parts = dict.fromkeys(ADDRESS) if value is None else value
            flat = {ADDRESS[part]: text for part, text in parts.items()}
            body |= person_address(flat) if entity == "Contactperson" else {"mailAddress": flat}
        elif name != TITLE:
            body[other_names(entity).get(name, name[0].lower() + name[1:])] = value
    return body


def to_v2(entity: str, row: Mapping[str, Any]) -> Record:
    """A v1 row under v2's names; the address nested, null when there is none."""
    names = {old: new for new, old in other_names(entity).items()}
    shown = {names.get(name, name[0].upper() + name[1:]): value for name, value in row.items()}
    record = {**dict.fromkeys(PROPERTIES), **shown}
    flat = row if entity == "Contactperson" else row.get("mailAddress") or {}
    flat = {**flat, "countryCode": flat.get("residenceCountryCode", flat.get("countryCode"))}
    address = {new: flat.get(old) for new, old in ADDRESS.items()}
    if "lastChanged" in flat and entity != "Contactperson":
        address["LastChangedDateTimeOffset"] = flat["lastChanged"]
    record["MailAddress"] = address if any(address.values()) else None
    return record


def other_names(entity: str) -> dict[str, str]:
    """What v1 calls the properties that it calls something else."""
    return OTHER_NAMES if entity == "Contactperson" else OF_COMPANIES


def is_supplied(row: Mapping[str, Any]) -> bool:
    return "partySupplierCode" in row and "partyCustomerCode" not in row


def person_address(flat: Mapping[str, Any]) -> dict[str, Any]:
    return {{"countryCode": "residenceCountryCode"}.get(name, name): text for name, text in flat.items()}


class V1Reference(Reference):
    """Known good, over v1."""

    name = "reference over v1"
    client_class = V1Client

    def start(self, assignment: Assignment) -> Identity:
        told = super().start(assignment)
        return replace(told, offers=told.offers - {"v2"})


def over_v1(number: str) -> type[Reference]:
    """The mutant of that number, over v1."""
    return type(f"Over{number}", (MUTANTS[number],), {"client_class": V1Client, "name": f"{number} over v1"})


M18a, M18b, M20d, M25a, M8a = map(over_v1, ("M-18a", "M-18b", "M-20d", "M-25a", "M-8a"))
