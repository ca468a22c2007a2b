"""Properties that point to something else: an id that must exist, and the code that stands beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from talkqa.fake.catalogue import Catalogue
from talkqa.fake.errors import InvalidError, MissingError, UnknownReferenceError
from talkqa.fake.fidelity import flipped
from talkqa.fake.schema import SHEETS, Record
from talkqa.fake.shelf import Shelf

REFERENCES = {
    "DepartmentId": ("DepartmentCode", "Department"),
    "DeliveryTermId": ("DeliveryTerm", "Delivery term"),
    "InvoiceBrandingThemeId": ("InvoiceBrandingThemeCode", "Invoice branding theme"),
    "PaymentTermId": ("PaymentTerm", "Payment term"),
    "LocationId": ("LocationCode", "Location"),
    "SalesPersonEmployeeId": ("SalesPersonEmployeeNumber", "Employee"),
    "ManagerEmployeeId": ("ManagerEmployeeNo", "Employee"),
}
"""Id property to the code property that shows, or in POST chooses, the same thing; and what it is."""

_IDS = REFERENCES.keys()
_CODES = frozenset(code_name for code_name, _ in REFERENCES.values())

SERIES = {
    "Employee": ("5a7e0001-0000-4000-8000-000000000001", 1),
    "Supplier": ("5a7e0002-0000-4000-8000-000000000002", 20_000),
    "Customer": ("5a7e0003-0000-4000-8000-000000000003", 10_000),
}
"""Role to its one number series: id and first number."""

LAST_NUMBER = 9_999_999
"""The last number of each series: wide, so that large seeds fit."""


def _last_number(role: str) -> int:
    return _NARROW[role] if flipped("number-series") else LAST_NUMBER


_NARROW = {"Employee": 9_999, "Supplier": 29_999, "Customer": 19_999}
_TO_EMPLOYEES = (("Customer", "SalesPersonEmployeeId"), ("Employee", "ManagerEmployeeId"))


class References:
    """Looks ids and codes up, among the employees or in the catalogue."""

    def __init__(self, shelf: Shelf, catalogue: Catalogue) -> None:
        self._shelf = shelf
        self._catalogue = catalogue
        self._next_number = {role: first for role, (_, first) in SERIES.items()}

    def code(self, kind: str, id: int) -> Any:
        """The code, or the employee's number, behind an id; None when there is none."""
        if kind == "Employee":
            return self._shelf.shown["Employee"].get(str(id), {}).get("Number")
        return self._catalogue.code(kind, id)

    def resolve(self, role: str, own: Record) -> Record:
        """The same properties with codes turned into ids; a code beside its id is passed over."""
        resolved = own.copy()
        if _CODES.isdisjoint(own):
            return resolved
        for id_name, (code_name, kind) in REFERENCES.items():
            code = resolved.pop(code_name, None)
            if code is not None and resolved.get(id_name) is None:
                resolved[id_name] = self._find(role, kind, code)
        return resolved

    def number(self, role: str, own: Record) -> int:
        """The number that was asked for, else the next free one of the role's series."""
        series = own.get("SubLedgerNumberSeriesId")
        if series not in (None, SERIES[role][0]):
            detail = f"Sub-ledger number series with id = {series} not found."
            raise UnknownReferenceError(SHEETS[role].spoken, detail)
        if own.get("Number") is not None:
            return int(own["Number"])
        while self._shelf.owner(role, "Number", self._next_number[role]) is not None:
            self._next_number[role] += 1
        return self._next_number[role]

    def check(self, role: str, record: Record, written: Collection[str]) -> None:
        """Raise UnknownReferenceError, or InvalidError for a number outside its series."""
        spoken = SHEETS[role].spoken
        number = record["Number"]
        if "Number" in written and (number is None or not SERIES[role][1] <= number <= _last_number(role)):
            told = f"Number {number} is not within a number series of the ledger."
            raise MissingError({"Number": told}) if flipped("number-texts") else InvalidError(spoken, told)
        for name in _IDS if not _IDS.isdisjoint(written) else ():
            if name not in written or (id := record.get(name)) is None:
                continue
            kind = REFERENCES[name][1]
            if self.code(kind, id) is None:
                refusal = InvalidError if flipped("unknown-ids-in-body") else UnknownReferenceError
                raise refusal(spoken, f"{kind} with id = {id} not found.")
        groups = record["ContactGroupIds"] if "ContactGroupIds" in written else ()
        if groups and (unknown := self._catalogue.unknown_groups(groups)):
            listed = ", ".join(map(str, unknown))
            raise UnknownReferenceError(spoken, f"Could not find contact group(s) with id = {listed}.")

    def to_employee(self, id: int) -> Iterator[tuple[str, str]]:
        """Type and key of the records that name this employee as sales person or manager."""
        for type, name in _TO_EMPLOYEES:
            for key, record in self._shelf.shown[type].items():
                if record[name] == id and key != str(id):
                    yield type, key

    def _find(self, role: str, kind: str, code: Any) -> int:
        if kind == "Employee":
            owner = self._shelf.owner("Employee", "Number", code)
            found = None if owner is None else int(owner)
        else:
            found = self._catalogue.find(kind, code)
        if found is None:
            label = "number" if kind == "Employee" else "code"
            raise UnknownReferenceError(SHEETS[role].spoken, f"{kind} with {label} = '{code}' not found.")
        return found
